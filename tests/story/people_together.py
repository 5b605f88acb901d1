"""What registers of people and households say about each other, from files with the national
system's headings, other words for them and another order."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import ROOT, check, equal, on_each_engine, stop  # noqa: E402

PACK = str(ROOT / "packs/relief-2020")
COUNTY = "513422"
VILLAGE = "513422101200"
HEAD = "513422197003050017"
SON = "513422198506120018"
WIFE = "513422198811200022"
HELPER = "513422198003050011"


def take(at, register, text, area=COUNTY, day="2020-07-31"):
    """What a file finds: {row: [rules]}, and its findings as {(row, rule): finding}."""
    take.count += 1
    file = at.write(f"{take.count}_{register}.csv", text)
    place = ("--area", area, "--day", day)
    answer = at.json("parcel", "take", file, "--register", register, *place, exit=None)
    items = answer["items"] or [{}]
    found = {(one["row"], one["rule"]): one for one in items[0].get("findings", [])}
    rules = {}
    for row, rule in sorted(found):
        rules.setdefault(row, []).append(rule)
    take.verdict = items[0]
    return rules, found


take.count = 0


def households(at):
    """Codes of the national system, a heading with its code in parentheses, names for codes."""
    rules, _ = take(
        at,
        "household",
        "AAC031,户主,AAR006,户编号(AAC001),脱贫属性,脱贫时间,建档年度,户类型,主要原因,家庭成员数\n"
        f"{HEAD},吉克木呷,{VILLAGE},H1,已脱贫,2018,2014,一般户,缺技术,4\n"
        f",沙马阿牛,{VILLAGE},H2,未脱贫,,2014,低保贫困户,因残致贫,3\n"
        f",吉克木呷,{VILLAGE},H3,已脱贫,2012,2014,一般户,因病,0\n",
    )
    equal(rules, {4: ["lifted_before_identified", "people_count_odd"]}, "two good, one to look at")
    equal(take.verdict.get("rows_new"), 3, "headings, names of codes and the order are taken")
    listed = at.json("record", "list", "household", "--area", "cn")["items"]
    stored = {row["household_id"]: row for row in listed}
    equal(stored.get("H1", {}).get("main_cause"), "07", "缺技术 is cause 07")
    equal(stored.get("H2", {}).get("attribute"), "04", "低保贫困户 is kind 04")


def people(at):
    rules, found = take(
        at,
        "person",
        "姓名,关系,人员编号,身份证号码,户号,行政村,性别,劳动能力,身体状况,民族\n"
        f"吉克木呷,本人,P1,{HEAD},H1,{VILLAGE},男,普通,健康,彝\n"
        f"吉克拉铁,户主,P2,{SON},H1,{VILLAGE},男,普通劳动力,健康,彝族\n"
        f"沙马依洛,之妻,P3,{WIFE},H9,{VILLAGE},女,无,健康,彝族\n",
    )
    check((3, "head_not_one") in found, "two heads in one household")
    check((2, "household_unknown") not in found, "a household that is there")
    check((4, "household_unknown") in found, "a household that nobody entered")
    check((4, "healthy_without_labour") in found, "healthy, 31, and not able to work")
    check("_cast.not_in_list" in rules.get(4, []), "之妻 is no relation of the list")
    rules, found = take(at, "person", f"人编号,与户主关系,户籍地\nP2,之子,{VILLAGE}\n")
    equal(rules, {}, "the son is put right")
    _, found = take(at, "person", f"人编号,户籍地,户编号,与户主关系\nP4,{VILLAGE},H3,户主\n")
    check((2, "head_not_one") not in found, "a household whose row names no number")
    named = f"人编号,户籍地,户编号,与户主关系,证件号码\nP5,{VILLAGE},H1,户主,{WIFE}\n"
    _, found = take(at, "person", named)
    check((2, "head_not_one") in found, "another head than the household's own row")


def sent_later(at):
    """A household that was missing is sent: whoever names it is judged again at once."""
    listed = at.json("finding", "list", "--area", COUNTY)["items"]
    open_before = [one for one in listed if one["rule"] == "household_unknown"]
    equal([one["id"] for one in open_before], ["P3"], "open until the household comes")
    take(at, "household", f"户编号,户籍地\nH9,{VILLAGE}\n")
    listed = at.json("finding", "list", "--area", COUNTY)["items"]
    equal([one for one in listed if one["rule"] == "household_unknown"], [], "and it is settled")


def work(at):
    head = "人编号,户编号,户籍地,证件号码,务工所在地,外出时间\n"
    out = f"P2,H1,{VILLAGE},{SON},440402,2020-03\nP3,H9,{VILLAGE},{WIFE},440305,2020-02\n"
    take(at, "worker", head + out)
    gone = f"人编号,户籍地,减少原因,死亡日期\nP3,{VILLAGE},死亡,2020-01-15\n"
    _, found = take(at, "person", gone)
    check((2, "works_after_death") in found, "left for work after the death")
    _, found = take(at, "worker", f"人编号,户籍地,外出时间\nP3,{VILLAGE},2020-03\n")
    check((2, "works_after_death") in found, "sent the other way round too")
    host = "输入地,身份证号,姓名,输出地,目前状态\n"
    _, found = take(at, "worker_host", host + f"440305,{SON},吉克拉铁,{COUNTY},在岗\n", area="cn")
    place = found.get((2, "two_places"), {}).get("other_area")
    equal(place, "440402", "host and home name two places")
    _, found = take(at, "worker_host", host + f"440402,{HEAD},吉克木呷,{COUNTY},在岗\n", area="cn")
    check((2, "two_places") not in found, "one place only")
    plan = "人编号,户籍地,计划务工,拟外出时间,意向地区\n"
    _, found = take(at, "worker_planned", plan + f"P2,{VILLAGE},是,2020-09,440402\n")
    check((2, "already_out") in found, "planned and away already")
    back = "人编号,户籍地,返乡时间,原务工地,去向\n"
    _, found = take(at, "return_person", back + f"P2,{VILLAGE},2020-07-20,440402,尚未安置\n")
    check((2, "still_away") in found, "back, and away in the register of workers")


def households_in_other_registers(at):
    income = "户编号,户籍地,年度,务工收入\n"
    rows = f"H1,{VILLAGE},2019,\"30,000元\"\nH2,{VILLAGE},2019,12000\nH8,{VILLAGE},2019,0\n"
    _, found = take(at, "household_income", income + rows)
    check((2, "wages_without_worker") not in found, "wages of a household with a worker")
    check((3, "wages_without_worker") in found, "wages of a household without one")
    check((4, "household_unknown") in found, "income of a household that nobody entered")
    site = "安置区编号,安置点,乡镇,安置类型,入住户数,入住人数,计划户数,计划人数,住房套数\n"
    rows = "S1,乔瓦新区,513422100,集镇安置,180,760,186,780,186\n"
    rules, _ = take(at, "relocation_site", site + rows)
    equal(rules, {}, "a site, by its township")
    moved = "户主身份证号,安置区编号,户编号,户籍地,搬迁方式,搬迁入住时间,拆旧情况\n"
    rows = f"{HEAD},S1,H1,{VILLAGE},集中,2019年11月20日,是\n,S7,H7,{VILLAGE},集中,2019-11-20,是\n"
    rules, found = take(at, "relocation_household", moved + rows)
    check(not {"household_unknown", "site_unknown"} & set(rules.get(2, [])), "both are there")
    check((3, "household_unknown") in found, "relocated, and no such household")
    check((3, "site_unknown") in found, "relocated to no such site")
    house = f"户编号,户籍地,住房保障方式\nH1,{VILLAGE},易地搬迁\nH2,{VILLAGE},易地搬迁\n"
    _, found = take(at, "housing", house)
    check((2, "relocated_not_in_register") not in found, "relocated, and there")
    check((3, "relocated_not_in_register") in found, "relocated, and not there")


def helpers(at):
    rules, found = take(
        at,
        "helper",
        "帮扶人身份证号,帮扶干部,户号,行政村,责任人电话,单位,结对日期,走访日期\n"
        f"{HELPER},王建国,H1,{VILLAGE},0834-6521234,县林业局,2018-03-01,2020-07-10\n"
        f"{SON},吉克拉铁,H2,{VILLAGE},13812345678,县林业局,2018-03-01,2020-07-10\n",
    )
    check(2 not in rules, f"a helper as he should be: {rules.get(2)}")
    check((3, "helper_is_registered") in found, "a helper who is registered himself")


def story(at):
    at.run("init", "--pack", PACK)
    process = at.hold()
    for part in (households, people, sent_later, work, households_in_other_registers, helpers):
        part(at)
    equal(stop(process), 0, "the process that held the data ends well")


on_each_engine(story)
