"""What tools/sql_lint.py must see, and what it must let pass: --self-test."""

# rule -> (bad cases, good cases)
CASES = {
    "division": (
        ["select a / b from t", "select a // b from t", "select (a)/2 as x"],
        ["select idiv(a, b), rdiv(a, b), '1/2', \"a/b\" from t -- a / b", "select /* / */ 1"],
    ),
    "regex_sign": (
        ["select a ~ 'x' from t", "select a !~ 'x' from t", "select a ~* 'x' from t"],
        ["select rx(a, '~'), a like 'x' from t"],
    ),
    "desc_nulls": (
        ["select a from t order by a desc", "select row_number() over (order by a desc, b) from t"],
        ["select a from t order by a desc nulls last, b", "select a as desc from t"],
    ),
    "char_n": (["select cast(a as char(3)) from t"], ["select chr(65), cast(a as varchar) from t"]),
    "varchar_n": (["select cast(a as varchar(3)) from t"], ["select cast(a as varchar) from t"]),
    "duckdb_only": (
        [
            "select a from t qualify row_number() over () = 1",
            "select any_value(a) from t",
            "select regexp_matches(a, 'x') from t",
            "insert or replace into t values (1)",
            "select strftime(a, '%Y') from t",
        ],
        [
            "select rx(a, 'x'), (array_agg(a order by b))[1], t.list, hash from t",
            "insert into t values (1)",
        ],
    ),
    "postgres_only": (
        [
            "select to_char(a, 'YYYY') from t",
            "select a from t for update",
            "select cast(a as jsonb) from t",
        ],
        ["select cast(a as varchar), encode from t"],
    ),
    "group_by_all": (
        ["select a, count(*) from t group by all"],
        ["select a, count(*) from t group by a"],
    ),
    "clock": (
        [
            "select current_date as x",
            "select now() as x",
            "select a from t where d < current_timestamp",
        ],
        ["select $day as day, t.now, 'now()' from t"],
    ),
    "left_in_where": (
        [
            "select a from t where left(a, 2) = '51'",
            "select a from t where b and (starts_with(a, '51'))",
            "select a from t where x = 1 and a in (left(b, 2))",
        ],
        [
            "select left(a, 2) from t where a >= '51' and a < '52' group by left(a, 2)",
            "select a from t left join u on left(t.a, 4) = u.a",
            "select a from t where exists (select left(b, 2) from u)",
        ],
    ),
    "foreign_key": (
        [
            "create table t (a bigint references u (a))",
            "create table t (a bigint, foreign key (a) references u (a))",
        ],
        ["create table t (a bigint primary key)"],
    ),
    "update_key": (
        [
            "update thing set area = 'x' where n = 1",
            "update thing set n = 1, day = $day",
            "update thing as t set area = (select 1)",
        ],
        [
            "update thing set n = 1 where area = 'x'",
            "update other set area = 'x'",
            "insert into thing values (1) on conflict (area, day) do update set n = excluded.n",
        ],
    ),
    "select_star": (
        ["select * from t", "select a from (select * from u) x"],
        [
            "select count(*) from t",
            "with c as (select 1 as a) select * from c",
            "select * from {{record}}",
            "select t.*, 1 as x from t",
            "select a * b from t",
        ],
    ),
    "double_stored": (
        ["create table t (a double precision)", "create table t (a real)"],
        ["create table t (a numeric(18,4), b bigint)"],
    ),
    "cast_try": (["select try_cast(a as integer) from t"], ["select cast(a as integer) from t"]),
    "substr_start": (
        ["select substr(a, -1) from t", "select substring(a, 0, 2) from t"],
        ["select substr(a, 1, 2), right(a, 1), substr(f(a, -1), 2) from t"],
    ),
    "not_in_select": (
        ["select a from t where a not in (select a from u)"],
        [
            "select a from t where a not in (1, 2)",
            "select a from t where not exists (select 1 from u where u.a = t.a)",
            "select a from t where a in (select a from u)",
        ],
    ),
}


def self_test(rules, keys_of_schema, lint_text):
    keys = keys_of_schema(
        [
            "create table thing (area varchar, day date, n bigint, primary key (area, day));"
            "create table single (a bigint primary key, b bigint)"
        ]
    )
    failures = []
    if keys != {"thing": {"area", "day"}, "single": {"a"}}:
        failures.append(f"keys of the schema: {keys}")
    if set(CASES) != set(rules):
        failures.append(f"rules without cases: {set(CASES) ^ set(rules)}")
    for rule, (bad, good) in CASES.items():
        for text in bad:
            if rule not in [c[2] for c in lint_text(text, keys, is_schema=True)]:
                failures.append(f"{rule}: not seen in: {text}")
            excused = f"-- sql_lint: {rule}: a reason\n{text}"
            if rule in [c[2] for c in lint_text(excused, keys, is_schema=True)]:
                failures.append(f"{rule}: the excuse is not taken: {text}")
        for text in good:
            if lint_text(text, keys, is_schema=False):
                failures.append(f"{rule}: complains of: {text}: {lint_text(text, keys)}")
    if lint_text("select 1;\n  select a /\n b", keys) != [(2, 12, "division", "")]:
        failures.append("line and column: " + str(lint_text("select 1;\n  select a /\n b", keys)))
    for failure in failures:
        print(failure)
    print(f"sql_lint: {len(rules)} rules, {len(failures)} failures")
    return 1 if failures else 0
