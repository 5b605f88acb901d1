#!/usr/bin/env python3
"""The server against raw sockets: each limit, followed by a second request. The program is
http_echo (src/http/main.cpp), so that limits can be set small."""

import hashlib
import os
import pathlib
import re
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from story import check, end, equal
from wire import HOST, NEXT, PATIENCE, Answer, Server, get, post, request, server, until_closed


def kept_alive(one):
    with one.connect() as wire:
        wire.sendall(
            request("POST", "/api/echo", b"first")
            + request("GET", "/api/things/%E8%B0%83")
            + request("HEAD", "/api/echo")
            + request("PUT", "/api/echo", b"")
            + request("GET", "/api/nothing")
            + request("GET", "/api/throw")
            + NEXT
        )
        equal(Answer.read(wire).json()["bytes"], 5, "the first of several on one wire")
        equal(Answer.read(wire).json()["path"], "/api/things/调", "the second")
        head = Answer.read(wire, is_head=True)
        equal((head.status, int(head.fields["content-length"]) > 0), (200, True), "HEAD")
        wrong = Answer.read(wire)
        equal((wrong.status, wrong.fields["allow"]), (405, "GET, POST, DELETE, HEAD"), "405")
        equal(Answer.read(wire).status, 404, "404")
        thrown = Answer.read(wire)
        equal((thrown.status, thrown.json()["code"]), (500, "http.failed"), "an exception")
        check(b"thrown on purpose" not in thrown.body, "what it said is for the log only")
        equal(Answer.read(wire).json()["query"], [["next", "1"]], "and the connection goes on")
    with one.connect() as wire:
        wire.sendall(NEXT * 130)
        statuses = []
        while (answer := Answer.read(wire)).status:
            statuses.append(answer.status)
        equal(statuses, [200] * 100, "a hundred requests on a connection, then it ends")
    equal(one.get("/api/memory?there=1").body, b'"from memory"', "what is in memory comes at once")
    equal(one.get("/api/memory?a=1").json()["query"], [["a", "1"]], "else the handler is asked")
    equal(one.get("/api/memory?throw=1").status, 500, "a fault there is told")
    for language, word in ((b"en", "Not found"), (b"zh-CN", "没有找到")):
        answer = one.get("/api/nothing", b"Accept-Language: " + language + b"\r\n")
        equal(answer.json()["title"], word, "in the reader's language")


def pages(one):
    index = one.get("/board/5134")
    check(b"<title>echo" in index.body, "the application answers for its paths")
    equal(index.fields["cache-control"], "no-cache", "the index is asked for again each time")
    check("default-src 'self'" in index.fields["content-security-policy"], "CSP of the pages")
    check("unsafe" not in index.fields["content-security-policy"], "without inline")
    same = one.get("/", b'If-None-Match: "index-1"\r\n')
    equal((same.status, same.body), (304, b""), "not sent twice")
    script = one.get("/assets/app-1.js")
    check("immutable" in script.fields["cache-control"], "a hashed name is kept")
    equal(one.get("/assets/other.js").status, 404, "no such file")
    equal(
        one.once(request("POST", "/board", b"x", b"Connection: close\r\n")).status,
        404,
        "pages are read",
    )


def bodies(one):
    full = b"x" * (1 << 20)
    with one.connect() as wire:
        wire.sendall(request("POST", "/api/echo", full) + NEXT)
        equal(Answer.read(wire).json()["sha256"], hashlib.sha256(full).hexdigest(), "1 MiB")
        equal(Answer.read(wire).status, 200, "and the next")
    with one.connect() as wire:
        wire.sendall(post(b"Content-Length: 5\r\nExpect: 100-continue\r\n"))
        equal(Answer.read(wire).status, 100, "it may come")
        wire.sendall(b"hello" + NEXT)
        equal(Answer.read(wire).json()["bytes"], 5, "and it came")
        equal(Answer.read(wire).status, 200, "and the next")
    with one.connect() as wire:
        wire.sendall(
            b"POST /api/closed HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000000\r\n"
            b"Expect: 100-continue\r\n\r\n"
        )
        refused = Answer.read(wire)
        equal(
            (refused.status, refused.fields["connection"]),
            (403, "close"),
            "who may not send is told before he sends",
        )
        equal(until_closed(wire), b"", "and nothing follows")
    for _ in range(20):
        with one.connect() as wire:
            wire.sendall(request("POST", "/api/echo", b"x" * 1_500_000))
            equal(Answer.read(wire).status, 413, "who sends on regardless can read why, unreset")
            equal(until_closed(wire), b"", "and nothing follows")


def uploads(one):
    content = os.urandom(3_000_000)
    half = 1_300_000
    whole = hashlib.sha256(content).hexdigest()
    with one.connect() as wire:
        wire.sendall(
            request("POST", "/api/files", content) + request("POST", "/api/files", b"") + NEXT
        )
        got = Answer.read(wire).json()
        equal(
            (got["bytes"], got["on_disk"], got["sha256"]),
            (len(content), len(content), whole),
            "a file on disk",
        )
        equal(Answer.read(wire).json()["sha256"], hashlib.sha256(b"").hexdigest(), "an empty one")
        equal(Answer.read(wire).status, 200, "and the next")
    equal(os.listdir(one.folder), [], "what the handler does not keep is removed")
    with one.connect() as wire:
        wire.sendall(request("POST", "/api/files?keep=1", content, b"Connection: close\r\n"))
        Answer.read(wire)
    equal(
        [open(os.path.join(one.folder, f), "rb").read() == content for f in os.listdir(one.folder)],
        [True],
        "what it keeps stays",
    )
    with one.connect() as wire:
        wire.sendall(request("POST", "/api/files", content)[:half])
    check(one.wait_for("connections_open", 1), "a lost connection is let go")
    equal(len(os.listdir(one.folder)), 1, "and half a file does not stay")

    def piece(offset, bytes_):
        return request("PATCH", "/api/uploads/a", bytes_, b"Upload-Offset: %d\r\n" % offset)

    with one.connect() as wire:
        raw = piece(0, content)
        wire.sendall(raw[: raw.index(b"\r\n\r\n") + 4 + half])
    check(one.wait_for("connections_open", 1), "a lost connection is let go")
    path = os.path.join(one.folder, "piece-a")
    equal(os.path.getsize(path), half, "of an upload in pieces all that came stays")
    with one.connect() as wire:
        wire.sendall(piece(7, content[7:]) + NEXT)
        wrong = Answer.read(wire)
        equal(
            (wrong.status, wrong.json()["params"]),
            (409, {"offset": str(half)}),
            "a wrong offset is told the right one",
        )
        equal(until_closed(wire), b"", "and nothing follows")
    with one.connect() as wire:
        wire.sendall(piece(half, content[half:]) + NEXT)
        got = Answer.read(wire).json()
        equal((got["offset"], got["bytes"]), (half, len(content) - half), "the rest")
        equal(Answer.read(wire).status, 200, "and the next")
    with open(path, "rb") as file:
        equal(hashlib.sha256(file.read()).hexdigest(), whole, "the whole is what was sent")
    equal(
        one.once(request("PATCH", "/api/uploads/a", b"x", b"Connection: close\r\n")).status,
        428,
        "the route itself may refuse",
    )


def downloads(one):
    content = os.urandom(2_000_000)
    with open(os.path.join(one.folder, "download"), "wb") as file:
        file.write(content)
    got = one.get("/api/download?name=%E6%9C%88%E6%8A%A5.xlsx")
    equal((got.status, got.body == content), (200, True), "a file")
    check(
        "filename*=UTF-8''%E6%9C%88%E6%8A%A5.xlsx" in got.fields["content-disposition"], "its name"
    )
    with one.connect() as wire:
        wire.sendall(
            request("GET", "/api/download", fields=b"Range: bytes=1000000-1000099\r\n")
            + request("GET", "/api/download", fields=b"Range: bytes=2000000-\r\n")
            + NEXT
        )
        part = Answer.read(wire)
        equal((part.status, part.body == content[1000000:1000100]), (206, True), "a part of it")
        outside = Answer.read(wire)
        equal(
            (outside.status, outside.fields["content-range"]), (416, "bytes */2000000"), "outside"
        )
        equal(Answer.read(wire).status, 200, "and the next")
    with one.connect() as wire:  # goes in the middle
        wire.sendall(get(target=b"/api/download"))
        wire.recv(1000)
    equal(one.get("/api/echo").status, 200, "a reader who left is no harm")


def slowness():
    with server(head_time=1, idle_time=1.5, body_grace=1, io_threads=2) as one:
        with one.connect() as wire:
            equal(until_closed(wire), b"", "who says nothing is let go without a word")
        with one.connect() as wire:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "one request")
            equal(until_closed(wire), b"", "and then nothing")
        with one.connect() as wire:
            wire.sendall(b"GET /api/echo HTTP/1.1\r\n")
            come = drip(wire, b"X: a\r\n")
            equal((come[9:12], come.count(b"HTTP/1.1 ")), (b"408", 1), "a head that trickles")
        with one.connect() as wire:
            wire.sendall(post(b"Content-Length: 100000\r\n", b"x" * 10))
            equal(until_closed(wire)[9:12], b"408", "a body that stops")
        for path in (b"/api/echo", b"/api/files"):
            with one.connect() as wire:
                wire.sendall(
                    b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"Content-Length: 100000\r\n\r\n"
                )
                come = drip(wire, b"x")
                equal((come[9:12], come.count(b"HTTP/1.1 ")), (b"408", 1), "a body that trickles")
        equal(os.listdir(one.folder), [], "and leaves no file")
        with one.connect() as wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.sendall(get(target=b"/api/big/60000000"))
            wire.recv(100)
            check(one.wait_for("connections_open", 1), "who does not read is let go")
        equal(one.get("/api/echo").status, 200, "others are served")


def drip(wire, piece):
    """Sends `piece` again and again until an answer comes."""
    wire.settimeout(0.05)
    until = time.monotonic() + PATIENCE
    come = b""
    while time.monotonic() < until:
        try:
            wire.sendall(piece)
            got = wire.recv(1 << 16)
        except TimeoutError:
            continue
        except (BrokenPipeError, ConnectionResetError):
            break
        if not got:
            break
        come += got
    return come


def memory_of_bodies():
    with server(memory_bodies_max=500_000) as one:
        with one.connect() as wire:
            wire.sendall(request("POST", "/api/echo", b"x" * 900_000) + NEXT)
            come = until_closed(wire)
        equal((come[9:12], come.count(b"HTTP/1.1 ")), (b"503", 1), "too much at a time")
        check(b"retry-after: " in come, "and when to come again")
        for _ in range(3):
            answer = one.once(request("POST", "/api/echo", b"x" * 400_000))
            equal(answer.json()["bytes"], 400_000, "what it took is given back")

    with server(memory_answers_max=5_000_000) as one:
        wires = [one.connect() for _ in range(3)]
        for wire in wires[:2]:  # which read nothing
            wire.sendall(get(target=b"/api/big/3000000"))
            time.sleep(0.5)
        equal(
            Answer.read(wires[1]).status, 503, "large answers that nobody reads are not heaped up"
        )
        equal(Answer.read(wires[0]).status, 200, "who reads at last gets his")
        wires[2].sendall(get(target=b"/api/big/3000000") + NEXT)
        equal(len(Answer.read(wires[2]).body), 3_000_002, "and there is room again")
        equal(Answer.read(wires[2]).status, 200, "and the next")
        for wire in wires:
            wire.close()


def full_queue():
    with server(handler_threads=1, queue_max=1) as one:
        wires = [one.connect() for _ in range(4)]
        for wire in wires:
            wire.sendall(get(target=b"/api/sleep/1500"))
            time.sleep(0.1)
        equal(one.get("/api/board").status, 200, "quick answers are not behind slow ones")
        answers = [Answer.read(wire) for wire in wires]
        equal(
            [a.status for a in answers], [200, 200, 503, 503], "one runs, one waits, two are told"
        )
        check(int(answers[2].fields["retry-after"]) > 0, "and when to come again")
        for wire in wires:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "and the next, on the same connection")
            wire.close()


def connections():
    with server(connections_per_address=4) as one:
        wires = [one.connect() for _ in range(4)]
        for wire in wires:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "within the limit")
        with one.connect() as wire:
            come = until_closed(wire)
            equal(come[9:12], b"429", "one too many of one address")
        for wire in wires:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "the others go on")
            wire.close()
        until = time.monotonic() + PATIENCE
        while one.get("/api/echo").status != 200 and time.monotonic() < until:
            time.sleep(0.1)
        equal(one.get("/api/echo").status, 200, "there is room again")
    with server(connections_max=8, handler_threads=16, connections_per_address=99) as one:
        idle = [one.connect() for _ in range(8)]
        for wire in idle:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "within the limit")
        time.sleep(3.2)  # who waits for less than a second, or was served just now, stays
        slow = one.connect()
        slow.sendall(b"GET /api/echo HTTP/1.1\r\nX: ")
        equal(until_closed(idle[0]), b"", "who is idle longest makes room")
        for wire in idle[1:]:
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "the others go on")
        time.sleep(1.2)
        equal(one.get("/api/echo").status, 200, "so that a newcomer is served")
        equal(until_closed(slow), b"", "who has never sent a whole head goes before the idle")
        for wire in idle[1:]:
            wire.sendall(get(target=b"/api/sleep/2000"))
        late = [one.connect() for _ in range(2)]
        for wire in late:
            wire.sendall(get(target=b"/api/sleep/2000"))
            time.sleep(0.3)
        with one.connect() as wire:
            come = until_closed(wire)
            equal(come[9:12], b"503", "when all are being served a newcomer is told")
            check(b"retry-after: " in come, "and when to come again")
        for wire in idle[1:] + late:
            equal(Answer.read(wire).status, 200, "the others are answered")
            wire.sendall(NEXT)
            equal(Answer.read(wire).status, 200, "and go on")
            wire.close()


def behind_a_proxy():
    forwarded = b"X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"
    with server() as one:
        answer = one.get("/api/echo", forwarded)
        equal(
            (answer.json()["remote"], answer.json()["https"]),
            ("127.0.0.1", False),
            "nobody is believed who is no proxy of ours",
        )
        check("strict-transport-security" not in answer.fields, "without TLS no HSTS")
    with server(trusted_proxy=1, connections_per_address=2) as one:
        answer = one.get("/api/echo", forwarded)
        equal((answer.json()["remote"], answer.json()["https"]), ("1.2.3.4", True), "the client")
        check("strict-transport-security" in answer.fields, "HSTS")
        wires = [one.connect() for _ in range(4)]
        for wire in wires[:3]:
            wire.sendall(get(forwarded, target=b"/api/sleep/1000"))
            time.sleep(0.1)
        wires[3].sendall(get(b"X-Forwarded-For: 9.9.9.9\r\n", target=b"/api/sleep/1"))
        equal(
            [Answer.read(w).status for w in wires],
            [200, 200, 429, 200],
            "requests at once are counted for each client",
        )
        wires[2].sendall(get(forwarded))
        equal(Answer.read(wires[2]).status, 200, "and the next")
        for wire in wires:
            wire.close()


def read_event(wire, what):
    come = b""
    while what not in come:
        piece = wire.recv(4096)
        if not piece:
            break
        come += piece
    return come


def event_streams():
    with server(event_heartbeat=0.3, event_readers_max=2) as one:
        first, second = one.connect(), one.connect()
        for wire in (first, second):
            wire.sendall(get(target=b"/api/events"))
            equal(Answer.read(wire).fields["content-type"], "text/event-stream", "a stream")
        check(one.wait_for("event_readers", 2), "two readers")
        equal(one.get("/api/events").status, 503, "one too many")
        for number in (1, 2):
            one.once(request("POST", "/api/events", b'{"round":%d}' % number))
        for wire in (first, second):
            come = read_event(wire, b'{"round":2}')
            check(b'event: sealed\ndata: {"round":1}\n\n' in come, "each is told")
        check(b"still here" in read_event(first, b"still here"), "and that the wire lives")
        last = re.findall(rb"id: (\S+)", come)[0]
        second.close()
        check(one.wait_for("event_readers", 1), "a reader who left is noticed")
        with one.connect() as wire:
            wire.sendall(get(b"Last-Event-ID: " + last + b"\r\n", target=b"/api/events"))
            come = read_event(wire, b'{"round":2}')
            check(b'{"round":1}' not in come, "who comes again gets what he missed, no more")
        first.close()
    with server(event_stream_time=0.5) as one:
        with one.connect() as wire:
            wire.sendall(get(target=b"/api/events"))
            check(b"retry: " in until_closed(wire), "a stream ends, so that it is asked for again")


def graceful_stop():
    one = Server()
    idle, stream, busy = one.connect(), one.connect(), one.connect()
    idle.sendall(NEXT)
    equal(Answer.read(idle).status, 200, "a request")
    stream.sendall(get(target=b"/api/events"))
    equal(Answer.read(stream).status, 200, "a stream")
    busy.sendall(get(target=b"/api/sleep/1000"))
    time.sleep(0.3)
    one.process.send_signal(signal.SIGTERM)
    equal(until_closed(idle), b"", "an idle connection is closed")
    check(b"retry: " in until_closed(stream), "a stream ends")
    answer = Answer.read(busy)
    equal(
        (answer.status, answer.fields["connection"]), (200, "close"), "what was begun is finished"
    )
    for wire in (idle, stream, busy):
        wire.close()
    one.stop()
    one = Server(stop_time=0.5)
    with one.connect() as wire:
        wire.sendall(post(b"Content-Length: 100\r\n", b"x"))
        time.sleep(0.3)
        one.stop()  # does not wait for who never ends
        check(b"200" not in until_closed(wire)[:12], "a request that never came is not answered")


def idle_memory():
    count = 1000
    with server(connections_max=2000, connections_per_address=2000, queue_max=2000) as one:

        def resident():
            text = pathlib.Path(f"/proc/{one.process.pid}/status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1])

        before = resident()
        wires = [one.connect() for _ in range(count)]
        for wire in wires:
            wire.sendall(NEXT)
        equal({Answer.read(wire).status for wire in wires}, {200}, "a thousand connections")
        grown = resident() - before
        print(f"    {count} idle connections: {grown} kB, {grown / count:.1f} kB each")
        if "HTTP_ECHO_SANITIZED" not in os.environ:
            check(grown <= count * 64, f"at most 64 kB each, not {grown / count:.1f}")
        for wire in wires:
            wire.close()
        check(one.wait_for("connections_open", 1), "all are let go")


def main():
    with server() as one:
        kept_alive(one)
        pages(one)
        bodies(one)
        uploads(one)
        downloads(one)
    slowness()
    memory_of_bodies()
    full_queue()
    connections()
    behind_a_proxy()
    event_streams()
    graceful_stop()
    idle_memory()
    end()


if __name__ == "__main__":
    main()
