#!/usr/bin/env python3
"""Checks the rules of the code that a compiler cannot: ARCHITECTURE.md's include table, who writes
which table, where SQL and engine names may stand, sizes, error codes, head comments.

    tools/tidy.py              every complaint as file:line: text [rule]; exit 1 if there is one
    tools/tidy.py --list-codes the error codes of src/ as a Markdown table, with their words
    tools/tidy.py --self-test  each rule against a sample that breaks it
"""

import argparse
import ast
import functools
import os
import re
import subprocess
import sys

# The folders of src/ that are no rooms: they make nothing that a facade of 120 lines must explain.
INFRASTRUCTURE = set("base sheet store pack http journal access frame api app".split())
COLUMNS_MAX, FUNCTION_MAX, FILE_MAX, FACADE_MAX, BYTES_MAX = 100, 70, 500, 120, 1 << 20
CODE_KINDS = (".cpp", ".hpp", ".py", ".sql", ".cmake")
CODE_FOLDERS = ("src/", "tests/", "tools/", "fuzz/", "bench/", "cmake/", "schema/")
# Words of one programme: they belong in packs/. Matched in code and strings, not in comments.
PROGRAMME_WORDS = re.compile(
    r"(?i)(?<![a-z])(workers?|wages?|loans?|poverty|relief|migrants?|jobless|employers?)"
    r"(?![a-z])"
    r"|贫|务工|扶贫|脱贫|搬迁|帮扶|工资|就业|贷款|用工|返乡"
)
# First parts of error codes beside the names of the folders; and what looks like a file's name.
CODE_PREFIXES = {"asked", "round", "rebuild"}
NOT_CODES = set("toml csv sql xlsx xls sock json zip xml rels lock log md zh en txt tmp".split())
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|(?P<raw>R"(?P<tag>[^(\s]{0,16})\((?P<rawtext>.*?)\)(?P=tag)")'
    r'|(?P<text>"(?:\\.|[^"\\\n])*")|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
    re.S,
)
SQL_WRITE = re.compile(
    r"(?i)\b(?:insert\s+into|delete\s+from|truncate\s+table|merge\s+into|update(?!\s+set\b))\s+"
    r"(?:only\s+)?\"?([a-z_][a-z0-9_]*(?:\{\{\w+\}\}\w*)?|\{\{\w+\}\}\w*)"
)
SQL_TABLE = re.compile(
    r"(?i)\bcreate\s+(?:or\s+replace\s+)?(temp(?:orary)?\s+|unlogged\s+)?(?:table|view)\s+"
    r"(?:if\s+not\s+exists\s+)?\"?([a-z_][a-z0-9_{}]*)"
)
SQL_IN_TEXT = re.compile(
    r"(?is)\bselect\s[^;]*?\bfrom\s+[a-z_{\"(]"
    r"|^\s*select\s+(?:count|max|min|sum|coalesce)\s*\(|\binsert\s+into\s"
    r"|\bupdate\s+[\w{}\"]+\s+set\s|\bdelete\s+from\s"
    r"|\bcreate\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view|index)\s"
    r"|\bdrop\s+(?:table|view)\s|\balter\s+table\s"
)
ENGINE_NAMES = re.compile(r"(?i)duckdb|libpq|\bPQ(?=[a-z])\w+|\bPG(?:conn|result)\b")
# g++ 12 destroys such an argument of a coroutine twice: name it first, and move it.
BY_VALUE = re.compile(
    r"\bco_await\s+(?!asio::|boost::)[\w.>:-]+\((?:[^;()]*,\s*)?(?:\[|[A-Z]\w*\{)"
)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")


def is_test(path):
    name = r"(_(test|fuzz|bench)\.[ch]pp|/test_\w+\.hpp)$"
    return bool(re.search(name, path)) or not path.startswith("src/")


class Text:
    """A source file. `code`: comments blanked; `bare`: strings too; `strings`: (offset, text),
    joined where only white space stands between two of them."""

    def __init__(self, path, raw):
        self.path, self.raw = path, raw
        self.strings = []
        if path.endswith((".cpp", ".hpp")):
            self.code, self.bare = self._cpp()
        elif path.endswith(".sql"):
            self.code = self.bare = re.sub(r"--[^\n]*", lambda m: " " * len(m[0]), raw)
        else:
            self.code = self.bare = raw

    def _cpp(self):
        code, bare, at, end_of_last = [], [], 0, -1
        for token in TOKEN.finditer(self.raw):
            start, end = token.span()
            gap = self.raw[at:start]
            blank = re.sub(r"[^\n]", " ", token[0])
            code += [gap, token[0] if token[0][0] != "/" else blank]
            bare += [gap, blank]
            text = token["rawtext"] if token["raw"] else token["text"] and token["text"][1:-1]
            if text is not None:
                if self.strings and end_of_last == at and not gap.strip():
                    self.strings[-1] = (self.strings[-1][0], self.strings[-1][1] + text)
                else:
                    self.strings.append((start, text))
                end_of_last = end
            at = end
        code.append(self.raw[at:])
        bare.append(self.raw[at:])
        return "".join(code), "".join(bare)

    def line(self, offset):
        return self.raw.count("\n", 0, offset) + 1


class Tree:
    def __init__(self, root):
        self.root = root
        self.complaints = []
        self.paths = sorted(self._list())
        self.folders = sorted(
            {p.split("/")[1] for p in self.paths if p.startswith("src/") and p.count("/") > 1}
        )

    def _list(self):
        got = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        if got.returncode == 0 and got.stdout:
            return [
                p for p in got.stdout.splitlines() if os.path.isfile(os.path.join(self.root, p))
            ]
        found = []
        for folder, below, files in os.walk(self.root):
            below[:] = [
                b
                for b in below
                if b not in (".git", "build", "node_modules", "python", "areas", "__pycache__")
            ]
            found += [os.path.relpath(os.path.join(folder, f), self.root) for f in files]
        return found

    @functools.cache
    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return Text(path, file.read())

    def texts(self, prefix="", suffix=""):
        return (self.text(p) for p in self.paths if p.startswith(prefix) and p.endswith(suffix))

    def say(self, path, line, rule, text):
        if f"tidy: {rule}" in self.text(path).raw.split("\n")[line - 1]:
            return  # an exception, with its reason, in a comment of that line
        self.complaints.append((path, line, f"{path}:{line}: {text} [{rule}]"))


def include_table(tree):
    """{folder: set of folders it may include, or None for all}, read from ARCHITECTURE.md."""
    if "ARCHITECTURE.md" not in tree.paths:
        return {}
    section = re.search(
        r"(?ms)^## Who may include whom$(.*?)(?=^## |\Z)", tree.text("ARCHITECTURE.md").raw
    )
    table = {}
    for left, right in re.findall(r"(?m)^\|([^|]*)\|([^|]*)\|", section[1] if section else ""):
        names = [n.strip(" `") for n in right.split(",")]
        for folder in left.split(","):
            table[folder.strip(" `")] = None if names == ["all"] else set(names) - {"-"}
    return table


def check_includes(tree):
    table = include_table(tree)
    if not table:
        tree.say("ARCHITECTURE.md", 1, "include", "has no table under '## Who may include whom'")
    for folder in tree.folders:
        if table and folder not in table:
            tree.say(
                "ARCHITECTURE.md",
                1,
                "folder",
                f"src/{folder} stands in no row of 'Who may include whom'",
            )
    for text in tree.texts("src/"):
        if not text.path.endswith((".cpp", ".hpp")) or text.path.count("/") < 2:
            continue
        folder = text.path.split("/")[1]
        for found in re.finditer(r'(?m)^#include "([^"]+)"', text.code):
            target = found[1].split("/")[0] if "/" in found[1] else ""
            line = text.line(found.start())
            if not target:
                tree.say(text.path, line, "include", f'"{found[1]}": write the path from src/')
            elif (
                target != folder
                and table.get(folder, set()) is not None
                and target not in table.get(folder, set())
            ):
                tree.say(
                    text.path,
                    line,
                    "include",
                    f"{folder}/ may not include {target}/ (ARCHITECTURE.md)",
                )


def check_owners(tree):
    owner, seen = {}, set()
    for text in tree.texts("schema/", ".sql"):
        head = re.match(r"-- owner: (\w+)\n", text.raw)
        if not head or head[1] not in tree.folders:
            tree.say(
                text.path, 1, "owner", "the first line must be '-- owner: ' and a folder of src/"
            )
            continue
        number = os.path.basename(text.path)[:4]
        if not number.isdigit() or number in seen:
            tree.say(text.path, 1, "owner", "numbers are four digits and used once")
        seen.add(number)
        for found in SQL_TABLE.finditer(text.code):
            owner[found[2]] = head[1]
    made = {}  # tables made in src/: {name: folders that may write}; a temporary one, by all
    for text in tree.texts("src/"):
        for found in SQL_TABLE.finditer(text.code):
            folders = made.setdefault(found[2], set())
            folders.update(tree.folders if found[1] else [text.path.split("/")[1]])
    for text in tree.texts("src/"):
        if is_test(text.path) or not text.path.endswith((".cpp", ".hpp", ".sql")):
            continue
        pieces = [(0, text.code)] if text.path.endswith(".sql") else text.strings
        writes = [
            (text.line(at + f.start()), f[1])
            for at, piece in pieces
            for f in SQL_WRITE.finditer(piece)
        ]
        writes += [
            (text.line(f.start()), f[1])
            for f in re.finditer(r'(?:\.|->)append\("(\w+)"', text.code)
        ]
        for line, table in writes:
            check_write(tree, text.path, line, table.lower(), owner, made)


def check_write(tree, path, line, table, owner, made):
    folder = path.split("/")[1]
    if table.startswith("{{") or folder in made.get(
        table, ()
    ):  # a name filled in, or a table of its own
        return
    whose = owner.get(table) or ("record" if table.startswith("record_") else None)
    if whose and whose != folder:
        tree.say(
            path, line, "owner", f"table {table} belongs to {whose}/: {folder}/ may only read it"
        )
    elif not whose and path.endswith(".sql"):
        tree.say(
            path, line, "owner", f"no file of schema/ and none of src/{folder} makes table {table}"
        )


def check_places(tree):
    """What may stand only in some folders."""
    for text in tree.texts("src/"):
        parts = text.path.split("/")
        if len(parts) < 3 or is_test(text.path):
            continue
        folder = parts[1]
        is_cpp = text.path.endswith((".cpp", ".hpp"))
        if folder != "store":
            for found in ENGINE_NAMES.finditer(text.code):
                tree.say(
                    text.path,
                    text.line(found.start()),
                    "engine",
                    f"{found[0]}: engines are known in store/ only",
                )
            for offset, piece in text.strings:
                if SQL_IN_TEXT.search(piece):
                    tree.say(
                        text.path,
                        text.line(offset),
                        "sql",
                        "SQL in a C++ string: put it in a .sql file beside",
                    )
        if is_cpp and folder != "http":
            for found in re.finditer(r"\bco_(?:await|yield|return)\b", text.bare):
                tree.say(
                    text.path,
                    text.line(found.start()),
                    "coroutine",
                    "coroutines live in http/ only",
                )
        for found in BY_VALUE.finditer(text.bare) if is_cpp else ():
            tree.say(
                text.path,
                text.line(found.start()),
                "coroutine",
                "an object made in the arguments of a co_await: name it first (g++ 12)",
            )
        for found in PROGRAMME_WORDS.finditer(text.code):
            tree.say(
                text.path,
                text.line(found.start()),
                "programme",
                f"'{found[0]}' is a word of one programme: packs/",
            )
        if text.path.endswith(".hpp") and not text.raw.startswith("#pragma once\n"):
            tree.say(text.path, 1, "pragma", "the first line of a header is #pragma once")


def cpp_functions(text):
    """(line, name, lines) of each function body, by its braces."""
    bare, stack, header_from, found = text.bare, [], 0, []
    bare = re.sub(r"(?m)^[ \t]*#[^\n]*(?:\\\n[^\n]*)*", lambda m: re.sub(r"[^\n]", " ", m[0]), bare)
    for mark in re.finditer(r"[{};]", bare):
        at = mark.start()
        if mark[0] == "{":
            header = bare[header_from:at].strip()
            inside = any(kind == "function" for kind, _, _ in stack)
            scope = re.search(
                r"\b(namespace|class|struct|union|enum|extern)\b", header
            ) and not header.endswith(")")
            called = re.search(r"([\w:~]+)\s*\(", header)
            kind = "scope" if scope else "function" if called and not inside else "block"
            stack.append((kind, at, called[1] if called else ""))
        elif mark[0] == "}" and stack:
            kind, start, name = stack.pop()
            if kind == "function":
                first = bare.count("\n", 0, start) + 1
                is_list = bare.count(";", start, at) < 5  # one long list of values, no steps
                found.append((first, name, 1 if is_list else bare.count("\n", 0, at) + 2 - first))
        header_from = at + 1
    return found


def check_sizes(tree):
    for path in tree.paths:
        if os.path.getsize(os.path.join(tree.root, path)) > BYTES_MAX:
            tree.say(path, 1, "bytes", "is larger than 1 MiB")
        if path != "run" and not (path.startswith(CODE_FOLDERS) and path.endswith(CODE_KINDS)):
            continue
        text = tree.text(path)
        lines = text.raw.split("\n")
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX:
                tree.say(path, number, "columns", f"{len(line)} columns")
        if len(lines) - 1 > FILE_MAX:
            tree.say(path, FILE_MAX, "length", f"{len(lines) - 1} lines, at most {FILE_MAX}")
        folder = path.split("/")[1] if path.startswith("src/") else ""
        if (
            folder not in INFRASTRUCTURE
            and path == f"src/{folder}/{folder}.hpp"
            and len(lines) - 1 > FACADE_MAX
        ):
            tree.say(path, FACADE_MAX, "facade", f"{len(lines) - 1} lines, at most {FACADE_MAX}")
        functions = []
        if path.endswith((".cpp", ".hpp")):
            functions = [f for f in cpp_functions(text) if not f[1].startswith("TEST_")]
        elif path.endswith(".py"):
            functions = [
                (n.lineno, n.name, n.end_lineno - n.lineno + 1)
                for n in ast.walk(ast.parse(text.raw))
                if isinstance(n, ast.FunctionDef)
            ]
        for line, name, length in functions:
            if length > FUNCTION_MAX:
                tree.say(path, line, "function", f"{name}: {length} lines, at most {FUNCTION_MAX}")


def error_codes(tree):
    """{code: [(path, line, zh, en)]} of src/ without tests."""
    prefixes, codes = set(tree.folders) | CODE_PREFIXES, {}
    for text in tree.texts("src/"):
        if is_test(text.path):
            continue
        for index, (offset, piece) in enumerate(text.strings):
            if not re.fullmatch(r"[a-z_]+\.[a-z_]+", piece):
                continue
            first, last = piece.split(".")
            if first in prefixes and (last not in NOT_CODES or piece == "store.sql"):
                after = [w for o, w in text.strings[index + 1 : index + 9] if o - offset < 600]
                codes.setdefault(piece, []).append(
                    (text.path, text.line(offset), *words_after(after))
                )
    return codes


def words_after(pieces):
    """The Chinese and the English message out of the strings that follow a code: the pieces of each
    joined by … where a value stands between them."""
    zh, en = [], []
    for piece in pieces:
        if re.search(r"[\u3000-\u9fff\uff00-\uffef]", piece):
            if en:
                break  # the hint begins
            zh.append(piece)
        elif zh and (en or re.search(r"[A-Za-z]{2}", piece)):
            en.append(piece)
    return "…".join(zh), "…".join(en)


def check_codes(tree):
    codes = error_codes(tree)
    errors = tree.text("docs/errors.md").raw if "docs/errors.md" in tree.paths else ""
    for code, places in codes.items():
        if f"`{code}`" not in errors:
            tree.say(*places[0][:2], "codes", f"error code {code} does not stand in docs/errors.md")
    for found in re.finditer(r"(?m)^\| `([a-z][a-z_]*\.[a-z_]+)`", errors):
        if found[1] not in codes:
            line = errors.count("\n", 0, found.start()) + 1
            tree.say("docs/errors.md", line, "codes", f"error code {found[1]} is nowhere in src/")


def check_comments(tree):
    for text in tree.texts("src/", ".sql"):
        head = re.match(r"(?:--[^\n]*\n)*", text.raw)[0]
        if text.raw.count("\n") > 3 and not re.search(
            r"(?i)\b(?:reads|writes|gives|makes)\b", head
        ):
            tree.say(text.path, 1, "head", "opens with comments: what it reads, writes or gives")
    for path in tree.paths:
        if path.startswith(CODE_FOLDERS + ("docs/", "packs/")) or "/" not in path:
            if path.endswith(CODE_KINDS + (".md", ".toml", ".txt")) or path == "run":
                text = tree.text(path)
                for found in UNFINISHED.finditer(text.raw):
                    tree.say(
                        path,
                        text.line(found.start()),
                        "unfinished",
                        f"{found[0]}: do it or file it",
                    )


CHECKS = (check_includes, check_owners, check_places, check_sizes, check_codes, check_comments)


def run_checks(root):
    tree = Tree(root)
    for check in CHECKS:
        check(tree)
    return [text for _, _, text in sorted(tree.complaints)]


def list_codes(root):
    tree = Tree(root)
    print("| code | 说明 | meaning | from |\n|---|---|---|---|")
    for code, places in sorted(error_codes(tree).items()):
        path, _, zh, en = next((p for p in places if p[2]), places[0])
        cells = [w.replace("|", "\\|").replace('\\"', '"') for w in (zh, en)]
        print(f"| `{code}` | {cells[0]} | {cells[1]} | {path.removeprefix('src/')} |")


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--self-test", action="store_true")
    options.add_argument("--list-codes", action="store_true")
    options.add_argument(
        "--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    )
    given = options.parse_args()
    if given.self_test:
        import tidy_samples  # beside this file

        return tidy_samples.self_test(run_checks)
    if given.list_codes:
        return list_codes(given.root)
    complaints = run_checks(given.root)
    print("\n".join(complaints + [f"tidy: {len(complaints)} complaints"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
