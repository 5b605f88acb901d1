#include "parcel/form_rows.hpp"

#include <algorithm>
#include <tuple>

#include "frame/form.hpp"
#include "frame/masks.hpp"
#include "frame/sql_fill.hpp"
#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

using store::quoted;
using store::Type;

constexpr char kBetween = '\x1f';  // of two values in params, as finding/ keeps them

std::string text_of(const store::Batch& rows, std::string_view column, size_t row) {
  return rows[column].is_null(row) ? std::string() : std::string(rows[column].text(row));
}

store::Batch cell_batch() {
  store::Batch batch;
  batch.columns = {{"parcel", Type::int64},
                   {"sheet", Type::int32},
                   {"row_no", Type::int32},
                   {"column_no", Type::int32},
                   {"by_parcel", Type::int64}};
  return batch;
}

class Settler {
 public:
  Settler(frame::RoundContext& round, const pack::Register& of, const store::Batch& forms,
          const std::map<int64_t, std::string>& actors)
      : round_(round),
        session_(round.session),
        register_(of),
        known_(of),
        forms_(forms),
        actors_(actors) {}

  Result<std::map<int64_t, int64_t>> run() {
    TRY(make_tables());
    TRY(find_records());
    std::map<int64_t, int64_t> refused;
    TRY_ASSIGN(refused, refuse());
    TRY(settle());
    TRY(find_changed());
    TRY(find_earlier());
    if (failures_.rows() > 0) TRY(session_.append("intake_failure", failures_));
    return refused;
  }

 private:
  const std::string& name(int column) const {
    return register_.columns[static_cast<size_t>(column)].name;
  }
  std::string fill(std::string_view sql, frame::Fills more = {}) const {
    frame::Fills fills = {{"patch", frame::table_name("patch", register_)},
                          {"record", frame::table_name("record", register_)},
                          {"past", quoted("record_" + register_.id + "_past")},
                          {"area", quoted(register_.area)},
                          {"show_id", quoted(name(known_.show_id))}};
    for (auto& one : more) fills.push_back(std::move(one));
    return frame::fill(sql, fills);
  }
  Result<void> make_tables();
  Result<void> find_records();
  Result<std::map<int64_t, int64_t>> refuse();
  Result<void> settle();
  Result<void> find_changed();
  Result<void> weigh_changed(size_t column);
  Result<void> find_earlier();
  void tell(const store::Batch& rows, size_t row, const pack::ColumnDef& column);
  void clear(const store::Batch& rows, size_t row, size_t column, store::Batch& cells) const;
  Result<void> clear_column(size_t column, const store::Batch& cells);
  bool is_own(int64_t parcel, const std::string& actor) const {
    const auto mine = actors_.find(parcel);
    return mine != actors_.end() && mine->second == actor;
  }

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  const frame::FormColumns known_;
  const store::Batch& forms_;
  const std::map<int64_t, std::string>& actors_;
  store::Params bounds_;
  store::Batch failures_ = failure_batch();
};

Result<void> Settler::make_tables() {
  for (const char* table : {"form_row", "form_found", "form_changed", "form_clear"})
    TRY(session_.run(frame::fill(sql::drop_form_table, {{"table", table}})));
  TRY(session_.run(sql::form_row_table));
  TRY(session_.run(sql::form_found_table));
  for (const char* table : {"form_changed", "form_clear"})
    TRY(session_.run(frame::fill(sql::form_cell_table, {{"table", table}})));
  return session_.append("form_row", forms_);
}

// By mark; without one by number, then by name and last four digits.
Result<void> Settler::find_records() {
  TRY_ASSIGN(const store::Batch bounds, session_.query(sql::form_bounds));
  bounds_ = {{"lowest", std::string(bounds["lowest"].text(0))},
             {"highest", std::string(bounds["highest"].text(0))}};
  std::vector<std::string> ways = {fill(sql::form_by_mark), fill(sql::form_by_id)};
  if (known_.show_name >= 0 && known_.identity >= 0)
    ways.push_back(fill(sql::form_by_name, {{"show_name", quoted(name(known_.show_name))},
                                            {"identity", quoted(name(known_.identity))}}));
  for (const std::string& how : ways)
    TRY(session_.run(fill(sql::form_find, {{"how", how}}), bounds_));
  return {};
}

Result<std::map<int64_t, int64_t>> Settler::refuse() {
  TRY(session_.run(sql::form_refuse, {{"register", register_.id}}));
  TRY_ASSIGN(const store::Batch refused,
             session_.query(fill(sql::form_refused), {{"register", register_.id}}));
  std::map<int64_t, int64_t> counts;
  for (size_t row = 0; row < refused.rows(); ++row)
    counts[refused["parcel"].int64(row)] = refused["n"].int64(row);
  if (!counts.empty())
    TRY(session_.run(fill(sql::form_drop_refused), {{"register", register_.id}}));
  return counts;
}

Result<void> Settler::settle() {
  std::string set, columns;
  for (const std::string& key : register_.key) {
    set += (set.empty() ? "" : ", ") + quoted(key) + " = s." + quoted(key);
    columns += (columns.empty() ? "" : ", ") + quoted(key);
  }
  TRY(session_.run(fill(sql::form_settle, {{"keys", set}, {"key_columns", columns}})));
  TRY(session_.run(fill(sql::form_name_failures), {{"register", register_.id}}));
  return {};
}

// Not overwritten in silence: what stands there, and what the form says, are told.
void Settler::tell(const store::Batch& rows, size_t row, const pack::ColumnDef& column) {
  std::vector<store::Column>& columns = failures_.columns;
  columns[0].add(register_.id);
  columns[1].add(rows["parcel"].int64(row));
  columns[2].add(rows["sheet"].int32(row));
  columns[3].add(rows["row_no"].int32(row));
  columns[4].add(column.name);
  columns[5].add("_form_changed");
  columns[6].add("question");
  columns[7].add(rows["dist_county"].text(row));
  columns[8].add(rows["area"].text(row));
  columns[9].add(rows["key_hash"].int64(row));
  columns[10].add(text_of(rows, "show_id", row));
  columns[11].add(rows["given"].is_null(row) ? std::string(frame::kErase)
                                             : text_of(rows, "given", row));
  columns[12].add(std::to_string(rows["by_parcel"].int64(row)) + kBetween +
                  text_of(rows, "now", row));
  columns[13].add_null();
}

void Settler::clear(const store::Batch& rows, size_t row, size_t column,
                    store::Batch& cells) const {
  cells.columns[0].add(rows["parcel"].int64(row));
  cells.columns[1].add(rows["sheet"].int32(row));
  cells.columns[2].add(rows["row_no"].int32(row));
  cells.columns[3].add(static_cast<int32_t>(column));
  cells.columns[4].add(rows["by_parcel"].int64(row));
}

Result<void> Settler::clear_column(size_t column, const store::Batch& cells) {
  if (cells.rows() == 0) return {};
  TRY(session_.append("form_clear", cells));
  TRY(session_.run(fill(sql::form_clear, {{"column", quoted(register_.columns[column].name)}}),
                   {{"column", static_cast<int32_t>(column)}, {"others", ~frame::bit(column)}}));
  TRY(session_.run(frame::fill(sql::drop_form_table, {{"table", "form_clear"}})));
  TRY(session_.run(frame::fill(sql::form_cell_table, {{"table", "form_clear"}})));
  return {};
}

Result<void> Settler::find_changed() {
  store::Params params = bounds_;
  params.push_back({"heading", std::string(frame::kMarkHeading)});
  TRY_ASSIGN(const store::Batch found, session_.query(fill(sql::form_changed_since), params));
  // The last version that changed a cell names the other.
  std::map<std::tuple<int64_t, int32_t, int32_t, int32_t>, int64_t> by;
  for (size_t row = 0; row < found.rows(); ++row) {
    const int64_t parcel = found["parcel"].int64(row);
    const bool own = found["is_form"].boolean(row) && is_own(parcel, text_of(found, "actor", row));
    for (size_t column = 0; column < register_.columns.size(); ++column) {
      if ((found["bits"].int64(row) & frame::bit(column)) == 0) continue;
      const auto cell = std::tuple(parcel, found["sheet"].int32(row), found["row_no"].int32(row),
                                   static_cast<int32_t>(column));
      if (own)
        by.erase(cell);
      else
        by[cell] = found["by_parcel"].int64(row);
    }
  }
  store::Batch cells = cell_batch();
  std::vector<bool> any(register_.columns.size());
  for (const auto& [cell, parcel] : by) {
    cells.columns[0].add(std::get<0>(cell));
    cells.columns[1].add(std::get<1>(cell));
    cells.columns[2].add(std::get<2>(cell));
    cells.columns[3].add(std::get<3>(cell));
    cells.columns[4].add(parcel);
    any[static_cast<size_t>(std::get<3>(cell))] = true;
  }
  if (by.empty()) return {};
  TRY(session_.append("form_changed", cells));
  for (size_t column = 0; column < any.size(); ++column)
    if (any[column]) TRY(weigh_changed(column));
  return {};
}

Result<void> Settler::weigh_changed(size_t column) {
  const pack::ColumnDef& def = register_.columns[column];
  TRY_ASSIGN(const store::Batch rows,
             session_.query(fill(sql::form_values, {{"column", quoted(def.name)}}),
                            {{"column", static_cast<int32_t>(column)}}));
  store::Batch cells = cell_batch();
  for (size_t row = 0; row < rows.rows(); ++row) {
    const bool is_untouched = !rows["round_from"].is_null(row) &&
                              rows["given"].is_null(row) == rows["issued"].is_null(row) &&
                              text_of(rows, "given", row) == text_of(rows, "issued", row);
    if (!is_untouched) tell(rows, row, def);
    clear(rows, row, column, cells);
  }
  return clear_column(column, cells);
}

// Copies of one form in one round, or rows pasted twice into one file with different answers.
Result<void> Settler::find_earlier() {
  TRY_ASSIGN(const store::Batch again, session_.query(fill(sql::count_again)));
  if (again["n"].int64(0) == 0) return {};
  for (size_t column = 0; column < register_.columns.size(); ++column) {
    const pack::ColumnDef& def = register_.columns[column];
    if (std::ranges::count(register_.key, def.name) > 0) continue;
    TRY_ASSIGN(const store::Batch rows,
               session_.query(fill(sql::form_earlier, {{"column", quoted(def.name)}}),
                              {{"bit", frame::bit(column)}}));
    store::Batch cells = cell_batch();
    for (size_t row = 0; row < rows.rows(); ++row) {
      const int64_t parcel = rows["parcel"].int64(row), other = rows["by_parcel"].int64(row);
      const auto actor = actors_.find(other);
      const bool own =
          rows["is_form"].boolean(row) && actor != actors_.end() && is_own(parcel, actor->second);
      // His own later word stands; without a mark nothing says when the form was written.
      if (parcel != other && (own || rows["round"].int64(row) == 0)) continue;
      tell(rows, row, def);
      clear(rows, row, column, cells);
    }
    TRY(clear_column(column, cells));
  }
  return {};
}

}  // namespace

Result<std::map<int64_t, int64_t>> settle_forms(frame::RoundContext& round,
                                                const pack::Register& register_,
                                                const store::Batch& forms,
                                                const std::map<int64_t, std::string>& actors) {
  return Settler(round, register_, forms, actors).run();
}

}  // namespace diaodu::parcel
