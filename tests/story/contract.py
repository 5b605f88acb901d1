"""What nobody thought of is asked: schemathesis makes requests out of docs/openapi.yaml, right and
wrong ones, of a served installation, as an officer of the nation and as a security administrator.
No answer is a 5xx, each is as the contract says. More requests with DIAODU_NIGHTLY=1.

The security administrator is asked about accounts, and what is for everybody; to the rest he has
one answer, which authorization.py looks at for each role. PostgreSQL is asked the cases of phase
"coverage", which reaches each operation with each parameter at its bounds: what the other phases
vary (shapes of values) is decided before an engine is asked. Each night all of it on both."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from story import DEMO, ROOT, check, equal, on_each_engine, stop  # noqa: E402

NIGHTLY = os.environ.get("DIAODU_NIGHTLY") == "1"
SEED = "1"
EXAMPLES = "200" if NIGHTLY else "8"
# Not those of methods: a body where none may be is a malformed head to us before its method is
# looked at (http_smuggling.py).
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
CHECKS += "response_headers_conformance,response_schema_conformance,missing_required_header"
# They would end the session that asks; the stream of events has no end.
NOT_ASKED = ["logOut", "changePassword", "actFor", "events"]
WELL = "井编号,所在村,水质,井深（米）,检查日期,检查人\nWELLA1,910101001001,合格,30,2020-03-05,赵甲\n"
SECRET = "水井巡检-2020-很长"


def ask(port, method, path, cookie, csrf, body):
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    fields = {"Content-Type": "application/json", "X-CSRF-Token": csrf}
    wire.request(method, path, json.dumps(body), fields | {"Cookie": f"diaodu_session={cookie}"})
    reply = wire.getresponse()
    answer = json.loads(reply.read())
    found = re.search(r"diaodu_session=([^;]*)", reply.headers.get("Set-Cookie", ""))
    return found[1] if found else cookie, answer.get("csrf", csrf)


def signed_in(port, account, password):
    cookie, csrf = ask(
        port, "POST", "/api/session", "", "", {"account": account, "password": password}
    )
    return ask(
        port, "POST", "/api/session/password", cookie, csrf, {"old": password, "new": SECRET}
    )


def contract(at):
    """The contract without `fields`, which leaves out what is promised: api.py asks with it."""
    whole = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text(encoding="utf-8"))
    for operations in whole["paths"].values():
        for one in operations.values():
            given = one.get("parameters", []) if isinstance(one, dict) else []
            kept = [x for x in given if x.get("$ref", "").split("/")[-1] != "fields"]
            if len(kept) < len(given):
                one["parameters"] = kept
    return at.write("contract.json", json.dumps(whole))


ITS_OWN = "^/(api/(accounts|roles|handovers|stand-ins|tokens|session|suggestions|about)|health)"


def narrowed(at, name):
    """The words that leave out what another run asks already."""
    if NIGHTLY:
        return ["--phases", "examples,coverage,fuzzing"]
    phases = "examples,coverage,fuzzing" if at.engine == "duckdb" else "coverage"
    mine = ["--include-path-regex", ITS_OWN] if name == "security" else []
    return ["--phases", phases, *mine]


def fuzz(at, port, name, cookie, csrf):
    """One run of the tool; what it found is printed, each with the request that shows it."""
    words = [sys.executable, "-m", "schemathesis.cli", "run", contract(at)]
    words += ["--url", f"http://127.0.0.1:{port}", *narrowed(at, name)]
    words += ["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", SEED, "--no-color"]
    words += ["--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"]
    words += ["-H", f"Cookie:diaodu_session={cookie}", "-H", f"X-CSRF-Token:{csrf}"]
    words += ["--request-timeout", "60"]
    for one in NOT_ASKED:
        words += ["--exclude-operation-id", one]
    own = str(ROOT / "third_party/python-test")
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        cwd=at.folder,
        env={**os.environ, "PYTHONPATH": own},
        check=False,
    )
    asked = re.search(r"(\d+) generated", done.stdout)
    least = 500 if name == "nation" else 100
    check(asked and int(asked[1]) > least, f"{name}: hundreds of requests were made: {asked}")
    check(done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}")


def story(at):
    at.run("init", "--pack", DEMO)
    wells = at.write("wells.csv", WELL)
    of = ["--register", "well", "--area", "910101", "--day", "2020-03-06"]
    at.run("parcel", "take", wells, *of)
    people = {}
    for name, role in (("nation", "officer"), ("security", "security_admin")):
        place = ["--area", "cn"] if role == "officer" else []
        made = at.json("account", "add", name, "--role", role, *place, "--unit", "合成数据")
        people[name] = made["items"][0]["password"]
    server, port = at.serve()
    for name, password in people.items():
        fuzz(at, port, name, *signed_in(port, name, password))
    equal(stop(server), 0, "the server ends as it should")


on_each_engine(story)
