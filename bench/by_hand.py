#!/usr/bin/env python3
"""The rival of `take`: DuckDB's own read_csv into a stored table, and the same rules by hand.

by_hand.py FILE.csv FOLDER: prints the seconds of one run from opening the file to the checkpoint.
Needs the PyPI package duckdb of the version we embed (bench/run installs it into its own folder).
"""

import os
import sys
import time

import duckdb

TYPED = """
create table r as
select row_number() over () as row_no, person_id, household_id, person_name,
  case when length(citizen_id) = 18 then citizen_id end as citizen_id,
  case when length(phone) = 11 then phone end as phone, home_area,
  case when work_area = '境外' then 'abroad'
    when length(work_area) = 6 then work_area end as work_area,
  case is_abroad when '是' then true when '否' then false end as is_abroad,
  cast(try_strptime(out_month, '%Y-%m') as date) as out_month, employer, industry, job,
  try_cast(wage as decimal(18, 2)) as wage,
  case when length(channel) = 2 then channel end as channel,
  case is_point_to_point when '是' then true when '否' then false end as is_point_to_point
from read_csv($file, header = true, all_varchar = true, names = ['person_id', 'household_id',
  'person_name', 'citizen_id', 'phone', 'home_area', 'work_area', 'is_abroad', 'out_month',
  'employer', 'industry', 'job', 'wage', 'channel', 'is_point_to_point'])
"""


def main() -> None:
    file, folder = sys.argv[1:3]
    path = os.path.join(folder, "by_hand.db")
    for old in (path, path + ".wal"):
        if os.path.exists(old):
            os.remove(old)
    rules = open(
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules_by_hand.sql"),
        encoding="utf-8",
    ).read()
    begun = time.monotonic()
    database = duckdb.connect(path, config={"threads": 2})
    database.execute(TYPED, {"file": file})
    database.execute("create table f (rule varchar, row_no bigint, value varchar)")
    for statement in rules.split(";\n"):
        if statement.strip():
            database.execute(statement)
    database.execute("checkpoint")
    rows = database.execute("select count(*) from r").fetchone()[0]
    findings = database.execute("select count(*) from f").fetchone()[0]
    database.close()
    print(f"{time.monotonic() - begun:.3f} {rows} {findings}")


main()
