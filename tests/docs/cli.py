"""docs/cli.md against the program: every command and option, and the keys of every answer."""

import datetime
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story/lib"))
from story import DEMO, PROGRAM, ROOT, Installation, check, end, equal  # noqa: E402

PAGE = (ROOT / "docs/cli.md").read_text()
COMMON = {"--data", "--files", "--json", "--lang", "--actor"}


def sections():
    parts = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)
    return {
        name.strip(): re.split(r"^## ", text, flags=re.MULTILINE)[0]
        for name, text in zip(parts[1::2], parts[2::2])
    }


def commands():
    """Name and options of each command, as the program's own grammar has them."""
    lines = subprocess.run(
        [PROGRAM, "--describe"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for line in lines:
        words = line.split()
        options = {word for word in words if word.startswith("--")}
        yield " ".join(
            word for word in words if word.islower() and not word.startswith("-")
        ), options


def documented_keys(text):
    """The words after "Items" up to the closing backquote."""
    found = re.search(r"^Items[^:\n]*: `([^`]+)`", text, flags=re.MULTILINE)
    return set(found.group(1).split()) if found else None


def same_keys(name, answer, of=None):
    items = answer["items"]
    check(items, f"{name} --json gives an item")
    for item in items[:3]:
        equal(sorted(item), sorted(documented_keys(sections()[of or name])), f"keys of {name}")
    check(set(answer) >= {"items", "day", "round", "next"}, f"{name}: items, day, round, next")


def answers(at):
    initial = at.json("init", "--pack", DEMO)
    same_keys("init", initial)
    file = at.write(
        "a.csv",
        "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
        "W1,910101001001,合格,30,2020-03-05,张三\nW2,920102001001,合格,3,2020-03-05,李四\n",
    )
    taken = at.json(
        "parcel",
        "take",
        file,
        "--register",
        "well",
        "--area",
        "910101",
        "--day",
        "2020-03-06",
        exit=1,
    )
    same_keys("parcel take", taken)
    parcel = taken["items"][0]["parcel"]
    for finding in taken["items"][0]["findings"]:
        equal(
            sorted(finding), sorted(documented_keys(sections()["finding list"])), "keys of findings"
        )
    same_keys("parcel show", at.json("parcel", "show", parcel), "parcel take")
    same_keys("parcel list", at.json("parcel", "list"))
    said = ("heading", "confirm", parcel, "--heading", "水质", "--column", "water_quality")
    same_keys("heading confirm", at.json(*said), "heading list")
    same_keys("heading list", at.json("heading", "list"))
    same_keys("parcel return", at.json("parcel", "return", parcel, "--reason", "x"), "parcel take")
    same_keys(
        "report suspend",
        at.json(
            "report",
            "suspend",
            "--register",
            "well",
            "--area",
            "910102",
            "--day",
            "2020-03-06",
            "--reason",
            "x",
        ),
    )
    same_keys("round run", at.json("round", "run", "--day", "2020-03-07"))
    reading(at)
    withdrawn = at.json("parcel", "withdraw", parcel)
    same_keys("parcel withdraw", withdrawn, "parcel take")


def reading(at):
    same_keys("finding list", at.json("finding", "list", "--area", "cn"))
    same_keys(
        "finding export",
        at.json("finding", "export", "--area", "cn", "--xlsx", at.folder + "/f.xlsx"),
    )
    form = ("record", "template", "well", "--area", "cn", "--xlsx", at.folder + "/t.xlsx")
    same_keys("record template", at.json(*form))
    figures = at.json(
        "figure", "show", "well_record_complete", "--area", "cn", "--day", "2020-03-06"
    )
    same_keys("figure show", figures)
    trace = at.json("figure", "trace", figures["items"][0]["figure"])
    same_keys("figure trace", trace)
    steps = set(re.search(r"^`steps`: `([^`]+)`", PAGE, flags=re.MULTILINE).group(1).split())
    for step in trace["items"][0]["steps"]:
        equal(sorted(step), sorted(steps), "keys of steps")
    same_keys(
        "standing show",
        at.json("standing", "show", "complete_90", "--day", "2020-03-06", "--level", "county"),
    )
    records = at.json("record", "list", "well", "--area", "cn")["items"]
    equal(list(records[0])[:2], ["well_id", "village"], "records by names of columns")
    accounts(at)
    same_keys("verify", at.json("verify"))
    same_keys("doctor", at.json("doctor", exit=None))
    same_keys("rebuild", at.json("rebuild"))
    refused = at.json("figure", "show", "nothing", "--area", "cn", "--day", "2020-03-06", exit=2)
    equal(
        sorted(refused["error"]), ["code", "hint", "message", "params", "place"], "keys of an error"
    )


def accounts(at):
    li = ("account", "add", "li", "--role", "clerk", "--area", "910101")
    same_keys("account add", at.json(*li))
    wang = at.json("account", "add", "wang", "--role", "reader", "--area", "91")
    grants = set(re.search(r"^`grants`: `([^`]+)`", PAGE, flags=re.MULTILINE).group(1).split())
    equal(set(wang["items"][0]["grants"][0]), grants, "keys of grants")
    same_keys("account list", at.json("account", "list"))
    same_keys("account lock", at.json("account", "lock", "li"), "account list")
    same_keys("account unlock", at.json("account", "unlock", "li"), "account list")
    same_keys("account reset", at.json("account", "reset", "li"), "account add")
    day = str((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date())
    both = ("li", "wang", "--day", day)
    same_keys("account stand-in", at.json("account", "stand-in", *both))
    token = at.json("token", "add", "li", "--may", "parcel_take", "--to", day)
    same_keys("token add", token)
    same_keys("token list", at.json("token", "list"))
    revoked = at.json("token", "revoke", token["items"][0]["token"])
    same_keys("token revoke", revoked, "token list")
    same_keys("account handover", at.json("account", "handover", *both))
    same_keys("audit list", at.json("audit", "list"))


def main():
    documented = sections()
    named = set()
    for name, options in commands():
        named.add(name)
        text = documented.get(name)
        check(text is not None, f'docs/cli.md has no section "{name}"')
        for option in sorted(options - COMMON):
            check(option in (text or ""), f"docs/cli.md, {name}: {option} is not told")
    equal(set(documented) - named - {"JSON"}, set(), "sections of commands that are not there")
    for option in COMMON:
        check(option in PAGE, option)
    with Installation("duckdb") as installation:
        answers(installation)
    with Installation("duckdb") as installation:
        written = installation.json("pack", "docs", DEMO, "--out", installation.folder)
        same_keys("pack docs", written)
    same = subprocess.run([PROGRAM, "pack", "test", DEMO, "--json"], capture_output=True, text=True)
    equal(same.returncode, 0, f"pack test: {same.stdout[-300:]}")
    end()


main()
