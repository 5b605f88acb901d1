"""The API of a served installation: its answers have the shapes of docs/openapi.yaml, each person
sees what is his and nothing else, a key is done once, a cell is mended in place. Those whose way in
matters sign in; the others of the matrix come by tokens with all rights of their role (Offices in
lib/api_client.py says why nothing is lost by it)."""

import datetime
import io
import pathlib
import re
import subprocess
import sys
import urllib.parse
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from api_client import SECRET, Client, Offices, as_told  # noqa: E402
from story import DEMO, PROGRAM, check, equal, on_each_engine, stop  # noqa: E402

DAY = "2020-03-06"
HEAD = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
# A well of each county, and who looked at it; no answer may hold those of another's place.
WELLS = {
    "910101": ("WELLA1,910101001001,合格,30,2020-03-05,赵甲\n", ["WELLA1", "赵甲"]),
    "910102": ("WELLB1,910102001001,合格,31,2020-03-05,钱乙\n", ["WELLB1", "钱乙"]),
    "920102": ("WELLC1,920102001001,合格,32,2020-03-05,孙丙\n", ["WELLC1", "孙丙"]),
}
WRONG = "WELLA2,910101001001,合格,很深,2020-03-05,李丁\n"  # taken; its depth is none
PLACES = ["cn", "91", "9101", "910101", "910101001", "910102", "92", "9201", "920102", "999999"]
# name, role, place: of each role one, the county's own and those beside, above and apart from it
PEOPLE = [
    ("nation", "officer", "cn"),
    ("province", "officer", "91"),
    ("county", "clerk", "910101"),
    ("deputy", "deputy_clerk", "910101"),
    ("sibling", "clerk", "910102"),
    ("apart", "clerk", "920102"),
    ("township", "clerk", "910101001"),
    ("reviewer", "reviewer", "910101"),
    ("chief", "head", "910101"),
    ("looker", "reader", "910101"),
    ("ledger", "ledger_keeper", "910101"),
    ("bank", "department", "910101"),
    ("station", "service_station", "910101"),
    ("helper", "helper", "910101"),
    ("system", "system_admin", ""),
    ("security", "security_admin", ""),
    ("auditor", "audit_admin", ""),
]

SIGNED_IN = {"county", "sibling", "deputy", "system", "auditor"}


def open_accounts(at, port):
    offices = Offices(at, port)
    people = {"security": offices.security}
    for name, role, area in PEOPLE:
        place = ["--area", area] if area else []
        unit = area if area and area != "cn" else ""
        unit = ["--unit-area", unit] if unit else []
        place += ["--own", "WELLA1"] if role == "helper" else []
        if name != "security":
            enter = offices.signed_in if name in SIGNED_IN else offices.by_token
            people[name] = enter(name, role, *place, *unit)
    return people


def send(client, text, area, key, name="wells.csv", **more):
    query = urllib.parse.urlencode(
        {"register": "well", "area": area, "day": DAY, "file_name": name, "wait": 30, **more}
    )
    body = text if isinstance(text, bytes) else text.encode()
    return client.ask("POST", "/api/parcels?" + query, body, Idempotency_Key=key)


def hand_in(people):
    """Each county hands in its own; the same key does it once, and never something else."""
    for number, (county, who) in enumerate(
        [("910101", "county"), ("910102", "sibling"), ("920102", "apart")]
    ):
        text = HEAD + WELLS[county][0] + (WRONG if county == "910101" else "")
        sent = send(people[who], text, county, f"first-{number}-of-all")
        equal(sent.status, 201, f"{who} hands in: {sent}")
        as_told(sent, "POST", "/api/parcels")
        again = send(people[who], text, county, f"first-{number}-of-all")
        equal(again.bytes, sent.bytes, "the same key gives the same answer")
        other = send(people[who], text + "\n", county, f"first-{number}-of-all")
        equal((other.status, other.json["code"]), (409, "api.key_reused"), "another request")
        as_told(other, "POST", "/api/parcels")
    trial = send(people["county"], HEAD + "WELLA9" + WELLS["910101"][0][6:], "910101", "a-trial-1",
                 dry_run="true")
    equal(trial.status, 201, "a trial")
    check(trial.json["items"][0]["dry_run"], "says that it is one")
    foreign = send(people["county"], HEAD, "910102", "not-his-own")
    equal((foreign.status, foreign.json["code"]), (404, "api.not_found"), "not for a neighbour")


def samples(people):
    """Every GET of the contract as the county's clerk asks it, its path filled in."""
    county = people["county"]
    parcel = county.get("/api/parcels?area=910101").json["items"][0]["parcel"]
    finding = county.get("/api/findings?area=910101").json["items"][0]["finding"]
    record = county.get("/api/records/well?area=910101").json["items"][0]["_record"]
    figure = county.get(f"/api/figures?indicator=wells&area=910101&day={DAY}").json["items"][0][
        "figure"
    ]
    return {
        "/api/session": "",
        "/api/today": f"?day={DAY}",
        "/api/board": f"?day={DAY}",
        "/api/parcels": "?limit=1",
        "/api/parcels/{parcel}": parcel,
        "/api/parcels/{parcel}/sheet": parcel,
        "/api/parcels/{parcel}/headings": parcel,
        "/api/findings": "",
        "/api/findings/summary": "?by=rule",
        "/api/findings/{finding}": finding,
        "/api/explanations": "?kind=decided",
        "/api/records/{register}": "?where=depth_m:missing&columns=well_id,depth_m",
        "/api/records/{register}/{record}": record,
        "/api/records/{register}/{record}/compare": record + f"?first={DAY}&second={DAY}",
        "/api/figures": f"?indicator=wells&day={DAY}&by=water_class",
        "/api/figures/series": f"?indicator=wells&to={DAY}",
        "/api/figures/{figure}": figure,
        "/api/standings": f"?target=complete_90&area=910101&level=county&day={DAY}",
        "/api/areas": "",
        "/api/areas/{area}": "910101",
        "/api/pack": "",
        "/api/about": "",
        "/api/suggestions": "",
        "/api/tokens": "",
        "/api/objections": "",
        "/api/comparisons": "",
    }


def filled(pattern, sample):
    name, _, query = sample.partition("?")
    path = pattern.replace("{register}", "well")
    path = re.sub(r"{\w+}", urllib.parse.quote(name), path)
    return path + ("?" + query if query else "")


def shapes(people, sample):
    for pattern, one in sample.items():
        answer = people["county"].get(filled(pattern, one))
        equal(answer.status, 200, f"{filled(pattern, one)}: {answer}")
        as_told(answer, "GET", pattern)
        tag = answer.headers.get("ETag")
        if tag:
            same = people["county"].get(filled(pattern, one), If_None_Match=tag)
            equal(same.status, 304, f"{pattern} is as it was")
    for pattern, who in (
        ("/api/accounts", "security"), ("/api/roles", "security"), ("/api/handovers", "security"),
        ("/api/stand-ins", "security"), ("/api/audit", "auditor"),
    ):
        answer = people[who].get(pattern)
        equal(answer.status, 200, f"{pattern}: {answer}")
        as_told(answer, "GET", pattern)
    equal(people["system"].get("/metrics").status, 200, "metrics")


def is_under(area, place):
    return place == "cn" or area.startswith(place)


def forbidden_words(place):
    """What of wells must not be seen by one who works for the place."""
    words = []
    for county, (_, told) in WELLS.items():
        if not place or not (is_under(county, place) or place.startswith(county)):
            words += told
    return words


def matrix(people, sample):
    """Every role, every reading route, every place: nothing of another's, and one answer for what
    is another's and what is not there."""
    lists = [p for p in sample if "{" not in p or p == "/api/records/{register}"]
    lists = [p for p in lists if p not in ("/api/session", "/api/areas", "/api/pack", "/api/about",
                                           "/api/suggestions", "/api/tokens")]
    leaks = asked = 0
    for name, _, place in PEOPLE:
        words = [word.encode() for word in forbidden_words(place)]
        words += [b"WELLA2"] if name == "helper" else []
        unknown = {}
        for pattern in lists:
            path = filled(pattern, sample[pattern])
            path = re.sub(r"[?&]area=\w+", "", path)
            for area in reversed(PLACES):
                answer = people[name].get(path + ("&" if "?" in path else "?") + f"area={area}")
                asked += 1
                body = re.sub(rb'"(place|params)":[^,}]*', b"", answer.bytes)
                if area == "999999":
                    unknown[pattern] = (answer.status, body)
                is_his = bool(place) and area != "999999" and is_under(
                    "" if area == "cn" else area, place)
                if not is_his and (answer.status, body) != unknown[pattern]:
                    leaks += 1
                    print(f"  {name} {pattern} {area}: {answer}")
                if any(word in answer.bytes for word in words):
                    leaks += 1
                    print(f"  {name} {pattern} {area} shows another's: {answer}")
        for pattern in set(sample) - set(lists):
            if "{" not in pattern or pattern == "/api/areas/{area}":
                continue
            answer = people[name].get(filled(pattern, sample[pattern]))
            asked += 1
            is_reached = bool(place) and is_under("910101", place)
            if answer.status == 200 and not (is_reached or place.startswith("910101")):
                leaks += 1
                print(f"  {name} {pattern}: {answer}")
            if any(word in answer.bytes for word in words):
                leaks += 1
                print(f"  {name} {pattern} shows another's")
    print(f"api.py: {asked} questions of the matrix")
    equal(leaks, 0, "nothing of another's is shown")


def masks(people):
    county = people["county"]
    plain = county.get("/api/records/well?area=910101").bytes.decode()
    check("赵甲" not in plain and "赵*" in plain, "names come masked")
    purpose = urllib.parse.quote("电话核实")
    full = county.get("/api/records/well?area=910101", X_Purpose=purpose)
    check("赵甲" in full.bytes.decode(), "and in full for a purpose")
    odd = county.get("/api/records/well?area=910101", X_Purpose="because")
    equal((odd.status, odd.json["code"]), (400, "access.unknown_purpose"), "which must be one")
    asked = county.get("/api/records/well?area=910101&where=inspector:eq:" +
                       urllib.parse.quote("赵甲"))
    equal((asked.status, asked.json["code"]), (400, "api.filter_masked"), "no guessing by filters")
    seen = people["auditor"].get("/api/audit?action=record_read").json["items"]
    check(any(row["purpose"] == "电话核实" and row["actor"] == "county" for row in seen),
          "who looked, and what for, is in the audit")
    refused = people["looker"].get("/api/records/well?area=910101", X_Purpose=purpose)
    check(refused.status in (403, 404) or "赵甲" not in refused.bytes.decode(),
          "a reader has no purpose")


def record_of(client, well):
    rows = client.get(f"/api/records/well?area=910101&where=well_id:eq:{well}").json["items"]
    return rows[0]["_record"]


def mend(people):
    """A depth that is none is mended in place; the province's board moves."""
    county = people["county"]
    before = people["province"].get(f"/api/board?area=9101&day={DAY}").json
    found = [f for f in county.get("/api/findings?area=910101").json["items"]
             if f["rule"] == "_cast.not_a_number"][0]
    page = f"/api/records/well/{record_of(county, 'WELLA2')}"
    equal([one["finding"] for one in county.get(page).json["findings"]], [found["finding"]],
          "the page of the record tells it, and no others")
    beside = f"/api/records/well/{record_of(county, 'WELLA1')}"
    equal(county.get(beside).json["findings"], [], "that of the next record does not")
    change = {"items": [{"finding": found["finding"], "values": {"depth_m": "40"}}], "day": DAY}
    tried = county.ask("POST", "/api/findings/mend", {**change, "preview": True},
                       Idempotency_Key="mend-preview")
    equal(tried.status, 200, f"a preview: {tried}")
    as_told(tried, "POST", "/api/findings/mend")
    done = county.ask("POST", "/api/findings/mend", change, Idempotency_Key="mend-it-now")
    equal(done.status, 201, f"mended: {done}")
    as_told(done, "POST", "/api/findings/mend")
    equal(done.json["verdicts"][0]["rows_changed"], 1, "one row changed")
    late = people["deputy"].ask("POST", "/api/findings/mend", change,
                                Idempotency_Key="mend-too-late")
    equal((late.status, late.json["code"]), (409, "api.mended_meanwhile"), "the second comes late")
    after = people["province"].get(f"/api/board?area=9101&day={DAY}").json
    check(after["round"] != before["round"], "the board is of the new round")
    check(after["tiles"] != before["tiles"], "and its tiles moved")
    equal(county.get(f"/api/findings/{found['finding']}").status, 404, "the finding is closed")
    equal(county.get(page).json["findings"], [], "on the page of the record too")


def headings(people):
    """What headings mean is tried, said and remembered; only once each, only what is there."""
    county = people["county"]
    heads = "水井代号,所在村,水质,检查日期,出水,检查人"
    line = "WELLX1,910101001002,合格,2020-03-05,畅,周己"
    sent = send(county, f"{heads}\n{line}\n", "910101", "headings-first")
    parcel = sent.json["items"][0]["parcel"]
    equal(sent.json["items"][0]["error"]["code"], "parcel.no_key_column", "nobody knows 水井代号")
    path = f"/api/parcels/{parcel}/headings"
    told = county.get(path)
    as_told(told, "GET", "/api/parcels/{parcel}/headings")
    unknown = [one["heading"] for one in told.json["headings"] if one["unknown"]]
    equal(unknown, ["水井代号", "出水"], "two of them")

    def say(key, *meanings, **more):
        items = [{"heading": heading, "column": column} for heading, column in meanings]
        return county.ask("POST", path, {"meanings": items, **more}, Idempotency_Key=key)

    wrong = [(("井代号", "well_id"),), (("水井代号", "well"),), (),
             (("水井代号", "well_id"), ("出水", "well_id")),
             (("水井代号", "well_id"), ("水井代号", None))]
    for at, meanings in enumerate(wrong):
        answer = say(f"headings-wrong-{at}", *meanings)
        equal((answer.status, answer.json["code"]), (400, "api.bad_value"), f"{meanings}")
    both = (("水井代号", "well_id"), ("出水", None))
    tried = say("headings-tried", *both, dry_run=True)
    equal((tried.status, tried.json["rows_new"]), (200, 1), f"tried: {tried}")
    as_told(tried, "POST", "/api/parcels/{parcel}/headings")
    again = send(county, f"{heads}\n{line}\n\n", "910101", "headings-again")
    equal(again.json["items"][0]["state"], "unreadable", "a trial is not remembered")
    done = say("headings-said", *both)
    equal((done.status, done.json["rows_new"]), (201, 1), f"read so: {done}")
    check(done.json["parcel"] != parcel, "as a parcel of its own")
    equal(say("headings-said", *both).json["parcel"], done.json["parcel"], "once")
    now = county.get(f"/api/parcels/{done.json['parcel']}/headings").json["headings"]
    confirmed = {one["heading"]: one["column"] for one in now if one["confirmed"]}
    equal(confirmed, dict(both), "and it says who is meant")
    last = say("headings-later", ("检查人", None), again=False)
    equal((last.status, last.json["parcel"]), (201, parcel), "only remembered")
    line = line.replace("WELLX1", "WELLX2")
    later = send(county, f"{heads}\n{line}\n", "910101", "headings-later-file").json["items"][0]
    says = [one["says"]["zh"] for one in later["findings"] if one["rule"] == "_heading_remembered"]
    check(says and "检查人→（不读）" in says[0], f"for the next file: {says}")


def uploads(people):
    county = people["county"]
    whole = (HEAD + "WELLA7,910101001002,合格,44,2020-03-05,周戊\n").encode()
    begun = county.ask("POST", "/api/uploads", {"file_name": "big.csv", "bytes": len(whole)})
    equal(begun.status, 201, f"begun: {begun}")
    as_told(begun, "POST", "/api/uploads")
    path = "/api/uploads/" + begun.json["upload"]
    county.ask("PATCH", path + "?offset=0", whole[:20])
    wrong = county.ask("PATCH", path + "?offset=5", whole[5:])
    equal(wrong.status, 409, "bytes go where the file ends")
    equal(county.get(path).json["offset"], 20, "how far it came")
    equal(people["deputy"].get(path).status, 404, "an upload is its owner's")
    rest = county.ask("PATCH", path + "?offset=20", whole[20:])
    equal((rest.status, rest.json.get("complete")), (200, True), "the rest")
    taken = county.ask("POST", "/api/parcels", {"upload": begun.json["upload"], "register": "well",
                                                "area": "910101", "day": DAY})
    equal(taken.status, 201, f"handed in: {taken}")
    equal(taken.json["items"][0]["rows_new"], 1, "and judged")


def zips(people):
    """A zip of files is as many parcels, each with its verdict."""
    county = people["county"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("一.csv", HEAD + "WELLA8,910101001002,合格,44,2020-03-05,周戊\n")
        out.writestr("二.csv", HEAD + "WELLA9,910101001002,合格,45,2020-03-05,周戊\n")
    taken = send(county, packed.getvalue(), "910101", "a-zip-of-two", "村.zip")
    equal(taken.status, 201, f"two files: {taken}")
    as_told(taken, "POST", "/api/parcels")
    told = [(one["file_name"], one["rows_new"]) for one in taken.json["items"]]
    equal(told, [("村.zip/一.csv", 1), ("村.zip/二.csv", 1)], "each with its verdict")
    full = send(county, packed.getvalue(), "910101", "a-zip-as-full", "村.zip", full="true")
    equal((full.status, full.json["code"]), (400, "parcel.full_packed"), "not as a full list")
    with zipfile.ZipFile(packed, "a") as out:
        out.writestr("../evil.csv", HEAD)
    evil = send(county, packed.getvalue(), "910101", "a-hostile-zip", "村.zip")
    equal((evil.status, evil.json["code"]), (400, "sheet.bad_name"), f"refused: {evil}")
    as_told(evil, "POST", "/api/parcels")


def guards(people, port):
    county = people["county"]
    stranger = Client(port)
    for path in ("/api/board", "/api/records/well", "/api/session", "/api/audit"):
        equal(stranger.get(path).status, 401, f"{path} asks who it is")
    stranger.cookie = county.cookie
    forged = stranger.ask("POST", "/api/suggestions", {"page": "/today", "text": "?"})
    equal((forged.status, forged.json["code"]), (403, "api.csrf"), "a write without its token")
    elsewhere = county.ask("POST", "/api/suggestions", {"page": "/today", "text": "?"},
                           Origin="http://evil.example")
    equal(elsewhere.json["code"], "api.origin", "from another site")
    made = county.ask("POST", "/api/suggestions", {"page": "/today", "text": "字大一点"},
                      Idempotency_Key="suggest-once")
    equal(made.status, 201, f"a suggestion: {made}")
    as_told(made, "POST", "/api/suggestions")
    path = f"/api/suggestions/{made.json['suggestion']}/answer"
    answered = people["province"].ask("POST", path, {"state": "done", "answer": "已改"})
    equal(answered.status, 200, f"answered: {answered}")
    equal(people["apart"].ask("POST", path, {"state": "done", "answer": "?"}).status // 100, 4,
          "by nobody else")
    equal(county.ask("POST", "/api/suggestions", b"{oops").status, 400, "no JSON")
    tokens(county, port)


def tokens(county, port):
    """A program may what its token says, until it is revoked."""
    wanted = {"label": "program", "actions": ["parcel_read"]}
    far = county.ask("POST", "/api/tokens", {**wanted, "expires": "2199-01-01"})
    equal((far.status, far.json["code"]), (400, "access.token_expiry"), "a token for ever")
    soon = str(datetime.date.today() + datetime.timedelta(days=30))
    made = county.ask("POST", "/api/tokens", {**wanted, "expires": soon})
    as_told(made, "POST", "/api/tokens")
    equal(made.status, 201, f"a token: {made}")
    program = Client(port)
    program.token = made.json["secret"]
    equal(program.get("/api/parcels?area=910101").status, 200, "what it may")
    check(program.get("/api/records/well?area=910101").status in (403, 404), "what it may not")
    gone = county.ask("DELETE", f"/api/tokens/{made.json['token']['token']}")
    equal(gone.status, 204, f"revoked: {gone}")
    equal(program.get("/api/parcels?area=910101").status, 401, "a revoked token")
    program.token = "ddu_unknown_secret"
    equal(program.get("/api/parcels").status, 401, "an unknown token")


def grants_of(at, login):
    """As the command line tells them; KeyError without the account."""
    return {one["account"]: one["grants"] for one in at.json("account", "list")["items"]}[login]


def grants_stay_narrow(at, people):
    """What is read of an account and sent back is the same grant, not a wider one."""
    narrow = ["--area", "91", "--other-area", "92", "--side", "host"]
    at.json("account", "add", "narrow", "--role", "reader", *narrow, "--unit-area", "91")
    before = grants_of(at, "narrow")
    security = people["security"]
    read = security.get("/api/accounts/narrow")
    as_told(read, "GET", "/api/accounts/{account}")
    equal(read.json["grants"][0]["other_area"], "92", f"whose other place lies there: {read}")
    sent = security.ask("PATCH", "/api/accounts/narrow", {"grants": read.json["grants"]})
    equal(sent.status, 200, f"sent back: {sent}")
    equal(grants_of(at, "narrow"), before, "the grant as it was")
    bad = [{**read.json["grants"][0], "other_area": "nowhere"}]
    refused = security.ask("PATCH", "/api/accounts/narrow", {"grants": bad})
    equal((refused.status, refused.json["code"]), (400, "api.bad_value"), "no such other place")


def after_a_restart(at, people):
    """The journal knows a key again: nothing is done twice."""
    process, port = at.serve()
    try:
        county = Client(port).log_in("county", SECRET)
        text = HEAD + WELLS["910101"][0] + WRONG
        before = len(county.get("/api/parcels?area=910101").json["items"])
        again = send(county, text, "910101", "first-0-of-all")
        equal(again.status, 201, f"the same after a restart: {again}")
        other = send(county, text + "\n", "910101", "first-0-of-all")
        equal(other.status, 409, "and another is refused")
        equal(len(county.get("/api/parcels?area=910101").json["items"]), before, "nothing is new")
    finally:
        equal(stop(process), 0, "serve ends in good order")


def story(at):
    at.run("init", "--pack", DEMO)
    process, port = at.serve()
    try:
        people = open_accounts(at, port)
        for path in ("/health", "/ready", "/api/openapi.yaml"):
            equal(Client(port).get(path).status, 200, path)
        hand_in(people)
        sample = samples(people)
        shapes(people, sample)
        matrix(people, sample)
        masks(people)
        mend(people)
        headings(people)
        uploads(people)
        zips(people)
        guards(people, port)
        grants_stay_narrow(at, people)
        told = subprocess.run([PROGRAM, "parcel", "list", *at.options, "--json"], check=False,
                              capture_output=True, text=True)
        equal(told.returncode, 0, "commands go on being served")
    finally:
        equal(stop(process), 0, "serve ends in good order")
    after_a_restart(at, people)


on_each_engine(story)
