"""Changes of points of the REST interface as those of the engine."""

from typing import Any
from uuid import UUID

import qdrant_edge as edge

from .filters import to_filter
from .strict import Refused, fields, listed, typed

Update = edge.UpdateOperation


def to_point_id(value: Any) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    try:
        return str(UUID(typed(value, "id", str)))
    except ValueError:
        raise Refused(400, f"{value!r} is not an id of a point") from None


def to_vector(value: Any):
    if isinstance(value, list):
        return [float(number) for number in listed(value, "vector", (int, float))]
    return to_sparse_vector(value)


def to_sparse_vector(value: Any) -> edge.SparseVector:
    given = fields(value, "sparse vector", required=("indices", "values"))
    indices = listed(given["indices"], "indices", int)
    values = listed(given["values"], "values", (int, float))
    if len(indices) != len(values) or len(set(indices)) != len(indices):
        raise Refused(422, "indices must be different, and as many as values")
    if any(index < 0 or index >= 2**32 for index in indices):
        raise Refused(400, "an index must have 32 bits")
    return edge.SparseVector(indices, [float(number) for number in values])


def to_point(value: Any) -> edge.Point:
    given = fields(value, "point", required=("id", "vector"), optional=("payload",))
    vectors = {name: to_vector(vector) for name, vector in typed(given["vector"], "vector", dict).items()}
    return edge.Point(to_point_id(given["id"]), vectors, typed(given.get("payload", {}), "payload", dict))


def to_upsert(value: Any) -> Update:
    given = fields(value, "upsert", required=("points",))
    return Update.upsert_points([to_point(point) for point in typed(given["points"], "points", list)])


def to_delete(value: Any) -> Update:
    return Update.delete_points_by_filter(to_filter(fields(value, "delete", required=("filter",))["filter"]))


def to_set_payload(value: Any) -> Update:
    given = fields(value, "set_payload", required=("payload",), optional=("points", "filter"))
    payload = typed(given["payload"], "payload", dict)
    if "points" in given:
        return Update.set_payload([to_point_id(id) for id in given["points"]], payload)
    return Update.set_payload_by_filter(to_filter(given.get("filter")), payload)


def to_operation(value: Any) -> Update:
    given = fields(value, "operation", optional=("upsert", "delete", "set_payload"))
    match list(given):
        case ["upsert"]:
            return to_upsert(given["upsert"])
        case ["delete"]:
            return to_delete(given["delete"])
        case ["set_payload"]:
            return to_set_payload(given["set_payload"])
    raise Refused(400, "an operation must be of one kind")
