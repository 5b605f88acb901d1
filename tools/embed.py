#!/usr/bin/env python3
"""Turns text files into a C++ header of string constants: embed.py sql ROOM OUT.hpp FILE.sql ..."""
import os
import sys


def main() -> None:
    kind, room, out, *files = sys.argv[1:]
    lines = ["#pragma once", "#include <string_view>", f"namespace diaodu::{room}::{kind} {{"]
    for file in sorted(files):
        name = os.path.splitext(os.path.basename(file))[0]
        if name[0].isdigit():
            name = "f" + name
        text = open(file, encoding="utf-8").read()
        lines.append(f'inline constexpr std::string_view {name} = R"~sql~({text})~sql~";')
    lines.append("}")
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w", encoding="utf-8") as header:
        header.write("\n".join(lines) + "\n")


main()
