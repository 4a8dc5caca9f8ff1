"""Other names of collections."""

from typing import Any

from .answers import done
from .store import Store
from .strict import Refused, fields, typed


def list_all(store: Store, _body: Any, _query: dict) -> dict:
    pairs = [{"alias_name": alias, "collection_name": name} for alias, name in store.aliases.items()]
    return done({"aliases": pairs})


def change(store: Store, body: Any, _query: dict) -> dict:
    actions = typed(fields(body, "body", required=("actions",))["actions"], "actions", list)
    store.change_aliases([to_action(action) for action in actions])
    return done(True)


def to_action(value: Any) -> tuple[str, str | None]:
    given = fields(value, "action", optional=("create_alias", "delete_alias"))
    match list(given):
        case ["create_alias"]:
            create = fields(given["create_alias"], "create_alias", required=("alias_name", "collection_name"))
            return create["alias_name"], create["collection_name"]
        case ["delete_alias"]:
            return fields(given["delete_alias"], "delete_alias", required=("alias_name",))["alias_name"], None
    raise Refused(400, "an action must be of one kind")
