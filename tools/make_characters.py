#!/usr/bin/env python3
"""Makes third_party/areas/characters.txt: how characters of names sound, and which are the same.

Sources, both fetched by the set-up:
  pypinyin (PyPI)                     readings of characters
  opencc-python-reimplemented (PyPI)  traditional and variant forms of characters
Lines: `=` and two characters, the second being what the first is written as today; or a reading
without its tone, a space, and all characters that have it as their first reading.
"""

import collections
import json
import pathlib
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
MARKS = {"\u0304", "\u0301", "\u030c", "\u0300"}  # of the tones; that of ü is none


def folder(module: str) -> pathlib.Path:
    for base in map(pathlib.Path, sys.path):
        if (base / module / "__init__.py").is_file():
            return base / module
    raise SystemExit(f"make_characters: package {module} is not there; run ./run setup")


def toneless(reading: str) -> str:
    marks = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in marks if c not in MARKS))


def main() -> None:
    readings = json.loads((folder("pypinyin") / "pinyin_dict.json").read_text(encoding="utf-8"))
    lines = []
    table = folder("opencc") / "dictionary" / "TSCharacters.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        if len(old) == 1 and new and new.split()[0] != old:
            lines.append(f"={old}{new.split()[0]}")
    by_sound = collections.defaultdict(list)
    for code, texts in readings.items():
        by_sound[toneless(texts.split(",")[0])].append(chr(int(code)))
    lines += [f"{sound} {''.join(by_sound[sound])}" for sound in sorted(by_sound)]
    if len(lines) < 4000 or "zhang" not in by_sound:
        raise SystemExit("make_characters: the packages hold less than they should")
    out = ROOT / "third_party" / "areas" / "characters.txt"
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{out}: {len(lines)} lines")


main()
