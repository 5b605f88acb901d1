// Creates and widens the tables of a pack's registers.
#include <algorithm>

#include "base/text.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"
#include "record/names.hpp"
#include "record/record.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using store::quoted;

namespace {

Result<void> add_new_columns(store::Session& session, const pack::Register& register_,
                             const std::string& table) {
  TRY_ASSIGN(const store::Batch columns, session.query(sql::table_columns, {{"table", table}}));
  std::vector<std::string> present;
  for (size_t row = 0; row < columns.rows(); ++row)
    present.emplace_back(columns.columns[0].text(row));
  for (const pack::ColumnDef& column : register_.columns) {
    if (std::ranges::count(present, column.name) > 0) continue;
    TRY(session.run(
        fill(sql::add_column, {{"table", quoted(table)},
                               {"column", quoted(column.name) + " " + frame::sql_type(column)}})));
  }
  return {};
}

// PostgreSQL finds a key by an index; DuckDB prunes blocks by county and is slower with one.
Result<void> add_indexes(store::Session& session, const std::string& table, bool past) {
  if (session.engine() != store::Engine::postgres) return {};
  const auto add = [&](const std::string& name, const std::string& columns) {
    return session.run(fill(
        sql::index_key,
        {{"index", quoted(table + "_" + name)}, {"table", quoted(table)}, {"columns", columns}}));
  };
  TRY(add("key", "dist_county, key_hash"));
  TRY(past ? add("day_to", "day_to") : add("key_hash", "key_hash"));
  return {};
}

}  // namespace

Result<void> make_tables(store::Session& session, const pack::Pack& pack) {
  for (const pack::Register& register_ : pack.registers) {
    const std::string columns = frame::column_definitions(register_);
    for (const bool past : {false, true}) {
      const std::string table = past ? past_name(register_) : living_name(register_);
      TRY(session.run(fill(past ? sql::past_table : sql::living_table,
                           {{"table", quoted(table)}, {"columns", columns}})));
      TRY(add_new_columns(session, register_, table));
      TRY(add_indexes(session, table, past));
    }
  }
  return {};
}

}  // namespace diaodu::record
