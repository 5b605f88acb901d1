#include <algorithm>

#include "app/rebuild.hpp"
#include "app/sql.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

constexpr HashKey kFirstHalf{0x6469616f64750001u, 0x72656275696c6401u};
constexpr HashKey kSecondHalf{0x6469616f64750002u, 0x72656275696c6402u};
using RowHash = std::pair<int64_t, int64_t>;

void append_value(std::string& row, const store::Column& column, size_t at) {
  if (column.is_null(at)) {
    row += '\x1e';
  } else if (column.type() == store::Type::text) {
    row += column.text(at);
  } else {
    row += std::to_string(column.numbers()[at]);
    if (column.type() == store::Type::decimal) row += "e-" + std::to_string(column.scale());
  }
  row += '\x1f';
}

void add_hashes(const store::Batch& batch, std::vector<RowHash>& hashes) {
  std::string row;
  for (size_t at = 0; at < batch.rows(); ++at) {
    row.clear();
    for (const store::Column& column : batch.columns) append_value(row, column, at);
    hashes.emplace_back(hash63(kFirstHalf, row), hash63(kSecondHalf, row));
  }
}

// Parts of a great table, so that it need not lie in memory whole: by the first two digits of the
// county.
std::vector<std::string> parts_of(const std::vector<std::string>& columns) {
  if (std::find(columns.begin(), columns.end(), "dist_county") == columns.end()) return {"true"};
  std::vector<std::string> parts;
  const std::string column = store::quoted(std::string_view("dist_county"));
  std::string before;
  for (int province = 11; province <= 99; ++province) {
    const std::string bound = store::literal(std::string_view(std::to_string(province)));
    parts.push_back(before.empty()
                        ? "(" + column + " < " + bound + ")"
                        : "(" + column + " >= " + before + " and " + column + " < " + bound + ")");
    before = bound;
  }
  parts.push_back("(" + column + " >= " + before + ")");
  parts.push_back("(" + column + " is null)");
  return parts;
}

}  // namespace

Result<TableHash> hash_table(store::Session& session, const std::string& table) {
  TRY_ASSIGN(const store::Batch names, session.query(sql::table_columns, {{"table_name", table}}));
  std::vector<std::string> columns, quoted_columns;
  for (size_t i = 0; i < names.rows(); ++i) {
    columns.emplace_back(names["column_name"].text(i));
    quoted_columns.push_back(store::quoted(columns.back()));
  }
  std::vector<RowHash> hashes;
  for (const std::string& part : parts_of(columns)) {
    std::string query =
        replace_all(std::string(sql::rows_of_table), "{{columns}}", join(quoted_columns, ", "));
    query = replace_all(replace_all(query, "{{table}}", store::quoted(table)), "{{where}}", part);
    TRY_ASSIGN(const store::Batch rows, session.query(query));
    add_hashes(rows, hashes);
  }
  std::sort(hashes.begin(), hashes.end());
  Sha256 whole;
  whole.update(join(columns, ","));
  whole.update({reinterpret_cast<const char*>(hashes.data()), hashes.size() * sizeof(RowHash)});
  return TableHash{static_cast<int64_t>(hashes.size()), whole.hex()};
}

Result<std::vector<std::string>> derived_tables(store::Session& session) {
  TRY_ASSIGN(const store::Batch names, session.query(sql::table_names));
  std::vector<std::string> kept = access::kept_tables(), tables;
  for (const char* name : {"journal", "migration", "leader"}) kept.emplace_back(name);
  for (size_t i = 0; i < names.rows(); ++i) {
    const std::string name(names["table_name"].text(i));
    if (std::find(kept.begin(), kept.end(), name) == kept.end()) tables.push_back(name);
  }
  return tables;
}

}  // namespace diaodu::app
