"""Somebody who asks a served installation, for the stories of the API; and whether an answer is as
docs/openapi.yaml tells it."""

import http.client
import json
import re

import yaml

from story import ROOT, check, equal

CONTRACT = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text(encoding="utf-8"))
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

    def ask(self, method, path, body=None, **headers):
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
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
            self.cookie = cookie[1]
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
