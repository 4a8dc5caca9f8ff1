"""The evaluation data (read in place, never copied) and what is computed from it."""

import json
import os
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("EVAL_DATA", ROOT / "../shared/data"))


def read(name):
    with open(DATA / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def short_texts():
    """Everyday requests of more than 52 characters (16 tokens on average)."""
    return [row["text"] for row in read("clusters-B/data.jsonl") if len(row["text"]) > 52]


def diary_entries():
    """A diarist's entries (about 150 tokens on average when cut at 256)."""
    return [row["text"] for row in read("diary/barbellion-1903-1917.jsonl")]


def retrieval_set(name):
    """(document ids, document texts, queries as [(text, relevant document ids)])."""
    corpus = "diary/pepys-1664-1666.jsonl" if name == "diary-queries" else f"{name}/corpus.jsonl"
    documents = read(corpus)
    relevant = {}
    for line in (DATA / name / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, _ = line.split("\t")
        relevant.setdefault(query, set()).add(document)
    queries = [(q["text"], relevant[q["id"]]) for q in read(f"{name}/queries.jsonl")]
    return [d["id"] for d in documents], [d["text"] for d in documents], queries


def ndcg_at_10(scores, document_ids, relevant):
    """Mean over queries of nDCG@10 with binary gains. `scores` is [queries, documents]."""
    discounts = 1 / np.log2(np.arange(2, 12))
    values = []
    for row, wanted in zip(scores, relevant):
        best = np.argsort(-row, kind="stable")[:10]
        gain = sum(d for d, i in zip(discounts, best) if document_ids[i] in wanted)
        values.append(gain / discounts[: len(wanted)].sum())
    return float(np.mean(values))


def pairs(groups, count, seed):
    """`count` index pairs of different members, every second one from a single group."""
    random = np.random.default_rng(seed)
    groups = np.asarray(groups)
    members = {g: np.flatnonzero(groups == g) for g in np.unique(groups)}
    shared = [m for m in members.values() if len(m) > 1]
    made = []
    for turn in range(count):
        pool = shared[random.integers(len(shared))] if turn % 2 else np.arange(len(groups))
        made.append(random.choice(pool, 2, replace=False))
    return np.array(made)
