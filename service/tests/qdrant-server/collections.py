"""Collections: made, described, dropped."""

from importlib.metadata import version as version_of
from typing import Any

from .answers import done
from .store import Store

# The release of the server whose engine qdrant-edge-py 0.9 has.
SERVER_VERSION = "1.19.0"


def version(_store: Store, _body: Any, _query: dict) -> dict:
    return {"title": f"qdrant-edge-py {version_of('qdrant-edge-py')}", "version": SERVER_VERSION}


def list_all(store: Store, _body: Any, _query: dict) -> dict:
    return done({"collections": [{"name": name} for name in store.names()]})


def create(name: str):
    def route(store: Store, body: Any, _query: dict) -> dict:
        store.create(name, body)
        return done(True)

    return route


def drop(name: str):
    return lambda store, _body, _query: done(store.drop(name))


def describe(name: str):
    def route(store: Store, _body: Any, _query: dict) -> dict:
        collection = store.get(name)
        info = collection.call(lambda shard: shard.info())
        layout = collection.layout
        return done(
            {
                "status": "green",
                "optimizer_status": "ok",
                "points_count": info.points_count,
                "segments_count": info.segments_count,
                "config": {
                    "params": {"vectors": layout["vectors"], "sparse_vectors": layout.get("sparse_vectors", {})},
                    "hnsw_config": {},
                    "optimizer_config": {},
                    "metadata": layout.get("metadata", {}),
                },
                "payload_schema": {
                    field: {"data_type": "unknown", "points": index.points}
                    for field, index in info.payload_schema.items()
                },
            }
        )

    return route
