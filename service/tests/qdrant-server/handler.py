"""HTTP in, JSON out."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .routes import find_route
from .store import Store
from .strict import Refused

LARGEST_BODY = 32 * 1024 * 1024


def handler_for(store: Store) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Otherwise head and body go apart, and the second waits until the first is acknowledged.
        wbufsize = -1

        def do_GET(self) -> None:
            self.answer()

        do_PUT = do_POST = do_DELETE = do_GET

        def answer(self) -> None:
            try:
                status, content = 200, self.call()
            except Refused as refused:
                status, content = refused.status, {"status": {"error": str(refused)}, "time": 0.0}
            except Exception as fault:
                status, content = status_of(fault), {"status": {"error": str(fault)}, "time": 0.0}
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def call(self) -> Any:
            body = self.read_body()
            address = urlsplit(self.path)
            parts = [unquote(part) for part in address.path.strip("/").split("/")]
            query = {name: values[-1] for name, values in parse_qs(address.query).items()}
            return find_route(self.command, parts)(store, body, query)

        def read_body(self) -> Any:
            length = int(self.headers.get("Content-Length", 0))
            raw = self.rfile.read(length)
            if length > LARGEST_BODY:
                raise Refused(413, "Payload too large")
            if not raw:
                return None
            try:
                value = json.loads(raw)
                json.dumps(value, ensure_ascii=False).encode()
                return value
            except ValueError as fault:
                raise Refused(400, f"Format error in JSON body: {fault}") from None

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def status_of(fault: Exception) -> int:
    """What the server makes of a fault of the engine."""
    text = str(fault)
    if "No point with id" in text:
        return 404
    return 400 if "dimension" in text or isinstance(fault, (TypeError, ValueError)) else 500
