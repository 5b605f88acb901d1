#!/usr/bin/env python3
"""Keeps SQL to what both engines answer alike: every *.sql of src/, schema/ and packs/.

    tools/sql_lint.py [FILE|FOLDER ...]  complaints as file:line:column: text [rule]; exit 1 if any
    tools/sql_lint.py --self-test        each rule against a bad and a good case
    tools/sql_lint.py --rules            the rules

A place that is right all the same says why, on its own line or the line above:
    -- sql_lint: RULE: reason
"""

import argparse
import os
import re
import sys

RULES = {
    "division": (
        "'/' divides whole numbers on one engine and not on the other: write idiv(a, b) or"
        " rdiv(a, b)"
    ),
    "regex_sign": (
        "'~' matches the whole text on DuckDB and a part of it on PostgreSQL: write rx(text,"
        " pattern)"
    ),
    "desc_nulls": (
        "DESC puts null last on DuckDB and first on PostgreSQL: add NULLS LAST or NULLS FIRST"
    ),
    "char_n": "char(n) pads on PostgreSQL only: use varchar and CHECK (length(x) <= n)",
    "varchar_n": "varchar(n) is not enforced by DuckDB: use varchar and CHECK (length(x) <= n)",
    "duckdb_only": "PostgreSQL 15 lacks this",
    "postgres_only": "DuckDB lacks this",
    "group_by_all": "GROUP BY ALL is DuckDB's: name the columns",
    "clock": "no clock in SQL: the day and the moment are parameters",
    "left_in_where": (
        "left() and starts_with() in WHERE keep blocks from being skipped: compare a range (area >="
        " .. and area < ..)"
    ),
    "foreign_key": (
        "no foreign keys: DuckDB lets orphans in and refuses good updates; a nightly query finds"
        " orphans"
    ),
    "update_key": (
        "a column of the primary key is never updated: delete and insert, or end one version and"
        " begin another"
    ),
    "select_star": (
        "select * of a table breaks when a column is added: name the columns (a {{template}} or a"
        " CTE of the file may)"
    ),
    "double_stored": "no floating point is stored: bigint (fen), numeric(18, s), or n and d",
    "cast_try": "try_cast is DuckDB's: check with rx before CAST",
    "substr_start": (
        "substr counts from 1; 0 and negative starts differ between the engines: use right()"
    ),
    "not_in_select": (
        "NOT IN (select ...) reads the inner rows again for each outer row on PostgreSQL once they"
        " outgrow work_mem, and is never true when one is null: write NOT EXISTS"
    ),
}
DUCKDB_ONLY = set(
    """qualify any_value arg_max arg_min max_by min_by approx_count_distinct strftime strptime
    typeof regexp_matches regexp_full_match regexp_extract levenshtein xor list list_value
    list_contains list_transform struct_pack read_csv read_parquet ifnull json_group_array
    json_object epoch_ms string_split date_diff datediff date_add asof hash pivot unpivot
    summarize describe""".split()
)
DUCKDB_ONLY_WORDS = {
    "qualify",
    "asof",
    "pivot",
    "unpivot",
    "summarize",
}  # no call: a word is enough
POSTGRES_ONLY = set(
    """to_char to_date json_build_object json_agg jsonb_agg json_object_keys jsonb_build_object
    regexp_like regexp_count regexp_substr initcap btrim overlay cardinality width_bucket hashtext
    pg_advisory_lock set_config encode decode to_tsvector""".split()
)
POSTGRES_ONLY_WORDS = {"savepoint", "tablesample"}
CLOCK_CALLS = {"now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "today"}
CLOCK_WORDS = {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
CLAUSES = {"select", "from", "where", "having", "on", "set", "values", "returning", "qualify"}

TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<comment>--[^\n]*|/\*.*?\*/)"
    r"|(?P<text>[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*')"
    r'|(?P<template>\{\{\w+\}\})|(?P<quoted>"(?:""|[^"])*")|(?P<number>\d[\w.]*)'
    r"|(?P<word>[^\W\d][\w$]*)|(?P<param>\$\w+)"
    r"|(?P<sign>::|!~\*?|~~?\*?|<>|<=|>=|!=|\|\||->>|->|//|.)",
    re.S,
)


class Token:
    __slots__ = ("kind", "text", "low", "at")

    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at
        self.low = text.lower() if kind in ("word", "template") else text


def tokens_of(text):
    found = [Token(m.lastgroup, m.group(), m.start()) for m in TOKEN.finditer(text)]
    return [t for t in found if t.kind not in ("space", "comment")]


def allowed_lines(text):
    """Lines (from 1) -> rules allowed there."""
    allowed = {}
    for number, line in enumerate(text.split("\n"), 1):
        for rule in re.findall(r"--\s*sql_lint:\s*(\w+):\s*\S", line):
            allowed.setdefault(number, set()).add(rule)
            allowed.setdefault(number + 1, set()).add(rule)
    return allowed


def keys_of_schema(texts):
    """Table -> columns of its primary key, out of CREATE TABLE statements."""
    keys = {}
    for text in texts:
        tokens = tokens_of(text)
        for i, token in enumerate(tokens):
            if token.low != "create" or [t.low for t in tokens[i + 1 : i + 2]] != ["table"]:
                continue
            table, at = table_name(tokens, i + 2)
            keys.setdefault(table, set()).update(key_columns(tokens, at))
    return keys


def table_name(tokens, at):
    while at < len(tokens) and tokens[at].low in ("if", "not", "exists"):
        at += 1
    return (tokens[at].low.strip('"'), at + 1) if at < len(tokens) else ("", at)


def key_columns(tokens, at):
    columns, depth, first = set(), 0, ""
    while at < len(tokens):
        token = tokens[at]
        if token.text == "(":
            depth += 1
            if depth == 1:
                first = tokens[at + 1].low if at + 1 < len(tokens) else ""
        elif token.text == ")":
            depth -= 1
            if depth == 0:
                break
        elif token.text == "," and depth == 1:
            first = tokens[at + 1].low if at + 1 < len(tokens) else ""
        elif depth == 1 and token.low == "primary":
            if first in ("primary", "constraint"):
                at += 3  # primary key (
                while at < len(tokens) and tokens[at].text != ")":
                    if tokens[at].kind == "word":
                        columns.add(tokens[at].low)
                    at += 1
            else:
                columns.add(first)
        at += 1
    return columns


class Linter:
    """Complaints of one file, as (offset, rule, detail)."""

    def __init__(self, text, keys, is_schema):
        self.tokens, self.keys, self.is_schema = tokens_of(text), keys, is_schema
        self.complaints = []
        self.ctes = self.names_of_ctes()

    def names_of_ctes(self):
        names = set()
        for i, token in enumerate(self.tokens):
            if token.kind == "word" and self.low(i - 1) in ("with", "recursive", ","):
                at = i + 1
                if self.text(at) == "(":
                    while at < len(self.tokens) and self.text(at) != ")":
                        at += 1
                    at += 1
                if self.low(at) == "as" and self.text(at + 1) in ("(", "materialized", "not"):
                    names.add(token.low)
        return names

    def low(self, i):
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def text(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def complain(self, i, rule, detail=""):
        self.complaints.append((self.tokens[i].at, rule, detail))

    def run(self):
        clauses = [""]  # the clause each open bracket stands in
        for i, token in enumerate(self.tokens):
            if token.text == "(":
                clauses.append(clauses[-1])
            elif token.text == ")" and len(clauses) > 1:
                clauses.pop()
            elif token.text == ";":
                clauses = [""]
            elif token.kind == "word" and (token.low in CLAUSES or self.ends_where(i)):
                clauses[-1] = token.low
            self.signs(i, token)
            if token.kind == "word":
                self.words(i, token)
                self.calls(i, token, clauses[-1])
                self.types(i, token)
        return self.complaints

    def ends_where(self, i):
        return self.low(i) in ("group", "order", "window", "limit", "union", "except", "intersect")

    def signs(self, i, token):
        if token.kind != "sign":
            return
        if token.text in ("/", "//"):
            self.complain(i, "division")
        elif "~" in token.text:
            self.complain(i, "regex_sign")
        elif token.text == "*" and self.low(i - 1) in ("select", "distinct"):
            self.star(i)

    def star(self, i):
        if self.low(i + 1) != "from":
            return
        target = self.tokens[i + 2] if i + 2 < len(self.tokens) else None
        if target and target.kind in ("word", "quoted") and target.low.strip('"') not in self.ctes:
            self.complain(i, "select_star", target.text)

    def words(self, i, token):
        word = token.low
        if word == "jsonb":
            self.complain(i, "postgres_only", token.text)
        if self.text(i - 1) == "." or self.low(i - 1) == "as":
            return  # a column or an alias of that name
        if word == "desc" and self.low(i + 1) != "nulls":
            self.complain(i, "desc_nulls")
        elif word == "group" and self.low(i + 1) == "by" and self.low(i + 2) == "all":
            self.complain(i, "group_by_all")
        elif word == "not" and self.low(i + 1) == "in" and self.low(i + 3) == "select":
            self.complain(i, "not_in_select")
        elif word in CLOCK_WORDS:
            self.complain(i, "clock", token.text)
        elif word in DUCKDB_ONLY_WORDS:
            self.complain(i, "duckdb_only", token.text)
        elif word in POSTGRES_ONLY_WORDS:
            self.complain(i, "postgres_only", token.text)
        elif word == "insert" and self.low(i + 1) == "or":
            self.complain(i, "duckdb_only", "insert or ...")
        elif word == "for" and self.low(i + 1) in ("update", "share"):
            self.complain(i, "postgres_only", "for update")
        elif word == "references" or (word == "foreign" and self.low(i + 1) == "key"):
            self.complain(i, "foreign_key")
        elif word == "update" and self.low(i - 1) != "do" and self.low(i - 1) != "for":
            self.update(i)

    def calls(self, i, token, clause):
        if self.text(i + 1) != "(":
            return
        word = token.low
        if word == "try_cast":
            self.complain(i, "cast_try")
        elif word in DUCKDB_ONLY - DUCKDB_ONLY_WORDS:
            self.complain(i, "duckdb_only", token.text)
        elif word in POSTGRES_ONLY:
            self.complain(i, "postgres_only", token.text)
        elif word in CLOCK_CALLS:
            self.complain(i, "clock", token.text)
        elif word in ("left", "starts_with") and clause == "where":
            self.complain(i, "left_in_where", token.text)
        elif word in ("substr", "substring"):
            self.substr(i)

    def substr(self, i):
        depth = 0
        for at in range(i + 1, len(self.tokens)):
            text = self.text(at)
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return
            if depth == 1 and text == ",":
                if self.text(at + 1) in ("-", "0"):
                    self.complain(i, "substr_start")
                return

    def types(self, i, token):
        word = token.low
        if word in ("char", "character", "bpchar", "nchar") and self.low(i + 1) != "varying":
            if self.text(i + 1) == "(" or self.is_schema:
                self.complain(i, "char_n")
        elif word == "varchar" and self.text(i + 1) == "(":
            self.complain(i, "varchar_n")
        elif self.is_schema and word in ("double", "real", "float", "float4", "float8"):
            self.complain(i, "double_stored", token.text)

    def update(self, i):
        table, at = table_name(self.tokens, i + 1)
        keys = self.keys.get(table, set())
        while at < len(self.tokens) and self.low(at) != "set":
            at += 1
        depth, expects = 0, True
        for at in range(at + 1, len(self.tokens)):
            text = self.text(at)
            depth += (text == "(") - (text == ")")
            if (
                depth < 0
                or text == ";"
                or (depth == 0 and self.low(at) in ("where", "from", "returning"))
            ):
                return
            if expects and self.low(at) in keys and self.text(at + 1) == "=":
                self.complain(at, "update_key", f"{table}.{self.low(at)}")
            expects = depth == 0 and text == ","


def lint_text(text, keys, is_schema=False):
    """Complaints as (line, column, rule, detail), without those allowed in place."""
    allowed = allowed_lines(text)
    complaints = []
    for at, rule, detail in Linter(text, keys, is_schema).run():
        line = text.count("\n", 0, at) + 1
        if rule in allowed.get(line, ()):
            continue
        complaints.append((line, at - text.rfind("\n", 0, at), rule, detail))
    return sorted(complaints)


def sql_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (
                os.path.join(folder, name) for name in sorted(names) if name.endswith(".sql")
            )


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def lint(root, paths):
    keys = keys_of_schema(read(path) for path in sql_files([os.path.join(root, "schema")]))
    count = 0
    for path in sql_files(
        paths or [os.path.join(root, name) for name in ("src", "schema", "packs")]
    ):
        shown = os.path.relpath(path, root)
        for line, column, rule, detail in lint_text(read(path), keys, shown.startswith("schema")):
            what = f"{detail}: " if detail else ""
            print(f"{shown}:{line}:{column}: {what}{RULES[rule]} [{rule}]")
            count += 1
    return 1 if count else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    if options.self_test:
        import sql_lint_samples  # beside this file

        return sql_lint_samples.self_test(RULES, keys_of_schema, lint_text)
    if options.rules:
        for rule, words in RULES.items():
            print(f"{rule}: {words}")
        return 0
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return lint(root, options.paths)


if __name__ == "__main__":
    sys.exit(main())
