#pragma once
// For tests and benches: a small register, rounds on a store, patches written row by row.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "frame/temporary.hpp"
#include "pack/types.hpp"
#include "store/test_store.hpp"

namespace diaodu::access {
class RoundScopeMaker {  // in the program: app/round.cpp
 public:
  static RoundScope make() { return RoundScope(); }
};
}  // namespace diaodu::access

namespace diaodu::frame {

using store::must;

// A register "person": id, name, home, host, pay, phone, boss (needed with a host), reason, who
// verified.
inline pack::Pack test_pack() {
  pack::Pack pack;
  pack.id = "test";
  pack::CodeList reasons;
  reasons.id = "reason";
  pack::CodeItem lost, all;
  lost.code = "01", lost.explains = {"phone"};
  lost.name = {"电话丢失", "telephone lost"};
  all.code = "02";
  all.name = {"无法联系", "out of reach"};
  reasons.items = {lost, all};
  pack.codes.push_back(reasons);
  pack::Register person;
  person.id = "person";
  person.key = {"id"};
  person.area = "home";
  person.also_area = "host";
  person.reason = "reason";
  person.verified_by = "checked_by";
  person.verified_on = "checked_on";
  person.show_id = "id";
  const auto add = [&](const char* name, const char* type, pack::Need need, const char* group) {
    pack::ColumnDef column;
    column.name = name;
    column.title = {std::string("栏") + name, name};
    column.type = type;
    column.need = need;
    column.group = group;
    if (column.type == "decimal") column.scale = 2;
    if (column.type == "code") column.codes = "reason", column.codes_at = 0;
    person.columns.push_back(column);
  };
  using enum pack::Need;
  add("id", "text", always, "");
  add("name", "person_name", optional, "identity");
  add("home", "area", always, "");
  add("host", "area", optional, "work");
  add("pay", "decimal", expected, "work");
  add("phone", "phone", expected, "contact");
  add("boss", "text", expected, "work");
  add("reason", "code", optional, "");
  add("checked_by", "person_name", optional, "");
  add("checked_on", "day", optional, "");
  person.columns[1].secret = person.columns[5].secret = pack::Secret::personal;
  person.columns[6].when = "host is not null";
  pack.registers.push_back(person);
  return pack;
}

// A row as a parcel hands it on. cells: by column; "" erases; a column left out is not touched.
struct PatchRow {
  int64_t parcel = 1;
  std::string id;
  std::map<std::string, std::string> cells = {};
  std::string county = "510101";
  int wave = 1;
  int row_no = 2;
};

inline void add_cell(store::Column& to, const std::string& text, int scale) {
  switch (to.type()) {
    case store::Type::decimal: to.add(*parse_decimal(text, scale)); return;
    case store::Type::day: to.add(*parse_day(text)); return;
    case store::Type::boolean: to.add(text == "true"); return;
    case store::Type::int64: to.add(int64_t{std::stoll(text)}); return;
    case store::Type::int32: to.add(int32_t{std::stoi(text)}); return;
    case store::Type::text: to.add(text); return;
  }
}

inline store::Batch patch_batch(const pack::Register& register_) {
  using store::Type;
  store::Batch batch;
  batch.columns = {{"parcel", Type::int64},     {"sheet", Type::int32},    {"row_no", Type::int32},
                   {"dist_county", Type::text}, {"key_hash", Type::int64}, {"touched", Type::int64},
                   {"erased", Type::int64},     {"wave", Type::int32}};
  for (const pack::ColumnDef& column : register_.columns)
    batch.columns.emplace_back(column.name, pack::find_type(column.type)->stored(), column.scale);
  return batch;
}

inline void add_patch_row(store::Batch& batch, const pack::Register& register_, PatchRow row) {
  row.cells["id"] = row.id;
  row.cells.try_emplace("home", row.county + "001001");
  int64_t touched = 0, erased = 0;
  for (size_t i = 0; i < register_.columns.size(); ++i) {
    const pack::ColumnDef& column = register_.columns[i];
    const auto cell = row.cells.find(column.name);
    store::Column& to = batch[column.name];
    if (cell == row.cells.end() || cell->second.empty())
      to.add_null();
    else
      add_cell(to, cell->second, column.scale);
    if (cell != row.cells.end()) (cell->second.empty() ? erased : touched) |= int64_t{1} << i;
  }
  batch["parcel"].add(row.parcel);
  batch["sheet"].add(int32_t{0});
  batch["row_no"].add(int32_t{row.row_no});
  batch["dist_county"].add(row.county);
  batch["key_hash"].add(row_id({row.id}));
  batch["touched"].add(touched);
  batch["erased"].add(erased);
  batch["wave"].add(int32_t{row.wave});
}

// Rounds on one store, numbered from 1.
class TestRounds {
 public:
  TestRounds(store::Store& store, const pack::Pack& pack)
      : pack_(pack), session_(must(store.session())) {
    must(store::migrate(*session_));
  }
  // Begins the next round of that day: temporary tables made, rows patched in.
  RoundContext& begin(const std::string& day, const std::vector<PatchRow>& rows = {}) {
    context_.reset(new RoundContext{*session_, pack_, areas_, scope_});
    context_->round = ++round_no_;
    context_->day = *parse_day(day);
    must(session_->begin());
    must(make_round_tables(*context_));
    store::Batch batch = patch_batch(person());
    for (const PatchRow& row : rows) add_patch_row(batch, person(), row);
    if (!rows.empty()) must(session_->append("patch_person", batch));
    return *context_;
  }
  void commit() { must(session_->commit()); }
  store::Session& session() { return *session_; }
  const pack::Register& person() const { return *pack_.register_("person"); }
  RoundContext& context() { return *context_; }
  // The rows as text, columns joined by '|', rows by ' ; '; null is '-'.
  std::string rows(const std::string& sql) {
    const store::Batch batch = must(session_->query(sql));
    std::string text;
    for (size_t row = 0; row < batch.rows(); ++row) {
      if (row > 0) text += " ; ";
      for (size_t c = 0; c < batch.columns.size(); ++c)
        text += (c > 0 ? "|" : "") + cell(batch.columns[c], row);
    }
    return text;
  }

 private:
  static std::string cell(const store::Column& column, size_t row) {
    if (column.is_null(row)) return "-";
    switch (column.type()) {
      case store::Type::text: return std::string(column.text(row));
      case store::Type::boolean: return column.boolean(row) ? "true" : "false";
      case store::Type::day: return to_text(column.day(row));
      case store::Type::decimal: return decimal_text(column.decimal(row), column.scale());
      default: return std::to_string(column.int64(row));
    }
  }

  const pack::Pack& pack_;
  pack::AreaIndex areas_;
  access::RoundScope scope_ = access::RoundScopeMaker::make();
  std::unique_ptr<store::Session> session_;
  std::unique_ptr<RoundContext> context_;
  int64_t round_no_ = 0;
};

}  // namespace diaodu::frame
