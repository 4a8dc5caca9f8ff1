"""Tokens, batches and vectors, as the service makes them."""

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

CLS, SEP = 101, 102
BATCH_TOKENS = 448


def open_tokenizer(folder):
    """The model's tokenizer without the cut at 128 tokens that its file asks for."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenise(tokenizer, texts, limit=256):
    """Token ids with [CLS] and [SEP], at most `limit` of them."""
    encoded = (e.ids for e in tokenizer.encode_batch(texts))
    return [ids if len(ids) <= limit else [*ids[: limit - 1], SEP] for ids in encoded]


def split_passages(ids, size):
    """Cuts one text's ids into passages of at most `size` tokens, each with [CLS] and [SEP]."""
    inner = ids[1:-1]
    step = size - 2
    return [[CLS, *inner[i : i + step], SEP] for i in range(0, max(1, len(inner)), step)]


def open_session(path, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def batches(texts, budget=BATCH_TOKENS):
    """Batches of lists of ids, shortest first, of at most `budget` padded tokens.

    Gives (indices, ids [batch, sequence], mask [batch, sequence]).
    """
    made, current = [], []
    for index in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        if current and len(texts[index]) * (len(current) + 1) > budget:
            made.append(pad(texts, current))
            current = []
        current.append(index)
    if current:
        made.append(pad(texts, current))
    return made


def pad(texts, indices, length=None):
    length = length or max(len(texts[i]) for i in indices)
    ids = np.zeros((len(indices), length), np.int64)
    mask = np.zeros_like(ids)
    for row, index in enumerate(indices):
        ids[row, : len(texts[index])] = texts[index]
        mask[row, : len(texts[index])] = 1
    return indices, ids, mask


def run(session, ids, mask):
    """Mean of the tokens' states over the mask, of length 1: [batch, 384]."""
    known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    feeds = {i.name: known[i.name] for i in session.get_inputs()}
    states = session.run(["last_hidden_state"], feeds)[0]
    mean = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)


def embed(session, texts, budget=BATCH_TOKENS):
    vectors = np.zeros((len(texts), 384), np.float32)
    for indices, ids, mask in batches(texts, budget):
        vectors[indices] = run(session, ids, mask)
    return vectors
