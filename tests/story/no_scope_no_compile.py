"""Reading without a Scope does not compile: tests/compile_fail, case by case."""

import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import PROGRAM, ROOT, check, end, equal  # noqa: E402

SOURCE = ROOT / "tests/compile_fail/reading_without_scope.cpp"


def compiler_and_flags():
    """As the program itself was compiled."""
    commands = json.loads((pathlib.Path(PROGRAM).parent / "compile_commands.json").read_text())
    words = shlex.split(next(c["command"] for c in commands if c["file"].endswith("app/main.cpp")))
    words = [word for word in words if not word.endswith("ccache")]
    keep, skip = [], False
    for word in words[1:]:
        if skip or word in ("-o", "-MF", "-MT", "-c"):
            skip = not skip and word != "-c"
            continue
        if word not in ("-MD",) and not word.endswith("main.cpp"):
            keep.append(word)
    return [words[0], *keep]


def main():
    command = [*compiler_and_flags(), "-fsyntax-only", "-Wno-unused"]
    cases = [int(n) for n in re.findall(r"CASE == (\d+)", SOURCE.read_text())]
    equal(cases, list(range(len(cases))), "cases are numbered")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda case: subprocess.run(
                [*command, f"-DCASE={case}", str(SOURCE)], capture_output=True, text=True
            ),
            cases,
        )
    for case, done in zip(cases, results):
        if case == 0:
            check(done.returncode == 0, f"with a scope it compiles:\n{done.stderr}")
        else:
            check(done.returncode != 0, f"case {case} compiles")
            wanted = re.search(
                r"Scope|no matching function|invalid initialization|could not convert|too few",
                done.stderr,
            )
            check(wanted, f"case {case} fails for another reason:\n{done.stderr[:400]}")
    end()


main()
