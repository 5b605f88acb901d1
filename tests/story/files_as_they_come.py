"""Files as offices send them: old workbooks of WPS, merged headings of several lines, lines of
units and numbers, hidden rows, tables with tabs, zips of all of these, locked and hostile ones.
Each is read as a person would read it, or refused with what to do."""

import os
import pathlib
import struct
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from book import write_book  # noqa: E402
from old_book import locked_package, old_book  # noqa: E402
from story import DEMO, check, equal, on_each_engine  # noqa: E402

HEADS = ["井编号", "所在村", "水质", "井深（米）", "检查日期", "检查人"]
TAKE = ("--register", "well", "--area", "910101", "--day", "2020-03-05")


def rows_of(prefix, count):
    return [
        [f"{prefix}{n}", "910101001001", "合格", str(30 + n), "2020-03-01", "张三"]
        for n in range(count)
    ]


def take(at, *files, exit=0):
    return at.json("parcel", "take", *files, *TAKE, exit=exit)["items"]


def old_ones(at):
    """An .et: a title, two lines of headings, numbers of columns, hidden rows, a total."""
    rows = [
        ["临江县水井登记表"],
        ["序号", "井的情况", "", "", "检查", ""],
        ["", "井编号", "所在村", "井深（米）", "检查日期", "检查人"],
        ["甲", "乙", "丙", 1, 2, 3],
        [1, "E1", "东渡村", 31.5, 43891, "买买提•江"],
        [2, "E2", "东渡村", 32, "2020.3.1", "\ue863李"],
        [3, "E3", "东渡村", "三十", "2020年3月2日", "王𬭸"],
        ["合计", "", "", 95.5],
        ["填报人：张三", "", "审核人：李四"],
    ]
    merged = [(0, 0, 0, 5), (1, 2, 0, 0), (1, 1, 1, 3), (1, 1, 4, 5)]
    file = old_book(pathlib.Path(at.folder, "水井.et"), rows, merged, hidden=[5])
    taken = take(at, file)[0]
    equal((taken["format"], taken["rows_accepted"], taken["rows_refused"]), ("xls", 3, 0), "an .et")
    equal(taken["rows_left_out"], 3, "numbers of columns, the total, the signature")
    heads = {one["heading"]: one["column"] for one in taken["headings"]}
    equal(heads["井的情况/井编号"], "well_id", "a heading under its group")
    equal(heads["检查/检查日期"], "inspected_on", "another")
    told = {(one["rule"], one["row"]) for one in taken["findings"]}
    check(("_hidden_rows", 6) in told, f"the hidden row was read, and said: {told}")
    check({("_left_out", 4), ("_left_out", 8), ("_left_out", 9)} <= told, f"{told}")
    check(("_cast.not_a_number", 7) in told, "三十 is asked about")
    seen = at.json(
        *("record", "list", "well", "--area", "910101", "--unmask", "--purpose", "入户核实")
    )["items"]
    names = {one["well_id"]: one["inspector"] for one in seen}
    equal(names["E1"], "买买提·江", "the dot is one dot")
    equal((names["E2"], names["E3"]), ("\ue863李", "王𬭸"), "rare and private ones as they are")
    locked = take(at, old_book(pathlib.Path(at.folder, "l.xls"), rows, locked=True), exit=1)[0]
    equal(locked["error"]["code"], "sheet.encrypted", "an .xls with a password")
    locked = take(at, locked_package(pathlib.Path(at.folder, "l.xlsx")), exit=1)[0]
    equal(locked["error"]["code"], "sheet.encrypted", "an .xlsx with one")
    check("密码" in locked["error"]["hint"]["zh"], "what to do")


def tables_of_text(at):
    lines = "\t".join(HEADS) + "\n" + "\t".join(rows_of("T", 1)[0]) + "\n"
    for name, encoding in (("a.tsv", "utf-8"), ("b.txt", "gb18030"), ("c.txt", "utf-16")):
        taken = take(at, at.write(name, lines.replace("T0", name[0].upper() + "9"), encoding))[0]
        equal(taken["rows_accepted"], 1, f"{name} in {encoding}")


def zipped(at):
    """Each file of a zip is a parcel of its own; a broken one does not stop the others."""
    inner = at.write("in.csv", "\n".join(",".join(row) for row in [HEADS, *rows_of("Z", 2)]))
    book = write_book(pathlib.Path(at.folder, "in.xlsx"), {"表": [HEADS, *rows_of("Y", 1)]})
    old = old_book(pathlib.Path(at.folder, "in.xls"), [HEADS, *rows_of("X", 1)])
    path = str(pathlib.Path(at.folder, "各村.zip"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(inner, "东渡村/水井.csv")
        out.write(book, "水井.xlsx")
        out.write(old, "水井.xls")
        out.writestr("说明.docx", b"\xd0\xcf\x11\xe0 no table")
        out.writestr("__MACOSX/._a", b"x")
        with zipfile.ZipFile(pathlib.Path(at.folder, "n.zip"), "w") as nested:
            nested.writestr("a.csv", "a")
        out.write(str(pathlib.Path(at.folder, "n.zip")), "里面.zip")
    items = take(at, path, exit=1)
    equal(len(items), 5, "five files")
    named = {one.get("file_name"): one for one in items}
    equal(named["各村.zip/东渡村/水井.csv"]["rows_accepted"], 2, "the CSV")
    equal(named["各村.zip/水井.xlsx"]["rows_accepted"], 1, "the workbook")
    equal(named["各村.zip/水井.xls"]["format"], "xls", "the old workbook")
    check(named["各村.zip/说明.docx"]["state"] == "unreadable", "a letter is no table")
    equal([one["error"]["code"] for one in items if "parcel" not in one], ["sheet.nested_zip"], "")
    again = {one.get("state") for one in take(at, path, exit=1)}
    check("same_file" in again, f"sent again: {again}")
    refused = at.run("parcel", "take", path, *TAKE, "--full", exit=2)
    check("全量" in refused.stderr, refused.stderr)


def hostile(at):
    def refused(name, wanted):
        done = at.run("parcel", "take", name, *TAKE, "--json", exit=1)
        check(wanted in done.stdout + done.stderr, f"{wanted}: {done.stdout}{done.stderr}")

    before = len(at.json("parcel", "list", "--limit", "1000")["items"])
    path = pathlib.Path(at.folder, "h.zip")
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.csv", "good,file\n1,2\n")
        out.writestr("../../evil.csv", "x")
    refused(str(path), "sheet.bad_name")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.csv", ",".join(HEADS))
        out.writestr("bomb.csv", bytes(40 << 20))
    refused(str(path), "sheet.zip_bomb")
    with zipfile.ZipFile(path, "w") as out:
        for n in range(5_001):
            out.writestr(f"{n}.csv", "")
    refused(str(path), "sheet.too_many_entries")
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.csv", "1")
        out.writestr("b.csv", "2")
    whole = path.read_bytes()
    at_end = whole.rfind(b"PK\x05\x06")
    path.write_bytes(whole[: at_end + 10] + struct.pack("<H", 1) + whole[at_end + 12 :])
    refused(str(path), "sheet.damaged_zip")
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("folder/", "")
    refused(str(path), "sheet.empty_zip")
    left = os.listdir(at.folder + "/data/tmp")
    check(not left, f"nothing is left behind: {left}")
    equal(len(at.json("parcel", "list", "--limit", "1000")["items"]), before, "none was taken")
    path.write_bytes(whole[:-30])
    refused(str(path), "sheet.truncated")
    cut_off = at.json("parcel", "list", "--limit", "1000")["items"]
    equal(len(cut_off), before + 1, "what is cut off is kept as one file, and told")
    equal({one["state"] for one in cut_off if one["file_name"] == "h.zip"}, {"unreadable"}, "")


def remembered(at):
    """A heading that nobody knows is confirmed once, and read so in the next file of its layout."""
    heads = ["水井代号", "所在村", "水质", "出水"]
    file = at.write("own.csv", ",".join(heads) + "\nR1,东渡村,合格,畅\nR2,东渡村,合格,畅\n")
    first = take(at, file, exit=1)[0]
    equal(first["error"]["code"], "parcel.no_key_column", "nobody knows 水井代号")
    equal([one["heading"] for one in first["headings"]], heads, "its headings are told")
    confirm = ("heading", "confirm", first["parcel"], "--heading")
    at.run(*confirm, "水井代号", "--column", "well", exit=2)
    at.run(*confirm, "井代号", "--column", "well_id", exit=2)
    at.run(*confirm, "水井代号", "--column", "well_id")
    at.run(*confirm, "出水", "--column", "well_id")  # a slip, mended: it does no harm
    at.run(*confirm, "出水", "--column", "none")
    again = take(at, file)[0]
    equal((again["state"], again["rows_accepted"]), ("taken", 2), "the same file, read otherwise")
    said = [one for one in again["findings"] if one["rule"] == "_heading_remembered"]
    check(said and "水井代号→井编号" in said[0]["says"]["zh"], f"the verdict says so: {said}")
    check("_heading_unknown" not in {one["rule"] for one in again["findings"]}, "出水 is settled")
    equal(take(at, file)[0]["state"], "same_file", "once more is the same file")
    other = at.write("order.csv", "出水,水质,所在村,水井代号\n畅,合格,东渡村,R3\n")
    equal(take(at, other)[0]["rows_accepted"], 1, "another order is the same layout")
    wider = at.write("wider.csv", ",".join(heads) + ",天气\nR4,东渡村,合格,畅,晴\n")
    code = take(at, wider, exit=1)[0]["error"]["code"]
    equal(code, "parcel.no_key_column", "another layout is not")
    away = at.json(
        *("parcel", "take", other, "--register", "well", "--area", "910102"),
        *("--day", "2020-03-05"),
        exit=1,
    )["items"][0]
    equal(away["error"]["code"], "parcel.no_key_column", "nor is another sender")
    items = at.json("heading", "list", "--area", "910101")["items"]
    equal([one["column"] for one in items], ["well_id", None], "what was confirmed")
    at.run(*confirm, "出水", "--column", "inspector")
    items = at.json("heading", "list", "--area", "910101", "--register", "well")["items"]
    equal([one["column"] for one in items], ["well_id", "inspector"], "the last word counts")
    at.run("rebuild", "--no-swap")


def not_tables(at):
    def code(name, data):
        path = pathlib.Path(at.folder, name)
        path.write_bytes(data)
        return take(at, str(path), exit=1)[0]["error"]["code"]

    ods = pathlib.Path(at.folder, "a.ods")
    with zipfile.ZipFile(ods, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", "<x/>")
    equal(code("b.ods", ods.read_bytes()), "sheet.other_format", "an .ods")
    equal(code("a.rar", b"Rar!\x1a\x07\x00" + bytes(50)), "sheet.packed", "a .rar")
    equal(code("a.pdf", b"%PDF-1.7 ..."), "sheet.unknown_format", "a .pdf")


def story(at):
    at.run("init", "--pack", DEMO)
    old_ones(at)
    tables_of_text(at)
    zipped(at)
    hostile(at)
    remembered(at)
    not_tables(at)


on_each_engine(story)
