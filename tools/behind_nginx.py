#!/usr/bin/env python3
"""Tries docs/operate.md's nginx block as it stands, but for ports and paths: a log-in over TLS
with a cookie marked Secure, events that come at once, a file in parts, broken off and gone on with.
Needs Debian's nginx-light and openssl; changes nothing outside a temporary folder. With
--megabytes 2048 it tells the memory of a whole 2 GB upload."""

import argparse
import hashlib
import http.client
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/story/lib"), str(ROOT / "third_party/python-test")]
from api_client import Client  # noqa: E402
from story import DEMO, Installation, check, end, equal, stop  # noqa: E402

HOST, PORT = "diaodu.example.cn", 18443
PART = 16 << 20


class Secure(Client):
    """A browser of the name, over TLS."""

    def __init__(self, trusted):
        super().__init__(PORT)
        self.context = ssl.create_default_context(cafile=trusted)

    def wire(self):
        wire = http.client.HTTPSConnection(HOST, PORT, timeout=120, context=self.context)
        here = ("127.0.0.1", PORT)
        wire._create_connection = lambda *_, **__: socket.create_connection(here, 120)
        return wire


def nginx(folder, port):
    """The block of the documentation, running; its process."""
    page = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)[1]
    changes = {"listen 443": f"listen 127.0.0.1:{PORT}", "127.0.0.1:8080": f"127.0.0.1:{port}",
               "/etc/nginx/diaodu": folder + "/diaodu"}
    for told, ours in changes.items():
        check(told in block, f"docs/operate.md says {told}")
        block = block.replace(told, ours)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-keyout", folder + "/diaodu.key", "-out", folder + "/diaodu.pem",
                    "-subj", "/CN=" + HOST, "-addext", "subjectAltName=DNS:" + HOST],
                   check=True, capture_output=True)
    temp = "".join(f"{kind}_temp_path {folder}/{kind};\n"
                   for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = pathlib.Path(folder, "nginx.conf")
    user = "user root;\n" if os.getuid() == 0 else ""
    conf.write_text(f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
                    f"events {{}}\nhttp {{\naccess_log off;\n{temp}{block}}}\n")
    words = ["nginx", "-c", str(conf), "-e", folder + "/error.log"]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    check(tried.returncode == 0, f"nginx takes it: {tried.stderr}")
    return subprocess.Popen(words)


def events(client, seen, ready):
    wire = client.wire()
    wire.request("GET", "/api/events", headers={"Cookie": f"diaodu_session={client.cookie}"})
    reply = wire.getresponse()
    ready.set()
    for line in reply:
        if line.startswith(b"event: round"):
            seen.append(time.time())
            return


def upload(client, server, megabytes):
    """In parts through the proxy; broken off in the middle of one, asked how far, gone on with."""
    whole = megabytes << 20
    told = hashlib.sha256()
    block = bytes(range(256)) * (PART // 256)
    begun = client.ask("POST", "/api/uploads", {"file_name": "great.csv", "bytes": whole})
    equal(begun.status, 201, f"begun: {begun}")
    path = "/api/uploads/" + begun.json["upload"]
    wire = client.wire()
    wire.putrequest("PATCH", path + "?offset=0")
    for name, value in {"Content-Length": str(PART), "X-CSRF-Token": client.csrf,
                        "Content-Type": "application/octet-stream",
                        "Cookie": f"diaodu_session={client.cookie}"}.items():
        wire.putheader(name, value)
    wire.endheaders(block[:1000])
    wire.close()
    started, at = time.time(), 0
    while at < whole:
        part = block[: min(PART, whole - at)]
        sent = client.ask("PATCH", f"{path}?offset={at}", part)
        if sent.status == 409:  # what came of the one broken off
            at = client.get(path).json["offset"]
            check(at <= 1000, "how far it came")
            block_at = at % 256
            part = block[block_at : block_at + PART - at]
            sent = client.ask("PATCH", f"{path}?offset={at}", part)
        if sent.status != 200:
            check(False, f"part at {at}: {sent}")
            return
        at += len(part)
    done = client.get(path).json
    equal((done["offset"], done["complete"]), (whole, True), "all of it has come")
    seconds = time.time() - started
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)[1]
    print(f"{megabytes} MB in {seconds:.0f} s; the server's memory at most {int(peak) >> 10} MB")
    equal(client.ask("DELETE", path).status // 100, 2, "and is dropped")


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=48)
    megabytes = asked.parse_args().megabytes
    with Installation("duckdb") as at, tempfile.TemporaryDirectory() as folder:
        at.run("init", "--pack", DEMO)
        server, port = at.serve("--host", HOST, "--proxy", "127.0.0.1")
        proxy = nginx(folder, port)
        try:
            made = at.json("account", "add", "clerk", "--role", "clerk", "--area", "910101")
            time.sleep(1)
            client = Secure(folder + "/diaodu.pem")
            client.log_in("clerk", made["items"][0]["password"])
            cookie = client.ask("POST", "/api/session", {"account": "clerk", "password": "x"})
            check("diaodu_session" not in cookie.headers.get("Set-Cookie", ""), "a wrong password")
            check("Secure" in client.set_cookie, f"the cookie is for TLS only: {client.set_cookie}")
            plain = Client(port)
            equal(plain.get("/api/board").status // 100, 4, "past the proxy nobody is signed in")
            seen, ready = [], threading.Event()
            threading.Thread(target=events, args=(client, seen, ready), daemon=True).start()
            check(ready.wait(20), "the stream of events is open")
            text = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
            text += "W1,910101001001,合格,30,2020-03-05,赵甲\n"
            of = ["--register", "well", "--area", "910101", "--day", "2020-03-06"]
            at.run("parcel", "take", at.write("a.csv", text), *of)
            sealed = time.time()
            while not seen and time.time() < sealed + 20:
                time.sleep(0.05)
            check(seen, "a sealed round is told through the proxy")
            if seen:
                print(f"the event came {seen[0] - sealed:+.2f} s after the command's answer")
            upload(client, server, megabytes)
        finally:
            proxy.terminate()
            proxy.wait(timeout=30)
            equal(stop(server), 0, "serve ends in good order")
    end()


main()
