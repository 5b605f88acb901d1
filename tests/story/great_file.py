"""A great file is taken in parts: small files of other places go between, those of its own wait."""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, check, equal, on_each_engine, stop  # noqa: E402

PART_ROWS, PARTS = 1_000, 25
os.environ["DIAODU_PART_ROWS"] = str(PART_ROWS)  # 245,760 unless told
DAY = "2020-03-06"


def great_file(at, name, letter):
    """All but the last two rows say something new; those repeat the first two, one differently."""
    rows = [
        f"{letter}{n:06},91010100100{1 + n % 2},合格,{5 + n % 20}.5"
        for n in range(PART_ROWS * PARTS - 2)
    ]
    rows += [rows[0], rows[1].replace("合格", "差")]
    return at.write(name, "井编号,所在村,水质,井深（米）\n" + "\n".join(rows) + "\n")


def take(at, file, area, day=DAY):
    options = ["--register", "well", "--area", area, "--day", day, "--json"]
    return at.command("parcel", "take", file, *options)


def take_now(at, file, area, day=DAY):
    options = ["--register", "well", "--area", area, "--day", day]
    return at.json("parcel", "take", file, *options)["items"][0]


def begin(at, file, area, day=DAY):
    """Sends it from a process of its own; gives the parcel when its first part is sealed."""
    sending = subprocess.Popen(take(at, file, area, day), stdout=subprocess.PIPE, text=True)
    deadline = time.time() + 120
    while time.time() < deadline:
        for parcel in at.json("parcel", "list", "--day", day)["items"]:
            if parcel["file_name"] == pathlib.Path(file).name:
                return sending, parcel
        time.sleep(0.02)
    sys.exit("the great file never began")


def answer(sending):
    out, _ = sending.communicate(timeout=300)
    return json.loads(out)["items"][0]


def who_waits_and_who_does_not(at):
    holder = at.hold()
    sending, begun = begin(at, great_file(at, "great.csv", "G"), "9101")
    check(begun["in_progress"], "the first part is sealed, and can be read")
    last = f"G{PART_ROWS * PARTS - 3:06}"
    own = at.write("own.csv", f"井编号,所在村,水质\n{last},910101001001,差\n")
    waiting = subprocess.Popen(take(at, own, "910101"), stdout=subprocess.PIPE, text=True)
    other = at.write("other.csv", "井编号,所在村,水质\nO1,920101001001,合格\n")
    overtaking = take_now(at, other, "920101")
    great, waited = answer(sending), answer(waiting)
    equal(overtaking["rows_new"], 1, "the small file of another place is taken")
    check(int(overtaking["parcel"]) > int(great["parcel"]), "though it came later")
    check(int(overtaking["round"]) < int(great["round"]) + PARTS, "between two parts of it")
    equal(
        (great["rows_in"], great["rows_new"], great["rows_refused"], great["in_progress"]),
        (PART_ROWS * PARTS - 1, PART_ROWS * PARTS - 2, 1, False),
        "the great one's rows add up over its rounds",
    )
    equal(
        [(f["rule"], f["row"]) for f in great["findings"] if f["rule"].startswith("_twice")],
        [("_twice_same", PART_ROWS * PARTS), ("_twice", PART_ROWS * PARTS + 1)],
        "a key of the first part is known in the last",
    )
    check(int(waited["round"]) > int(overtaking["round"]) + 1, "one of the same place waits")
    equal(waited["rows_changed"], 1, "and changes what the great one said")
    check('"good":false' not in at.run("verify", "--json").stdout, "all is as the journal says")
    equal(stop(holder), 0, "the holder ends")


def killed_in_the_middle(at):
    day = "2020-03-07"
    holder = at.hold()
    sending, begun = begin(at, great_file(at, "killed.csv", "K"), "9101", day)
    other = at.write("beside.csv", "井编号,所在村,水质\nO2,920101001001,合格\n")
    beside = take_now(at, other, "920101", day)
    middle = at.json("parcel", "show", begun["parcel"])["items"][0]
    holder.kill()
    holder.wait()
    sending.communicate(timeout=300)
    check(middle["in_progress"], f"it was killed in the middle: {middle['rows_in']} rows")
    at.run("round", "run")
    great = at.json("parcel", "show", begun["parcel"])["items"][0]
    equal(
        (great["rows_in"], great["rows_new"], great["rows_refused"], great["in_progress"]),
        (PART_ROWS * PARTS - 1, PART_ROWS * PARTS - 2, 1, False),
        "after a kill and a new start all rows are there, once",
    )
    equal(
        [f["rule"] for f in great["findings"] if f["rule"].startswith("_twice")],
        ["_twice_same", "_twice"],
        "and the doubles told",
    )
    beside = at.json("parcel", "show", beside["parcel"])["items"][0]
    equal(beside["rows_new"], 1, "and the other is there")
    checks = at.json("verify")["items"] + at.json("doctor")["items"]
    equal([c for c in checks if not c["good"]], [], "nothing is wrong")


def great_files(at):
    at.run("init", "--pack", DEMO)
    who_waits_and_who_does_not(at)
    killed_in_the_middle(at)
    rebuilt = at.json("rebuild")["items"]
    equal([table for table in rebuilt if not table["equal"]], [], "a rebuild makes the same tables")
    figure = at.json("figure", "show", "wells", "--area", "cn", "--day", "2020-03-07")["items"][0]
    equal(figure["value"], str(2 * (PART_ROWS * PARTS - 2) + 2), "all wells are counted")


on_each_engine(great_files)
