"""Who sees whom, and who may write where: offices of the host place, a former one, pair provinces,
service stations and helpers see their own people in the columns for them and nothing else; no role
writes where it may not, and what is another's is answered as if it were not there. People come by
tokens with all that the policy gives their role (Offices in lib/api_client.py says why nothing is
lost by it); the three administrators, whose work no token may do, sign in."""

import os
import pathlib
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from api_client import Offices  # noqa: E402
from story import ROOT, check, equal, on_each_engine, stop  # noqa: E402

HEAD = "人编号,户编号,姓名,证件号码,联系电话,户籍地（村）,务工所在地（县）,外出时间,务工企业名称,务工月收入"
NIGHTLY = os.environ.get("DIAODU_NIGHTLY") == "1"
MULI, SIBLING, APART = "513422", "513423", "520102"
VILLAGES = {MULI: "513422219203", SIBLING: "513423001001", APART: "520102016001"}
# Whom it is about, where registered, where at work: the first day, and the second.
WORKERS = {
    "甲": (MULI, "440305", "440305"),
    "乙": (MULI, "440305", "440306"),  # moves on: the first office is a former host
    "丙": (SIBLING, "440305", "440305"),
    "丁": (APART, "440305", "440305"),
    "戊": (MULI, "330106", "330106"),
}
# login, role, options, of whom it may see rows, in which columns
READERS = [
    ("host", "host_labour", "--area 440305", "甲丙丁", "host"),
    ("new_host", "host_labour", "--area 440306", "乙", "host"),
    ("far_host", "host_labour", "--area 330106", "戊", "host"),
    ("pair", "officer", "--area 44 --side host --other-area 51 --columns internal", "甲乙丙",
     "masks only"),
    ("pair_host", "host_labour", "--area 44 --other-area 52", "丁", "host"),
    ("station", "service_station", f"--area {MULI} --other-area 44", "甲乙", "masks"),
    ("helper", "helper", f"--area {MULI} --own H甲,H丙", "甲", "masks"),
    ("muli", "clerk", f"--area {MULI}", "甲乙戊", "masks"),
    ("town", "clerk", "--area 513422219", "甲乙戊", "masks"),
    ("sibling", "clerk", f"--area {SIBLING}", "丙", "masks"),
    ("apart", "officer", "--area 52", "丁", "masks"),
    ("sichuan", "officer", "--area 51", "甲乙丙戊", "masks"),
]
PURPOSE = urllib.parse.quote("电话核实")
ALL_PLACES = ["cn", "51", "5134", MULI, "513422219", SIBLING, "52", APART, "44", "440305", "440306",
              "330106", "999999"]


def citizen_id(county, number):
    seventeen = f"{county}19800101{number:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(weight * int(digit) for weight, digit in zip(weights, seventeen))
    return seventeen + "10X98765432"[total % 11]


def row(who, day):
    number = list(WORKERS).index(who) + 1
    home, *works = WORKERS[who]
    cells = [f"P{home}{number:04d}", f"H{who}", f"合{who}成", citizen_id(home, number)]
    cells += [f"1380000{1000 + number}", VILLAGES[home], works[day], "2020-02"]
    return ",".join([*cells, f"厂{who}", str(4100 + number)])


def marks(who):
    """What tells of the person in an answer: the employer's name in any, the others in a few."""
    number = list(WORKERS).index(who) + 1
    home = WORKERS[who][0]
    return {
        "employer": f"厂{who}",
        "name": f"合{who}成",
        "phone": f"1380000{1000 + number}",
        "citizen_id": citizen_id(home, number),
        "village": VILLAGES[home],
        "wage": f'"{4100 + number}"',
        "person_id": f"P{home}{number:04d}",
        "household": f"H{who}",
    }


def make(at):
    for day in (0, 1):
        for home in VILLAGES:
            rows = [row(who, day) for who, (of, *_) in WORKERS.items() if of == home]
            file = at.write(f"{home}_{day}.csv", "\n".join([HEAD, *rows]) + "\n")
            at.run("parcel", "take", file, "--register", "worker", "--area", home,
                   "--day", f"2020-03-{6 + day:02d}")


def opened(offices, login, role, options):
    enter = offices.signed_in if role.endswith("_admin") else offices.by_token
    return enter(login, role, *options.split())


def readers(offices, people):
    """Each list and each single row, in each place, of each reader, masked and for a purpose."""
    nation = people["nation"] = opened(offices, "nation", "officer", "--area cn")
    page = nation.get("/api/records/worker?area=cn").json["items"]
    names = {one["employer"][-1]: one["_record"] for one in page}
    equal(sorted(names), sorted(WORKERS), "the nation sees all of them")
    parcels = [one["parcel"] for one in nation.get("/api/parcels?area=cn").json["items"]]
    leaks = asked = 0
    for login, role, options, own, columns in READERS:
        client = people[login] = opened(offices, login, role, options)
        met = set()
        for path, is_full in paths(names, parcels):
            answer = client.get(path, **({"X_Purpose": PURPOSE} if is_full else {}))
            asked += 1
            text = answer.bytes.decode(errors="replace")
            for who in WORKERS:
                found = {kind for kind, mark in marks(who).items() if mark in text}
                if who in own and "employer" in found:
                    met.add(who)
                if who in own:
                    found -= allowed_marks(columns, is_full)
                found -= {mark for mark in found if mark == "village" and is_shared(who, own)}
                if found and not (who in own and path.endswith("/export")):
                    leaks += 1
                    print(f"  {login} {path} purpose={is_full} {who} {found}: {answer}")
        equal(met, set(own), f"{login} sees all of his own")
    equal(leaks, 0, f"nothing of another's, and no column that is not his, in {asked} answers")


def is_shared(who, own):
    """The village of somebody whom he may see is no secret to him."""
    return any(WORKERS[one][0] == WORKERS[who][0] for one in own)


def allowed_marks(columns, is_full):
    plain = {"employer"}
    if columns.startswith("masks"):
        plain |= {"village", "wage", "person_id", "household"}
    if is_full and columns != "masks only":
        plain |= {"name", "phone"}
        if columns == "masks":
            plain |= {"citizen_id"}
    return plain


def paths(names, parcels):
    for area in ALL_PLACES:
        for route in ("records/worker", "findings", "parcels"):
            yield f"/api/{route}?area={area}", False
        yield f"/api/records/worker?area={area}", True
        yield f"/api/records/worker/export?area={area}", True
        yield f"/api/records/worker/template?area={area}", True
        yield f"/api/findings/archive?area={area}", True
    for day in (6, 7):
        yield f"/api/records/worker?area=440305&day=2020-03-{day:02d}", True
        yield f"/api/records/worker/export?area=440305&day=2020-03-{day:02d}", True
    for record in names.values():
        for is_full in (False, True):
            yield f"/api/records/worker/{record}", is_full
        yield f"/api/records/worker/{record}?day=2020-03-06", True
        yield f"/api/records/worker/{record}/compare?first=2020-03-06&second=2020-03-07", True
    for parcel in parcels[-len(VILLAGES):]:
        for rest in ("", "/sheet", "/headings", "/file", "/workbook"):
            yield f"/api/parcels/{parcel}{rest}", True


def host_view(people):
    """What an office of the host place gets: name, telephone, firm, post, and where it is."""
    host = people["host"]
    items = host.get("/api/records/worker?area=440305", X_Purpose=PURPOSE).json["items"]
    shown = {name for item in items for name, value in item.items() if value and name[0] != "_"}
    equal(shown, {"person_name", "phone", "work_area", "employer"}, "columns of the host place")
    equal({item["_area"] for item in items}, {None}, "and not where somebody is registered")
    paged = host.get("/api/records/worker?area=440305&limit=1").json
    second = host.get(f"/api/records/worker?area=440305&limit=1&after={paged['next']}").json
    check(second["items"] and second["items"] != paged["items"], "page after page")
    names = [one["_record"] for one in [*items, *paged["items"], *second["items"]]]
    names += [paged["next"], second["next"] or ""]
    check(not any(home in name for name in names for home in VILLAGES), f"nor by names: {names}")
    told = {name for item in items for name in item["_missing"]}
    check(told <= {"person_name", "phone", "work_area", "employer", "job"}, f"nor {told}")
    one = host.get("/api/records/worker/" + items[0]["_record"]).json
    equal((one["area"], one["area_name"], one["findings"]), (None, None, []), "nor in one of them")
    for name in ("wage_month_yuan", "home_area", "citizen_id"):
        odd = host.get(f"/api/records/worker?area=440305&where={name}:missing", X_Purpose=PURPOSE)
        equal(odd.status, 400, f"nor by guessing with {name}")
    gone = people["new_host"].get("/api/records/worker?area=440305")
    equal(gone.status, 404, "another host place is not there")


def sums(helper):
    """Of single rows, a helper has no figures at all; boards show nobody."""
    for path in ("/api/board", "/api/figures?indicator=workers_out", "/api/findings",
                 f"/api/standings?target=worker_record_complete&area={MULI}&level=county",
                 "/api/parcels", "/api/figures/series?indicator=workers_out"):
        answer = helper.get(path)
        check(answer.status in (403, 404), f"a helper and {path}: {answer}")


# Which role does what; anything else is refused. A second copy of the policy, by hand.
DOES = {
    "take": {"officer", "clerk", "deputy_clerk", "department"},
    "nil": {"officer", "clerk", "deputy_clerk"},
    "suspend": {"officer", "head"},
    "withdraw": {"officer", "clerk", "deputy_clerk"},
    "return": {"officer", "reviewer", "head"},
    "headings": {"officer", "clerk", "deputy_clerk", "department"},
    "accounts": {"security_admin"},
    "tokens": {"officer", "clerk", "deputy_clerk", "department"},
    "uploads": {"officer", "clerk", "deputy_clerk", "department"},
    "verify": {"officer", "reviewer", "service_station"},
    "explain": {"officer", "clerk", "deputy_clerk"},
    "decide": {"officer", "reviewer", "head"},
    "object": {"officer", "head", "clerk", "deputy_clerk"},
    "object to rows": {"officer", "head", "clerk", "deputy_clerk"},
    "take back": {"officer", "head", "clerk", "deputy_clerk"},
    "answer": {"officer", "reviewer", "head"},
    "say who is who": {"officer", "clerk", "deputy_clerk"},
}
ROLES = ["officer", "reviewer", "head", "clerk", "deputy_clerk", "host_labour", "service_station",
         "helper", "ledger_keeper", "department", "reader", "system_admin", "security_admin",
         "audit_admin"]
PLACES = {"own": MULI, "child": "513422219", "parent": "5134", "province": "51", "nation": "cn",
          "sibling": SIBLING, "other province": APART, "host county": "440305"}


def writes_by_place(area):
    query = urllib.parse.urlencode({"register": "worker", "area": area, "file_name": "a.csv",
                                    "day": "2020-03-07", "dry_run": "true", "wait": 30})
    place = {"register": "worker", "area": area, "day": "2020-03-07"}
    return {
        "take": ("POST", "/api/parcels?" + query, (HEAD + "\n").encode()),
        "nil": ("POST", "/api/reports/nil", {**place, "by": "某"}),
        "suspend": ("POST", "/api/reports/suspend", {**place, "reason": "洪水"}),
        "object": ("POST", "/api/objections", {"about": "standing", "area": area, "reason": "x",
                                               "what": "complete_98"}),
    }


def without_place(parcel):
    account = {"account": "x9", "name": "某", "unit_name": "某", "unit_area": MULI,
               "roles": ["clerk"], "grants": [{"area": MULI, "side": "home", "register": None,
                                               "columns": "personal"}]}
    days = {"giver": "muli", "taker": "town", "from": "2199-01-01"}
    return {
        "accounts": [
            ("POST", "/api/accounts", account),
            ("PATCH", "/api/accounts/muli", {"name": "某"}),
            ("POST", "/api/accounts/muli/reset", {"second_factor": True}),
            ("POST", "/api/handovers", days),
            ("POST", "/api/stand-ins", {**days, "to": "2199-01-02"}),
            ("DELETE", "/api/stand-ins/muli/town", None),
        ],
        "tokens": [("POST", "/api/tokens", {"label": "x", "actions": [], "expires": "2020-01-01"})],
        "uploads": [("POST", "/api/uploads", {"file_name": "a.csv", "bytes": 0})],
        "withdraw": [("POST", f"/api/parcels/{parcel}/withdraw", {"reason": "x"})],
        "return": [("POST", f"/api/parcels/{parcel}/return", {"reason": "x"})],
        "headings": [("POST", f"/api/parcels/{parcel}/headings",
                      {"meanings": [{"heading": "姓名", "column": None}]})],
    }


def of_rows(record, finding, explanation, objection):
    """Writes about a row, a question, an explanation and an objection of others."""
    objection = f"/api/objections/{objection}/"
    said = {"findings": [finding], "reason": "x", "until": "2020-04-01"}
    return {
        "verify": ("POST", "/api/records/worker/verify", {"records": [record], "way": "1"}),
        "explain": ("POST", "/api/findings/explain", said),
        "decide": ("POST", f"/api/explanations/{explanation}/decide", {"approve": True}),
        "object to rows": ("POST", "/api/objections", {"about": "finding", "what": finding,
                                                       "reason": "x"}),
        "say who is who": ("POST", "/api/comparisons/worker_payroll/decide",
                           {"ours": record, "theirs": record, "same": True}),
        "take back": ("POST", objection + "withdraw", {}),
        "answer": ("POST", objection + "answer", {"uphold": True, "note": "x"}),
    }


def state_of(at):
    return [at.json("parcel", "list")["items"], at.json("account", "list")["items"],
            [one | {"last_used_at": ""} for one in at.json("token", "list")["items"]]]


def others_rows(at, people):
    """A record, a question, an explanation and an objection of the sibling's."""
    wrong = row("丙", 1).rsplit(",", 1)[0] + ",90000"
    file = at.write("question.csv", HEAD + "\n" + wrong + "\n")
    at.run("parcel", "take", file, "--register", "worker", "--area", SIBLING, "--day", "2020-03-07")
    nation = people["nation"]
    record = nation.get(f"/api/records/worker?area={SIBLING}").json["items"][0]["_record"]
    finding = nation.get(f"/api/findings?area={SIBLING}&grade=question").json["items"][0]["finding"]
    said = {"findings": [finding], "reason": "x", "until": "2020-04-01"}
    sibling = people["sibling"]
    made = sibling.ask("POST", "/api/findings/explain", said)
    equal(made.status, 201, f"the sibling explains: {made}")
    objects = {"about": "finding", "what": finding, "reason": "x"}
    raised = sibling.ask("POST", "/api/objections", objects)
    equal(raised.status, 201, f"the sibling objects: {raised}")
    return of_rows(record, finding, made.json["explanations"][0], raised.json["objection"])


def writers(at, offices, people):
    """Each role of the county, each writing route, each place."""
    for right, roles in {"account_manage": DOES["accounts"], "token_own": DOES["tokens"],
                         "audit_read": {"audit_admin"}}.items():
        have = {role for role, rights in offices.rights.items() if right in rights}
        equal(have, roles, f"who may {right}, which no token may")
    clients = {}
    for role in ROLES:
        options = "" if role.endswith("_admin") else f"--area {MULI}"
        options += " --own H甲" if role == "helper" else ""
        clients[role] = opened(offices, "w-" + role.replace("_", "-"), role, options)
    # A writing role with a grant by the place of work, or of single rows, writes nowhere.
    clients["of the host side"] = opened(offices, "w-side", "clerk", "--area 440305 --side host")
    clients["of single rows"] = opened(offices, "w-own", "officer", f"--area {MULI} --own H甲")
    parcels = at.json("parcel", "list")["items"]
    foreign = [one["parcel"] for one in parcels if one["area"] in (SIBLING, APART)]
    check(len(foreign) >= 4, "there are parcels of others")
    about_rows = others_rows(at, people)
    before, count, leaks = state_of(at), 0, 0

    def refused(who, what, request, does):
        nonlocal count, leaks
        method, path, body = request
        answer = clients[who].ask(method, path, body, Idempotency_Key=f"try-{count:06d}")
        count += 1
        wanted = [(404, "api.not_found")] if does else [(403, "access.forbidden")]
        if "/api/parcels/" in path:  # what he may not see is not there, whatever he may do
            wanted = [(404, "api.not_found"), (403, "access.forbidden")][: 1 if does else 2]
        if (answer.status, answer.json.get("code")) not in wanted:
            leaks += 1
            print(f"  {who} {what} {path}: {answer}, wanted {wanted}")

    for who in clients:
        role = {"of the host side": "clerk", "of single rows": "officer"}.get(who, who)
        for place, area in {**PLACES, "nowhere": "999999"}.items():
            for what, request in writes_by_place(area).items():
                does = role in DOES[what]
                is_own = place in ("own", "child") and who == role
                if not (does and is_own):
                    refused(who, f"{what} {place}", request, does)
                elif what == "take":
                    answer = clients[who].ask(*request, Idempotency_Key=f"may-{who}-{place}")
                    equal(answer.status, 201, f"{who} tries a file for {place}: {answer}")
        for parcel in foreign:
            for what in ("withdraw", "return", "headings"):
                refused(who, what, without_place(parcel)[what][0], role in DOES[what])
        for what, request in about_rows.items():
            refused(who, what, request, role in DOES[what])
        for what, requests in without_place(foreign[0]).items():
            if what in ("accounts", "tokens", "uploads") and role not in DOES[what]:
                for request in requests:
                    refused(who, what, request, False)
    equal(leaks, 0, f"{count} writes that are none of theirs are refused")
    equal(state_of(at), before, "and nothing was written")


def story(at):
    at.run("init", "--pack", str(ROOT / "packs/relief-2020"))
    process, port = at.serve()  # commands are handed to it: none opens the data anew
    try:
        make(at)
        offices, people = Offices(at, port), {}
        readers(offices, people)
        host_view(people)
        sums(people["helper"])
        # A write that is refused has not reached the engine: on the other one, each night only.
        if at.engine == "duckdb" or NIGHTLY:
            writers(at, offices, people)
    finally:
        equal(stop(process), 0, "serve ends in good order")


on_each_engine(story)
