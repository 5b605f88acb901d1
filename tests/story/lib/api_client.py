"""Somebody who asks a served installation, for the stories of the API; and whether an answer is as
docs/openapi.yaml tells it."""

import datetime
import http.client
import json
import re

import yaml

from story import ROOT, check, equal

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 20 times as fast, where it was built
CONTRACT = yaml.load((ROOT / "docs/openapi.yaml").read_text(encoding="utf-8"), LOADER)
SECRET = "水井巡检-2020-很长"


class Answer:
    def __init__(self, reply):
        self.status, self.headers, self.bytes = reply.status, reply.headers, reply.read()

    def __repr__(self):
        return f"{self.status} {self.bytes.decode(errors='replace')[:300]}"

    @property
    def json(self):
        return json.loads(self.bytes)


class Client:
    """A browser of somebody: cookie and CSRF token, or an API token."""

    def __init__(self, port):
        self.port, self.cookie, self.csrf, self.token = port, None, None, None

    def wire(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, method, path, body=None, **headers):
        wire = self.wire()
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            fields["Cookie"] = f"diaodu_session={self.cookie}"
        if self.csrf and method != "GET":
            fields.setdefault("X-CSRF-Token", self.csrf)
        if self.token:
            fields["Authorization"] = "Bearer " + self.token
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        elif body is not None:
            fields.setdefault("Content-Type", "application/octet-stream")
        wire.request(method, path, body=body, headers=fields)
        answer = Answer(wire.getresponse())
        wire.close()
        cookie = re.search(r"diaodu_session=([^;]*)", answer.headers.get("Set-Cookie", ""))
        if cookie:
            self.cookie, self.set_cookie = cookie[1], answer.headers["Set-Cookie"]
        if answer.status in (200, 201) and b'"csrf"' in answer.bytes:
            self.csrf = answer.json.get("csrf") or self.csrf
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def log_in(self, account, password):
        answer = self.ask("POST", "/api/session", {"account": account, "password": password})
        equal(answer.status, 201, f"{account} logs in: {answer}")
        if answer.status == 201 and answer.json["must_change_password"]:
            changed = self.ask(
                "POST", "/api/session/password", {"old": password, "new": SECRET}
            )
            equal(changed.status, 200, f"{account} changes his password: {changed}")
        return self


class Offices:
    """People of a served installation. A log-in with its first password changed costs five hashes
    of argon2id, 64 MiB and a good part of a second each; what a story asks is mostly not how
    somebody signed in. So people come by API tokens that may all that the policy gives their role
    (as /api/roles tells it), and are the same account with the same grants to everything behind
    the door. What no token may do is in NEVER: a story that asks about these compares /api/roles
    itself, or signs in. Sessions, passwords, CSRF and tokens have stories of their own
    (accounts.py, api.py, people_together.py)."""

    NEVER = {"account_manage", "audit_read", "token_own"}

    def __init__(self, at, port):
        self.at, self.port = at, port
        self.security = self.signed_in("security-of-all", "security_admin")
        roles = self.security.get("/api/roles").json["items"]
        self.rights = {one["role"]: set(one["rights"]) for one in roles}

    def added(self, login, role, *options):
        made = self.at.json("account", "add", login, "--role", role, *options)["items"]
        return made[0]["password"] if made else ""

    def signed_in(self, login, role, *options):
        return Client(self.port).log_in(login, self.added(login, role, *options))

    def by_token(self, login, role, *options):
        self.added(login, role, *options)
        return self.token_of(login, role)

    def token_of(self, login, role):
        may = sorted(self.rights[role] - self.NEVER)
        to = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
        words = [word for one in may for word in ("--may", one)]
        made = self.at.json("token", "add", login, *words, "--to", to)["items"]
        client = Client(self.port)
        client.token = made[0]["secret"] if made else ""
        return client


def fits(schema, value, at):
    """What of a value is not as a schema says; the part of JSON Schema that the contract uses."""
    if "$ref" in schema:
        return fits(CONTRACT["components"]["schemas"][schema["$ref"].split("/")[-1]], value, at)
    if "oneOf" in schema:
        all_wrong = [fits(one, value, at) for one in schema["oneOf"]]
        return [] if [] in all_wrong else all_wrong[0]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}.get(
        type(value), "null" if value is None else "number"
    )
    if kinds and kind not in kinds:
        return [f"{at} is {kind}, not {kinds}"]
    wrong = []
    if kind == "object":
        known = schema.get("properties", {})
        wrong += [f"{at} lacks {name}" for name in schema.get("required", []) if name not in value]
        others = schema.get("additionalProperties", True)
        for name, one in value.items():
            if name in known:
                wrong += fits(known[name], one, f"{at}.{name}")
            elif others is False:
                wrong.append(f"{at} has {name}, which the contract does not know")
            elif isinstance(others, dict):
                wrong += fits(others, one, f"{at}.{name}")
    if kind == "array":
        for number, one in enumerate(value):
            wrong += fits(schema.get("items", {}), one, f"{at}[{number}]")
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{at} is {value!r}")
    if kind == "string" and not re.search(schema.get("pattern", ""), value):
        wrong.append(f"{at} {value!r} is not like {schema['pattern']}")
    return wrong


def as_told(answer, method, pattern):
    """The answer has the shape that the contract gives this route and status."""
    told = CONTRACT["paths"][pattern][method.lower()]["responses"]
    if str(answer.status) in told:
        content = told[str(answer.status)].get("content", {})
        schema = content.get("application/json", {}).get("schema")
    else:
        schema = {"$ref": "#/components/schemas/Problem"}
        kind = answer.headers["Content-Type"]
        check(kind.startswith("application/problem+json"), f"{method} {pattern}: {kind}")
    if schema:
        wrong = fits(schema, answer.json, "answer")
        check(not wrong, f"{method} {pattern} {answer.status}: {wrong[:5]}")
