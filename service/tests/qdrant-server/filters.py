"""Filters of the REST interface as those of the engine."""

from typing import Any

import qdrant_edge as edge

from .strict import Refused, fields, listed, typed


def to_filter(value: Any) -> edge.Filter:
    given = fields(value, "filter", optional=("must", "must_not"))
    return edge.Filter(
        must=[to_condition(condition) for condition in given["must"]] if "must" in given else None,
        must_not=[to_condition(condition) for condition in given["must_not"]] if "must_not" in given else None,
    )


def to_condition(value: Any) -> edge.FieldCondition:
    given = fields(value, "condition", required=("key",), optional=("match", "range"))
    if len(given) != 2:
        raise Refused(400, "a condition must have a match or a range")
    key = typed(given["key"], "key", str)
    if "range" in given:
        bounds = fields(given["range"], "range", optional=("gte", "gt", "lte", "lt"))
        return edge.FieldCondition(key, range=edge.RangeFloat(**bounds))
    return edge.FieldCondition(key, match=to_match(given["match"]))


def to_match(value: Any):
    given = fields(value, "match", optional=("value", "any", "phrase"))
    match list(given):
        case ["value"]:
            return edge.MatchValue(typed(given["value"], "value", (str, int, bool)))
        case ["any"]:
            return edge.MatchAny(listed(given["any"], "any", str))
        case ["phrase"]:
            return edge.MatchPhrase(typed(given["phrase"], "phrase", str))
    raise Refused(400, "a match must be of one kind")
