"""The figures of the server, on the full-scale stock; imported by bench/run.

A server of its own holds the stock; http_bench is the client. Parts: board register slow idle load.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build", "bench")
DIAODU = os.path.join(BUILD, "diaodu")
CLIENT = os.path.join(BUILD, "src", "http_bench")
ROWS = os.path.join(BUILD, "src", "rows_bench")
PACK = os.path.join(ROOT, "packs", "relief-2020")
DAY = "2020-03-13"
SECRET = "量一量-2020-很快"


class Server:
    """`diaodu serve` on a data folder, and somebody of the nation who is signed in."""

    def __init__(self, data: str):
        self.data = data

    def __enter__(self):
        made = subprocess.run(
            [DIAODU, "account", "add", f"bench{os.getpid()}", "--role", "officer", "--area", "cn"]
            + ["--unit", "bench", "--data", self.data, "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
        account = json.loads(made.stdout)["items"][0]
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [DIAODU, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", self.data],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.process.stdout.readline()
        self.cookie, self.csrf = "", ""
        self.post("/api/session", account=account["account"], password=account["password"])
        self.post("/api/session/password", old=account["password"], new=SECRET)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        fields = {"Cookie": f"diaodu_session={self.cookie}", "X-CSRF-Token": self.csrf}
        if body:
            fields["Content-Type"] = "application/json"
        wire.request(method, path, body, fields)
        reply = wire.getresponse()
        answer = reply.read()
        found = re.search(r"diaodu_session=([^;]*)", reply.headers.get("Set-Cookie", ""))
        self.cookie = found[1] if found else self.cookie
        return reply.status, answer

    def post(self, path: str, **body: str) -> None:
        status, answer = self.ask("POST", path, json.dumps(body).encode())
        if status not in (200, 201):
            sys.exit(f"{path}: {status} {answer.decode()}")
        self.csrf = json.loads(answer).get("csrf") or self.csrf

    def get(self, path: str) -> dict:
        status, answer = self.ask("GET", path)
        if status != 200:
            sys.exit(f"{path}: {status} {answer.decode()}")
        return json.loads(answer)

    def heads(
        self, paths: list[str], method: str = "GET", more: str = "", packed: bool = True
    ) -> str:
        """A file of request heads for http_bench."""
        lines = "Host: 127.0.0.1\r\n" + ("Accept-Encoding: gzip\r\n" if packed else "") + more
        lines += f"Cookie: diaodu_session={self.cookie}\r\nX-CSRF-Token: {self.csrf}\r\n\r\n"
        with tempfile.NamedTemporaryFile("w", newline="", suffix=".heads", delete=False) as out:
            out.writelines(f"{method} {path} HTTP/1.1\r\n{lines}" for path in paths)
        return out.name

    def load(self, heads: str, **numbers: float) -> dict:
        return client("load", self.port, heads, **numbers)

    def files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resident(self) -> int:
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) * 1024


def client(what: str, port: int, heads: str, **numbers: float) -> dict:
    words = [f"{name}={value}" for name, value in numbers.items()]
    done = subprocess.run(
        [CLIENT, what, str(port), heads, *words], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@contextlib.contextmanager
def rounds_running(server: Server, work: str):
    """A file of a million rows is taken, over and over, as long as this lasts."""
    big = os.path.join(work, "load.csv")
    subprocess.run([ROWS, PACK, "1000000", big, "7"], check=True, capture_output=True)
    ended = threading.Event()

    def take() -> None:
        turn = 0
        while not ended.is_set():
            turn += 1
            with open(big, "a", encoding="utf-8") as out:
                out.write("\n" * turn)  # the same file twice would be no work
            subprocess.run(
                [DIAODU, "parcel", "take", big, "--register", "worker", "--area", "cn"]
                + ["--day", DAY, "--data", server.data],
                capture_output=True,
                check=False,
            )

    taking = threading.Thread(target=take)
    taking.start()
    time.sleep(3)
    yield
    ended.set()
    taking.join()


def failures(found: dict) -> int:
    wrong = sum(count for status, count in found["status"].items() if status != "200")
    return found["broken"] + wrong


def told(found: dict) -> str:
    return (
        f"p99 {found['p99_ms']:.1f} ms, {found['per_second']:.0f} req/s,"
        f" {failures(found)} errors"
    )


def bench_board(server: Server, row, work: str) -> None:
    """200 clients, half of them at the nation and a province, half at cities and counties."""
    areas = ["cn", "51", "53", "cn", "51", "53"]
    for province in ("51", "53", "62"):
        cities = [one["area"] for one in server.get(f"/api/areas?area={province}")["items"]]
        areas += cities[:4]
        areas += [one["area"] for one in server.get(f"/api/areas?area={cities[0]}")["items"]][:6]
    heads = server.heads([f"/api/board?area={area}" for area in areas])
    server.load(heads, seconds=5)
    most = server.load(heads, seconds=15)
    goal = "p99 <= 100 ms, >= 1,000 req/s, 0 errors"
    row("board, 200 clients, as fast as they can, no round runs", told(most), goal)
    with rounds_running(server, work):
        most = server.load(heads, seconds=60)
        row("board, 200 clients, as fast as they can, while rounds run", told(most), goal)
        paced = server.load(heads, seconds=60, rate=1200)
        row("board, 200 clients, 6 req/s each, while rounds run", told(paced), goal)


def bench_register(server: Server, row, _work: str) -> None:
    purpose = "&purpose=" + urllib.parse.quote("电话核实")
    questions = {
        "of a province, wage at least 9,000": "?area=51&where=wage_month_yuan:ge:9000",
        "of the nation, wage at least 9,000": "?area=cn&where=wage_month_yuan:ge:9000",
        "of the nation, without employer": "?area=cn&where=employer:missing",
        "two conditions": "?area=cn&where=employer:missing&where=wage_month_yuan:lt:2000",
        "a week ago": "?area=cn&day=2020-03-06&where=wage_month_yuan:ge:9000",
        "of a county, by wage": "?area=513422&sort=-wage_month_yuan&where=employer:filled",
        "of one phone, in the whole nation": "?area=cn&where=phone:eq:13900000000" + purpose,
        "that nobody fits, in the whole nation": "?area=cn&where=wage_month_yuan:eq:3217.77",
    }
    for what, query in questions.items():
        times = []
        for _ in range(20):
            begun = time.monotonic()
            server.get("/api/records/worker" + query)
            times.append(time.monotonic() - begun)
        p95 = sorted(times)[18]
        row(
            f"first page {what}",
            f"p95 {p95 * 1e3:.0f} ms, median {statistics.median(times) * 1e3:.0f} ms",
            "p95 <= 300 ms",
        )


def bench_slow(server: Server, row, _work: str) -> None:
    """2,000 who keep the server waiting and come again, from 20 addresses, beside 50 who work."""
    heads = server.heads(["/api/board?area=cn", "/api/board?area=51", "/api/areas?area=51"])
    big = server.heads([biggest_file(server)], packed=False)
    body = server.heads(["/api/session"], "POST", "Content-Length: 100000\r\n")
    server.load(heads, seconds=3)  # what is made once a round is there
    before = server.load(heads, seconds=20, clients=50, rate=500)
    row("slow: 50 clients at 10 req/s without attack", told(before), "-")
    kinds = {"head": (0, heads, 10), "body": (1, body, 30), "reader": (2, big, 30)}
    for name, (kind, asked, goal_s) in kinds.items():
        result: dict = {}
        thread = threading.Thread(
            target=lambda k=kind, a=asked: result.update(
                client("slow", server.port, a, kind=k, seconds=35, again=1)
            )
        )
        thread.start()
        time.sleep(8)
        during = server.load(heads, seconds=20, clients=50, rate=500)
        thread.join()
        row(
            f"  others, 2,000 slow ({name})",
            f"{told(during)}; {during['p99_ms'] / max(before['p99_ms'], 0.01):.1f} x",
            "p99 <= 2 x",
        )
        time.sleep(35)
        row(f"  freed, slow {name}", f"{freed(server, kind, asked):.1f} s", f"<= {goal_s} s")


def biggest_file(server: Server) -> str:
    """Of those that the first page names: more than the system keeps of one connection."""
    page = server.ask("GET", "/")[1].decode()
    files = set(re.findall(r'"(/assets/[^"]+\.js)"', page))
    return max(files, key=lambda path: len(server.ask("GET", path)[1]))


def freed(server: Server, kind: int, heads: str) -> float:
    """Seconds from the last of 1,000 slow connections to when the server holds none of them."""
    before = server.files()
    attack = subprocess.Popen(
        [CLIENT, "slow", str(server.port), heads, f"kind={kind}", "count=1000", "again=0"]
        + ["pace=2000", "seconds=60"],
        stdout=subprocess.DEVNULL,
    )
    time.sleep(0.6)
    begun = time.monotonic()
    while server.files() > before and time.monotonic() - begun < 58:
        time.sleep(0.1)
    took = time.monotonic() - begun
    attack.terminate()
    attack.wait()
    return took


def bench_idle(_server: Server, row, work: str) -> None:
    """Of a server with nothing in it, so that no cache of the store is counted."""
    data = os.path.join(work, "idle")
    init = [DIAODU, "init", "--pack", PACK, "--data", data]
    subprocess.run(init, check=True, capture_output=True)
    with Server(data) as server:
        heads = server.heads(["/health"])
        server.load(heads, seconds=2)
        before = server.resident()
        thread = threading.Thread(
            target=lambda: client("idle", server.port, heads, count=1000, seconds=10)
        )
        thread.start()
        time.sleep(7)
        count, after = server.files(), server.resident()
        thread.join()
        row(
            f"1,000 idle connections ({count} files open)",
            f"{max(0, after - before) / 1e6:.1f} MB",
            "<= 64 MB",
        )


def bench_load(server: Server, row, _work: str) -> None:
    """The first visit: in Chromium, without cache, over a line of 10 Mbit/s and 20 ms."""
    script = os.path.join(ROOT, "bench", "first_load.mjs")
    done = subprocess.run(
        ["node", script, f"http://127.0.0.1:{server.port}", server.cookie],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(done.stderr)
    for page, found in json.loads(done.stdout).items():
        row(
            f"first load of {page}",
            f"{found['kilobytes']:.0f} kB, {found['seconds']:.2f} s",
            "<= 600 kB, <= 2 s",
        )


PARTS = {
    "board": bench_board,
    "register": bench_register,
    "slow": bench_slow,
    "idle": bench_idle,
    "load": bench_load,
}


def run_parts(parts: list[str], stock: str, row) -> None:
    """On a copy of the stock: what is taken while the boards are read must not change it."""
    work = tempfile.mkdtemp(prefix="server-", dir=BUILD)
    try:
        data = os.path.join(work, "stock")
        shutil.copytree(stock, data, ignore=shutil.ignore_patterns("files", "*.sock"))
        # Kept files are never changed: a second name for each is enough.
        subprocess.run(["cp", "-al", os.path.join(stock, "files"), data], check=True)
        with Server(data) as server:
            for part in parts:
                print(f"{part}:", flush=True)
                PARTS[part](server, row, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
