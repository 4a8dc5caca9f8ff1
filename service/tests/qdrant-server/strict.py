"""Checks of what comes in."""

from typing import Any


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def fields(value: Any, where: str, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict:
    """The object, if it has these fields and no others."""
    if not isinstance(value, dict):
        raise Refused(400, f"{where} must be an object")
    missing = [name for name in required if name not in value]
    unknown = [name for name in value if name not in required and name not in optional]
    if missing or unknown:
        raise Refused(400, f"{where}: missing fields {missing}, unknown fields {unknown}")
    return value


def one_of(value: Any, where: str, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise Refused(400, f"{where} must be one of {choices}, not {value!r}")
    return value


def typed(value: Any, where: str, kind: type | tuple[type, ...]) -> Any:
    """The value, if it is of this type. True is not a number."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Refused(400, f"{where} has the wrong type")
    return value


def listed(value: Any, where: str, kind: type | tuple[type, ...]) -> list:
    return [typed(item, where, kind) for item in typed(value, where, list)]


def whole(value: Any, where: str, least: int = 1) -> int:
    if typed(value, where, int) < least:
        raise Refused(400, f"{where} must be at least {least}")
    return value
