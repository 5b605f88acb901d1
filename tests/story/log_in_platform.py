"""Log-in by a platform, against a real provider of OpenID Connect: linked by a log-in with the
password once, then without one; and nothing that is forged, foreign, stale or another's comes
in."""

import http.client
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from story import DEMO, ROOT, check, equal, on_each_engine, stop  # noqa: E402

PASSWORD, SECRET = "水井巡检-2020-很长", "a-client's secret"
ARRIVE = "/api/session/platform/arrive"


class Answer:
    def __init__(self, reply):
        self.status, self.headers, self.bytes = reply.status, reply.headers, reply.read()
        self.to = reply.headers.get("Location", "")

    @property
    def json(self):
        return json.loads(self.bytes)


class Browser:
    """Cookies by site, as a browser has them; no redirect is followed unasked."""

    def __init__(self, base):
        self.base, self.cookies = base, {}

    def ask(self, method, url, body=None, form=None):
        url = urllib.parse.urljoin(self.base, url)
        parts = urllib.parse.urlsplit(url)
        jar = self.cookies.setdefault(parts.netloc, {})
        fields = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        if body is not None:
            fields["Content-Type"] = "application/json"
        if form is not None:
            body = urllib.parse.urlencode(form)
            fields["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            body = json.dumps(body)
        wire = http.client.HTTPConnection(parts.netloc, timeout=60)
        wire.request(method, url[url.index(parts.netloc) + len(parts.netloc) :], body, fields)
        answer = Answer(wire.getresponse())
        wire.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            jar[name] = value
            if not value or "Max-Age=0" in line or "1970" in line:
                jar.pop(name)
        return answer

    def through(self, url):
        """At the platform, until it sends us back: the URL of the arrival, not yet asked for."""
        for _ in range(8):
            answer = self.ask("GET", url)
            if answer.status not in (302, 303):
                return f"{answer.status} {answer.bytes.decode(errors='replace')[:200]}"
            url = urllib.parse.urljoin(url, answer.to)
            if ARRIVE in url:
                return url
        return "the platform never sends back"

    def depart(self):
        begun = self.ask("GET", "/api/session/platform/begin")
        equal(begun.status, 303, "sent to the platform")
        return begun.to

    def visit(self):
        """Where the browser ends after a whole visit."""
        back = self.through(self.depart())
        return self.ask("GET", back).to if ARRIVE in back else back

    def who(self):
        answer = self.ask("GET", "/api/session")
        return answer.json["account"] if answer.status == 200 else answer.status


class Provider:
    def __init__(self, redirect_uri):
        script = str(ROOT / "tests/story/lib/oidc_provider.mjs")
        self.process = subprocess.Popen(
            ["node", script, redirect_uri, SECRET],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.issuer = self.process.stdout.readline().strip()
        if not self.issuer:
            sys.exit("the provider did not start: npm ci --prefix third_party/provider")

    def control(self, **told):
        Browser(self.issuer).ask("GET", "/control?" + urllib.parse.urlencode(told))

    def token_of_another_client(self, nonce):
        """A good one, of this platform, for this person and this nonce, but not for us."""
        browser, uri = Browser(self.issuer), "http://127.0.0.1:1" + ARRIVE
        self.control(redirect_uri=uri)
        verifier = "v" * 64
        challenge = "w1TpKUdYE9hUAcNSeeSRFioHDxfUxuHho_JHAfZ_vDM"
        query = {"response_type": "code", "client_id": "other", "redirect_uri": uri}
        query |= {"scope": "openid", "nonce": nonce, "state": "s"}
        query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        back = browser.through(self.issuer + "/auth?" + urllib.parse.urlencode(query))
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": uri}
        form |= {"client_id": "other", "client_secret": SECRET, "code_verifier": verifier}
        return browser.ask("POST", self.issuer + "/token", form=form).json["id_token"]


def first_password_changed(base, login, password):
    browser = Browser(base)
    in_ = browser.ask("POST", "/api/session", {"account": login, "password": password})
    wire = http.client.HTTPConnection(base[7:], timeout=60)
    cookie = f"diaodu_session={browser.cookies[base[7:]]['diaodu_session']}"
    wire.request(
        "POST",
        "/api/session/password",
        json.dumps({"old": password, "new": PASSWORD}),
        {"Cookie": cookie, "X-CSRF-Token": in_.json["csrf"], "Content-Type": "application/json"},
    )
    equal(wire.getresponse().status, 200, f"{login} has a password of his own")


def links_once(base, provider):
    provider.control(account="sub-of-li")
    li = Browser(base)
    equal(li.visit(), "/login?platform=platform_unlinked", "known there, linked with nobody here")
    equal(li.who(), 401, "nobody comes in")
    wrong = li.ask("POST", "/api/session", {"account": "li", "password": "x", "link": True})
    equal(wrong.json["code"], "access.log_in_refused", "a wrong password links nothing")
    body = {"account": "li", "password": PASSWORD, "link": True}
    stranger = Browser(base).ask("POST", "/api/session", body)
    equal(stranger.json["code"], "access.session_ended", "nor another browser's log-in")
    equal(li.ask("POST", "/api/session", body).status, 201, "linked by the password")
    later = Browser(base)
    equal(later.visit(), "/", "and from now on without one")
    equal(later.who(), "li", "under the account")
    jar = later.cookies[base[7:]]
    equal(sorted(jar), ["diaodu_session"], "the cookie of the way is gone")


def refuses(base, provider):
    """Each of these is one step away from a good log-in."""
    browser = Browser(base)
    back = browser.through(browser.depart())
    other = re.sub(r"state=[^&]*", "state=" + "x" * 43, back)
    equal(browser.ask("GET", other).to, "/login?platform=session_ended", "a wrong state")
    equal(Browser(base).ask("GET", back).to, "/login?platform=session_ended", "another browser")
    other = re.sub(r"iss=[^&]*", "iss=" + urllib.parse.quote("https://evil.example"), back)
    check("iss=" in back, "the provider says who it is")
    equal(browser.ask("GET", other).to, "/login?platform=platform_failed", "another issuer")
    equal(browser.ask("GET", back).to, "/login?platform=session_ended", "a state is good once")

    def tried(what, change=lambda url: url, **told):
        one = Browser(base)
        to = one.depart()
        if callable(told.get("id_token")):
            nonce = urllib.parse.parse_qs(urllib.parse.urlsplit(to).query)["nonce"][0]
            told["id_token"] = told["id_token"](nonce)
            provider.control(redirect_uri=base + ARRIVE)
        provider.control(**told)
        back = one.through(change(to))
        answer = one.ask("GET", back)
        provider.control(behind=0, id_token="")
        equal(answer.to, "/login?platform=platform_failed", what)
        equal(one.who(), 401, f"{what}: nobody comes in")

    tried("a wrong nonce", lambda url: re.sub(r"nonce=[^&]*", "nonce=another", url))
    tried("a token that has run out", behind=3600)
    tried("a token of the future", behind=-3600)
    tried("another client's token", id_token=provider.token_of_another_client)
    tried("a wrong verifier", lambda url: re.sub("challenge=[^&]*", "challenge=" + "A" * 43, url))
    tried("no code", lambda url: url + "&prompt=none")  # it would have to ask, and may not
    equal(Browser(base).visit(), "/", "and a good one comes in still")


def keys_and_settings(at, base, provider):
    provider.control(rotate="1")
    equal(Browser(base).visit(), "/", "a new key of the platform counts at once")
    shown = at.run("account", "platform", "--json").stdout
    check(SECRET not in shown and provider.issuer in shown, "the settings, without the secret")
    here = json.loads(shown)["items"][0]["redirect_uri"]
    at.json("account", "platform", "--redirect-uri", "http://127.0.0.1:9" + ARRIVE)
    check(Browser(base).visit().startswith("400 "), "the platform knows one way back only")
    at.json("account", "platform", "--redirect-uri", here)
    for name, value in (("--issuer", "http://far.example"), ("--redirect-uri", base + "/x")):
        bad = at.json("account", "platform", name, value, exit=2)
        equal(bad["error"]["code"], "access.platform_setting", f"{name} {value}")
    at.json("account", "lock", "li")
    equal(Browser(base).visit(), "/login?platform=platform_refused", "a locked account")
    at.json("account", "unlock", "li")
    at.json("account", "unlink", "li")
    equal(Browser(base).visit(), "/login?platform=platform_unlinked", "no longer linked")
    provider.process.kill()
    provider.process.wait()
    browser = Browser(base)
    begun = browser.ask("GET", "/api/session/platform/begin")  # known for ten minutes
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.to).query)["state"][0]
    gone = browser.ask("GET", f"{ARRIVE}?state={state}&code=c")
    equal(gone.to, "/login?platform=platform_failed", "a platform that is gone is said so")
    at.json("account", "platform", "--off")
    off = Browser(base).ask("GET", "/api/session/platform")
    equal(off.json, {"available": False, "name": None}, "no platform, no button")


def audited(at):
    rows = at.json("audit", "list", "--limit", "1000")["items"]
    for action in ("platform_set", "platform_link", "platform_unlink"):
        check(any(row["action"] == action for row in rows), f"{action} is in the audit")
    came = [row for row in rows if (row["detail"] or "").startswith("platform")]
    outcomes = {row["outcome"] for row in came if row["action"] == "log_in"}
    equal(outcomes, {"done", "refused", "no account"}, "each log-in with its outcome")
    whole = json.dumps(rows)
    check("sub-of-li" not in whole and SECRET not in whole, "no subject and no secret in it")


def story(at):
    at.run("init", "--pack", DEMO)
    first = at.json("account", "add", "li", "--role", "clerk", "--area", "910101")["items"][0]
    process, port = at.serve()
    base = f"http://127.0.0.1:{port}"
    provider = Provider(base + ARRIVE)
    try:
        off = Browser(base).ask("GET", "/api/session/platform")
        equal(off.json, {"available": False, "name": None}, "no platform before it is set")
        equal(Browser(base).ask("GET", "/api/session/platform/begin").to,
              "/login?platform=platform_failed", "and no way there")
        first_password_changed(base, "li", first["password"])
        secret = at.write("secret", SECRET + "\n")
        at.json("account", "platform", "--issuer", provider.issuer, "--client-id", "diaodu",
                "--redirect-uri", base + ARRIVE, "--secret-file", secret, "--name", "政务平台")
        on = Browser(base).ask("GET", "/api/session/platform")
        equal(on.json, {"available": True, "name": "政务平台"}, "the button")
        links_once(base, provider)
        refuses(base, provider)
        keys_and_settings(at, base, provider)
    finally:
        provider.process.kill()
        provider.process.wait()
        equal(stop(process), 0, "serve ends in good order")
    audited(at)


on_each_engine(story)
