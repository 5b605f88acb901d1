#!/usr/bin/env python3
"""What two programs could read differently is refused once and the connection closed: the request
behind it on the same wire is never answered, a new connection is."""

import contextlib
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from story import check, end, equal
from wire import HOST, NEXT, get, post, server, until_closed

HIDDEN = b"GET /api/echo?hidden=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
VECTORS = [
    ("CL.TE", 411, post(b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nG")),
    (
        "TE.CL",
        411,
        post(
            b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            b"5c\r\n" + HIDDEN + b"\r\n0\r\n\r\n",
        ),
    ),
    ("TE only", 411, post(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n")),
    ("xchunked", 411, post(b"Transfer-Encoding: xchunked\r\n", HIDDEN)),
    ("two TE", 411, post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n", HIDDEN)),
    ("TE with a space", 400, post(b"Transfer-Encoding : chunked\r\n", HIDDEN)),
    ("TE folded", 411, post(b"Transfer-Encoding:\r\n chunked\r\n", HIDDEN)),
    ("TE behind a vertical tab", 400, post(b"Transfer-Encoding:\x0bchunked\r\n", HIDDEN)),
    ("TE on 1.0", 505, b"POST / HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"),
    ("chunk extension", 411, post(b"Transfer-Encoding: chunked\r\n", b"1;" + b"a" * 9000)),
    ("equal lengths", 400, post(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"hello")),
    ("other lengths", 400, post(b"Content-Length: 0\r\nContent-Length: 5\r\n", b"hello")),
    ("list of lengths", 400, post(b"Content-Length: 1, 1\r\n", b"h")),
    ("plus", 400, post(b"Content-Length: +5\r\n", b"hello")),
    ("minus", 400, post(b"Content-Length: -1\r\n", HIDDEN)),
    ("overflow", 400, post(b"Content-Length: 18446744073709551616\r\n", HIDDEN)),
    ("hex", 400, post(b"Content-Length: 0x5\r\n", b"hello")),
    ("length and NUL", 400, post(b"Content-Length: 5\x00\r\n", b"hello")),
    ("GET with a body", 400, get(b"Content-Length: %d\r\n" % len(HIDDEN)) + HIDDEN),
    (
        "DELETE with a body",
        400,
        b"DELETE /api/echo HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello",
    ),
    ("bare LF", 400, b"GET /api/echo HTTP/1.1\nHost: localhost\n\n"),
    ("LF in a field", 400, get(b"X: a\nContent-Length: 50\r\n")),
    ("bare CR", 400, get(b"X: a\rContent-Length: 50\r\n")),
    ("folded", 400, get(b"X: a\r\n b\r\n")),
    ("space before the colon", 400, get(b"X : a\r\n")),
    ("field without a colon", 400, get(b"X\r\n")),
    ("NUL", 400, get(b"X: \x00\r\n")),
    ("no Host", 400, b"GET /api/echo HTTP/1.1\r\n\r\n"),
    ("two Hosts", 400, get(HOST)),
    ("foreign Host", 400, b"GET /api/echo HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
    ("Host with a user", 400, b"GET /api/echo HTTP/1.1\r\nHost: evil@localhost\r\n\r\n"),
    ("absolute target", 400, get(target=b"http://evil.example/api/echo")),
    ("dots", 400, get(target=b"/api/../etc/passwd")),
    ("encoded dots", 400, get(target=b"/api/%2e%2e/etc/passwd")),
    ("encoded slash", 400, get(target=b"/api%2fecho")),
    ("double encoding", 400, get(target=b"/api/%252e%252e")),
    ("backslash", 400, get(target=b"/api\\echo")),
    ("two slashes", 400, get(target=b"//api/echo")),
    ("encoded NUL", 400, get(target=b"/api/echo%00")),
    ("split query", 400, get(target=b"/api/echo?a=%0d%0aSet-Cookie:x")),
    ("high bytes", 400, get(target="/api/调度".encode())),
    ("long target", 414, get(target=b"/" + b"a" * 5000)),
    ("long field", 431, get(b"X: " + b"a" * 9000 + b"\r\n")),
    ("endless field", 431, b"GET / HTTP/1.1\r\nX: " + b"a" * 40000),
    ("many fields", 431, get(b"X: a\r\n" * 64)),
    ("many Hosts", 400, get(b"Host: localhost\r\n" * 10)),
    ("HTTP/1.0", 505, b"GET /api/echo HTTP/1.0\r\n" + HOST + b"\r\n"),
    ("HTTP/2", 505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("HTTP/0.9", 400, b"GET /api/echo\r\n"),
    ("TLS", 400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    ("TRACE", 405, b"TRACE /api/echo HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("CONNECT", 405, b"CONNECT localhost:22 HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("empty line first", 400, b"\r\n" + NEXT),
    ("other Expect", 417, post(b"Expect: cow\r\nContent-Length: 5\r\n", b"hello")),
    ("too large a body", 413, post(b"Content-Length: 1048577\r\n")),
    ("far too large a body", 413, post(b"Content-Length: 999999999999\r\n")),
]


def vectors(one):
    check(len(VECTORS) >= 50, "there are many vectors")
    for name, status, raw in VECTORS:
        for cut in (len(raw), len(raw) // 2):
            with one.connect() as wire:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    wire.sendall(raw[:cut])
                    if cut < len(raw):
                        time.sleep(0.002)
                        wire.sendall(raw[cut:])
                    wire.sendall(NEXT)
                come = until_closed(wire)
            equal(come[9:12], str(status).encode(), f"{name}: status")
            equal(come.count(b"HTTP/1.1 "), 1, f"{name}: answers on the wire")
            check(b"connection: close" in come, f"{name}: the end is said")
            check(b'"code":"http.' in come, f"{name}: a problem is told")
        equal(one.get("/api/echo").status, 200, f"{name}: a new connection is served")


if __name__ == "__main__":
    with server() as echo:
        vectors(echo)
    end()
