"""What each dense layer is fed with, from the float model over calibration.txt.

Only the weights are fitted to it. No range of an activation comes from here, so a text unlike
these is rounded no worse than it would be without.
"""

from pathlib import Path

import numpy as np

from embedding import open_tokenizer, tokenise
from reference import Reference

TEXTS = Path(__file__).resolve().parent / "calibration.txt"


class Inputs:
    """Sums over all tokens that reach one dense layer; enough for quantise.py."""

    def __init__(self, width):
        self.products = np.zeros((width, width))
        self.largest = np.zeros(width)

    def see(self, x):
        x = x.reshape(-1, x.shape[-1])
        self.products += x.T @ x
        self.largest = np.maximum(self.largest, np.abs(x).max(axis=0))


class Recorder(Reference):
    def __init__(self, weights):
        # In float64, the order in which a machine adds does not reach the rounded weights.
        super().__init__({name: value.astype(np.float64) for name, value in weights.items()})
        self.inputs = {}

    def dense(self, x, name):
        self.inputs.setdefault(name, Inputs(x.shape[-1])).see(x)
        return super().dense(x, name)


def calibrate(weights, tokenizer_folder):
    """Name of a dense layer -> its Inputs."""
    recorder = Recorder(weights)
    lines = TEXTS.read_text(encoding="utf-8").splitlines()
    for ids in tokenise(open_tokenizer(tokenizer_folder), lines):
        recorder.last_hidden_state(np.array([ids]))
    return recorder.inputs
