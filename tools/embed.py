#!/usr/bin/env python3
"""Turns text files into a C++ header: embed.py sql|schema ROOM OUT.hpp FILE.sql ...

sql: one string constant a file. schema: one list of (file name, text), in the order of the names.
"""

import os
import sys


def schema(out: str, files: list) -> None:
    files = sorted(files, key=os.path.basename)
    lines = [
        "#pragma once",
        "#include <array>",
        '#include "store/migrate.hpp"',
        "namespace diaodu::store {",
        f"inline constexpr std::array<SchemaFile, {len(files)}> kEmbeddedSchema = {{{{",
    ]
    for file in files:
        text = open(file, encoding="utf-8").read()
        lines.append(f'{{"{os.path.basename(file)}", R"~sql~({text})~sql~"}},')
    lines += ["}};", "}"]
    write(out, lines)


def write(out: str, lines: list) -> None:
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w", encoding="utf-8") as header:
        header.write("\n".join(lines) + "\n")


def main() -> None:
    kind, room, out, *files = sys.argv[1:]
    if kind == "schema":
        schema(out, files)
        return
    lines = ["#pragma once", "#include <string_view>", f"namespace diaodu::{room}::{kind} {{"]
    for file in sorted(files):
        name = os.path.splitext(os.path.basename(file))[0]
        if name[0].isdigit():
            name = "f" + name
        text = open(file, encoding="utf-8").read()
        lines.append(f'inline constexpr std::string_view {name} = R"~sql~({text})~sql~";')
    lines.append("}")
    write(out, lines)


main()
