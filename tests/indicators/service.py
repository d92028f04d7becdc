"""A statistics service on this machine that answers as the recorded ones do."""

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    body: object = None


@dataclass
class Answer:
    document: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: bool = False


@dataclass
class LocalService:
    """``answer`` gets each request and how many came before it."""

    url: str
    requests: list[Request]
    waits: list[float]


@contextmanager
def serving(answer: Callable[[Request, int], Answer]):
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self):
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            request = Request(self.command, parts.path, query, body)
            requests.append(request)
            given = answer(request, len(requests) - 1)
            data = given.raw if given.raw is not None else json.dumps(given.document).encode()
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data) + (10 if given.cut else 0)))
            self.end_headers()
            self.wfile.write(data)
            if given.cut:
                self.close_connection = True

        def log_message(self, *_arguments):
            """Stay silent."""

    Handler.do_GET = Handler.do_POST = Handler.handle_any
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield LocalService(f"http://127.0.0.1:{server.server_port}/v3", requests, [])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
