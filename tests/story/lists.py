"""Lists over the API: records page after page in the order of a column, places by their names, a
page of findings with the columns of its files, the limit of an address as set."""

import datetime
import http.client
import json
import pathlib
import re
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from story import DEMO, check, equal, on_each_engine, stop  # noqa: E402

HEAD = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
DEPTHS = {"A": "30", "B": "", "C": "100.5", "D": "30", "E": "7", "F": "很深", "G": "200"}


def ask(port, token, path, method="GET", body=None):
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    fields = {"Authorization": "Bearer " + token} if token else {}
    if body:
        fields["Content-Type"] = "application/json"
    wire.request(method, path, body and json.dumps(body), fields)
    reply = wire.getresponse()
    return reply.status, json.loads(reply.read())


def pages(port, token, query):
    """Numbers of the wells, " ; " between pages."""
    shown, after = "", ""
    while True:
        where = f"/api/records/well?area=910101&limit=3&{query}" + after
        status, page = ask(port, token, where)
        equal(status, 200, f"{where}: {page}")
        shown += "".join(item["well_id"] for item in page["items"])
        if status != 200 or not page["next"]:
            return shown
        shown += " "
        after = "&after=" + urllib.parse.quote(page["next"])


def story(at):
    at.run("init", "--pack", DEMO)
    rows = "".join(f"{well},910101001001,合格,{m},2020-03-05,赵甲\n" for well, m in DEPTHS.items())
    wells = at.write("wells.csv", HEAD + rows)
    of = ["--register", "well", "--area", "910101", "--day", "2020-03-06"]
    at.run("parcel", "take", wells, *of, exit=None)
    at.run("account", "add", "county", "--role", "clerk", "--area", "910101", "--unit", "合成数据")
    end = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    may = ["--may", "record_read", "--may", "finding_read"]
    token = at.json("token", "add", "county", *may, "--to", end)["items"][0]["secret"]
    server, port = at.serve("--failures-per-address", "7")
    equal(pages(port, token, ""), "ABC DEF G", "by key")
    equal(pages(port, token, "sort=depth_m"), "EAD CGB F", "by depth, those without it last")
    equal(pages(port, token, "sort=-depth_m"), "GCA DEB F", "the deepest first")
    equal(pages(port, token, "where=depth_m:ge:30.00"), "ACD G", "as deep as that")
    _, page = ask(port, token, "/api/records/well?area=910101")
    names = list(page["places"].values())
    check(names and not re.search(r"\d", names[0]) and " " in names[0], f"names: {names}")
    _, page = ask(port, token, "/api/records/well?area=910101&columns=well_id")
    equal(page["places"], {}, "no names of what is not shown")
    _, found = ask(port, token, "/api/findings?area=910101")
    equal([x["cell"] for x in found["items"]], ["D4", "D7", "D8"], "the cells in question")
    for number in range(7):
        guess = {"account": f"nobody{number}", "password": "wrong"}
        equal(ask(port, "", "/api/session", "POST", guess)[0], 401, "a wrong log-in")
    guess = {"account": "nobody", "password": "wrong"}
    equal(ask(port, "", "/api/session", "POST", guess)[0], 429, "then the address has to wait")
    equal(stop(server), 0, "the server ends as it should")


on_each_engine(story)
