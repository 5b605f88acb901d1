"""A file that no round can take holds up no other; the same bytes again, after others' changes."""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, check, equal, on_each_engine, stop  # noqa: E402

DAY = "2020-03-06"
# A rule that passes every check of a pack and cannot compute with a certain row.
BROKEN_RULE = """
[rule.cannot_compute]
grade  = "note"
column = "depth_m"
fails  = "case when depth_m = 66 then cast(well_id as integer) = 1 else false end"
says   = { zh = "井深{depth_m}米", en = "{depth_m} m" }
"""


def well_file(at, name, well, village="910101001001", quality="合格", depth="5"):
    return at.write(name, f"井编号,所在村,水质,井深（米）\n{well},{village},{quality},{depth}\n")


def take(at, *files, area="910101", exit=0):
    return at.json(
        "parcel", "take", *files, "--register", "well", "--area", area, "--day", DAY, exit=exit
    )["items"]


def broken_pack(at):
    folder = at.folder + "/broken"
    shutil.copytree(DEMO, folder)
    with open(folder + "/rules/well.toml", "a", encoding="utf-8") as rules:
        rules.write(BROKEN_RULE)
    return folder


def one_at_fault(at):
    at.run("init", "--pack", broken_pack(at))
    holder = at.hold()
    files = [well_file(at, f"good{n}.csv", f"G{n}") for n in range(5)]
    bad = well_file(at, "bad.csv", "NOTANUMBER", depth="66")
    verdicts = take(at, *files[:3], bad, *files[3:], exit=1)
    equal(
        [v["state"] for v in verdicts],
        ["taken", "taken", "taken", "set_aside", "taken", "taken"],
        "one is set aside, the others are taken",
    )
    equal(verdicts[3]["error"]["code"], "parcel.set_aside", "with its reason")
    check("store.conversion" in verdicts[3]["error"]["message"]["zh"], "that names what failed")
    check("NOTANUMBER" not in str(verdicts[3]), "and shows no cell")
    shown = at.run("parcel", "show", verdicts[3]["parcel"]).stdout
    check("已搁置" in shown, f"parcel show tells it: {shown}")
    shown = at.run("parcel", "show", verdicts[3]["parcel"], lang="en").stdout
    check("set aside" in shown, f"in English too: {shown}")
    told = {c["check"]: c for c in at.json("doctor", exit=1)["items"]}
    check(not told["set_aside"]["good"], "doctor tells it")
    check(told["waiting"]["good"], "nothing waits")
    later = take(at, well_file(at, "later.csv", "L1"))[0]
    equal(later["state"], "taken", "later ones are taken too")
    equal(stop(holder), 0, "the holder ends")
    return verdicts[3]["parcel"], bad


def mended(at, parcel, bad):
    rebuilt = at.json("rebuild")["items"]
    equal([table for table in rebuilt if not table["equal"]], [], "a rebuild sets it aside as well")
    at.run("pack", "use", DEMO)
    equal(take(at, bad)[0]["state"], "taken", "with the rule mended the same file is taken")
    at.run("parcel", "withdraw", parcel)
    told = {c["check"]: c["good"] for c in at.json("doctor")["items"]}
    check(told["set_aside"], "withdrawn, it is no longer told of")


def same_bytes_again(at):
    first = well_file(at, "first.csv", "S1", quality="合格")
    number = take(at, first)[0]["parcel"]
    again = take(at, first)[0]
    equal((again["state"], again["same_as"]), ("same_file", number), "at once: harmless")
    take(at, well_file(at, "other.csv", "S1", quality="差"))
    said = at.run(
        "parcel", "take", first, "--register", "well", "--area", "910101", "--day", DAY
    ).stdout
    check("已按新报送件重新处理" in said and "修改 1" in said, f"after another's change: taken: {said}")
    again = take(at, first)[0]
    equal(again["state"], "same_file", "and harmless from then on")
    check(again["same_as"] != number, "it is the later one's copy")
    take(at, well_file(at, "elsewhere.csv", "E1", "920101001001"), area="920101")
    equal(take(at, first)[0]["state"], "same_file", "what others do elsewhere does not matter")
    take(at, well_file(at, "confirmed.csv", "S1", quality="合格"))
    equal(take(at, first)[0]["state"], "same_file", "nor does one that changes nothing")
    english = at.run("parcel", "show", again["parcel"], lang="en").stdout
    check("it was not taken twice" in english, "told in English")
    together = [
        v["state"] for v in take(at, first, well_file(at, "o2.csv", "S1", quality="差"), first)
    ]
    equal(together, ["same_file", "taken", "taken"], "in one round too")
    listed = at.json("record", "list", "well", "--area", "910101")["items"]
    quality = [w["water_quality"] for w in listed if w["well_id"] == "S1"]
    equal(quality, ["1"], "the sender's word stands")
    rebuilt = at.json("rebuild")["items"]
    equal([table for table in rebuilt if not table["equal"]], [], "a rebuild makes the same tables")


def set_aside(at):
    parcel, bad = one_at_fault(at)
    mended(at, parcel, bad)
    same_bytes_again(at)


on_each_engine(set_aside)
