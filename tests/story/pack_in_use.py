"""Another pack comes into use: what is stored is judged by its rules, and by the old ones again."""

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, check, equal, on_each_engine  # noqa: E402

FIRST = """井编号,所在村,水质,井深（米）,检查日期,检查人
W1,910101001001,合格,30,2020-03-05,张三
W2,910101001002,合格,20,2020-03-05,李四
W3,910101001001,合格,,2020-03-05,王五
"""
DEEP = """
[rule.deep]
grade  = "reject"
column = "depth_m"
fails  = "depth_m > 28"
says   = { zh = "井深{depth_m}米，太深", en = "{depth_m} m is too deep" }
"""
SAME_DAY = """
[rule.inspector_elsewhere]
grade  = "question"
column = "inspector"
reach  = "register"
shares = ["inspector"]
says   = { zh = "{inspector}同一天在{other_area}", en = "{inspector} was in {other_area} that day" }
query  = '''
select i.parcel, i.row_no, min(w.village) as other_area
from incoming i
join (
  select inspector, inspected_on, village from incoming
  union all
  select inspector, inspected_on, village from well
  where well_id not in (select well_id from incoming)
) w on w.inspector = i.inspector and w.inspected_on = i.inspected_on and w.village <> i.village
group by i.parcel, i.row_no
'''
"""
OWNER = """[[column]]
name  = "owner"
type  = "text"
need  = "expected"
heads = ["产权人"]

[[column]]
name  = "depth_m\""""


def pack(at, name, **changes):
    """A copy of the demo pack: file (its stem's folder) -> (text, what stands there instead)."""
    folder = pathlib.Path(at.folder, name)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DEMO, folder)
    for where, (old, new) in changes.items():
        file = folder / where / "well.toml"
        text = file.read_text(encoding="utf-8")
        check(old in text, f"{where} has {old!r}")
        file.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    return str(folder)


def take(at, name, text, day, exit=0):
    file = at.write(name, text)
    arguments = ["--register", "well", "--area", "910101", "--day", day]
    return at.json("parcel", "take", file, *arguments, exit=exit)["items"][0]


def found(at, day=None):
    when = ["--day", day] if day else []
    return sorted(
        (f["rule"], f["id"], f["cell"], f["shown"])
        for f in at.json("finding", "list", "--area", "cn", *when)["items"]
    )


def complete(at, day):
    items = at.json("figure", "show", "well_record_complete", "--area", "cn", "--day", day)["items"]
    return items[0]["value"] if items else None


def rules_and_params(at):
    at.run("init", "--pack", DEMO)
    take(at, "first.csv", FIRST, "2020-03-06")
    equal(found(at), [], "by the first pack nothing is wrong")
    equal(complete(at, "2020-03-06"), {"n": "2", "d": "3"}, "two of three are complete")
    at.run("pack", "use", pack(at, "tight", params=("value = 80", "value = 25")))
    plausible = ("depth_plausible", "W1", "D2", "30")
    equal(found(at), [plausible], "a tighter param finds the old record")
    at.run("pack", "use", pack(at, "tighter", params=("value = 80", "value = 15")))
    equal([f[1] for f in found(at)], ["W1", "W2"], "and one tighter still finds two")
    says = at.json("finding", "list", "--area", "cn")["items"][0]["says"]["zh"]
    check("15" in says, f"the sentence says the param in force: {says}")
    at.run("pack", "use", DEMO)
    equal(found(at), [], "back again, they end")


def a_reject_on_an_old_record(at):
    at.run("pack", "use", pack(at, "reject", rules=("", DEEP)))
    equal(found(at), [("deep", "W1", "D2", "30")], "a new reject finds the old record")
    equal(len(at.json("record", "list", "well", "--area", "cn")["items"]), 3, "which stays")
    equal(complete(at, "2020-03-06"), {"n": "1", "d": "3"}, "but counts as not complete")
    verdict = take(at, "mend.csv", "编号,村,深度\nW1,910101001001,27\n", "2020-03-07")
    equal(verdict["rows_changed"], 1, "its mended row is taken")
    equal(found(at), [], "and ends the finding")
    equal(complete(at, "2020-03-07"), {"n": "2", "d": "3"}, "and it is complete again")
    refused = take(at, "deep.csv", "编号,村,深度\nW2,910101001002,29\n", "2020-03-07", exit=1)
    equal(refused["rows_refused"], 1, "a new row is refused")
    at.run("pack", "use", pack(at, "other", params=("value = 80", "value = 79"), rules=("", DEEP)))
    equal([f[:2] for f in found(at)], [("deep", "W2")], "a row that was refused stays refused")
    at.run("pack", "use", DEMO)
    equal(found(at), [], "a rule that is removed ends its findings")


def columns_that_move(at):
    at.run("pack", "use", pack(at, "owner", registers=('[[column]]\nname  = "depth_m"', OWNER)))
    equal(complete(at, "2020-03-07"), {"n": "0", "d": "3"}, "a new expected column is missing")
    take(at, "owner.csv", "编号,村,产权人\nW1,910101001001,村集体\n", "2020-03-08")
    equal(complete(at, "2020-03-08"), {"n": "1", "d": "3"}, "until it comes")
    at.run("pack", "use", DEMO)
    equal(complete(at, "2020-03-08"), {"n": "2", "d": "3"}, "left out, it is not asked for")
    withdrawn = take(at, "wrong.csv", "编号,村,深度\nW2,910101001002,21\n", "2020-03-08")
    at.run("parcel", "withdraw", str(withdrawn["parcel"]))
    wells = {w["well_id"]: w for w in at.json("record", "list", "well", "--area", "cn")["items"]}
    equal(wells["W2"]["depth_m"], "20", "masks moved with their columns: the old value is back")
    at.run("pack", "use", at.folder + "/owner")
    wells = {w["well_id"]: w for w in at.json("record", "list", "well", "--area", "cn")["items"]}
    equal(wells["W1"]["owner"], None, "a column that comes back begins empty")
    at.run("pack", "use", DEMO)
    other_type = pack(at, "scale", registers=("scale = 1", "scale = 2"))
    refused = at.json("pack", "use", other_type, exit=1)["items"]
    equal([f["code"] for f in refused], ["pack.type_change"], "another type is refused")
    said = at.run("pack", "use", other_type, exit=1).stdout
    for word in ("well", "depth_m", "decimal(1)", "decimal(2)", "新的列名"):
        check(word in said, f"the refusal names {word}: {said}")
    keys = ('key       = ["well_id"]', 'key = ["well_id", "village"]')
    other_key = pack(at, "key", registers=keys)
    refused = at.json("pack", "use", other_key, exit=1)["items"]
    equal([f["code"] for f in refused], ["pack.key_change"], "so is another key")
    take(at, "again.csv", "编号,村,深度\nW3,910101001001,19\n", "2020-03-08")
    equal(complete(at, "2020-03-08"), {"n": "3", "d": "3"}, "the pack in use goes on")


def those_who_share(at):
    at.run("pack", "use", pack(at, "shares", rules=("", SAME_DAY)))
    equal(found(at), [], "three inspectors")
    head = "编号,村,检查人\n"
    second = take(at, "second.csv", head + "W2,910101001002,张三\n", "2020-03-09")
    names = [f[:2] for f in found(at)]
    rule = "inspector_elsewhere"
    equal(names, [(rule, "W1"), (rule, "W2")], "who was there before is judged again")
    cell = [f for f in found(at) if f[1] == "W1"][0][2]
    equal(cell, "F2", "at the cell that set it")
    at.run("parcel", "withdraw", str(second["parcel"]))
    equal(found(at), [], "a withdrawal takes the value back, and ends both")
    take(at, "third.csv", head + "W2,910101001002,张三\n", "2020-03-09")
    equal(len(found(at)), 2, "and it may come again")
    take(at, "fourth.csv", head + "W2,910101001002,赵六\n", "2020-03-10")
    equal(found(at), [], "when one changes, the other's finding ends")


def what_a_withdrawal_gives_back(at):
    wrong = "编号,村,深度\nW3,910101001001,300\n"
    take(at, "wrong.csv", wrong, "2020-03-11")
    equal(found(at), [("depth_plausible", "W3", "C2", "300")], "a depth that is not plausible")
    mend = take(at, "mended.csv", "编号,深度,村\nW3,18,910101001001\n", "2020-03-12")
    equal(found(at), [], "mended")
    at.run("parcel", "withdraw", str(mend["parcel"]))
    equal(
        found(at), [("depth_plausible", "W3", "C2", "300")], "the restored value is judged again"
    )


def everything_again(at):
    rebuilt = at.json("rebuild")["items"]
    check(all(table["equal"] for table in rebuilt), f"rebuild gives the same tables: {rebuilt}")


def pack_in_use(at):
    rules_and_params(at)
    a_reject_on_an_old_record(at)
    columns_that_move(at)
    those_who_share(at)
    what_a_withdrawal_gives_back(at)
    everything_again(at)


if __name__ == "__main__":
    on_each_engine(pack_in_use)
