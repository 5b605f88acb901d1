"""The main job: the eight-day drive, small, on both engines. The answers are golden: equal on both
engines, equal to tests/golden/drive.approved.txt, and `scenario check` finds the published figures.
At night ten times as large.
"""

import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import ROOT, Installation, check, end, equal  # noqa: E402

PACK = str(ROOT / "packs/relief-2020")
SCALE = "0.001" if os.environ.get("DIAODU_NIGHTLY") else "0.0002"
QUESTIONS = [
    ("figure", "show", "worker_record_complete", "--area", "cn", "--day", "2020-03-05"),
    ("figure", "show", "worker_record_complete", "--area", "cn", "--day", "2020-03-13"),
    ("figure", "show", "workers_out", "--area", "cn", "--day", "2020-03-13", "--by", "work_class"),
    (
        "figure",
        "show",
        "worker_field_filled",
        "--area",
        "51",
        "--day",
        "2020-03-09",
        "--by",
        "column",
    ),
    ("figure", "show", "worker_explained", "--area", "cn", "--day", "2020-03-13", "--children"),
    ("figure", "show", "worker_verified", "--area", "cn", "--day", "2020-03-13"),
    ("figure", "show", "cells_changed", "--area", "cn", "--day", "2020-03-10"),
    ("figure", "show", "records_touched", "--area", "cn", "--day", "2020-03-13"),
    ("standing", "show", "complete_98", "--day", "2020-03-05", "--level", "province"),
    ("standing", "show", "complete_98", "--day", "2020-03-13", "--level", "province"),
    ("standing", "show", "complete_98", "--day", "2020-03-12", "--level", "city", "--area", "51"),
]


def without_ids(text):
    """An id is made of the round too, and how many rounds a day took is a matter of speed."""
    return re.sub(r" +\d{15,19}$", " #", text, flags=re.MULTILINE)


def answers(at):
    """What people would read, but for the ids of figures."""
    at.run("init", "--pack", PACK)
    at.run("scenario", "play", "drive_2020_03", "--scale", SCALE, "--seed", "1")
    checked = at.run("scenario", "check", "drive_2020_03", exit=None)
    check(checked.returncode == 0, f"the published figures come out:\n{checked.stdout}")
    texts = [without_ids(at.run(*question).stdout) for question in QUESTIONS]
    items = at.json("finding", "list", "--area", "51", exit=None)["items"]
    texts.append("\n".join(sorted(f"{i['rule']} {i['cell']} {i['shown']}" for i in items)) + "\n")
    return texts


def moves_on(at):
    """Who changes the place of work is not set against his own former row."""
    take = ("--register", "worker", "--area", "513422", "--json")
    first = "人编号,户编号,姓名,户籍地（村）,联系电话,务工所在地\n"
    first += "5134220099990001,H1,张三,513422101200,13812345678,440402\n"
    at.run("parcel", "take", at.write("a.csv", first), *take, "--day", "2020-03-14")
    second = at.write("b.csv", "人编号,务工所在地\n5134220099990001,440403\n")
    at.run("parcel", "take", second, *take, "--day", "2020-03-15")
    found = at.json("finding", "list", "--area", "513422")["items"]
    mine = {f["rule"] for f in found if f["id"] == "5134220099990001"}
    equal(mine, {"place_without_month"}, "what is open about one who moved on")


def golden(texts):
    approved = ROOT / "tests/golden/drive.approved.txt"
    received = "".join(
        f"== {' '.join(question)}\n{text}\n" for question, text in zip(QUESTIONS, texts)
    )
    if not approved.exists() or approved.read_text(encoding="utf-8") != received:
        approved.with_name("drive.received.txt").write_text(received, encoding="utf-8")
    equal(
        approved.exists() and approved.read_text(encoding="utf-8") == received,
        True,
        "the answers are the approved ones (tools/approve.py shows the difference)",
    )


with Installation("duckdb") as one:
    first = answers(one)
    if SCALE == "0.0002":
        golden(first)
    moves_on(one)
    rebuilt = one.run("rebuild", exit=None)
    check(rebuilt.returncode == 0, f"rebuild gives the same tables:\n{rebuilt.stdout}")
    verified = one.run("verify", exit=None)
    check(verified.returncode == 0, f"verify finds everything in order:\n{verified.stdout}")
if os.environ.get("DIAODU_TEST_PG"):
    with Installation("postgres") as other:
        for question, mine, theirs in zip(QUESTIONS + [("finding", "list")], first, answers(other)):
            equal(theirs, mine, f"{' '.join(question)} on PostgreSQL")
elif os.environ.get("DIAODU_REQUIRE_PG"):
    check(False, "DIAODU_TEST_PG is not set")
end()
