"""Questions of the REST interface as those of the engine, and its answers back."""

from typing import Any

import qdrant_edge as edge

from .filters import to_filter
from .operations import to_point_id, to_vector
from .strict import fields, listed, typed, whole


def to_payload_selection(value: Any) -> bool | list[str]:
    return value if isinstance(value, bool) else listed(value, "with_payload", str)


def to_query(value: Any) -> edge.QueryRequest:
    given = fields(
        value,
        "query",
        required=("query", "using", "limit"),
        optional=("filter", "params", "score_threshold", "with_payload"),
    )
    return edge.QueryRequest(
        limit=whole(given["limit"], "limit"),
        query=edge.Query.Nearest(to_vector(given["query"]), using=typed(given["using"], "using", str)),
        filter=to_filter(given["filter"]) if "filter" in given else None,
        score_threshold=given.get("score_threshold"),
        params=to_params(given.get("params", {})),
        with_payload=to_payload_selection(given.get("with_payload", False)),
    )


def to_params(value: Any) -> edge.SearchParams:
    given = fields(value, "params", optional=("quantization", "idf"))
    quantization = fields(given.get("quantization", {}), "quantization", optional=("rescore", "oversampling"))
    idf = None
    if "idf" in given:
        idf = edge.IdfParams(corpus=to_filter(fields(given["idf"], "idf", required=("corpus",))["corpus"]))
    return edge.SearchParams(
        quantization=edge.QuantizationSearchParams(**quantization) if quantization else None, idf=idf
    )


def to_scroll(value: Any) -> edge.ScrollRequest:
    given = fields(value, "scroll", optional=("filter", "limit", "offset", "with_payload", "with_vector"))
    vector = given.get("with_vector", False)
    return edge.ScrollRequest(
        offset=to_point_id(given["offset"]) if "offset" in given else None,
        limit=whole(given.get("limit", 10), "limit"),
        filter=to_filter(given["filter"]) if "filter" in given else None,
        with_payload=to_payload_selection(given.get("with_payload", True)),
        with_vector=vector if isinstance(vector, bool) else listed(vector, "with_vector", str),
    )


def to_count(value: Any) -> edge.CountRequest:
    given = fields(value, "count", optional=("filter", "exact"))
    return edge.CountRequest(
        exact=typed(given.get("exact", True), "exact", bool),
        filter=to_filter(given["filter"]) if "filter" in given else None,
    )


def from_id(id: Any) -> str | int:
    return id if isinstance(id, int) else str(id)


def from_record(record: Any) -> dict:
    answer = {"id": from_id(record.id)}
    if record.payload is not None:
        answer["payload"] = record.payload
    if record.vector is not None:
        answer["vector"] = record.vector
    if hasattr(record, "score"):
        answer |= {"score": record.score, "version": record.version}
    return answer
