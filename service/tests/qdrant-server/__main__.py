"""Usage: python -m qdrant-server --folder DATA [--port PORT]. Prints its address when it can be used."""

import argparse
import sys
from http.server import ThreadingHTTPServer
from pathlib import Path

from .handler import handler_for
from .store import Store


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        # Clients that are gone are nothing to tell of.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--port", type=int, default=0)
    options = arguments.parse_args()
    server = Server(("127.0.0.1", options.port), handler_for(Store(options.folder)))
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


main()
