"""The form of every answer but that of an error."""

from typing import Any


def done(result: Any) -> dict:
    return {"result": result, "status": "ok", "time": 0.0}
