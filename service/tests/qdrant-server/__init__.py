"""The part of Qdrant's REST interface that the search index uses, over Qdrant's own engine (qdrant-edge-py).

For tests where no Qdrant server is at hand. Stricter than the server: a field it does not know is an error.
"""
