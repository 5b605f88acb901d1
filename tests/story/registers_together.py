"""What one register says about another: posts and the list of deaths, loans and their events, PV
income and what is paid out of it. Files with the headings, order and units of real offices."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import ROOT, check, equal, on_each_engine, stop  # noqa: E402

PACK = str(ROOT / "packs/relief-2020")
COUNTY = "513422"
VILLAGE = "513422101200"
LIVING = "513422198506120018"
DEAD = "513422199001010029"
HELPER = "513422198703040033"


def take(at, register, text, day="2020-07-31", exit=0):
    """The verdict on a file of the county, and its findings as {(row, rule): finding}."""
    take.count += 1
    file = at.write(f"{take.count}_{register}.csv", text)
    place = ("--area", COUNTY, "--day", day)
    answer = at.json("parcel", "take", file, "--register", register, *place, exit=exit)
    items = answer["items"] or [{}]
    found = {(one["row"], one["rule"]): one for one in items[0].get("findings", [])}
    return items[0], found


take.count = 0


def rules_of(found, row):
    return sorted(rule for at_row, rule in found if at_row == row)


def posts_and_deaths(at):
    take(at, "list_death", f"逝者姓名,逝者身份证号,去世时间,县\n李四,{DEAD},2020年5月3日,{COUNTY}\n")
    # Synonyms, another order, a thousands mark, 元, an amount in ten thousands.
    verdict, found = take(
        at,
        "post",
        "补贴标准（元/月）,公益岗类型,行政村,岗位编码,资金渠道,是否在岗,上岗人员,身份证号码,人员编号,上岗日期\n"
        f'"1,200元",生态护林员,{VILLAGE},GY1,林草,在岗,张三,{LIVING},P1,2020年1月\n'
        f"800,保洁,{VILLAGE},GY2,光伏扶贫收益,在岗,李四,{DEAD},P2,2020.2\n"
        f"0.08万元,护路,{VILLAGE},GY3,交通,空岗,,,,\n",
        exit=1,
    )
    equal((verdict.get("rows_in"), verdict.get("rows_new")), (3, 2), "a dead holder is refused")
    equal(rules_of(found, 2), [], "synonyms, order, thousands mark and 元 are taken")
    check((3, "dead_holder") in found, "the list of deaths is looked at")
    check("0.08万元" in str(found.get((4, "_unit_cell"), {})), "万元 is converted, with a word")
    listed = at.json("record", "list", "post", "--area", "cn")["items"]
    posts = {row["post_id"]: row for row in listed}
    equal(posts.get("GY1", {}).get("pay_month_yuan"), "1200", "1,200元 is 1200 yuan")
    equal(posts.get("GY3", {}).get("pay_month_yuan"), "800", "0.08万元 is 800 yuan")
    _, found = take(
        at,
        "post",
        f"岗位编号,行政村,在岗状态,人编号,上岗时间\nGY9,{VILLAGE},在岗,P1,2020-03\n",
        exit=1,
    )
    check((2, "one_person_two_posts") in found, "one person, one post, over two files")


def pay_and_posts(at):
    head = "岗位编号,人编号,证件号码,月份,村,实发工资,发放时间\n"
    _, found = take(
        at,
        "post_pay",
        head
        + f"GY1,P1,{LIVING},2020年6月,{VILLAGE},1200,2020/7/5\n"
        + f"GY1,P1,{LIVING},2019年11月,{VILLAGE},1200,2019/12/5\n"
        + f"GY2,P2,{DEAD},2020年6月,{VILLAGE},800,2020/7/5\n"
        + f"GY2,P2,{DEAD},2020年4月,{VILLAGE},800,2020/5/5\n",
        exit=1,
    )
    check((2, "pay_without_post") not in found, "pay that has its post")
    check((3, "pay_without_post") in found, "pay from before the post was held")
    check((4, "paid_after_death") in found, "pay for a month after the death is refused")
    check((5, "paid_after_death") not in found, "pay for a month before it is not")


def posts_and_work(at):
    work = f"人编号,户籍地,务工所在县,外出时间\nP7,{VILLAGE},440402,2020-03\n"
    take(at, "worker", work, exit=None)
    head = "岗位编号,行政村,在岗状态,人编号,上岗时间\n"
    _, found = take(at, "post", head + f"GY7,{VILLAGE},在岗,P7,2020-02\n", exit=None)
    away = found.get((2, "works_elsewhere"), {})
    equal(away.get("other_area"), "440402", "who holds a post works in another county")


def loans(at):
    head = "合同编号,行政村,户编号,借款人,借款人身份证号,放款金额,余额,放款日期,到期日,状态\n"
    loan = f"L1,{VILLAGE},H1,张三,{LIVING},\"50,000\",30000,2019-06-01,2021-06-01,正常\n"
    take(at, "loan", head + loan, exit=None)
    more = f"L2,{VILLAGE},H1,王五,,40000,40000,2020-06-01,2021-06-01,正常\n"
    _, found = take(at, "loan", head + more, exit=None)
    check((2, "household_over_limit") in found, "one household, one limit, over two files")
    head = "合同编号,变动类型,办理时间,村,还款金额\n"
    _, found = take(at, "loan_event", head + f"L1,还款,2020-06-10,{VILLAGE},20000\n", exit=None)
    equal(rules_of(found, 2), [], "a repayment of a loan that is there")
    events = f"L1,还款,2020-07-10,{VILLAGE},40000\nL7,还款,2020-07-10,{VILLAGE},100\n"
    _, found = take(at, "loan_event", head + events, exit=None)
    check((2, "repaid_too_much") in found, "20000 and 40000 are more than 50000")
    check((3, "event_without_loan") in found, "an event of a loan that nobody entered")
    need = f"户编号,年度,行政村,是否符合条件,贷款意愿,是否获贷,合同编号\nH1,2020,{VILLAGE},是,有,是,L1\n"
    _, found = take(at, "loan_need", need, exit=None)
    check((2, "lent_but_no_loan") not in found, "lent, and the loan is there")


def pv(at):
    """96,000 yuan of 2020, 52,000 for wages: 19,200 may go elsewhere, 21,000 are too much."""
    head = "电站编号,产权村,类型,装机规模,并网时间,状态\n"
    take(at, "pv_station", head + f"PV1,{VILLAGE},村级,300,2018-12-31,正常\n", exit=None)
    head = "电站编号,村,发电月份,收益类型,到账时间,到账收益\n"
    income = f"PV1,{VILLAGE},2020年5月,电费,2020-06-20,96000元\n"
    _, found = take(at, "pv_income", head + income, exit=None)
    check((2, "income_without_station") not in found, "income of a station that is there")
    head = "凭证号,村,年度,用途,支付金额,人数,付款日期\n"
    wages = f"Z1,{VILLAGE},2020,岗位工资,52000,20,2020-07-01\n"
    _, found = take(at, "pv_payment", head + wages, exit=None)
    check((2, "payment_without_income") not in found, "there is income to pay out of")
    check((2, "labour_share_short") not in found, "wages never break the rule")
    repair = f"Z2,{VILLAGE},2020,维修费,19000,,2020-07-02\n"
    _, found = take(at, "pv_payment", head + repair, exit=None)
    check((2, "labour_share_short") not in found, "19,000 are within a fifth")
    more = f"Z3,{VILLAGE},2020,维修费,2000,,2020-07-03\n"
    _, found = take(at, "pv_payment", head + more, exit=None)
    check((2, "labour_share_short") in found, "with 2,000 more it is over a fifth")
    old = f"Z4,{VILLAGE},2019,岗位工资,2000,4,2020-07-03\n"
    _, found = take(at, "pv_payment", head + old, exit=None)
    check((2, "payment_without_income") in found, "nothing came for 2019")


def business(at):
    code = "91513422MA6000001A"
    head = "信用代码,企业名称,县,经营状态,注销日期\n"
    take(at, "list_business", head + f"{code},木里兴农公司,{COUNTY},注销,2020-03-01\n", exit=None)
    head = "车间编号,村,车间名称,信用代码,复工情况\n"
    _, found = take(at, "workshop", head + f"CJ1,{VILLAGE},服装车间,{code},已复工\n", exit=None)
    check((2, "closed_in_business_register") in found, "a workshop whose business is struck off")


def open_of(at, register, rule):
    """Ids and row numbers of a rule's open findings."""
    items = at.json("finding", "list", "--area", "cn")["items"]
    of_rule = [one for one in items if (one["register"], one["rule"]) == (register, rule)]
    return sorted((one["id"], one["row"]) for one in of_rule)


def parcel_of(at, register, text, day="2020-08-01"):
    verdict, _ = take(at, register, text, day, exit=None)
    return str(verdict["parcel"])


def what_comes_later(at):
    """The other register changes: the records it bears on are judged again."""
    dead = f"citizen_id,died_on,list_area\n{LIVING},2020-05-20,{COUNTY}\n"
    equal(open_of(at, "post", "dead_holder"), [("GY2", 3)], "GY2 was refused when it came")
    paid = open_of(at, "post_pay", "paid_after_death")
    late = parcel_of(at, "list_death", dead)
    equal(open_of(at, "post", "dead_holder"), [("GY1", 2), ("GY2", 3)], "a death that comes later")
    now = open_of(at, "post_pay", "paid_after_death")
    equal(len(now), len(paid) + 1, "and what was paid for June")
    listed = at.json("record", "list", "post", "--area", "cn")["items"]
    check("GY1" in {row["post_id"] for row in listed}, "a record stays that was accepted before")
    july = dead.replace("2020-05-20", "2020-07-20")
    corrected = parcel_of(at, "list_death", july, "2020-08-02")
    equal(open_of(at, "post_pay", "paid_after_death"), paid, "corrected: alive in June")
    at.json("parcel", "withdraw", late, exit=None)
    at.json("parcel", "withdraw", corrected, exit=None)
    equal(open_of(at, "post", "dead_holder"), [("GY2", 3)], "nobody says so any more")

    need = f"household_id,survey_year,home_area,is_lent,loan_no\nH5,2020,{VILLAGE},是,L5\n"
    take(at, "loan_need", need, "2020-08-02", exit=None)
    equal([row for row, _ in open_of(at, "loan_need", "lent_but_no_loan")], ["H5"], "no such loan")
    row = f"loan_no,home_area,household_id\nL5,{VILLAGE},H5\n"
    loan = parcel_of(at, "loan", row, "2020-08-02")
    equal(open_of(at, "loan_need", "lent_but_no_loan"), [], "the loan is entered")
    at.json("parcel", "withdraw", loan, exit=None)
    equal(len(open_of(at, "loan_need", "lent_but_no_loan")), 1, "the loan is taken back")

    helper = f"household_id,helper_name,home_area,citizen_id\nH8,赵六,{VILLAGE},{HELPER}\n"
    take(at, "helper", helper, "2020-08-02", exit=None)
    equal(open_of(at, "helper", "helper_is_registered"), [], "nobody of that number is registered")
    person = f"person_id,home_area,citizen_id\nP80,{VILLAGE},{HELPER}\n"
    take(at, "person", person, "2020-08-02", exit=None)
    equal(len(open_of(at, "helper", "helper_is_registered")), 1, "the helper is registered")
    take(at, "person", person.replace("P80", "P81").replace(HELPER, ""), "2020-08-02", exit=None)
    equal(len(open_of(at, "helper", "helper_is_registered")), 1, "others change nothing")

    equal(len(open_of(at, "pv_payment", "payment_without_income")), 1, "Z4 is paid of 2019")
    head = "电站编号,村,发电月份,收益类型,到账时间,到账收益\n"
    income = f"PV1,{VILLAGE},2019年5月,电费,2019-06-20,9000元\n"
    take(at, "pv_income", head + income, "2020-08-02", exit=None)
    equal(open_of(at, "pv_payment", "payment_without_income"), [], "the income of 2019 has come")


def figure(at, indicator):
    place = ("--area", COUNTY, "--day", "2020-07-31")
    items = at.json("figure", "show", indicator, *place)["items"]
    return items[0]["value"] if items else None


def parts(at, indicator, axis):
    place = ("--area", COUNTY, "--day", "2020-07-31", "--by", axis)
    items = at.json("figure", "show", indicator, *place)["items"]
    return {one["part"]: one["value"] for one in items if one.get("part")}


def figures(at):
    """What the files above come to. GY1 forest, GY7 of no kind; Z1 is 52,000 of 96,000."""
    equal(figure(at, "posts_held"), "2", "two posts are held")
    by_kind = parts(at, "posts_held", "post_class")
    equal(by_kind, {"forest": "1", "unfilled": "1"}, "by kind, and what is not filled")
    by_fund = parts(at, "posts_by_fund", "fund_class")
    equal(by_fund, {"forestry": "1", "unfilled": "1"}, "by source of money: another axis")
    equal(figure(at, "pv_labour_share"), {"n": "52000", "d": "96000"}, "labour, of the income")
    equal(figure(at, "pv_villages_80"), {"n": "0", "d": "1"}, "no village has reached 80 %")
    equal(figure(at, "loans_lent_yuan"), "40000", "L2 is of this year")
    equal(figure(at, "loan_overdue_rate"), {"n": "0", "d": "70000"}, "nothing is overdue")
    equal(figure(at, "workshops_back"), {"n": "1", "d": "1"}, "one workshop, at work")


def story(at):
    at.run("init", "--pack", PACK)
    process = at.hold()
    for part in (posts_and_deaths, pay_and_posts, posts_and_work, loans, pv, business, figures):
        part(at)
    what_comes_later(at)
    equal(stop(process), 0, "the process that held the data ends well")


on_each_engine(story)
