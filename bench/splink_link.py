"""The rival of bench/run link: Splink over DuckDB links FOLDER's ours.csv and theirs.csv.

Prints seconds of the clock and of all processors; writes FOLDER/rival.csv. Fields, levels, blocking
and training are those that its documentation advises, on the same columns as ours.
"""

import logging
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = (
    "{'id': 'BIGINT', 'name': 'VARCHAR', 'sound': 'VARCHAR', 'birth': 'VARCHAR', 'area': 'VARCHAR',"
    " 'phone': 'VARCHAR', 'sex': 'VARCHAR'}"
)
BLOCKS = [
    ["phone"],
    ["sound", "birth"],
    ["birth", "area_9"],
    ["sound", "area_9"],
    ["sound", "birth_4", "area_6"],
    ["birth", "area_6"],
]


def levels(name, *conditions):
    made = [{"sql_condition": f"{name}_l is null or {name}_r is null", "is_null_level": True}]
    for condition in (f"{name}_l = {name}_r", *conditions):
        made.append({"sql_condition": condition})
    made.append({"sql_condition": "else"})
    return {"output_column_name": name, "comparison_levels": made}


def main() -> None:
    folder = sys.argv[1]
    logging.disable(logging.WARNING)
    begun = time.monotonic()
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    api = DuckDBAPI(connection)
    tables = []
    for table in ("ours", "theirs"):
        connection.execute(
            f"create table {table} as select id as unique_id, name, sound, birth, area, phone, sex,"
            " birth[:4] as birth_4, area[:6] as area_6, area[:9] as area_9"
            f" from read_csv('{folder}/{table}.csv', header = true, columns = {COLUMNS})"
        )
        tables.append(api.register(table))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            levels("name", "sound_l = sound_r", "damerau_levenshtein(name_l, name_r) <= 1"),
            levels(
                "birth", "damerau_levenshtein(birth_l, birth_r) <= 1", "birth_4_l = birth_4_r"
            ),
            levels("area", "area_9_l = area_9_r", "area_6_l = area_6_r"),
            cl.DamerauLevenshteinAtThresholds("phone", [1, 2]),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_matching_columns=False,
    )
    linker = Linker(tables, settings)
    training = linker.training
    certain = [block_on("name", "birth"), block_on("name", "phone"), block_on("birth", "phone")]
    training.estimate_probability_two_random_records_match(certain, recall=0.95)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (["sound", "birth"], ["birth", "area"], ["name", "area"]):
        training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    trained = time.monotonic()
    found = linker.inference.predict(threshold_match_probability=0.1)
    connection.execute(
        "copy (select case when source_dataset_l = 'ours' then unique_id_l else unique_id_r end"
        " as ours, case when source_dataset_l = 'ours' then unique_id_r else unique_id_l end"
        f" as theirs, match_probability as probability from {found.physical_name}) to"
        f" '{folder}/rival.csv' (header true)"
    )
    print(f"{time.monotonic() - begun:.2f} {time.process_time():.2f} {trained - begun:.2f}")


main()
