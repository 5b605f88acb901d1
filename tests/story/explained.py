"""A question that is true is explained and approved one level up; records are confirmed by a
person; workbooks go out through the API: each within its place, told in the audit, and the same
after a rebuild."""

import io
import pathlib
import shutil
import sys
import urllib.parse
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from api_client import Offices, as_told  # noqa: E402
from book import read_book  # noqa: E402
from story import DEMO, check, equal, on_each_engine, stop  # noqa: E402

HEAD = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
MINE, SIBLING, VILLAGE, OTHER = "910101", "910102", "910101001001", "910101001002"
DAY = "2020-03-06"
PEOPLE = [
    ("clerk", "clerk", MINE), ("county", "officer", MINE), ("checker", "reviewer", MINE),
    ("city", "reviewer", "9101"), ("province", "officer", "91"), ("sibling", "officer", SIBLING),
    ("nation", "officer", "cn"), ("nation2", "reviewer", "cn"),
]  # fmt: skip
COLUMNS = """
[[column]]
name = "verified_by"
type = "person_name"
secret = "personal"

[[column]]
name = "verified_on"
type = "day"

[[column]]
name = "verified_way"
type = "code"
codes = "verified_way"
"""
WAYS = """
[codes.verified_way]
name  = { zh = "核实方式", en = "How" }
items = [
  { code = "1", zh = "到场", en = "a visit" },
  { code = "2", zh = "电话", en = "by telephone" },
]
"""


def pack(at):
    """The demo pack, whose wells are confirmed by a person."""
    folder = pathlib.Path(at.folder, "pack")
    shutil.copytree(DEMO, folder)
    well = folder / "registers/well.toml"
    names = "".join(f'verified_{one} = "verified_{one}"\n' for one in ("by", "on", "way"))
    well.write_text(well.read_text().replace("[[column]]", names + "\n[[column]]", 1) + COLUMNS)
    codes = folder / "codes/water.toml"
    codes.write_text(codes.read_text() + WAYS)
    return str(folder)


def line(number, depth, village=VILLAGE, quality="合格", day="2020-03-05"):
    return f"WELL{number},{village},{quality},{depth},{day},张三丰"


def take(at, *lines, exit=0):
    file = at.write("wells.csv", HEAD + "\n".join(lines) + "\n")
    at.run("parcel", "take", file, "--register", "well", "--area", MINE, "--day", DAY, exit=exit)


def question(client, **more):
    query = urllib.parse.urlencode({"area": MINE, "rule": "depth_plausible", **more})
    return client.get("/api/findings?" + query).json["items"]


def explain(client, finding, **more):
    body = {"findings": [finding], "reason": "确是深井，有施工图", "evidence": "施工图3号",
            "until": "2020-05-01", **more}
    answer = client.ask("POST", "/api/findings/explain", body)
    as_told(answer, "POST", "/api/findings/explain")
    return answer


def decide(client, explanation, approve, **more):
    path = f"/api/explanations/{explanation}/decide"
    answer = client.ask("POST", path, {"approve": approve, **more})
    as_told(answer, "POST", "/api/explanations/{explanation}/decide")
    return answer


def told(answer):
    return answer.status, answer.json.get("code")


def explained(at, people):
    clerk, city = people["clerk"], people["city"]
    one = question(clerk)[0]
    finding = one["finding"]
    equal(one["explanation"], None, "nobody has said anything yet")
    equal(told(explain(clerk, finding, until="2020-07-01")), (400, "api.bad_value"), "90 days")
    equal(told(explain(clerk, finding, until="2020-03-05")), (400, "api.bad_value"), "the past")
    equal(told(explain(clerk, finding, reason="")), (400, "api.bad_value"), "no reason")
    equal(told(explain(people["sibling"], finding)), (404, "api.not_found"), "a neighbour's")
    equal(told(explain(people["checker"], finding)), (403, "access.forbidden"), "not his work")
    wrong = clerk.get(f"/api/findings?area={MINE}&grade=reject").json["items"][0]
    equal(told(explain(clerk, wrong["finding"])), (400, "api.not_a_question"), "what is wrong")

    sent = explain(clerk, finding)
    equal(sent.status, 201, f"sent: {sent}")
    number = sent.json["explanations"][0]
    equal([f["finding"] for f in question(clerk, explained="asked")], [finding], "it waits")
    equal(question(clerk, explained="yes"), [], "and does not hold yet")
    equal(told(decide(people["checker"], number, True)), (403, "api.explanation_not_above"),
          "not by the sender's own office")
    equal(told(decide(clerk, number, True)), (403, "access.forbidden"), "nor by himself")
    equal(told(decide(people["sibling"], number, True)), (404, "api.not_found"), "nor a neighbour")
    equal(told(decide(city, number, False)), (400, "api.bad_value"), "a refusal says why")
    refused = decide(city, number, False, note="没有附施工图")
    equal((refused.status, refused.json["state"]), (200, "refused"), "refused")
    equal(told(decide(city, number, True)), (409, "api.explanation_decided"), "once")

    again = explain(clerk, finding).json["explanations"][0]
    approved = decide(city, again, True)
    equal((approved.json["state"], approved.json["holds"]), ("approved", True), "approved")
    equal([f["finding"] for f in question(clerk, explained="yes")], [finding], "it holds")
    sums = clerk.get(f"/api/findings/summary?by=rule&area={MINE}&rule=depth_plausible").json
    equal((sums["total"], sums["explained"]), (1, 1), "and is counted apart")
    today = clerk.get("/api/today").json
    check(not any(item["rule"] == "depth_plausible" for item in today["items"]), "nor asked about")
    book = forms(clerk)
    check(not any("900" == cell for rows in book.values() for row in rows for cell in row),
          "nor in the correction workbook")
    board = people["city"].get("/api/board?area=9101").json
    tiles = {tile["area"]: tile["explained"] for tile in board["tiles"]}
    equal(tiles[MINE], 1, "told on the board")

    own = explain(people["nation"], finding).json["explanations"][0]
    equal(told(decide(people["nation"], own, True)), (403, "api.explanation_own"), "his own")
    equal(decide(people["nation2"], own, True).status, 200, "of the nation: by somebody else")
    take(at, line(1, 900, day="2020-03-04"), line(4, 33))
    equal(len(question(clerk, explained="yes")), 1, "sent again with the same value it stays")
    take(at, line(1, 910))
    equal([f["explanation"] for f in question(clerk)], [None], "another value is another question")


def forms(client):
    answer = client.get(f"/api/findings/workbook?area={MINE}&register=well")
    equal(answer.status, 200, f"a workbook: {answer.status}")
    return read_book(io.BytesIO(answer.bytes))


def workbooks(people):
    clerk = people["clerk"]
    zipped = clerk.get(f"/api/findings/archive?area={MINE}&register=well")
    equal(zipped.status, 200, f"an archive: {zipped}")
    with zipfile.ZipFile(io.BytesIO(zipped.bytes)) as archive:
        names = archive.namelist()
        equal(len([one for one in names if VILLAGE in one or OTHER in one]), 2, f"of {names}")
        inside = read_book(io.BytesIO(archive.read(names[0])))
    text = "".join(cell for rows in inside.values() for row in rows for cell in row)
    check("导出人：合成单位 clerk" in text, "whose copy it is stands on it")
    secret = urllib.parse.quote("水井很长的密码")
    by_township = f"/api/findings/archive?area={MINE}&level=township"
    locked = clerk.get(by_township, X_Archive_Password=secret)
    equal(locked.status, 200, f"a locked one: {locked}")
    with zipfile.ZipFile(io.BytesIO(locked.bytes)) as archive:
        check(all(one.flag_bits & 1 for one in archive.infolist()), "each file is encrypted")
    short = clerk.get(f"/api/findings/archive?area={MINE}", X_Archive_Password="1234567")
    equal(told(short), (400, "api.bad_value"), "a short password")
    wide = people["province"].get("/api/findings/archive?area=91")
    equal(told(wide), (400, "api.bad_value"), "more than a county")
    equal(clerk.get(f"/api/findings/archive?area={SIBLING}").status, 404, "a neighbour's")
    form = clerk.get(f"/api/records/well/template?area={VILLAGE}")
    equal(form.status, 200, f"a template: {form.status}")
    text = str(read_book(io.BytesIO(form.bytes)))
    check("WELL1" in text and "WELL3" not in text and "张三丰" not in text, "its own, masked")
    equal(clerk.get(f"/api/records/well/template?area={SIBLING}").status, 404, "a neighbour's")
    equal(told(people["nation"].get("/api/records/well/template")), (400, "api.bad_value"),
          "more than a county")


def verified(at, people):
    county = people["county"]

    def records():
        items = county.get(f"/api/records/well?area={MINE}").json["items"]
        return {one["well_id"]: one for one in items}

    before = records()
    equal({one["_verified"] for one in before.values()}, {False}, "nobody has looked yet")
    names = [before[person]["_record"] for person in ("WELL1", "WELL2")]
    body = {"records": names, "way": "2"}

    def ask(who, **more):
        answer = people[who].ask("POST", "/api/records/well/verify", {**body, **more})
        as_told(answer, "POST", "/api/records/{register}/verify")
        return answer

    equal(told(ask("clerk")), (403, "access.forbidden"), "a clerk does not confirm his own")
    equal(told(ask("sibling")), (404, "api.not_found"), "nor a neighbour")
    equal(told(ask("county", way="nod")), (400, "api.bad_value"), "in a way that there is")
    equal(told(ask("county", records=[])), (400, "api.bad_value"), "some of them")
    equal(ask("county", preview=True).status, 200, "a preview")
    equal({one["_verified"] for one in records().values()}, {False}, "keeps nothing")
    done = ask("county")
    equal((done.status, done.json["verdict"]["rows_accepted"]), (201, 2), f"confirmed: {done}")
    now = records()
    equal([now[one]["_verified"] for one in ("WELL1", "WELL2", "WELL3")], [True, True, False],
          "these two")
    answer = county.get("/api/records/well/" + names[0])
    as_told(answer, "GET", "/api/records/{register}/{record}")
    equal(answer.json["values"]["verified_on"], DAY, "when it was")
    take(at, line(2, 32.1))
    groups = county.get("/api/records/well/" + names[1]).json["groups"]
    equal([group["group"] for group in groups if not group["verified"]], ["water"],
          "a later change voids its own group only")


def story(at):
    at.run("init", "--pack", pack(at))
    bad = line(9, 31, day="2020-04-01")
    some = [line(1, 900), line(2, 32), line(3, 33, OTHER, ""), line(5, 34, VILLAGE, "")]
    process, port = at.serve()
    try:
        take(at, *some, bad, exit=1)
        offices = Offices(at, port)
        people = {login: offices.by_token(login, role, "--area", area, "--name", login,
                                          "--unit", "合成单位")
                  for login, role, area in PEOPLE}
        workbooks(people)
        explained(at, people)
        verified(at, people)
        actions = [row["action"] for row in at.json("audit", "list", "--limit", "5000")["items"]]
        check(actions.count("finding_export") >= 4, "each export is in the audit")
        check("record_verify" in actions, "and each confirmation")
        mine = question(people["clerk"])[0]["finding"]
        by = ("--reason", "属实", "--until", "2020-03-07", "--actor", "zhang")
        at.run("finding", "explain", mine, *by, "--area", "92", exit=2)
        at.run("finding", "explain", mine, *by[:1], " ", *by[2:], exit=2)
        first = at.json("finding", "explain", mine, *by)["items"][0]["explanation"]
        item = at.json("finding", "explain", mine, *by)["items"][0]
        at.run("finding", "approve", first, "--actor", "li", exit=2)  # it gave way to the second
        at.json("finding", "approve", item["explanation"], "--actor", "zhang", exit=2)
        done = at.json("finding", "approve", item["explanation"], "--actor", "li")["items"][0]
        equal((done["state"], done["decided_by"]), ("approved", "li"), "and by command")
        again = at.run("finding", "refuse", item["explanation"], "--actor", "li", "--reason", "x",
                       exit=2)
        check("已经办过" in again.stderr, f"once: {again.stderr}")
        listed = at.json("finding", "list", "--area", MINE, "--explained", "yes")["items"]
        equal([one["finding"] for one in listed], [mine], "it holds")
        at.json("round", "run", "--day", "2020-03-08")
        listed = at.json("finding", "list", "--area", MINE, "--explained", "yes")["items"]
        equal(listed, [], "until its last day has passed")
    finally:
        equal(stop(process), 0, "serve ends in good order")
    equal({one["table"] for one in at.json("rebuild")["items"] if not one["equal"]}, set(),
          "a rebuild makes the same explanations")


on_each_engine(story)
