"""What each address does."""

from typing import Any, Callable

from . import aliases, collections, points
from .store import Store
from .strict import Refused

Route = Callable[[Store, Any, dict[str, str]], Any]


def find_route(method: str, parts: list[str]) -> Route:
    match [method, *parts]:
        case ["GET", ""]:
            return collections.version
        case ["GET", "collections"]:
            return collections.list_all
        case ["GET", "aliases"]:
            return aliases.list_all
        case ["POST", "collections", "aliases"]:
            return aliases.change
        case ["GET", "collections", name]:
            return collections.describe(name)
        case ["PUT", "collections", name]:
            return collections.create(name)
        case ["DELETE", "collections", name]:
            return collections.drop(name)
        case ["PUT", "collections", name, "index"]:
            return points.create_index(name)
        case ["PUT", "collections", name, "points"]:
            return points.upsert(name)
        case ["POST", "collections", name, "points", "delete"]:
            return points.delete(name)
        case ["POST", "collections", name, "points", "payload"]:
            return points.set_payload(name)
        case ["POST", "collections", name, "points", "batch"]:
            return points.change(name)
        case ["POST", "collections", name, "points", "query"]:
            return points.query(name)
        case ["POST", "collections", name, "points", "scroll"]:
            return points.scroll(name)
        case ["POST", "collections", name, "points", "count"]:
            return points.count(name)
    raise Refused(404, "this address is not known")
