"""Files as offices make them, and commands as programs send them: merged cells, footers, places of
others, keys, pages; and what doctor and verify notice."""

import os
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, check, equal, on_each_engine, psql  # noqa: E402

HEADS = "井编号,所在村,水质,井深（米）,检查日期,检查人\n"
TAKE = ("--register", "well", "--area", "910101")
SPACE = "http://schemas.openxmlformats.org"


def workbook(at, name, rows, merged):
    """An .xlsx of texts, put together by hand: what an office's own program would write."""
    cells = "".join(
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in row
        )
        + "</row>"
        for row in rows
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    office = f"{SPACE}/officeDocument/2006/relationships"
    package = f"{SPACE}/package/2006/relationships"
    main = f"{SPACE}/spreadsheetml/2006/main"
    path = pathlib.Path(at.folder, name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        out.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
            f"<mergeCells>{ranges}</mergeCells></worksheet>",
        )
    return str(path)


def merged_and_footers(at):
    book = workbook(
        at,
        "merged.xlsx",
        [
            ["村", "井编号", "水质", "井深（米）"],
            ["东渡村", "M1", "很好喝", "30"],
            ["", "M2", "", "31"],
            ["", "M3", "", "32"],
            ["云坪村", "M4", "合格", "33"],
            ["合计", "", "", "126"],
            ["填报人：张三  审核人：李四"],
        ],
        ["A2:A4", "C2:C4"],
    )
    taken = at.json("parcel", "take", book, *TAKE, "--day", "2020-03-05", exit=1)["items"][0]
    equal((taken["rows_accepted"], taken["rows_refused"]), (3, 1), "three wells, one of another")
    equal(taken["rows_left_out"], 2, "the total and the signature")
    told = {(one["rule"], one["row"]): one for one in taken["findings"]}
    for row in (2, 3, 4):
        equal(told["_cast.not_in_list", row]["cell"], "C2", f"row {row} is told by the merged cell")
    said = [one["says"]["zh"] for one in taken["findings"] if one["rule"] == "_merged"]
    check(any("A2:A4" in one for one in said), f"what was read is said: {said}")
    check(any("C2:C4" in one for one in said), f"of both columns: {said}")
    check(("_left_out", 6) in told and ("_left_out", 7) in told, "what was left out is said")
    away = told["_outside", 5]["says"]["zh"]
    check("云坪村" in away and "上游区" in away, f"the other county is named: {away}")
    return taken["parcel"]


def keys(at):
    file = at.write("key.csv", HEADS + "K1,910101001001,合格,30,2020-03-05,张三\n")
    first = at.json("parcel", "take", file, *TAKE, "--day", "2020-03-05", "--key", "k-1")
    at.run("round", "run", "--day", "2020-03-06")
    again = at.json("parcel", "take", file, *TAKE, "--day", "2020-03-05", "--key", "k-1")
    equal(again["items"], first["items"], "the same answer, a day later too")
    other = at.write("other.csv", HEADS + "K2,910101001001,合格,30,2020-03-05,张三\n")
    refused = at.run(
        *("parcel", "take", other, *TAKE, "--day", "2020-03-06", "--key", "k-1"),
        exit=None,
        lang="en",
    )
    equal(refused.returncode, 2, "the same key for another file")
    check("k-1" in refused.stderr, refused.stderr)
    parcel = first["items"][0]["parcel"]
    for _ in range(2):
        gone = at.json("parcel", "withdraw", parcel, "--reason", "错", "--key", "k-2")
        equal(gone["items"][0]["state"], "withdrawn", "withdrawn once, told twice")
    nil = ("parcel", "take", "--nil", *TAKE, "--day", "2020-03-06", "--by", "李四", "--key", "k-3")
    parcels = {at.json(*nil)["items"][0]["parcel"] for _ in range(2)}
    equal(len(parcels), 1, "one nil report")


def pages(at):
    rows = "".join(f"P{n:03},910101001001,合格,30,2020-03-05,张三\n" for n in range(25))
    at.run("parcel", "take", at.write("p.csv", HEADS + rows), *TAKE, "--day", "2020-03-06")
    whole = at.json("record", "list", "well", "--area", "910101", "--limit", "1000")
    check(whole["next"] is None, "nothing follows the whole")
    seen, after = [], []
    while True:
        page = at.json("record", "list", "well", "--area", "910101", "--limit", "7", *after)
        seen += page["items"]
        if page["next"] is None:
            break
        check("P0" not in page["next"], "a page's mark is no value of a record")
        after = ["--after", page["next"]]
    equal(seen, whole["items"], "the pages are the whole")
    gone = at.run(
        *("record", "list", "well", "--area", "910101", "--after", "910101-5"), exit=None
    )
    equal(gone.returncode, 2, "a mark of no record")


def doctor_and_verify(at, parcel):
    checks = {one["check"]: one for one in at.json("verify")["items"]}
    check(checks["rows"]["good"] and checks["files"]["good"], "all is well")
    kept = sorted(pathlib.Path(at.folder, "data/files").glob("*/*"))
    was = kept[0].read_bytes()

    def files(verb, wanted, what):
        answer = at.json(verb, exit=None)
        one = next(item for item in answer["items"] if item["check"] == "files")
        equal(one["good"], wanted, what)

    kept[0].chmod(0o600)
    kept[0].write_bytes(b"x" + was[1:])
    os.utime(kept[0], (2_000_000_000, 2_000_000_000))
    files("doctor", False, "same size, younger than its command: read, and altered")
    os.utime(kept[0], (1_000_000_000, 1_000_000_000))
    files("doctor", True, "doctor goes by size and time alone")
    files("verify", False, "verify reads it")
    kept[0].write_bytes(was[:-1])
    os.utime(kept[0], (1_000_000_000, 1_000_000_000))
    files("doctor", False, "another size")
    kept[0].unlink()
    files("doctor", False, "missing")
    kept[0].write_bytes(was)
    files("doctor", True, "put back from a copy: younger, read, good")
    if at.database:
        psql(at.data, f"update parcel set rows_in = rows_in + 1 where parcel = {parcel}")
        answer = at.json("verify", exit=1)
        rows = next(item for item in answer["items"] if item["check"] == "rows")
        check(not rows["good"] and f"parcel {parcel}: 5 <> 3 + 1" in rows["found"]["en"], f"{rows}")


def story(at):
    at.run("init", "--pack", DEMO)
    parcel = merged_and_footers(at)
    keys(at)
    pages(at)
    doctor_and_verify(at, parcel)


on_each_engine(story)
