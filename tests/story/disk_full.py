"""A full disk: nothing acknowledged is lost, the answer says what to do, work goes on with room.

Needs root for a small tmpfs of its own. Where it cannot mount one it says so; with CI=1 that is a
failure.
"""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, Installation, check, end, equal  # noqa: E402


def file_of(at, name, first, rows, folder):
    lines = ["井编号,所在村,水质,井深（米）,检查日期,检查人"]
    lines += [
        f"F{number:07d},910101001001,合格,30,2020-03-05,张三{number}"
        for number in range(first, first + rows)
    ]
    path = pathlib.Path(folder, name)
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def take(at, file, day="2020-03-06"):
    return at.run(
        "parcel",
        "take",
        file,
        "--register",
        "well",
        "--area",
        "910101",
        "--day",
        day,
        "--json",
        exit=None,
    )


def fill(folder):
    filler = pathlib.Path(folder, "filler")
    with open(filler, "wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * 65536)
        except OSError:
            pass
    return filler


def full_and_free_again(at, source):
    at.run("init", "--pack", DEMO)
    equal(take(at, file_of(at, "before.csv", 0, 500, source)).returncode, 0, "before")
    filler = fill(at.folder)
    refused = [
        take(at, file_of(at, f"full{n}.csv", 1000 * (n + 1), 3000, source)) for n in range(3)
    ]
    for done in refused:
        check(
            done.returncode in (3, 70),
            f"a full disk is an error, not a success: {done.returncode} {done.stdout}",
        )
        check('"hint"' in done.stdout or done.stderr, "it says what to do")
    filler.unlink()
    checks = {item["check"]: item["good"] for item in at.json("verify", exit=None)["items"]}
    check(
        checks.get("chain") and checks.get("high_water") and checks.get("files"),
        f"what was kept holds: {checks}",
    )
    have = at.json("record", "list", "well", "--area", "cn", "--limit", "100000")["items"]
    check(len(have) >= 500, f"what was acknowledged is there: {len(have)}")
    equal(take(at, file_of(at, "after.csv", 900000, 100, source)).returncode, 0, "work goes on")
    check(all(item["good"] for item in at.json("verify")["items"]), "and everything verifies")


def main():
    with Installation("duckdb") as outer:
        small = outer.folder + "/small"
        os.mkdir(small)
        mounted = (
            os.geteuid() == 0
            and subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small], capture_output=True
            ).returncode
            == 0
        )
        if not mounted:
            print(
                "disk_full.py: NOT RUN: no small disk can be mounted here (needs root and mount"
                " rights)",
                flush=True,
            )
            check(os.environ.get("CI") != "1", "in CI it must run")
            return
        try:
            full_and_free_again(Installation("duckdb", small), outer.folder)
        finally:
            subprocess.run(["umount", "-l", small], check=False)


main()
end()
