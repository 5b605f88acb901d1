"""A small tree that keeps every rule of tidy.py, and for each rule a change that breaks it."""

import os
import tempfile

GOOD = {
    "ARCHITECTURE.md": (
        "## Who may include whom\n| folder | may include |\n|---|---|\n"
        "| base | - |\n"
        "| store, record | base |\n| figure | base, store |\n| http | base |\n| app | all |\n"
    ),
    "docs/errors.md": "| code | meaning |\n|---|---|\n| `figure.no_such` | ... |\n",
    "schema/0001_record.sql": "-- owner: record\ncreate table record_change (n bigint);\n",
    "schema/0002_figure.sql": "-- owner: figure\ncreate table figure (n bigint);\n",
    "src/base/day.hpp": "#pragma once\n// duckdb, workers: in a comment they may stand.\n",
    "src/store/store.hpp": (
        '#pragma once\n#include "base/day.hpp"\nconst char* name = "select a from duckdb";\n'
    ),
    "src/http/server.cpp": (
        "int f() { co_await read(pool, name[1]); co_await asio::post(Lane{}); co_return; }\n"
    ),
    "src/record/record.hpp": "#pragma once\n",
    "src/app/main.cpp": '#include "figure/figure.hpp"\nint main() { return 0; }\n',
    "src/figure/figure.hpp": '#pragma once\n#include "store/store.hpp"\n',
    "src/figure/roll_up.sql": (
        "-- reads: record_change. writes: figure.\n"
        "-- update record_change: only words here.\n"
        "insert into figure select n from record_change on conflict do update set n = 1;\n"
    ),
    "src/figure/figure.cpp": (
        '#include "figure/figure.hpp"\n'
        'Error e() { return {"figure.no_such", "没有", "none"}; }\n'
        'auto prefix = "duckdb_";  // tidy: engine: a reserved name\n'
        "const char* hint = \"select a file\";\nauto n = 1'000'000;\n"
    ),
    "src/figure/figure_test.cpp": (
        'TEST_CASE("x") { run("insert into record_change select 1"); }\n' + "\n" * 90
    ),
}

# rule, file, what it holds instead, or what is added at its end
BAD = [
    ("include", "src/figure/figure.hpp", '+#include "record/record.hpp"\n'),
    ("include", "src/figure/figure.hpp", '+#include "figure.hpp"\n'),
    ("include", "ARCHITECTURE.md", "nothing\n"),
    ("folder", "src/alert/alert.hpp", "#pragma once\n"),
    ("owner", "src/figure/roll_up.sql", "+delete from record_change;\n"),
    ("owner", "src/figure/roll_up.sql", "+insert into record_person select 1;\n"),
    ("owner", "src/figure/roll_up.sql", "+update nowhere set n = 1;\n"),
    ("owner", "src/figure/figure.cpp", '+auto b = session.append("record_change", batch);\n'),
    ("owner", "schema/0003_x.sql", "create table x (n bigint);\n"),
    ("owner", "schema/0002_more.sql", "-- owner: figure\ncreate table y (n bigint);\n"),
    ("engine", "src/figure/figure.cpp", "+auto e = Engine::duckdb;\n"),
    ("engine", "src/figure/figure.cpp", "+auto e = PQexec(c, q);\n"),
    ("sql", "src/figure/figure.cpp", '+auto q = "select n "\n  "from figure";\n'),
    ("sql", "src/figure/figure.cpp", '+auto q = R"(update figure set n = 1)";\n'),
    ("coroutine", "src/figure/figure.cpp", "+int g() { co_await x; }\n"),
    ("coroutine", "src/http/server.cpp", "+int g() { co_await read([n] { return n; }); }\n"),
    ("coroutine", "src/http/server.cpp", "+int g() { co_await one->read(a, Request{b}); }\n"),
    ("programme", "src/figure/figure.cpp", '+auto w = "贫困";\n'),
    ("programme", "src/figure/figure.cpp", "+int worker_count = 0;\n"),
    ("pragma", "src/figure/figure.hpp", "// first\n#pragma once\n"),
    ("columns", "src/figure/figure.cpp", "+// " + "x" * 100 + "\n"),
    ("length", "src/figure/figure.cpp", "+" + "\n" * 500),
    ("facade", "src/figure/figure.hpp", "+" + "\n" * 120),
    (
        "function",
        "src/figure/figure.cpp",
        "+int long_one(int a) {\n" + "  a += 1;\n" * 70 + "  return a;\n}\n",
    ),
    ("function", "tools/x.py", "def f():\n" + "    pass\n" * 70),
    ("codes", "src/figure/figure.cpp", '+auto c = "figure.unknown_code";\n'),
    ("codes", "docs/errors.md", "+| `figure.gone` | ... |\n"),
    ("head", "src/figure/other.sql", "select n\nfrom figure\nwhere n = 1\norder by n;\n"),
    ("unfinished", "src/figure/figure.cpp", "+// TO" + "DO: later\n"),
    ("bytes", "packs/demo/big.csv", "x" * (1 << 20) + "\n"),
]


def lay(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)


def self_test(run_checks):
    failed = 0
    with tempfile.TemporaryDirectory() as root:
        lay(root, GOOD)
        for complaint in run_checks(root):
            failed += 1
            print(f"self-test: a good tree is blamed: {complaint}")
    for rule, path, text in BAD:
        with tempfile.TemporaryDirectory() as root:
            lay(root, GOOD | {path: GOOD.get(path, "") + text[1:] if text[0] == "+" else text})
            if not any(
                c.startswith(path)
                and c.endswith(f"[{rule}]")
                or rule == "folder"
                and c.endswith("[folder]")
                for c in run_checks(root)
            ):
                failed += 1
                print(
                    f"self-test: rule {rule} does not see {path}: {text[:60]!r};"
                    f" it says {run_checks(root)}"
                )
    print(f"tidy --self-test: {len(BAD)} broken samples, {failed} unseen or wrongly blamed")
    return 1 if failed else 0
