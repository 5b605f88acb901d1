"""Two processes, one data folder: the second forwards its command, same output, same exit code."""

import os
import pathlib
import stat
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, PROGRAM, check, equal, on_each_engine, stop  # noqa: E402

VILLAGES = {
    "910101": "910101001001",
    "910102": "910102001001",
    "920101": "920101001001",
    "920102": "920102001001",
}


def small_file(at, name, county, well):
    return at.write(name, f"井编号,所在村,水质\n{well},{VILLAGES[county]},合格\n")


def same_as_alone(at):
    """What a command prints does not depend on which process carries it out."""
    commands = [
        ("record", "list", "well", "--area", "cn"),
        ("record", "list", "well", "--area", "cn", "--json"),
        ("standing", "show", "complete_90", "--day", "2020-03-06", "--level", "county"),
        ("figure", "show", "wells", "--area", "cn", "--day", "2020-03-06"),
        ("finding", "list", "--area", "cn"),
        ("record", "list", "nothing", "--area", "cn"),
        ("figure", "trace", "12"),
        ("parcel", "show", "999"),
    ]
    alone = [at.run(*command, exit=None) for command in commands]
    holder = at.hold()
    for command, before in zip(commands, alone):
        now = at.run(*command, exit=None)
        equal(
            (now.returncode, now.stdout, now.stderr),
            (before.returncode, before.stdout, before.stderr),
            f"{' '.join(command)} forwarded",
        )
    return holder


def socket_file(at):
    mode = os.stat(at.folder + "/data/diaodu.sock").st_mode
    check(stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600, "the socket is the owner's only")


def relative_paths(at):
    small_file(at, "relative.csv", "910101", "R1")
    done = at.run(
        "parcel",
        "take",
        "relative.csv",
        "--register",
        "well",
        "--area",
        "910101",
        "--day",
        "2020-03-06",
    )
    check("新增 1" in done.stdout, "a path that starts at the caller's folder")
    at.run("record", "list", "well", "--area", "cn", "--csv", "out.csv")
    check(os.path.exists(at.folder + "/out.csv"), "and one to write")
    english = at.run("record", "list", "well", "--area", "cn", lang="en").stdout
    check("records" in english, "the language is the caller's")


def many_at_once(at):
    """Thirty-two callers, each with its own file: each gets its own verdict."""
    answers = {}

    def send(number):
        county = list(VILLAGES)[number % 4]
        file = small_file(at, f"many{number}.csv", county, f"M{number}")
        answers[number] = at.json(
            "parcel", "take", file, "--register", "well", "--area", county, "--day", "2020-03-07"
        )

    threads = [threading.Thread(target=send, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in answers.items():
        item = answer["items"][0] if answer["items"] else {}
        equal(
            (item.get("file_name"), item.get("rows_new")),
            (f"many{number}.csv", 1),
            "its own verdict",
        )
    equal(
        len({answer["items"][0]["parcel"] for answer in answers.values()}), 32, "thirty-two parcels"
    )
    figure = at.json("figure", "show", "wells", "--area", "cn", "--day", "2020-03-07")["items"][0]
    equal(figure["value"], "34", "all are counted")


def a_command_holds_too(at):
    """While one long command runs, another is served by it; the next one holds for itself."""
    files = [small_file(at, f"long{n}.csv", "910102", f"L{n}") for n in range(200)]
    long = subprocess.Popen(
        at.command(
            "parcel",
            "take",
            *files,
            "--register",
            "well",
            "--area",
            "910102",
            "--day",
            "2020-03-08",
            "--json",
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.time() + 60
    while (
        not os.path.exists(at.folder + "/data/diaodu.sock")
        and long.poll() is None
        and time.time() < deadline
    ):
        time.sleep(0.01)
    at.run("record", "list", "well", "--area", "cn")
    out, _ = long.communicate(timeout=300)
    equal(long.returncode, 0, "the long one ends well")
    check(out.count('"rows_new":1') == 200, "and has all its verdicts")
    at.run("verify")


def rebuilds_while_held(at):
    """Sessions that have read leave temporary views on the tables; these give way."""
    rebuilt = at.run("rebuild", exit=None)
    equal(rebuilt.returncode, 0, f"a rebuild forwarded: {rebuilt.stdout}{rebuilt.stderr}")
    figure = at.json("figure", "show", "wells", "--area", "cn", "--day", "2020-03-07")["items"][0]
    equal(figure["value"], "34", "what was read before is read again")
    check("34 条" in at.run("record", "list", "well", "--area", "cn").stdout, "the records too")


def two_processes(at):
    at.run("init", "--pack", DEMO)
    first = small_file(at, "first.csv", "910101", "W1")
    at.run("parcel", "take", first, "--register", "well", "--area", "910101", "--day", "2020-03-06")
    holder = same_as_alone(at)
    socket_file(at)
    relative_paths(at)
    many_at_once(at)
    rebuilds_while_held(at)
    equal(stop(holder), 0, "the holder ends on SIGTERM")
    check(not os.path.exists(at.folder + "/data/diaodu.sock"), "and takes its socket away")
    a_command_holds_too(at)
    missing = subprocess.run(
        [PROGRAM, "doctor", "--data", at.folder + "/nothing"], capture_output=True, text=True
    )
    equal(missing.returncode, 3, "no data: could not run")


on_each_engine(two_processes)
