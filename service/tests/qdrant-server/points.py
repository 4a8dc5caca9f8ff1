"""Points: changed and asked for."""

from typing import Any, Callable

import qdrant_edge as edge

from .answers import done
from .layouts import to_payload_index
from .operations import to_delete, to_operation, to_set_payload, to_upsert
from .queries import from_id, from_record, to_count, to_query, to_scroll
from .store import Store
from .strict import fields, one_of, typed


def writing(to_updates: Callable[[Any], list], answer: Callable[[list], Any]):
    """A route that has made all the updates of the request before it makes the first change."""

    def on(name: str):
        def route(store: Store, body: Any, query: dict) -> dict:
            fields(query, "address", required=("wait",), optional=("ordering",))
            one_of(query["wait"], "wait", ("true",))
            one_of(query.get("ordering", "weak"), "ordering", ("weak", "medium", "strong"))
            collection = store.get(name)
            updates = to_updates(body)
            for update in updates:
                collection.call(lambda shard, update=update: shard.update(update))
            return done(answer(updates))

        return route

    return on


def reading(answer: Callable[[edge.EdgeShard, Any], Any]):
    def on(name: str):
        def route(store: Store, body: Any, _query: dict) -> dict:
            return done(store.get(name).call(lambda shard: answer(shard, body)))

        return route

    return on


COMPLETED = {"status": "completed", "operation_id": 0}


def one(_updates: list) -> dict:
    return COMPLETED


def each(updates: list) -> list[dict]:
    return [COMPLETED for _ in updates]


def to_operations(body: Any) -> list:
    operations = typed(fields(body, "body", required=("operations",))["operations"], "operations", list)
    return [to_operation(operation) for operation in operations]


def answer_scroll(shard: edge.EdgeShard, body: Any) -> dict:
    records, following = shard.scroll(to_scroll(body))
    return {
        "points": [from_record(record) for record in records],
        "next_page_offset": None if following is None else from_id(following),
    }


create_index = writing(lambda body: [edge.UpdateOperation.create_field_index(*to_payload_index(body))], one)
upsert = writing(lambda body: [to_upsert(body)], one)
delete = writing(lambda body: [to_delete(body)], one)
set_payload = writing(lambda body: [to_set_payload(body)], one)
change = writing(to_operations, each)
query = reading(lambda shard, body: {"points": [from_record(hit) for hit in shard.query(to_query(body))]})
scroll = reading(answer_scroll)
count = reading(lambda shard, body: {"count": shard.count(to_count(body))})
