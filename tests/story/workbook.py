"""补正表 goes out and comes back: as a clerk fills it in, and as offices treat it on the way."""

import pathlib
import shutil
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from book import Form, read_book, write_book  # noqa: E402
from story import DEMO, check, equal, on_each_engine  # noqa: E402

HEADS = "井编号,所在村,水质,井深（米）,检查日期,检查人,责任人,责任人证件,备考\n"
OWNER = """[[column]]
name  = "keeper"
type  = "person_name"
secret = "personal"
heads = ["责任人"]

[[column]]
name  = "keeper_number"
type  = "citizen_id"
secret = "personal"
heads = ["责任人证件"]

[[column]]
name  = "remark_text"
type  = "text"
heads = ["备考"]

[[column]]
name  = "depth_m\""""


def number(serial):
    """A made-up identity number of a girl or boy of 1990-03-07, check digit and all."""
    digits = "91010119900307" + f"{serial:03}"
    weights = [2 ** (17 - i) % 11 for i in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11
    return digits + "10X98765432"[rest]


FIRST = f"""W1,910101001001,很好喝,30,2020-03-05,张三,陈一,{number(11)},
W2,910101001002,合格,,2020-02-30,李四,陈二,{number(12)},
W3,910101001001,合格,12,2020-03-05,王五,陈三,{number(13)},
W4,910101001002,,,,,陈四,{number(14)},
W5,910101001001,,9,,,陈五,{number(15)},
W9,920101001001,合格,5,2020-03-05,赵六,陈六,{number(16)},
"""
TAKE = ("--register", "well", "--area", "910101")


def pack(at):
    folder = pathlib.Path(at.folder, "pack")
    shutil.copytree(DEMO, folder)
    well = folder / "registers/well.toml"
    text = well.read_text().replace('[[column]]\nname  = "depth_m"', OWNER)
    text = text.replace('show_name = "inspector"', 'show_name = "keeper"\nremark = "remark_text"\n')
    text = text.replace("[[column]]", 'form_no = "水表1"\nfiling_no = "水〔2020〕1号"\n\n[[column]]', 1)
    well.write_text(text)
    return str(folder)


def export(at, name, *more, area="910101"):
    path = str(pathlib.Path(at.folder, name))
    answer = at.json("finding", "export", "--area", area, "--xlsx", path, *more)
    return path, answer["items"][0]


def take(at, path, day, exit=0, area="910101", more=()):
    answer = at.json(
        *("parcel", "take", path, "--register", "well", "--area", area, "--day", day, *more),
        exit=exit,
    )
    return answer["items"][0]


def wells(at):
    rows = at.json("record", "list", "well", "--area", "910101", "--limit", "1000")["items"]
    return {row["well_id"]: row for row in rows}


def open_at(at, id, column):
    found = at.json("finding", "list", "--area", "910101", "--limit", "1000")["items"]
    return [one["rule"] for one in found if one["id"] == id and one["column"] == column]


def counts(verdict):
    keys = ("rows_in", "rows_accepted", "rows_refused", "rows_changed", "cells_changed")
    return tuple(verdict[key] for key in keys)


def as_it_goes_out(at):
    path, item = export(at, "out.xlsx")
    equal((item["files"], item["rows"]), (1, 5), "four wells to mend, one row refused")
    book = read_book(path)
    equal(list(book), ["说明", "待补正", "选项(勿改)", "退回的行"], "its sheets")
    form = Form(path)
    equal(
        form.heads[:5], ["行标识(勿改)", "井编号", "责任人", "村", "证件后四位"], "whose row it is"
    )
    equal([row[1] for row in form.data], ["W1", "W5", "W2", "W4"], "by village; W3 has nothing")
    check("水表1" in form.rows[1][0] and "水〔2020〕1号" in form.rows[1][0], "form and filing number")
    check("填报人" in form.rows[-1][0] and "联系电话" in form.rows[-1][0], "who fills it in")
    equal(form.get("W1", "水质（现值）"), "很好喝", "what could not be taken is shown")
    check("很好喝" in form.get("W1", "问题说明"), "and why")
    check("没有填" in form.get("W4", "问题说明"), "an empty cell is told")
    equal(form.get("W1", "责任人"), "陈*", "a name is masked")
    equal(form.get("W1", "证件后四位"), number(11)[-4:], "four digits of a number")
    for asked in ("水质（请填报）", "井深（米）（请填报）", "检查日期（请填报）", "无法填报原因", "备考"):
        check(asked in form.heads, f"{asked} is a column")
    texts = [cell for rows in book.values() for row in rows for cell in row]
    check(not any("91010119900" in cell for cell in texts), "no full number anywhere")
    check("可饮用" in [row[1] for row in book["选项(勿改)"] if len(row) > 1], "what to choose from")
    with zipfile.ZipFile(path) as archive:
        xml = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )
    check("sheetProtection" not in xml, "nothing is locked")
    check("dataValidation" in xml and "选项(勿改)" in xml, "lists come from a range")
    check("comment" in xml, "the reason is a comment too")
    return path


def a_clerk_fills_it_in(at, path):
    """Half of it, sorted the other way round, renamed."""
    form = Form(path)
    form.fill("W1", "水质（请填报）", "煮沸后饮用").fill("W2", "井深（米）（请填报）", "21.5")
    form.fill("W4", "无法填报原因", "井已封").fill("W4", "备考", "去年封的")
    form.rows[form.at + 1 : form.at + 5] = form.rows[form.at + 4 : form.at : -1]
    back = take(at, form.save(pathlib.Path(at.folder, "东渡和西渡(1).xlsx")), "2020-03-07")
    equal(counts(back)[:4], (3, 3, 0, 2 + 1), "three rows answer something")
    now = wells(at)
    equal((now["W1"]["water_quality"], now["W2"]["depth_m"]), ("2", "21.5"), "the cells are mended")
    equal(now["W4"]["remark_text"], "去年封的", "the remark is taken")
    equal(now["W4"]["no_value_reason"], "01", "and the reason")
    equal(open_at(at, "W1", "water_quality"), [], "the mended cell ends its finding")
    equal(open_at(at, "W2", "inspected_on"), ["_cast.no_such_day"], "one not filled in stays open")
    equal(now["W5"]["keeper"], "陈*", "nothing else is touched")
    again = take(at, form.save(pathlib.Path(at.folder, "again.xlsx")), "2020-03-07")
    equal(counts(again)[3:], (0, 0), "taken twice changes nothing")
    form.fill("W2", "检查日期（请填报）", "2020-03-01").fill("W1", "水质（请填报）", "不可饮用")
    later = take(at, form.save(pathlib.Path(at.folder, "more.xlsx")), "2020-03-07")
    equal(counts(later)[3:], (2, 2), "the rest follows; his own later word stands")
    equal(wells(at)["W1"]["water_quality"], "3", "he may correct himself")
    untouched = take(at, path, "2020-03-07")
    equal(counts(untouched)[:3], (0, 0, 0), "an untouched workbook changes nothing")


def somebody_else_was_first(at):
    path, _ = export(at, "stale.xlsx")
    form = Form(path)
    form.fill("W5", "水质（请填报）", "不可饮用").fill("W5", "检查日期（请填报）", "2020-03-02")
    other = at.write("other.csv", "井编号,水质\nW5,可饮用\n")
    parcel = take(at, other, "2020-03-08")["parcel"]
    back = take(at, form.save(pathlib.Path(at.folder, "late.xlsx")), "2020-03-08")
    now = wells(at)["W5"]
    equal(now["water_quality"], "1", "what another has changed since is not overwritten")
    equal(now["inspected_on"], "2020-03-02", "the other cell is taken")
    told = [one for one in back["findings"] if one["rule"] == "_form_changed"]
    equal(len(told), 1, "it becomes a question")
    says = told[0]["says"]["zh"]
    check("不可饮用" in says and "改为可饮用" in says and f"第{parcel}号" in says, f"of both: {says}")
    same = Form(path).fill("W5", "水质（请填报）", "可饮用")
    back = take(at, same.save(pathlib.Path(at.folder, "same.xlsx")), "2020-03-08")
    equal(back["questions"], 0, "the same value is no question")


def emptied(at):
    at.run("parcel", "take", at.write("e.csv", HEADS + "W6,910101001001,,3,,,,,甲\n"), *TAKE,
           "--day", "2020-03-08")  # fmt: skip
    form = Form(export(at, "e.xlsx")[0])
    form.fill("W6", "备考", "[清空]")
    take(at, form.save(pathlib.Path(at.folder, "e2.xlsx")), "2020-03-08")
    equal(wells(at)["W6"]["remark_text"], None, "[清空] empties")


def pasted_together(at):
    """Two villages' workbooks in one sheet, the second with its headings; then without marks."""
    one = Form(export(at, "v1.xlsx", area="910101001001")[0])
    at.run("parcel", "take", at.write("p.csv", HEADS + "W7,910101001002,合格,,2020-03-05,赵一,钱二"
           f",{number(21)},\n"), *TAKE, "--day", "2020-03-08")  # fmt: skip
    two = Form(export(at, "v2.xlsx", area="910101001002")[0])
    check(one.heads != two.heads, "they ask for different columns")
    one.fill("W6", "水质（请填报）", "可饮用")
    two.fill("W7", "井深（米）（请填报）", "7")
    sheet = one.rows + [[], ["下面是西渡村的"]] + two.rows
    pasted = write_book(pathlib.Path(at.folder, "both.xlsx"), {"汇总": sheet})
    equal(counts(take(at, pasted, "2020-03-08"))[:4], (2, 2, 0, 2), "both land")
    now = wells(at)
    equal((now["W6"]["water_quality"], now["W7"]["depth_m"]), ("1", "7"), "each in its column")
    stray = [list(row) for row in one.rows] + [list(two.row("W7"))]
    stray[-1][5] = stray[-1][5] or "9"
    wrong = write_book(pathlib.Path(at.folder, "stray.xlsx"), {"待补正": stray})
    refused = take(at, wrong, "2020-03-08", exit=1)
    rules = [found["rule"] for found in refused["findings"]]
    check("_form_layout" in rules, f"a row among other headings is refused: {rules}")


def without_marks(at):
    at.run("parcel", "take", at.write("m.csv", HEADS
           + f"M1,910101001001,,3,,,孙甲,{number(31)},\n"
           + f"M2,910101001001,,3,,,孙乙,{number(32)},\n"
           + f"M3,910101001002,,3,,,孙甲,{number(31)},\n"), *TAKE,
           "--day", "2020-03-08")  # fmt: skip
    path, _ = export(at, "marks.xlsx", "--unmask", "--purpose", "入户核实")
    form = Form(path)
    equal(form.get("M1", "责任人"), "孙甲", "a purpose shows the name")
    form.fill("M1", "水质（请填报）", "可饮用").fill("M2", "水质（请填报）", "不可饮用")
    bare = {"待补正": [row[1:] for row in form.rows]}
    back = take(at, write_book(pathlib.Path(at.folder, "bare.xlsx"), bare), "2020-03-08")
    equal(counts(back)[:3], (2, 2, 0), "by number")
    equal(wells(at)["M2"]["water_quality"], "3", "the number names the record")
    # Neither mark nor number: by name and last four digits in the village.
    form.fill("M1", "备考", "一").fill("M2", "备考", "二").fill("M3", "备考", "三")
    names = {"待补正": [row[2:] for row in form.rows]}
    back = take(at, write_book(pathlib.Path(at.folder, "names.xlsx"), names), "2020-03-08")
    equal(counts(back)[:3], (3, 3, 0), "by name, four digits and village")
    now = wells(at)
    equal([now[id]["remark_text"] for id in ("M1", "M2", "M3")], ["一", "二", "三"], "each his own")
    place = form.heads.index("村")
    nowhere = [[cell for i, cell in enumerate(row) if i not in (0, 1, place)] for row in form.rows]
    file = write_book(pathlib.Path(at.folder, "nowhere.xlsx"), {"待补正": nowhere})
    back = take(at, file, "2020-03-08", exit=1)
    equal(counts(back)[:3], (3, 1, 2), "two of one name without a village are not told apart")
    told = next(one for one in back["findings"] if one["rule"] == "_form_who")
    check(told["row"] > 0 and "2条记录" in told["says"]["zh"], f"with its place: {told}")


def altered_marks(at):
    form = Form(export(at, "altered.xlsx")[0])
    form.fill("M1", "检查日期（请填报）", "2020-03-03").fill("M3", "检查日期（请填报）", "2020-03-04")
    row = form.row("M1")
    row[0] = row[0][:-1] + ("0" if row[0][-1] != "0" else "1")
    form.row("M3")[1] = "M2"  # as when only some columns are sorted
    back = take(at, form.save(pathlib.Path(at.folder, "altered2.xlsx")), "2020-03-08", exit=1)
    rules = sorted(one["rule"] for one in back["findings"] if one["rule"].startswith("_form"))
    equal(rules, ["_form_mark", "_form_other"], "an altered mark is not believed")
    now = wells(at)
    equal(now["M1"]["inspected_on"], "2020-03-03", "the number still tells whose row it is")
    equal((now["M3"]["inspected_on"], now["M2"]["inspected_on"]), (None, None), "nobody's is taken")
    elsewhere = take(at, form.save(pathlib.Path(at.folder, "x.xlsx")), "2020-03-08", exit=1,
                     area="920101")  # fmt: skip
    equal(elsewhere["rows_accepted"], 0, "another county cannot change them")
    full = take(at, form.save(pathlib.Path(at.folder, "f.xlsx")), "2020-03-08", exit=1,
                more=("--full", "--end", "0"))  # fmt: skip
    equal(full["error"]["code"], "parcel.form_not_full", "it is never a full list")


def twice_in_one_file(at):
    form = Form(export(at, "twice.xlsx")[0])
    form.fill("M2", "检查日期（请填报）", "2020-03-03")
    copy = [list(row) for row in form.rows]
    for row in copy:
        if len(row) > 1 and row[1] == "M2":
            row[form.heads.index("检查日期（请填报）")] = "2020-03-04"
    file = write_book(pathlib.Path(at.folder, "twice2.xlsx"), {"a": form.rows, "b": copy})
    back = take(at, file, "2020-03-08")
    equal(wells(at)["M2"]["inspected_on"], "2020-03-03", "the first answer is taken")
    check("_form_changed" in [one["rule"] for one in back["findings"]], "the other is asked about")


def archive(at):
    path = str(pathlib.Path(at.folder, "all.zip"))
    item = at.json("finding", "export", "--area", "910101", "--zip", path)["items"][0]
    names = zipfile.ZipFile(path).namelist()
    equal(item["files"], len(names), "as many as it says")
    check(any("东渡村-910101001001" in name for name in names), f"one a village: {names}")
    form = Form(zipfile.ZipFile(path).open(next(name for name in names if "东渡村" in name)))
    check(all("东渡村" in row[3] for row in form.data), "with its own rows only")
    secret = at.write("secret", "很长的密码 1\n")
    locked = str(pathlib.Path(at.folder, "locked.zip"))
    at.run(
        *("finding", "export", "--area", "910101", "--zip", locked, "--password-file", secret)
    )
    flags = [(one.flag_bits & 1, one.compress_type) for one in zipfile.ZipFile(locked).infolist()]
    check(all(flag == (1, 99) for flag in flags), f"encrypted by AES: {flags}")
    at.run("finding", "export", "--area", "910101", exit=2)
    short = at.write("short", "1\n")
    at.run(
        *("finding", "export", "--area", "910101", "--zip", locked, "--password-file", short),
        exit=2,
    )


def template(at):
    path = str(pathlib.Path(at.folder, "template.xlsx"))
    at.run("record", "template", "well", "--area", "910101", "--xlsx", path)
    form = Form(path, "填报")
    check("责任人（现值）" in form.heads and "责任人" not in form.heads, "what is masked is not read")
    before = wells(at)
    same = take(at, form.save(pathlib.Path(at.folder, "t0.xlsx")), "2020-03-09")
    equal(counts(same)[2:], (0, 0, 0), "as it went out it changes nothing")
    form.fill("M1", "井深（米）", "44").fill("W3", "水质", "[清空]")
    new = list(form.row("M1"))
    new[0], new[1] = "", "T1"
    form.rows.insert(form.at + 2, new)
    other = at.write("t.csv", "井编号,井深（米）\nM2,55\n")
    take(at, other, "2020-03-09")
    back = take(at, form.save(pathlib.Path(at.folder, "t1.xlsx")), "2020-03-09")
    equal(back["rows_new"], 1, "a row of one's own is a new record")
    now = wells(at)
    equal((now["M1"]["depth_m"], now["T1"]["depth_m"]), ("44", "44"), "a changed cell is taken")
    equal(now["M2"]["depth_m"], "55", "an untouched cell does not bring back what was")
    equal(now["W3"]["water_quality"], None, "and emptied where it says so")
    equal(before["W1"], now["W1"], "others stay")
    equal(back["questions"], 0, "nothing to ask")


def story(at):
    at.run("init", "--pack", pack(at))
    at.run("parcel", "take", at.write("first.csv", HEADS + FIRST), *TAKE, "--day", "2020-03-06",
           exit=1)  # fmt: skip
    path = as_it_goes_out(at)
    a_clerk_fills_it_in(at, path)
    somebody_else_was_first(at)
    emptied(at)
    pasted_together(at)
    without_marks(at)
    altered_marks(at)
    twice_in_one_file(at)
    archive(at)
    template(at)
    check(at.json("rebuild", "--no-swap")["items"], "made anew from journal and files, it is equal")


if __name__ == "__main__":
    on_each_engine(story)
