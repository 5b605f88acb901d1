#!/usr/bin/env python3
"""Turns web/dist into a C++ source: embed_web.py OUT.cpp FOLDER

The files stay files: the assembler takes them in with .incbin, plain and compressed. A folder that
is not there gives one page that says how to build them.
"""

import gzip
import hashlib
import os
import sys

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>调度 Diaodu</title></head>
<body><p>网页没有编译进这个程序，请运行 ./run build 后再启动。</p>
<p>This program was built without its pages. Run ./run build and start it again.</p></body></html>
"""


def files_of(folder: str) -> list:
    found = []
    for path, _, names in os.walk(folder):
        for name in names:
            if os.path.splitext(name)[1] in TYPES:
                found.append(os.path.relpath(os.path.join(path, name), folder))
    return sorted(found)


def without_pages(out: str) -> str:
    folder = os.path.splitext(out)[0] + "_not_built"
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as page:
        page.write(NOT_BUILT)
    return folder


def main() -> None:
    out, folder = sys.argv[1:]
    os.makedirs(os.path.dirname(out), exist_ok=True)
    if not os.path.exists(os.path.join(folder, "index.html")):
        folder = without_pages(out)
    packed_folder = os.path.splitext(out)[0] + "_gz"
    os.makedirs(packed_folder, exist_ok=True)
    assembly, names, table = [], [], []
    for number, name in enumerate(files_of(folder)):
        # Copies: what is compiled stays whole when the pages are built anew meanwhile.
        plain = os.path.join(os.path.abspath(packed_folder), f"{number}.plain")
        packed = os.path.join(os.path.abspath(packed_folder), f"{number}.gz")
        data = open(os.path.join(folder, name), "rb").read()
        with open(plain, "wb") as file:
            file.write(data)
        squeezed = gzip.compress(data, 9, mtime=0)
        is_shorter = len(squeezed) < len(data)
        with open(packed, "wb") as file:
            file.write(squeezed if is_shorter else b"")
        for kind, path in (("plain", plain), ("gzip", packed)):
            symbol = f"diaodu_web_{number}_{kind}"
            assembly.append(f'{symbol}: .incbin \\"{path}\\"\\n{symbol}_end: .byte 0\\n')
            names.append(f"extern const char {symbol}[], {symbol}_end[];")
        tag = hashlib.sha256(data).hexdigest()[:20]
        bytes_of = "std::string_view(diaodu_web_{0}_{1}, "
        view = bytes_of + "size_of(diaodu_web_{0}_{1}, diaodu_web_{0}_{1}_end))"
        table.append(
            f'      {{"/{name}", "{TYPES[os.path.splitext(name)[1]]}",\n'
            f"       {view.format(number, 'plain')},\n       {view.format(number, 'gzip')},\n"
            f'       "\\"{tag}\\"", {str(name.startswith("assets/")).lower()}}},'
        )
    lines = [
        '#include "app/web_files.hpp"',
        'asm(".section .rodata\\n"',
        *(f'    "{text}"' for text in assembly),
        '    ".previous\\n");',
        'extern "C" {',
        *names,
        "}",
        "namespace diaodu::app {",
        "namespace {",
        "size_t size_of(const char* first, const char* last) {",
        "  return static_cast<size_t>(last - first);",
        "}",
        "}  // namespace",
        "std::vector<http::StaticFile> web_files() {",
        "  return {",
        *table,
        "  };",
        "}",
        "}  // namespace diaodu::app",
    ]
    with open(out, "w", encoding="utf-8") as source:
        source.write("\n".join(lines) + "\n")


main()
