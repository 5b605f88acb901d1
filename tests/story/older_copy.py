"""A database that lost its last commits is noticed; going on is a decision, written down."""

import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, Installation, check, end, equal  # noqa: E402


def take(at, name, well, exit=0):
    file = at.write(name, f"井编号,所在村,水质\n{well},910101001001,合格\n")
    where = ["--register", "well", "--area", "910101", "--day", "2020-03-06"]
    return at.json("parcel", "take", file, *where, exit=exit)


def older_copy(at):
    at.run("init", "--pack", DEMO)
    take(at, "a.csv", "A1")
    database = pathlib.Path(at.folder, "data/diaodu.db")
    shutil.copy(database, at.folder + "/copy.db")
    take(at, "b.csv", "B1")
    shutil.copy(at.folder + "/copy.db", database)

    refused = take(at, "c.csv", "C1", exit=3)["error"]
    equal(refused["code"], "journal.behind", "an older database is noticed")
    last = refused["params"]["seq"]
    check(f"--accept-loss {last}" in refused["hint"]["zh"], "and it is said what can be done")
    at.run("verify", exit=3)
    at.run("doctor", exit=3)
    at.run("doctor", "--accept-loss", "1", exit=3)

    at.run("doctor", "--accept-loss", last)
    take(at, "c.csv", "C1")
    wells = [row["well_id"] for row in at.json("record", "list", "well", "--area", "cn")["items"]]
    equal(sorted(wells), ["A1", "C1"], "work goes on from there")
    check(all(item["good"] for item in at.json("verify")["items"]), "and verifies")


def damaged_journal(at):
    """An altered mark is a break too: the entry it names is another one."""
    mark = pathlib.Path(at.folder, "data/high_water/mark")
    seq, hash_ = mark.read_text().split()
    mark.write_text(f"{seq} {'0' * 64}\n")
    done = at.run("verify", "--json", exit=3)
    equal(json.loads(done.stdout)["error"]["code"], "journal.broken", "a mark of another chain")
    mark.write_text("nonsense\n")
    done = at.run("verify", "--json", exit=3)
    equal(json.loads(done.stdout)["error"]["code"], "journal.high_water_damaged", "no mark at all")
    mark.write_text(f"{seq} {hash_}\n")
    at.run("verify")


with Installation("duckdb") as installation:
    older_copy(installation)
    damaged_journal(installation)
end()
