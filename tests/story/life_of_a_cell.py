"""A cell's life: to the ranking, through a correction and a withdrawal, and back to the cell."""

import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, check, equal, on_each_engine  # noqa: E402

FIRST = """井编号,所在村,水质,井深（米）,检查日期,检查人
W1,910101001001,合格,30,2020-03-05,张三
W2,910101001002,合格,300,2020-03-05,李四
W3,920102001001,合格,20,2020-03-05,王五
W4,910101001001,合格,20,2020-04-05,赵六
W5,910101001001,合格,很深,,
"""


def one(answer):
    equal(len(answer["items"]), 1, "one item")
    return answer["items"][0] if answer["items"] else {}


def wells(at):
    return {
        row["well_id"]: row for row in at.json("record", "list", "well", "--area", "cn")["items"]
    }


def complete(at, area, day):
    """n and d of the completeness of a place."""
    items = at.json("figure", "show", "well_record_complete", "--area", area, "--day", day)["items"]
    return items[0]["value"] if items else None


def take(at, file, day, *more, area="910101", exit=0):
    return at.json(
        "parcel", "take", file, "--register", "well", "--area", area, "--day", day, *more, exit=exit
    )


def the_first_file(at):
    file = at.write("first.csv", FIRST)
    trial = one(take(at, file, "2020-03-06", "--dry-run", exit=1))
    equal(trial["rows_refused"], 2, "a trial refuses the same rows")
    equal(at.json("parcel", "list")["items"], [], "a trial keeps nothing")
    verdict = one(take(at, file, "2020-03-06", exit=1))
    equal(
        (verdict["rows_in"], verdict["rows_new"], verdict["rows_refused"]),
        (5, 3, 2),
        "rows in, new, refused",
    )
    found = {finding["rule"]: finding for finding in verdict["findings"]}
    outside = found.get("_outside", {})
    equal(
        (outside.get("row"), outside.get("other_area"), outside.get("cell")),
        (4, "920102001001", "B4"),
        "a row of another county is returned with the place it belongs to",
    )
    check("请转" in outside.get("fix", {}).get("zh", ""), "the sender is told where to turn")
    future = found.get("inspected_in_future", {})
    equal(
        (future.get("row"), future.get("cell"), future.get("grade")),
        (5, "E5", "reject"),
        "a rule refuses a row",
    )
    cast = found.get("_cast.not_a_number", {})
    equal(
        (cast.get("row"), cast.get("cell"), cast.get("shown")),
        (6, "D6", "很深"),
        "a cell that is no number",
    )
    equal(set(wells(at)), {"W1", "W2", "W5"}, "the others are taken")
    equal(wells(at)["W1"]["inspector"], "张*", "a name is masked")
    equal(complete(at, "cn", "2020-03-06"), {"n": "2", "d": "3"}, "two of three are complete")
    again = one(take(at, file, "2020-03-06"))
    equal(
        (again["state"], again["same_as"], again["rows_in"]),
        ("same_file", verdict["parcel"], 0),
        "the same file twice is harmless",
    )
    said = at.run(
        "parcel", "take", file, "--register", "well", "--area", "910101", "--day", "2020-03-06"
    ).stdout
    check(
        re.search(r"本文件与2020-03-06 \d\d:\d\d收到的文件（报送件 \d+）完全相同，未重复处理。", said),
        f"and says so: {said}",
    )
    check("此后其他报送件" not in said, "nothing came since")
    return file, verdict


def the_correction(at):
    file = at.write(
        "correction.csv", "编号,村,深度\nW5,910101001001,12.5\nW1,910101001001,30\n", "gb18030"
    )
    verdict = one(take(at, file, "2020-03-07"))
    equal(
        (verdict["rows_changed"], verdict["rows_unchanged"], verdict["cells_changed"]),
        (1, 1, 1),
        "one cell changes, one row is confirmed",
    )
    equal(wells(at)["W5"]["depth_m"], "12.5", "the cell is corrected")
    equal(wells(at)["W5"]["water_quality"], "1", "columns the file does not have stay, as stored")
    open_rules = {f["rule"] for f in at.json("finding", "list", "--area", "cn")["items"]}
    check("_cast.not_a_number" not in open_rules, "the finding has ended with its cause")
    equal(
        at.json("record", "list", "well", "--area", "cn", "--day", "2020-03-06")["items"][-1][
            "depth_m"
        ],
        None,
        "as it stood the day before",
    )
    said = at.run(
        "parcel",
        "take",
        at.folder + "/first.csv",
        "--register",
        "well",
        "--area",
        "910101",
        "--day",
        "2020-03-07",
        exit=1,
    ).stdout
    check("此后其他报送件改过这里的记录，已按新报送件重新处理。" in said, said)
    return verdict


def back_to_the_cell(at, first):
    figure = at.json(
        "figure", "show", "well_record_complete", "--area", "cn", "--day", "2020-03-07"
    )["items"][0]
    trace = one(at.json("figure", "trace", figure["figure"]))
    cells = [step for step in trace["steps"] if step["kind"] == "cell" and step["cell"]]
    check(len(cells) >= 3, "the trace ends at cells")
    depth = next((cell for cell in cells if cell["column"] == "depth_m"), {})
    check(
        (depth.get("file_name"), depth.get("cell"), depth.get("shown"))
        in {("first.csv", "D2", "30"), ("first.csv", "D3", "300")},
        f"the cell as it stands in the kept file: {depth}",
    )
    equal(depth.get("file_sha256"), first["file_sha256"], "of the very file")
    said = at.run("figure", "trace", figure["figure"]).stdout
    check(
        depth.get("cell", "?") in said and "合成数据" in said,
        "the trace says the address, and that the data are synthetic",
    )
    check("张三" not in said, "and no name")


def states_and_standing(at):
    at.json(
        "parcel",
        "take",
        "--nil",
        "--register",
        "well",
        "--area",
        "910102",
        "--day",
        "2020-03-07",
        "--by",
        "某某",
    )
    at.json(
        "report",
        "suspend",
        "--register",
        "well",
        "--area",
        "920101",
        "--day",
        "2020-03-07",
        "--reason",
        "停电",
    )
    counties = {
        s["area"]: s
        for s in at.json(
            "standing", "show", "complete_90", "--day", "2020-03-07", "--level", "county"
        )["items"]
    }
    equal(
        {area: s["state"] for area, s in counties.items()},
        {"910101": "reported", "910102": "nil", "920101": "suspended", "920102": "silent"},
        "four states",
    )
    provinces = at.json(
        "standing", "show", "complete_90", "--day", "2020-03-07", "--level", "province"
    )["items"]
    equal(
        [(s["area"], s["place"]) for s in provinces if s["place"]],
        [("91", 1)],
        "only who has reported is ranked",
    )
    silent = next(s for s in provinces if s["area"] == "92")
    equal((silent["value"], silent["shown"]), (None, None), "missing is not zero")


def withdrawal(at, correction):
    equal(complete(at, "cn", "2020-03-07"), {"n": "2", "d": "3"}, "before")
    at.json("parcel", "withdraw", correction["parcel"])
    equal(wells(at)["W5"]["depth_m"], None, "what the parcel set is undone")
    equal(
        one(at.json("parcel", "show", correction["parcel"]))["state"],
        "withdrawn",
        "the parcel says so",
    )
    again = one(take(at, at.folder + "/correction.csv", "2020-03-08"))
    equal(again["rows_changed"], 1, "the file may come again")


def an_ended_ghost(at):
    """A record whose village only a withdrawn file gave ends whole, and the figures know."""
    first = one(take(at, at.write("g1.csv", "井编号,村,水质\nGH,东渡村,合格\n"), "2020-03-09"))
    second = at.write("g2.csv", "井编号,水质\nGH,不合格\n")
    equal(one(take(at, second, "2020-03-09"))["rows_changed"], 1, "a second file changes it")
    before = complete(at, "cn", "2020-03-09")
    equal(before["d"], "4", "it counts")
    at.json("parcel", "withdraw", first["parcel"])
    check("GH" not in wells(at), "it ends with its place")
    equal(complete(at, "cn", "2020-03-09")["d"], "3", "and counts no more")
    check(all(item["good"] for item in at.json("verify")["items"]), "and everything verifies")


def a_double_in_a_file(at):
    file = at.write("tw.csv", "井编号,村,水质\nTW1,东渡村,合格\nTW1,东渡村,不合格\n")
    verdict = one(take(at, file, "2020-03-10", exit=1))
    equal((verdict["rows_new"], verdict["rows_refused"]), (1, 1), "one of the two is refused")
    equal([f["rule"] for f in verdict["findings"]], ["_twice"], "and told")
    found = at.json("finding", "list", "--area", "910101")["items"]
    check("_twice" in {f["rule"] for f in found}, "it stays open")
    at.json("parcel", "withdraw", verdict["parcel"])
    empty = one(take(at, at.write("empty.csv", ""), "2020-03-10", exit=1))
    equal(
        (empty["state"], (empty["error"] or {}).get("code")),
        ("unreadable", "parcel.empty_file"),
        "an empty file is called empty",
    )


def writing_out(at):
    at.run("finding", "export", "--area", "cn", "--xlsx", at.folder + "/back.xlsx")
    check(os.path.getsize(at.folder + "/back.xlsx") > 1000, "a workbook to send back")
    at.run("record", "list", "well", "--area", "91", "--csv", at.folder + "/wells.csv")
    check("W1" in pathlib.Path(at.folder, "wells.csv").read_text(), "a CSV of records")
    said = at.run("record", "list", "well", "--area", "91").stdout
    check("水质" in said and "可饮用" in said, "a table has titles and names of codes")
    said = at.run("record", "list", "well", "--area", "91", lang="en").stdout
    check("水质" not in said and "可饮用" not in said, f"in English too: {said}")
    full = at.json("record", "list", "well", "--area", "91", "--unmask", "--purpose", "审计检查")[
        "items"
    ]
    equal(full[0]["inspector"], "张三", "with a purpose, in full")
    at.run("record", "list", "well", "--area", "91", "--unmask", "--purpose", "好奇", exit=2)
    at.run("record", "list", "well", "--area", "91", "--unmask", exit=2)


def a_full_file_that_ends_many(at):
    """A part sent as the whole would end the rest: it is not taken until the number is said."""
    before = set(wells(at))
    parcels = len(at.json("parcel", "list")["items"])
    part = at.write("part.csv", "井编号,所在村,水质\nW1,910101001001,合格\n")
    refused = take(at, part, "2020-03-08", "--full", exit=1)["error"]
    equal(refused["code"], "app.full_ends_many", "it is refused")
    equal(
        (refused["params"]["ended"], refused["params"]["living"], refused["params"]["examples"]),
        ("2", "3", "W2 W5"),
        "how many would end, of how many, which",
    )
    said = at.run(
        "parcel",
        "take",
        part,
        "--register",
        "well",
        "--area",
        "910101",
        "--day",
        "2020-03-08",
        "--full",
        exit=1,
    ).stderr
    check("--end 2" in said and "W2、W5" in said, f"and how to confirm: {said}")
    wrong = take(at, part, "2020-03-08", "--full", "--end", "3", exit=1)["error"]
    equal(wrong["code"], "app.full_ends_other", "another number is refused")
    equal(set(wells(at)), before, "nothing has ended")
    equal(len(at.json("parcel", "list")["items"]), parcels, "and nothing is journalled")
    taken = one(take(at, part, "2020-03-08", "--full", "--end", "2"))
    equal(taken["rows_ended"], 2, "with the number it goes on")
    at.json("parcel", "withdraw", taken["parcel"])
    equal(set(wells(at)), before, "a withdrawal brings them back")


def usage_and_days(at):
    at.run("record", "list", "wells", "--area", "91", exit=2)
    said = at.run("record", "list", "wel", "--area", "91", exit=2).stderr
    check("well" in said, "did you mean")
    at.run("record", "list", "well", "--area", "999999", exit=2)
    take(at, at.write("late.csv", FIRST.replace("W1", "W9")), "2020-03-06", exit=2)
    at.run(
        "parcel",
        "take",
        "nowhere.csv",
        "--register",
        "well",
        "--area",
        "91",
        "--day",
        "2020-03-09",
        exit=3,
    )
    for missing in ("nowhere.csv", at.folder):
        refused = take(at, missing, "2020-03-09", exit=3)
        equal(refused.get("error", {}).get("code"), "app.no_file", "the only file is not there")
    at.run("figure", "show", "wells", "--area", "cn", "--day", "2020-03-08", "--by", "nope", exit=2)
    axis = at.json(
        "figure", "show", "wells", "--area", "cn", "--day", "2020-03-08", "--by", "water", exit=2
    )["error"]
    check("water_class" in axis["hint"]["zh"], "the axes are named")
    below = at.json(
        "figure", "show", "wells", "--area", "cn", "--day", "2020-03-08", "--children"
    )["items"]
    equal(
        [(f["area"], f["value"], f["asked_day"]) for f in below],
        [("91", "3", "2020-03-08"), ("92", None, "2020-03-08")],
        "a place without a figure is listed, and missing is not zero",
    )
    early = at.run(
        "standing", "show", "complete_90", "--day", "2021-03-09", "--level", "province"
    ).stdout
    check("尚未处理到2021-03-09；最近一天是2020-03-0" in early, f"a day to come: {early}")
    bad = at.write("bad.xlsx", "PK\x03\x04 this is no workbook")
    refused = one(take(at, bad, "2020-03-09", exit=1))
    equal(
        (refused["state"], refused["rows_in"]),
        ("unreadable", 0),
        "a file that cannot be read is kept and told",
    )
    check(
        refused["error"] and refused["error"]["message"]["zh"] and refused["error"]["hint"]["zh"],
        "with a reason",
    )


def everything_again(at):
    at.run("round", "run", "--day", "2020-03-12")
    check(all(item["good"] for item in at.json("verify")["items"]), "everything verifies")
    rebuilt = at.json("rebuild")["items"]
    check(
        len(rebuilt) >= 9 and all(table["equal"] for table in rebuilt),
        f"rebuild gives the same tables: {rebuilt}",
    )
    equal(set(wells(at)), {"W1", "W2", "W5"}, "and they are in use")
    check(all(item["good"] for item in at.json("verify")["items"]), "and verify")
    check(
        all(item["good"] for item in at.json("doctor")["items"] if item["check"] != "disk"),
        "the doctor is content",
    )


def life_of_a_cell(at):
    at.run("init", "--pack", DEMO)
    at.run("init", "--pack", DEMO, exit=3)
    _, first = the_first_file(at)
    correction = the_correction(at)
    back_to_the_cell(at, first)
    states_and_standing(at)
    withdrawal(at, correction)
    writing_out(at)
    a_full_file_that_ends_many(at)
    usage_and_days(at)
    an_ended_ghost(at)
    a_double_in_a_file(at)
    everything_again(at)


on_each_engine(life_of_a_cell)
