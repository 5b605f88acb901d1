"""Accounts are opened, locked, handed over; tokens given; every step is in the audit, which a
rebuild carries over and verify checks."""

import datetime
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))
from story import DEMO, check, equal, on_each_engine, psql  # noqa: E402


def kept(at):
    return {
        "accounts": at.json("account", "list")["items"],
        "tokens": at.json("token", "list")["items"],
        "audit": at.json("audit", "list", "--limit", "1000")["items"],
    }


def story(at):
    at.run("init", "--pack", DEMO)
    opened = at.json(
        *("account", "add", "li", "--role", "clerk", "--area", "910101", "--name", "李娜"),
        *("--unit", "某县某局", "--actor", "anna"),
    )["items"][0]
    equal(len(opened["password"]), 19, "a first password")
    equal(opened["grants"][0]["area"], "910101", "its place")
    check(opened["must_change_password"], "to be changed at the first log-in")
    again = at.json("account", "add", "li", "--role", "clerk", "--area", "910101", exit=2)
    equal(again["error"]["code"], "access.login_taken", "a login is taken once")
    both = at.json(
        *("account", "add", "sys", "--role", "system_admin", "--role", "audit_admin"), exit=2
    )
    equal(both["error"]["code"], "access.roles_conflict", "administrators are three persons")
    meant = at.json("account", "add", "x1", "--role", "clark", "--area", "cn", exit=2)
    equal(meant["error"]["code"], "asked.unknown_role", "an unknown role")
    check("clerk" in meant["error"]["hint"]["en"], "and what was meant")
    at.json("account", "add", "x1", "--role", "clerk", "--area", "nowhere", exit=2)
    at.json("account", "add", "x1", "--role", "clerk", exit=2)
    at.json("account", "add", "sec", "--role", "security_admin")
    at.json("account", "add", "wang", "--role", "reader", "--area", "91")
    text = at.run("account", "list").stdout
    check("李娜" in text and "信息员" in text and opened["password"] not in text, "a list to read")
    equal(len(at.json("account", "list", "--area", "910101")["items"]), 1, "by place")
    first = at.json("account", "list", "--limit", "2")
    equal(first["next"], "sec", "pages")
    equal(
        [a["account"] for a in at.json("account", "list", "--after", "sec")["items"]],
        ["wang"],
        "the next page",
    )

    equal(at.json("account", "lock", "li")["items"][0]["state"], "locked", "locked")
    equal(at.json("account", "unlock", "li")["items"][0]["state"], "active", "unlocked")
    other = at.json("account", "reset", "li")["items"][0]["password"]
    check(other != opened["password"], "a reset gives another password")
    at.json("account", "stand-in", "li", "wang", "--day", "2020-03-06", exit=2)  # long past
    at.json("account", "stand-in", "li", "wang", "--day", "2020-03-06", "--to", "2199-03-06")
    at.json("account", "stand-in", "li", "wang", "--off", "--day", "2020-03-06", exit=2)
    at.json("account", "stand-in", "li", "wang", "--off")
    at.json("account", "stand-in", "li", "wang", "--off", exit=2)  # there is none any more
    at.json("account", "stand-in", "li", "wang", "--day", "2020-03-06", "--to", "2199-03-06")
    token = at.json(
        *("token", "add", "li", "--may", "parcel_take,figure_read", "--to", in_a_month()),
        *("--label", "bank"),
    )["items"][0]
    check(token["secret"].startswith("ddu_" + token["token"] + "_"), "the whole token, once")
    check("secret" not in at.json("token", "list", "li")["items"][0], "and never again")
    at.json("token", "add", "li", "--may", "audit_read", "--to", in_a_month(), exit=2)
    equal(at.json("token", "revoke", token["token"])["items"][0]["revoked"], True, "revoked")
    at.json("account", "handover", "li", "wang", "--day", "2020-03-06")
    now = {a["account"]: a for a in at.json("account", "list")["items"]}
    equal(now["li"]["state"], "handed_over", "the giver")
    equal(now["li"]["grants"], [], "keeps nothing")
    equal(now["wang"]["roles"], ["reader", "clerk"], "the taker has both")
    look_at_records(at)

    audited(at, (opened["password"], other, token["secret"], "李娜"))
    carried_over(at)


def audited(at, secrets):
    rows = at.json("audit", "list", "--limit", "1000")["items"]
    done = [row["action"] for row in reversed(rows)]
    equal(done[0], "account_add", "from the first on")
    for action in ("account_lock", "account_unlock", "account_reset", "account_stand_in"):
        check(action in done, f"{action} is in the audit")
    for action in ("token_add", "token_revoke", "account_hand_over", "account_handed_over"):
        check(action in done, f"{action} is in the audit")
    equal(rows[-1]["actor"], "anna", "under the name given")
    mine = at.json("audit", "list", "--actor", "anna")["items"]
    equal([row["action"] for row in mine], ["account_add"], "by name")
    whole = "".join(str(row) for row in rows)
    for secret in secrets:
        check(secret not in whole, "no secret and no name in the audit")


def carried_over(at):
    before = kept(at)
    equal(at.json("verify")["items"][2]["check"], "audit", "verify looks at the audit")
    at.run("rebuild")
    after = kept(at)
    equal(after["accounts"], before["accounts"], "a rebuild carries accounts over")
    equal(after["tokens"], before["tokens"], "and tokens")
    equal(after["audit"][-len(before["audit"]) :], before["audit"], "and the audit")
    check(at.json("verify")["items"][2]["good"], "whose chain goes on")
    if at.engine == "postgres":
        psql(at.data, "update audit set actor = 'nobody' where seq = 3")
        wrong = at.json("verify", exit=1)["items"][2]
        check(not wrong["good"] and "3" in wrong["found"]["en"], "an altered row is found")


def look_at_records(at):
    """Looks in full, and exports, are audited before they are shown."""
    file = at.write("a.csv", "井编号,所在村,水质,井深（米）\nW1,910101001001,合格,30\n")
    at.run(
        *("parcel", "take", file, "--register", "well", "--area", "910101", "--day", "2020-03-06")
    )
    at.run("record", "list", "well", "--area", "cn")
    at.run("record", "list", "well", "--area", "910101", "--unmask", "--purpose", "电话核实")
    at.run("record", "list", "well", "--area", "910101", "--csv", at.folder + "/out.csv")
    looks = at.json("audit", "list", "--limit", "2")["items"][::-1]
    unmasked = at.json("audit", "list", "--action", "record_unmask")["items"]
    equal([row["purpose"] for row in unmasked], ["电话核实"], "one look in full, with its purpose")
    exported = at.json("audit", "list", "--action", "record_export")["items"]
    equal([row["area"] for row in exported], ["910101"], "one export")
    equal(looks[0]["action"], "record_export", "newest first; this look itself comes on top")


def in_a_month():
    return str(datetime.date.today() + datetime.timedelta(days=30))


on_each_engine(story)
