// The lists of names: keywords of both engines, functions that mean the same on both, names of the
// product.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "pack/sql_scan.hpp"

namespace diaodu::pack {
namespace {
using Names = std::unordered_set<std::string_view>;

// Reserved in PostgreSQL 15 or DuckDB 1.5 (columns and types included), and words that read as one.
const Names& keywords() {
  static const Names kNames = {"all",
                               "analyse",
                               "analyze",
                               "and",
                               "anti",
                               "any",
                               "array",
                               "as",
                               "asc",
                               "asof",
                               "asymmetric",
                               "at",
                               "authorization",
                               "between",
                               "bigint",
                               "binary",
                               "bit",
                               "boolean",
                               "both",
                               "by",
                               "case",
                               "cast",
                               "char",
                               "character",
                               "check",
                               "coalesce",
                               "collate",
                               "collation",
                               "column",
                               "columns",
                               "concurrently",
                               "constraint",
                               "create",
                               "cross",
                               "current_catalog",
                               "current_date",
                               "current_role",
                               "current_schema",
                               "current_time",
                               "current_timestamp",
                               "current_user",
                               "dec",
                               "decimal",
                               "default",
                               "deferrable",
                               "delete",
                               "desc",
                               "describe",
                               "distinct",
                               "do",
                               "else",
                               "end",
                               "except",
                               "exclude",
                               "exists",
                               "extract",
                               "false",
                               "fetch",
                               "float",
                               "for",
                               "foreign",
                               "freeze",
                               "from",
                               "full",
                               "generated",
                               "glob",
                               "grant",
                               "greatest",
                               "group",
                               "grouping",
                               "having",
                               "ilike",
                               "in",
                               "initially",
                               "inner",
                               "inout",
                               "insert",
                               "int",
                               "integer",
                               "intersect",
                               "interval",
                               "into",
                               "is",
                               "isnull",
                               "join",
                               "lambda",
                               "lateral",
                               "leading",
                               "least",
                               "left",
                               "like",
                               "limit",
                               "localtime",
                               "localtimestamp",
                               "map",
                               "national",
                               "natural",
                               "nchar",
                               "none",
                               "normalize",
                               "not",
                               "notnull",
                               "null",
                               "nullif",
                               "numeric",
                               "offset",
                               "on",
                               "only",
                               "or",
                               "order",
                               "out",
                               "outer",
                               "overlaps",
                               "overlay",
                               "pivot",
                               "pivot_longer",
                               "pivot_wider",
                               "placing",
                               "position",
                               "positional",
                               "precision",
                               "primary",
                               "qualify",
                               "real",
                               "references",
                               "replace",
                               "returning",
                               "right",
                               "row",
                               "rowid",
                               "select",
                               "semi",
                               "session_user",
                               "set",
                               "setof",
                               "show",
                               "similar",
                               "smallint",
                               "some",
                               "struct",
                               "substring",
                               "summarize",
                               "symmetric",
                               "table",
                               "tablesample",
                               "then",
                               "time",
                               "timestamp",
                               "to",
                               "trailing",
                               "treat",
                               "trim",
                               "true",
                               "try_cast",
                               "union",
                               "unique",
                               "unpivot",
                               "update",
                               "user",
                               "using",
                               "values",
                               "varchar",
                               "variadic",
                               "verbose",
                               "when",
                               "where",
                               "window",
                               "with",
                               "xmlattributes",
                               "xmlconcat",
                               "xmlelement",
                               "xmlexists",
                               "xmlforest",
                               "xmlparse"};
  return kNames;
}

// Words met in expressions and selects that are no keyword above: types, fields, clauses.
const Names& other_words() {
  static const Names kNames = {
      "text",    "date",       "double",       "escape",    "unknown",   "year",    "month",
      "quarter", "week",       "dow",          "isodow",    "epoch",     "over",    "partition",
      "rows",    "range",      "preceding",    "following", "unbounded", "current", "filter",
      "within",  "ordinality", "materialized", "recursive", "rollup",    "cube",    "sets",
      "first",   "last",       "nulls",        "ties",      "days",      "months",  "years",
      "substr",  "hour",       "minute",       "second"};
  return kNames;
}

const Names& product_names() {
  static const Names kNames = {
      // tables and frame tables
      "account", "alert", "area", "bulletin", "finding", "figure", "frame", "incoming", "interview",
      "journal", "matter", "migration", "notice", "param", "param_at", "parcel", "parcel_row",
      "placement", "record", "record_place", "replay", "round", "scenario", "standing",
      // system columns and names that mean the same everywhere
      "area_name", "changed", "d", "day", "day_from", "day_to", "dist_county", "key_hash",
      "key_text", "missing", "n", "other_area", "part", "parcel_no", "round_from", "round_to",
      "row_no", "seen_row", "sheet", "touched", "verified", "value", "level", "code",
      "happened_at"};
  return kNames;
}
}  // namespace

bool is_reserved(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 3> kPrefixes = {
      "diaodu_", "pg_", "duckdb_"};  // tidy: engine: its catalogue's names
  return keywords().contains(lower) || product_names().contains(lower) ||
         std::ranges::any_of(kPrefixes, [&](auto prefix) { return lower.starts_with(prefix); });
}

bool is_sql_word(std::string_view lower) {
  return keywords().contains(lower) || other_words().contains(lower);
}

bool is_product_name(std::string_view name) { return product_names().contains(name); }

const std::vector<std::string>& sql_functions() {
  static const std::vector<std::string> kFunctions = {
      "abs",        "ascii",      "avg",         "bool_and",   "bool_or",   "cast",
      "ceil",       "chr",        "coalesce",    "concat",     "concat_ws", "count",
      "date_part",  "date_trunc", "dense_rank",  "exists",     "extract",   "first_value",
      "floor",      "fmt_date",   "greatest",    "idiv",       "in",        "lag",
      "last_value", "lead",       "least",       "left",       "length",    "lower",
      "lpad",       "ltrim",      "make_date",   "max",        "md5",       "min",
      "mod",        "nullif",     "parse_date",  "position",   "power",     "rank",
      "rdiv",       "repeat",     "replace",     "reverse",    "right",     "round",
      "row_number", "rpad",       "rtrim",       "rx",         "rx_i",      "sign",
      "split_part", "sqrt",       "starts_with", "string_agg", "strpos",    "substr",
      "substring",  "sum",        "translate",   "trim",       "trunc",     "upper"};
  return kFunctions;
}

}  // namespace diaodu::pack
