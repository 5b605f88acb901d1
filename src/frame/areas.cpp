// Table area, out of the pack's area files.
#include <algorithm>

#include "base/area_code.hpp"
#include "frame/sql.hpp"
#include "frame/temporary.hpp"

namespace diaodu::frame {

namespace {

constexpr size_t kBatchRows = 100'000;

store::Batch empty_batch() {
  using store::Type;
  store::Batch batch;
  batch.columns = {{"area", Type::text},       {"name", Type::text},     {"level", Type::text},
                   {"province", Type::text},   {"city", Type::text},     {"county", Type::text},
                   {"from_year", Type::int32}, {"to_year", Type::int32}, {"successor", Type::text},
                   {"source", Type::text}};
  return batch;
}

void add_row(store::Batch& batch, const pack::AreaRow& row) {
  std::vector<store::Column>& to = batch.columns;
  const std::string_view code = row.code;
  const bool digits = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  const Level level = digits ? level_of(code).value_or(Level::nation) : Level::nation;
  const bool other = level == Level::nation;  // places outside the tree, such as abroad
  to[0].add(code);
  to[1].add(row.name);
  to[2].add(other ? "other" : to_text(level));
  const auto ancestor = [&](store::Column& column, Level at) {
    if (level >= at)
      column.add(at_level(code, at));
    else
      column.add_null();
  };
  if (other)
    to[3].add(code);
  else
    ancestor(to[3], Level::province);
  ancestor(to[4], Level::city);
  ancestor(to[5], Level::county);
  const auto year = [](store::Column& column, int value) {
    if (value != 0)
      column.add(int32_t{value});
    else
      column.add_null();
  };
  year(to[6], row.from_year);
  year(to[7], row.to_year);
  if (row.successor.empty())
    to[8].add_null();
  else
    to[8].add(row.successor);
  to[9].add(row.source);
}

}  // namespace

Result<void> load_areas(store::Session& session, const pack::AreaIndex& areas) {
  TRY(session.run(sql::delete_areas));
  store::Batch batch = empty_batch();
  for (const pack::AreaRow& row : areas.rows()) {
    if (row.code.empty()) continue;  // the nation is not stored
    add_row(batch, row);
    if (batch.rows() < kBatchRows) continue;
    TRY(session.append("area", batch));
    batch = empty_batch();
  }
  if (batch.rows() > 0) TRY(session.append("area", batch));
  return {};
}

}  // namespace diaodu::frame
