"""A server (http_echo, src/http/main.cpp) and raw sockets to it, for tests/story/http_*.py."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from story import PROGRAM, equal

ECHO = os.environ.get("HTTP_ECHO", str(pathlib.Path(PROGRAM).parent / "src/http_echo"))
PATIENCE = 30  # seconds after which something is said to hang
HOST = b"Host: localhost\r\n"
NEXT = b"GET /api/echo?next=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Server:
    def __init__(self, **limits):
        self.folder = tempfile.mkdtemp(prefix="http-raw-")
        given = [f"{name}={value}" for name, value in limits.items()]
        self.process = subprocess.Popen(
            [ECHO, self.folder, "silent=1", *given], stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline().split()[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def once(self, raw):
        """All that comes back until the server closes, or one answer when it does not."""
        with self.connect() as wire:
            wire.sendall(raw)
            return Answer.read(wire)

    def get(self, path, fields=b""):
        return self.once(
            b"GET "
            + path.encode()
            + b" HTTP/1.1\r\n"
            + HOST
            + b"Connection: close\r\n"
            + fields
            + b"\r\n"
        )

    def gauge(self, name):
        found = re.search(
            rb"(?m)^diaodu_http_" + name.encode() + rb" (\d+)$", self.get("/metrics").body
        )
        return int(found[1])

    def wait_for(self, name, value):
        until = time.monotonic() + PATIENCE
        while self.gauge(name) != value:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.communicate(timeout=PATIENCE)[0]
        shutil.rmtree(self.folder)
        equal((self.process.returncode, rest), (0, "stopped\n"), "the server ends in good order")


@contextlib.contextmanager
def server(**limits):
    one = Server(**limits)
    try:
        yield one
    finally:
        one.stop()


class Answer:
    """One answer of a wire; `closed` when nothing could be read."""

    def __init__(self):
        self.status, self.fields, self.body = 0, {}, b""

    @staticmethod
    def read(wire, is_head=False):
        answer, come = Answer(), b""
        while b"\r\n\r\n" not in come:
            piece = wire.recv(1)
            if not piece:
                return answer
            come += piece
        lines = come[:-4].split(b"\r\n")
        answer.status = int(lines[0].split()[1])
        for line in lines[1:]:
            name, value = line.split(b": ", 1)
            answer.fields[name.decode()] = value.decode()
        length = 0 if is_head else int(answer.fields.get("content-length", 0))
        while len(answer.body) < length:
            piece = wire.recv(min(1 << 16, length - len(answer.body)))
            if not piece:
                break
            answer.body += piece
        return answer

    def json(self):
        return json.loads(self.body)


def until_closed(wire):
    come = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := wire.recv(1 << 16):
            come += piece
    return come


def request(method, path, body=None, fields=b""):
    length = b"" if body is None else b"Content-Length: %d\r\n" % len(body)
    return (
        f"{method} {path} HTTP/1.1\r\n".encode() + HOST + length + fields + b"\r\n" + (body or b"")
    )


def get(fields=b"", target=b"/api/echo"):
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + fields + b"\r\n"


def post(fields, body=b""):
    return b"POST /api/echo HTTP/1.1\r\n" + HOST + fields + b"\r\n" + body
