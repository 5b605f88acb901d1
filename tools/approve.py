#!/usr/bin/env python3
"""Golden files. A test that compares with tests/golden/NAME.approved writes what it got to
NAME.received when the two differ; a person looks at the difference here and accepts it, or mends
the code.

    tools/approve.py              show every difference
    tools/approve.py NAME...      show these, and accept each after a yes
    tools/approve.py --all        accept all that were shown, without asking
    tools/approve.py --check      exit 1 if anything waits (for a script)
"""

import argparse
import difflib
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GOLDEN = os.path.join(ROOT, "tests", "golden")


def waiting(folder):
    """The names, without ending, of all received files under the folder."""
    for below, _, files in sorted(os.walk(folder)):
        for file in sorted(files):
            if file.endswith(".received"):
                yield os.path.relpath(os.path.join(below, file[: -len(".received")]), folder)


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", errors="backslashreplace") as file:
        return file.readlines()


def difference(folder, name):
    path = os.path.join(folder, name)
    approved, received = lines(path + ".approved"), lines(path + ".received")
    return "".join(
        line if line.endswith("\n") else line + "\n"
        for line in difflib.unified_diff(approved, received, name + ".approved", name + ".received")
    )


def accept(folder, name):
    path = os.path.join(folder, name)
    os.replace(path + ".received", path + ".approved")
    print(f"已认可 accepted: {name}")


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*")
    options.add_argument("--all", action="store_true")
    options.add_argument("--check", action="store_true")
    options.add_argument("--golden", default=GOLDEN, help="the folder (tests/golden)")
    given = options.parse_args()
    names = list(waiting(given.golden))
    for name in given.names:
        if name not in names:
            sys.exit(f"没有待认可的 nothing received for: {name}")
    names = given.names or names
    for name in names:
        print(difference(given.golden, name) or f"{name}: 相同 the same\n", end="")
        if given.all:
            accept(given.golden, name)
        elif given.names and input(f"认可 accept {name}? [y/N] ").strip() in (
            "y",
            "Y",
            "yes",
            "是",
        ):
            accept(given.golden, name)
    if not names:
        print("没有待认可的文件 nothing waits")
    return 1 if given.check and names else 0


if __name__ == "__main__":
    sys.exit(main())
