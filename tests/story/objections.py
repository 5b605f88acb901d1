"""A place holds its rank, a finding or a parcel to be wrong (异议): it is not ranked until the place
above has answered, and nobody else's rank means anything else; who may raise and answer what; the
same after a rebuild."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from api_client import Offices, as_told  # noqa: E402
from story import DEMO, check, equal, on_each_engine, stop  # noqa: E402

HEAD = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
DAY, TARGET = "2020-03-06", "complete_90"
WELLS = {
    "910101": "W1,910101001001,合格,900,2020-03-05,张三丰\nW2,910101001001,,31,2020-03-05,张三丰\n",
    "920102": "W3,920102001001,合格,32,2020-03-05,张三丰\n",
}
PEOPLE = [
    ("nation", "officer", "cn"), ("checker", "reviewer", "91"), ("mine", "officer", "91"),
    ("other", "clerk", "92"), ("reader", "reader", "91"),
]  # fmt: skip


def told(answer):
    return answer.status, answer.json.get("code")


def ranks(at, day=DAY):
    told = at.json("standing", "show", TARGET, "--day", day, "--level", "province")["items"]
    return {one["area"]: one["place"] or one["not_ranked"] for one in told}


def write(client, path, pattern, body):
    answer = client.ask("POST", path, body)
    as_told(answer, "POST", pattern)
    return answer


def raise_(client, what=TARGET, about="standing", **more):
    body = {"about": about, "what": what, "reason": "少算了一口井", "evidence": "台账第3页", **more}
    return write(client, "/api/objections", "/api/objections", body)


def end(client, objection, verb, **body):
    path = f"/api/objections/{objection}/{verb}"
    return write(client, path, "/api/objections/{objection}/" + verb, body)


def of_a_rank(at, people):
    mine, nation, other = people["mine"], people["nation"], people["other"]
    before = ranks(at)
    equal((before["92"], before["91"]), (1, 2), "two provinces are ranked")
    equal(told(raise_(people["checker"])), (403, "access.forbidden"), "not a reviewer's work")
    equal(told(raise_(other, area="91")), (404, "api.not_found"), "not in a neighbour's name")
    equal(told(raise_(mine, what="no_target")), (404, "api.not_found"), "a target there is")
    equal(told(raise_(mine, day="2020-03-01")), (404, "api.not_found"), "a day with standings")
    equal(told(raise_(mine, about="weather")), (400, "api.bad_value"), "about something")
    equal(told(raise_(mine, reason="")), (400, "api.bad_value"), "with a reason")
    equal(told(raise_(mine, reason="  ")), (400, "api.bad_value"), "that says something")
    equal(told(raise_(nation, area="cn")), (400, "api.bad_value"), "nobody is above the nation")

    raised = raise_(other)
    equal((raised.status, raised.json["state"]), (201, "open"), f"raised: {raised}")
    equal((raised.json["area"], raised.json["until"]), ("92", "2020-03-11"), "in five days")
    number = raised.json["objection"]
    equal(ranks(at), {"91": 1, "92": "objected"}, "not ranked; the others are among themselves")
    board = nation.get("/api/board").json
    tiles = {tile["area"]: (tile["place"], tile["not_ranked"]) for tile in board["tiles"]}
    equal(tiles["92"], (None, "objected"), "told on the board")
    equal(told(raise_(other)), (409, "api.objection_open"), "once")
    equal(told(end(other, number, "answer", uphold=True, note="是")), (403, "access.forbidden"),
          "not by himself")
    equal(told(end(people["checker"], number, "answer", uphold=True, note="是")),
          (404, "api.not_found"), "nor by a neighbour")
    equal(told(end(nation, number, "answer", uphold=True)), (400, "api.bad_value"), "with words")
    today = nation.get("/api/today").json
    check(any("1 件异议等您答复" in item["title"]["zh"] for item in today["items"]), "asked for")
    done = end(nation, number, "answer", uphold=False, note="核对过，数字无误")
    equal((done.status, done.json["state"], done.json["answered_by"]), (200, "refused", "nation"),
          f"answered: {done}")
    equal(told(end(nation, number, "answer", uphold=True, note="是")),
          (409, "api.objection_answered"), "once")
    equal(told(end(other, number, "withdraw")), (409, "api.objection_answered"), "nor taken back")
    equal(ranks(at), before, "ranked as before")

    own = raise_(nation, area="91").json["objection"]
    equal(told(end(nation, own, "answer", uphold=True, note="是")), (403, "api.objection_own"),
          "nobody answers his own")
    equal(told(end(people["checker"], own, "answer", uphold=True, note="是")),
          (403, "api.objection_not_above"), "nor the place itself")
    equal(told(end(other, own, "withdraw")), (404, "api.not_found"), "nor is it a neighbour's")
    equal(end(mine, own, "withdraw", note="查明了").json["state"], "withdrawn", "its place may")
    equal(ranks(at), before, "ranked again")
    equal(told(people["reader"].get("/api/objections")), (403, "access.forbidden"), "not for all")


def of_rows(people):
    """About a finding and a parcel of one's own: their register's targets are paused."""
    mine, nation, other = people["mine"], people["nation"], people["other"]
    finding = mine.get("/api/findings?area=91").json["items"][0]["finding"]
    parcel = mine.get("/api/parcels?area=91").json["items"][0]["parcel"]
    equal(told(raise_(other, finding, "finding")), (404, "api.not_found"), "a neighbour's finding")
    equal(told(raise_(other, parcel, "parcel")), (404, "api.not_found"), "a neighbour's parcel")
    equal(told(raise_(mine, "77", "parcel")), (404, "api.not_found"), "one that there is not")
    first = raise_(mine, finding, "finding")
    second = raise_(mine, parcel, "parcel")
    equal((first.status, second.status), (201, 201), f"raised: {first} {second}")
    board = nation.get("/api/board").json
    ranked = {tile["area"]: tile["not_ranked"] for tile in board["tiles"]}
    equal(ranked["91"], "objected", "not ranked in their register's target")
    end(nation, first.json["objection"], "answer", uphold=True, note="已请村里改")
    ranked = {tile["area"]: tile["not_ranked"] for tile in nation.get("/api/board").json["tiles"]}
    equal(ranked["91"], "objected", "while another waits")
    listed = mine.get("/api/objections?state=open")
    as_told(listed, "GET", "/api/objections")
    equal([one["what"] for one in listed.json["items"]], [parcel], "which is in the list")
    equal(other.get("/api/objections?state=open").json["items"], [], "but in no neighbour's")
    equal(told(mine.get("/api/objections?state=odd")), (400, "api.bad_value"), "a state there is")
    return second.json["objection"]


def by_command(at, waiting):
    at.json("round", "run", "--day", "2020-03-10")
    states = {one["not_ranked"] for one in at.json(
        "standing", "show", TARGET, "--day", "2020-03-08", "--level", "province")["items"]
        if one["area"] == "91"}
    check(states <= {"objected", "silent"}, f"it goes on from day to day: {states}")
    at.json("round", "run", "--day", "2020-03-12")
    late = at.json("objection", "list", "--state", "open")["items"]
    equal([(one["objection"], one["overdue"]) for one in late], [(waiting, True)], "and is late")
    text = at.run("objection", "list").stdout
    check("逾期未答复" in text and "不成立" in text, f"told in words: {text}")
    at.json("objection", "answer", waiting, "--as", "upheld", "--reason", "属实", "--actor", "mine",
            exit=2)
    done = at.json("objection", "answer", waiting, "--as", "upheld", "--reason", "属实",
                   "--actor", "li")["items"][0]
    equal((done["state"], done["overdue"]), ("upheld", False), "answered")
    at.run("objection", "withdraw", waiting, exit=2)
    at.run("objection", "raise", TARGET, "--reason", "x", exit=2)
    at.run("objection", "raise", TARGET, "--area", "910101001", "--reason", "x", exit=2)
    at.run("objection", "raise", "77", "--about", "finding", "--reason", "x", exit=2)
    at.run("objection", "raise", TARGET, "--area", "92", "--reason", " ", exit=2)
    at.run("objection", "raise", TARGET, "--area", "92", "--reason", "长" * 700, exit=2)
    said = ("objection", "raise", TARGET, "--area", "92", "--reason", "数字不对", "--actor", "wang")
    one = at.json(*said)["items"][0]
    equal((one["about_day"], one["until"]), ("2020-03-12", "2020-03-17"), "of the day")
    at.json(*said, exit=2)
    back = at.json("objection", "withdraw", one["objection"], "--reason", "查明了")["items"][0]
    equal(back["note"], "查明了", "and taken back")
    at.json(*said, "--key", "k1")
    at.json(*said, "--key", "k1")
    equal(len(at.json("objection", "list", "--state", "open")["items"]), 1, "one key, one of them")


def story(at):
    at.run("init", "--pack", DEMO)
    process, port = at.serve()
    try:
        for area, rows in WELLS.items():
            file = at.write(area + ".csv", HEAD + rows)
            at.run("parcel", "take", file, "--register", "well", "--area", area, "--day", DAY)
        offices = Offices(at, port)
        people = {login: offices.by_token(login, role, "--area", area)
                  for login, role, area in PEOPLE}
        of_a_rank(at, people)
        waiting = of_rows(people)
        by_command(at, waiting)
    finally:
        equal(stop(process), 0, "serve ends in good order")
    equal({one["table"] for one in at.json("rebuild")["items"] if not one["equal"]}, set(),
          "a rebuild makes the same objections and ranks")


on_each_engine(story)
