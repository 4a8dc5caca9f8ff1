"""Texts a second of one or more models, one thread each, taking turns.

    python speed.py [MODEL FILE ...]

Needs the evaluation data, as measure.py does. Time is the process's own, so that other work on
the machine disturbs less.
"""

import argparse
import datetime
import os
import statistics
import time

import evaluation
from embedding import batches, open_session, open_tokenizer, run, tokenise
from export import MODEL, TARGET

ROUNDS = 7


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("models", nargs="*", default=[TARGET / MODEL])
    chosen = options.parse_args()

    tokenizer = open_tokenizer(TARGET)
    sets = {
        "short": tokenise(tokenizer, evaluation.short_texts()[::3]),
        "diary": tokenise(tokenizer, evaluation.diary_entries()[::8]),
    }
    sessions, loading = {}, {}
    for model in chosen.models:
        start = time.perf_counter()
        sessions[model] = open_session(model)
        loading[model] = time.perf_counter() - start

    print(f"{os.cpu_count()} cores, {datetime.date.today()}, one thread, median of {ROUNDS}")
    for name, texts in sets.items():
        mean = sum(map(len, texts)) / len(texts)
        print(f"{name}: {len(texts)} texts of {mean:.1f} tokens on average")
    seconds = time_in_turns(sessions, {name: batches(texts) for name, texts in sets.items()})
    for model in sessions:
        rates = (
            f"{name} {len(texts) / statistics.median(seconds[model, name]):.1f}/s"
            for name, texts in sets.items()
        )
        print(f"{model}: opened in {loading[model] * 1000:.0f} ms, {', '.join(rates)}")


def time_in_turns(sessions, sets):
    """(model, set) -> seconds of each round. The models take turns, so all see the same machine."""
    seconds = {(model, name): [] for model in sessions for name in sets}
    for _ in range(ROUNDS):
        for model, session in sessions.items():
            for name, made in sets.items():
                start = time.process_time()
                for _, ids, mask in made:
                    run(session, ids, mask)
                seconds[model, name].append(time.process_time() - start)
    return seconds


if __name__ == "__main__":
    main()
