// The empty temporary tables of a round.
#include "base/text.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"

#include "frame/temporary.hpp"
#include "pack/types.hpp"

namespace diaodu::frame {

using store::quoted;

std::string sql_type(const pack::ColumnDef& column) {
  const pack::ColumnType* type = pack::find_type(column.type);
  CHECK(type, "a column of an unknown type passed pack::load");
  switch (type->stored()) {
    case store::Type::boolean: return "boolean";
    case store::Type::int32: return "integer";
    case store::Type::int64: return "bigint";
    case store::Type::decimal: return "numeric(18, " + std::to_string(column.scale) + ")";
    case store::Type::day: return "date";
    case store::Type::text: return "varchar";
  }
  CHECK(false, "a stored type without SQL type");
  return {};
}

std::string column_list(const pack::Register& register_, const std::string& prefix) {
  std::vector<std::string> names;
  for (const pack::ColumnDef& column : register_.columns)
    names.push_back(prefix + quoted(column.name));
  return join(names, ", ");
}

std::string column_definitions(const pack::Register& register_) {
  std::vector<std::string> lines;
  for (const pack::ColumnDef& column : register_.columns)
    lines.push_back(quoted(column.name) + " " + sql_type(column));
  return join(lines, ",\n  ");
}

namespace {

Result<void> drop_table(store::Session& session, const std::string& table) {
  TRY(session.run(fill(sql::drop_table, {{"table", table}})));
  return {};
}

}  // namespace

Result<void> drop_round_tables(RoundContext& round) {
  store::Session& session = round.session;
  for (const pack::Register& register_ : round.pack.registers) {
    if (!round.concerns(register_)) continue;
    TRY(session.run(fill(sql::drop_view, {{"view", table_name("incoming", register_)}})));
    for (const char* prefix : {"candidate", "elsewhere", "slice", "patch"})
      TRY(drop_table(session, table_name(prefix, register_)));
  }
  for (const char* table : {"intake_failure", "refused", "touched", "incoming_county"})
    TRY(drop_table(session, table));
  return {};
}

Result<void> make_round_tables(RoundContext& round) {
  TRY(drop_round_tables(round));
  for (const pack::Register& register_ : round.pack.registers) {
    if (!round.concerns(register_)) continue;
    TRY(round.session.run(fill(sql::patch_table, {{"table", table_name("patch", register_)},
                                                  {"columns", column_definitions(register_)}})));
  }
  for (const std::string_view statement : {sql::intake_failure_table, sql::refused_table,
                                           sql::touched_table, sql::incoming_county_table})
    TRY(round.session.run(statement));
  return {};
}

}  // namespace diaodu::frame
