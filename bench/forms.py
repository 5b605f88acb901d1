"""The part `forms` of bench/run: correction workbooks, one a village, of a county and of many."""

import csv
import os
import subprocess
import sys
import time

PARTS = ["forms"]
DAY = "2020-03-05"
HEADS = ["人员编号", "户籍地", "姓名", "手机号", "月工资", "务工渠道"]


def villages(root: str, under: str, count: int) -> list[str]:
    with open(os.path.join(root, "third_party", "areas", "areas.csv"), encoding="utf-8") as areas:
        codes = [line.split(",")[0] for line in areas if line.startswith(under)]
    return sorted(code for code in codes if len(code) == 12)[:count]


def people(path: str, places: list[str], rows: int) -> None:
    """Each lacks something: a wage, a telephone, a name, or has a telephone that is none."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADS)
        for place in places:
            for n in range(rows):
                name = "" if n % 7 == 3 else "张" + chr(0x4E00 + n * 37 % 5000)
                phone = "1380000" if n % 5 == 0 else "" if n % 3 == 0 else f"138{n:08}"
                out.writerow([f"{place}{n:03}", place, name, phone, "", "自发" if n % 2 else ""])


def export(bench, data: str, area: str, what: str, goal: str) -> None:
    path = os.path.join(bench.WORK, "forms.zip")
    words = [bench.DIAODU, "finding", "export", "--area", area, "--zip", path, "--data", data]
    begun, used = time.monotonic(), os.times()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    peak = bench.PeakWatch(process.pid)
    peak.start()
    said = process.communicate()[0].strip()
    if process.returncode != 0:
        sys.exit(f"{words}\n{said}")
    seconds, now = time.monotonic() - begun, os.times()
    busy = now.children_user + now.children_system - used.children_user - used.children_system
    bench.say("    " + said)
    bench.row(what, f"{seconds:.1f} s, {busy:.1f} s of processors", goal)
    bench.row("  peak resident", f"{peak.peak / 1e6:.0f} MB", "flat")
    os.unlink(path)


def bench_forms(bench) -> None:
    bench.say("forms: correction workbooks, one a village")
    for under, area, count, rows, goal in [
        ("110105", "110105", 300, 30, "<= 5 s"),
        ("34", "34", 2_500, 10, "memory as below"),
        ("34", "34", 10_000, 10, "<= 180 s"),
    ]:
        data = os.path.join(bench.fresh(bench.WORK), "data")
        file = os.path.join(bench.WORK, "people.csv")
        places = villages(bench.ROOT, under, count)
        people(file, places, rows)
        bench.run(bench.DIAODU, "init", "--pack", bench.PACK, "--data", data)
        took = ("--register", "worker", "--area", area, "--day", DAY)
        bench.run(bench.DIAODU, "parcel", "take", file, *took, "--data", data)
        what = f"{len(places):,} villages, {rows} people each: their workbooks, zipped"
        export(bench, data, area, what, goal)
