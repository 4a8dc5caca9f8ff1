"""The encoder once more in plain numpy float32: what the int8 model is compared with.

Written apart from encoder.py, so that a mistake in one shows as a difference between the two.
"""

import numpy as np
from scipy.special import erf


class Reference:
    def __init__(self, weights, layers=6, heads=12):
        self.weights = weights
        self.layers = layers
        self.heads = heads

    def last_hidden_state(self, ids):
        """[batch, sequence] token ids without padding to [batch, sequence, 384]."""
        table = self.weights
        x = table["embeddings.word_embeddings.weight"][ids]
        x = x + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = x + table["embeddings.token_type_embeddings.weight"][0]
        x = self.normalise(x, "embeddings.LayerNorm")
        for layer in range(self.layers):
            x = self.layer(x, f"encoder.layer.{layer}")
        return x

    def layer(self, x, name):
        batch, length, width = x.shape

        def heads(part):
            projected = self.dense(x, f"{name}.attention.self.{part}")
            return projected.reshape(batch, length, self.heads, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // self.heads))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        context = (shares @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        y = self.dense(context, f"{name}.attention.output.dense")
        x = self.normalise(x + y, f"{name}.attention.output.LayerNorm")

        y = self.dense(x, f"{name}.intermediate.dense")
        y = y * np.float32(0.5) * (1 + erf(y / np.float32(np.sqrt(2))))
        y = self.dense(y, f"{name}.output.dense")
        return self.normalise(x + y, f"{name}.output.LayerNorm")

    def dense(self, x, name):
        # One product of two matrices: numpy would make one a text out of three dimensions.
        y = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T
        return y.reshape(*x.shape[:-1], -1) + self.weights[f"{name}.bias"]

    def normalise(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def embed(self, texts):
        """Vectors [n, 384] of lists of token ids. Texts of one length share a batch."""
        vectors = np.zeros((len(texts), 384), np.float32)
        by_length = {}
        for index, ids in enumerate(texts):
            by_length.setdefault(len(ids), []).append(index)
        for length, members in by_length.items():
            step = max(1, 1024 // length)
            for start in range(0, len(members), step):
                batch = members[start : start + step]
                states = self.last_hidden_state(np.array([texts[i] for i in batch]))
                mean = states.mean(axis=1)
                vectors[batch] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors
