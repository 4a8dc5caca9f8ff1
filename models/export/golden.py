"""Writes ../all-MiniLM-L6-v2/golden.json: texts with their token ids and vectors.

    python golden.py
"""

import json
from pathlib import Path

from embedding import embed, open_session, open_tokenizer, tokenise
from equal_lengths import EQUAL_LENGTHS
from export import TARGET

TEXTS = Path(__file__).resolve().parent / "golden_texts.json"
WINDOW = 512


def main():
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    ids = tokenise(open_tokenizer(TARGET), texts, limit=WINDOW + 1)
    longest = max(len(i) for i in ids)
    if longest > WINDOW:
        raise SystemExit(f"a golden text has {longest} tokens, the window is {WINDOW}")

    # Each text alone, as the graph that the service runs takes no padding.
    vectors = embed(open_session(TARGET / EQUAL_LENGTHS), ids, budget=0)
    rows = [
        {"text": text, "ids": i, "vector": [round(float(x), 6) for x in vector]}
        for text, i, vector in zip(texts, ids, vectors)
    ]
    # A row a line: readable differences when one text or vector changes.
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (TARGET / "golden.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(rows)} texts, {min(map(len, ids))} to {longest} tokens")


if __name__ == "__main__":
    main()
