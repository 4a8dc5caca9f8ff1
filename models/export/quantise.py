"""Rounds float matrices to int8 with one scale a column, losing as little as possible."""

import numpy as np

# On x86 without VNNI, u8 x s8 products are added in pairs in 16 bits (vpmaddubsw), which
# saturate at 32,767. Weights of at most 64 keep every pair within 2 * 255 * 64 = 32,640.
# Up to 96, with only the sums of pairs kept within 128, came out no closer to float32.
WEIGHT_LIMIT = 64
EMBEDDING_LIMIT = 127

# Shares of the largest value that are tried as the end of the range.
CLIPPINGS = np.linspace(0.6, 1.0, 41)

# How much of the difference between channels moves from the activations into the weights.
SMOOTHING = 0.5

# Added to the diagonal of the products, as a share of its mean, so that they can be inverted.
DAMPING = 0.1
BLOCK = 128


def smoothing_factors(largest):
    """What to divide each input channel by, so that no few channels take up the whole range.

    After Xiao et al., "SmoothQuant" (arXiv:2211.10438). A few channels of BERT are many times
    as large as the others, and each token has only 255 steps for all of them. The matrix's rows
    are multiplied by the same factors, so the product stays.
    """
    largest = np.maximum(largest, 1e-6)
    return (largest / np.median(largest)) ** SMOOTHING


def quantise_embeddings(table):
    """(int8 [rows, columns], float32 scale a row [rows, 1])."""
    columns = table.T.astype(np.float64)
    scales = best_scales(columns, EMBEDDING_LIMIT)
    rounded = round_to(columns, scales, EMBEDDING_LIMIT)
    return np.ascontiguousarray(rounded.T), scales[:, None]


def quantise_matrix(matrix, products):
    """(int8 [inputs, outputs], float32 scale a column [outputs]).

    `products` is the sum of x * x' over sample inputs x: [inputs, inputs]. Each row's error of
    rounding is made good in the rows not yet rounded, as far as their inputs go together.
    After Frantar et al., "GPTQ" (arXiv:2210.17323), equations 2 and 3.
    """
    # The loudest inputs first: the quiet ones after them take up the error at little cost.
    order = np.argsort(-np.diag(products), kind="stable")
    rest = matrix.astype(np.float64)[order]
    scales = best_scales(rest, WEIGHT_LIMIT)
    spread = inverse_factor(products[np.ix_(order, order)])
    rounded = np.zeros(rest.shape, np.int8)

    for start in range(0, len(rest), BLOCK):
        block = slice(start, min(start + BLOCK, len(rest)))
        errors = np.zeros_like(rest[block])
        for row in range(block.start, block.stop):
            rounded[row] = round_to(rest[row], scales, WEIGHT_LIMIT)
            error = (rest[row] - rounded[row] * scales) / spread[row, row]
            rest[row + 1 : block.stop] -= np.outer(spread[row, row + 1 : block.stop], error)
            errors[row - start] = error
        rest[block.stop :] -= spread[block, block.stop :].T @ errors

    restored = np.empty_like(rounded)
    restored[order] = rounded
    return restored, scales


def inverse_factor(products):
    """Upper triangular U with U'U = inverse of the damped products."""
    damped = products + np.eye(len(products)) * DAMPING * np.diag(products).mean()
    return np.linalg.cholesky(np.linalg.inv(damped)).T


def best_scales(matrix, limit):
    """One scale a column, float32: the one with the least squared error of rounding."""
    largest = np.abs(matrix).max(axis=0)
    scales = (largest / limit).astype(np.float32)
    least = np.full(matrix.shape[1], np.inf)
    for share in CLIPPINGS:
        candidate = (largest * share / limit).astype(np.float32)
        error = ((round_to(matrix, candidate, limit) * candidate - matrix) ** 2).sum(axis=0)
        better = error < least
        least[better] = error[better]
        scales[better] = candidate[better]
    return scales


def round_to(matrix, scales, limit):
    return np.clip(np.rint(matrix / scales), -limit, limit).astype(np.int8)
