"""`pack test` judges many cases in one round, and finds what each finds when it is judged alone."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
from story import DEMO, PROGRAM, check, end, equal  # noqa: E402

# Rules that would see rows of other cases, were those in the same round under one key or at all.
RULES = """
[rule.one_of_a_kind]
grade  = "reject"
column = "well_id"
query  = '''
select i.parcel, i.row_no
from incoming i
join (select inspector, count(*) as wells from incoming group by inspector) n
  on n.inspector = i.inspector
where n.wells > 1
'''
says   = { zh = "{inspector}不止一处", en = "{inspector} is there twice" }

[rule.number_is_short]
grade  = "question"
column = "well_id"
fails  = "length(well_id) > 2"
says   = { zh = "{well_id}太长", en = "{well_id} is too long" }

[rule.village_without_town]
grade  = "question"
column = "village"
query  = '''
select i.parcel, i.row_no
from incoming i
left join town t on t.dist_county = i.dist_county and t.town_id = left(i.village, 9)
where t.town_id is null
'''
follows = { town = ["dist_county"] }
says   = { zh = "{village}没有乡镇", en = "{village} has no town" }
"""
TOWN = """
[register]
name = { zh = "乡镇", en = "Towns" }
key  = ["town_id"]
area = "county_area"

[[column]]
name = "town_id"
type = "code_text"
need = "always"

[[column]]
name  = "county_area"
type  = "area"
level = "county"
need  = "always"

[[column]]
name = "people"
type = "whole"
"""
CASES = """
[[case]]
rule  = "one_of_a_kind"
fails = false
row   = { well_id = "W1", village = "910101001001", inspector = "李四" }
[[case]]
rule  = "one_of_a_kind"
fails = true
rows  = [
  { well_id = "W1", village = "910101001001", inspector = "李四" },
  { well_id = "W2", village = "910101001001", inspector = "李四" },
]
[[case]]
rule  = "number_is_short"
fails = false
row   = { well_id = "W1", village = "910101001001", inspector = "李四", depth_m = 1000 }
[[case]]
rule  = "number_is_short"
fails = true
row   = { well_id = "W10", village = "910101001001", inspector = "李四" }
[[case]]
rule  = "village_without_town"
fails = true
row   = { well_id = "W1", village = "910101001001" }
[[case]]
rule  = "village_without_town"
fails = false
row   = { well_id = "W1", village = "910101001001" }
with.town = [{ town_id = "910101001", county_area = "910101" }]
[[case]]
rule  = "village_without_town"
fails = true
row   = { well_id = "W1", village = "910101001001" }
with  = { town = [{ town_id = "920102001", county_area = "920102" }] }
"""
REFUSED = """
[[case]]
rule  = "village_without_town"
fails = false
row   = { well_id = "W1", village = "910101001001" }
with.town = [{ town_id = "910101001", county_area = "910101", people = "许多" }]
"""


def turned(cases):
    """The same cases with the opposite declared: each comes out wrong."""
    return re.sub("= (true|false)\n", lambda m: {"true": "= false\n"}.get(m[1], "= true\n"), cases)


def run(pack, *options):
    done = subprocess.run(
        [PROGRAM, "pack", "test", str(pack), *options], capture_output=True, text=True
    )
    check(done.returncode in (0, 1), f"pack test: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout


with tempfile.TemporaryDirectory() as folder:
    pack = pathlib.Path(folder, "demo")
    shutil.copytree(DEMO, pack)
    pathlib.Path(pack, "registers/town.toml").write_text(TOWN, encoding="utf-8")
    with open(pack / "rules/well.toml", "a", encoding="utf-8") as file:
        file.write(RULES)
    cases = (pack / "cases/well.toml").read_text(encoding="utf-8") + CASES
    (pack / "cases/well.toml").write_text(cases + turned(cases), encoding="utf-8")
    together = json.loads(run(pack, "--json"))["items"]
    alone = json.loads(run(pack, "--json", "--one-by-one"))["items"]
    equal(together, alone, "the same, judged together and alone")
    half = len(together) // 2
    equal([one["passed"] for one in together], [True] * half + [False] * half, "turned: wrong")
    check(half > 12, "the pack's cases were there")

    wrong = turned(CASES[: CASES.index("[[case]]", 20)]) + REFUSED
    (pack / "cases/well.toml").write_text(wrong, encoding="utf-8")
    said = run(pack, "--lang", "en")
    check("cases/well.toml:2:1: rule one_of_a_kind should find something here" in said, said)
    check("rows of `with` are not taken as they stand" in said, said)
    check("_cast.not_a_number" in said, f"what is wrong with them: {said}")
end()
