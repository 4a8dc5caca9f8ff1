"""Rounds float matrices to int8, each row or column with the scale that loses least."""

import numpy as np

# On x86 without VNNI, u8 x s8 products are added in pairs in 16 bits (vpmaddubsw), which
# saturate at 32,767. Weights of at most 64 keep every pair within 2 * 255 * 64 = 32,640.
WEIGHT_LIMIT = 64
EMBEDDING_LIMIT = 127

# Shares of the largest value that are tried as the end of the range.
CLIPPINGS = np.linspace(0.6, 1.0, 41)


def best_scales(matrix, limit):
    """One scale a column, [columns]: the one with the least squared error of rounding."""
    matrix = matrix.astype(np.float64)
    largest = np.abs(matrix).max(axis=0)
    scales = largest / limit
    least = np.full(matrix.shape[1], np.inf)
    for share in CLIPPINGS:
        candidate = largest * share / limit
        error = ((round_to(matrix, candidate, limit) * candidate - matrix) ** 2).sum(axis=0)
        better = error < least
        least[better] = error[better]
        scales[better] = candidate[better]
    return scales


def round_to(matrix, scales, limit):
    return np.clip(np.rint(matrix / scales), -limit, limit)


def quantise_embeddings(table):
    """(int8 [rows, columns], float32 scale a row [rows, 1])."""
    scales = best_scales(table.T, EMBEDDING_LIMIT)
    rounded = round_to(table.T.astype(np.float64), scales, EMBEDDING_LIMIT)
    return rounded.T.astype(np.int8), scales.astype(np.float32)[:, None]


def quantise_matrix(matrix):
    """(int8 [inputs, outputs], float32 scale a column [outputs])."""
    scales = best_scales(matrix, WEIGHT_LIMIT)
    rounded = round_to(matrix.astype(np.float64), scales, WEIGHT_LIMIT)
    return rounded.astype(np.int8), scales.astype(np.float32)
