"""A list from the banks against the register of loans: what differs is asked about and ends when it
agrees, nothing is overwritten, and a loan whose number is written otherwise is proposed."""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from api_client import Offices, as_told  # noqa: E402
from story import ROOT, check, equal, on_each_engine, stop  # noqa: E402

RELIEF = ROOT / "packs/relief-2020"
COUNTY = "513422"
VILLAGE = "513422101200"
AREAS = """code,name,from_year,to_year,successor,source
51,四川省,,,,x
5134,凉山彝族自治州,,,,x
513422,木里藏族自治县,,,,x
513422101,某乡,,,,x
513422101200,某村,,,,x
"""
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛"


def citizen_id(number):
    body = f"513422{1950 + number % 45}{1 + number % 12:02d}{1 + number % 27:02d}{100 + number:03d}"
    sum_ = sum(int(c) * (2 ** (17 - at) % 11) for at, c in enumerate(body))
    return body + "10X98765432"[sum_ % 11]


def person(number):
    return SURNAMES[number % 10] + GIVEN[number % 15] + GIVEN[number * 7 % 15], citizen_id(number)


def ours(number, amount=50000):
    name, id_ = person(number)
    start = f"2019-{1 + number % 12:02d}-{1 + number * 5 % 28:02d}"
    return f"L{number},{VILLAGE},{name},{id_},{amount},{amount},{start}\n"


def theirs(number, loan_no=None, amount=50000, name=None):
    _, _, own, id_, _, _, start = ours(number).strip().split(",")
    row = [loan_no or f"L{number}", COUNTY, "扶贫小额信贷", name or own, id_, amount, amount, start]
    return ",".join(map(str, row)) + "\n"


HEAD_OURS = "合同编号,行政村,姓名,身份证号,贷款金额,贷款余额,放款日期\n"
HEAD_THEIRS = "合同号,县,产品名称,姓名,身份证号,贷款金额,余额,发放日期\n"


def small_pack(folder):
    """Of the programme the two registers and their comparison only: that is quick to begin with."""
    for name in ("pack.toml", "registers/loan.toml", "registers/list_bank_loan.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RELIEF / name, folder / name)
    pack = (folder / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(pack.replace("@areas/", ""), encoding="utf-8")
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    for part in ("codes", "params"):
        shutil.copytree(RELIEF / part, folder / part)
    (folder / "comparisons").mkdir()
    shutil.copy(RELIEF / "comparisons/loan_bank.toml", folder / "comparisons")
    return str(folder)


def take(at, register, text, exit=None):
    take.count += 1
    file = at.write(f"{take.count}.csv", text)
    place = ("--area", COUNTY, "--day", "2020-07-31")
    return at.json("parcel", "take", file, "--register", register, *place, exit=exit)


take.count = 0


def found(at):
    """Of the comparison: {(rule, row)} that are open."""
    items = at.json("finding", "list", "--area", COUNTY)["items"]
    return sorted(one["rule"] for one in items if one["rule"].startswith("loan_bank_"))


def on_the_pages(at):
    """What the command line tells, within what an office may see; and a person's word on it."""
    process, port = at.serve()
    try:
        offices = Offices(at, port)
        clerk = offices.by_token("clerk", "clerk", "--area", COUNTY)
        listed = clerk.get(f"/api/comparisons?area={COUNTY}")
        as_told(listed, "GET", "/api/comparisons")
        told = {one["kind"]: one["open"] for one in listed.json["items"][0]["rules"]}
        equal(told["only_there"], found(at).count("loan_bank_only_there"), "what stands open")
        place = "/api/comparisons/loan_bank/"
        pairs = clerk.get(f"{place}pairs?area={COUNTY}")
        as_told(pairs, "GET", "/api/comparisons/{comparison}/pairs")
        pair = pairs.json["items"][0]
        equal((pair["ours"]["id"], pair["state"]), ("L4", "proposed"), "as on the command line")
        check(pairs.json["masked"] and "*" in pair["ours"]["name"], "names are masked")
        wide = offices.by_token("nation", "officer", "--area", "cn").get(place + "pairs")
        equal((wide.status, wide.json["code"]), (400, "api.bad_value"), "not of all the country")
        reader = offices.by_token("reader", "reader", "--area", COUNTY)
        equal(reader.get(place + "pairs").status, 403, "who reads no findings reads no pairs")
        nothing = clerk.get("/api/comparisons/loan_bnk/pairs")
        equal((nothing.status, nothing.json["code"]), (404, "api.not_found"), "no such comparison")
        said = {"ours": pair["ours"]["record"], "theirs": pair["theirs"]["record"], "same": True}
        decide = "/api/comparisons/{comparison}/decide"
        nobody = clerk.ask("POST", place + "decide", {**said, "ours": "513422-1"})
        equal(nobody.status, 404, "a record that is not there")
        decided = clerk.ask("POST", place + "decide", said)
        equal(decided.status, 200, f"the word of a person: {decided}")
        as_told(decided, "POST", decide)
        again = clerk.get(f"{place}pairs?area={COUNTY}").json["items"]
        equal([one["state"] for one in again], ["same"], "is what is shown")
    finally:
        equal(stop(process), 0, "serve ends in good order")


def story(at):
    at.run("init", "--pack", small_pack(pathlib.Path(at.folder) / "pack"))
    process = at.hold()
    names = [one["comparison"] for one in at.json("comparison", "list")["items"]]
    check("loan_bank" in names, "the pack's comparisons are told")

    take(at, "loan", HEAD_OURS + "".join(ours(number) for number in range(60)))
    equal(found(at), [], "without a list of this county nothing can be missing from it")
    # 0 is not on the list; 1 has another amount; 3 another number and a variant of the name.
    lines = [theirs(number) for number in range(2, 60) if number != 3]
    lines += [theirs(1, amount=40000), theirs(3, "2019-003", name="刘敏強")]
    take(at, "list_bank_loan", HEAD_THEIRS + "".join(lines))
    equal(
        found(at),
        [
            "loan_bank_amount_yuan",
            "loan_bank_balance_yuan",
            "loan_bank_only_here",
            "loan_bank_only_here",
            "loan_bank_only_there",
        ],
        "each difference is a finding",
    )
    listed = at.json("record", "list", "loan", "--area", "cn")["items"]
    amounts = {row["loan_no"]: row["amount_yuan"] for row in listed}
    equal(amounts["L1"], "50000", "the list overwrites nothing")

    linked = at.json("comparison", "link", "loan_bank", "--area", COUNTY)
    equal((linked["rows_theirs"], linked["rows_without_record"]), (59, 1), "rows")
    equal(len(linked["items"]), 1, "one row has no record by its number")
    pair = linked["items"][0]
    equal((pair["ours"]["id"], pair["state"]), ("L3", "proposed"), "the loan that is meant")
    check("***" in str(pair["ours"]) or "*" in pair["ours"]["name"], "names are masked")
    weights = {one["column"]: one["weight"] for one in pair["fields"]}
    check(weights["citizen_id"] > 3 and weights["person_name"] > 0, f"what speaks: {weights}")
    error = at.json("comparison", "link", "loan_bnk", "--area", COUNTY, exit=2)
    check("loan_bank" in str(error), "the comparisons that there are")

    decided = ("--ours", pair["ours"]["record"], "--theirs", pair["theirs"]["record"])
    at.json("comparison", "decide", "loan_bank", *decided, exit=2)
    nobody = ("--ours", "1-2", *decided[2:])
    at.json("comparison", "decide", "loan_bank", *nobody, "--same", exit=2)
    at.json("comparison", "decide", "loan_bank", *decided, "--same", "--reason", "看过合同")
    again = at.json("comparison", "link", "loan_bank", "--area", COUNTY)["items"]
    equal([one["state"] for one in again], ["same"], "a person's word")
    at.json("comparison", "decide", "loan_bank", *decided, "--different")
    again = at.json("comparison", "link", "loan_bank", "--area", COUNTY)["items"]
    equal(again, [], "the last word counts")

    # The bank mends its list: the loan it forgot, the amount, the number.
    take(at, "list_bank_loan", HEAD_THEIRS + theirs(0) + theirs(1) + theirs(3))
    equal(found(at), ["loan_bank_only_there"], "what agrees has ended by itself")
    take(at, "list_bank_loan", HEAD_THEIRS + theirs(4, "2019-004"))
    equal(stop(process), 0, "the process that held the data ends well")
    at.run("rebuild")
    again = at.json("comparison", "link", "loan_bank", "--area", COUNTY)["items"]
    meant = [(one["ours"]["id"], one["state"]) for one in again]
    equal(meant, [("L4", "proposed")], "a rebuild keeps what was said of the other pair")
    on_the_pages(at)


on_each_engine(story)
