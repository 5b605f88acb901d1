// Figures of what a round touched, rolled up, compared with what stood before, and stored.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/decimal.hpp"
#include "figure/compute.hpp"
#include "figure/figure.hpp"
#include "figure/sql.hpp"
#include "figure/stored.hpp"

namespace diaodu::figure {
namespace {

// What the round touched: (register, column) -> codes as found; "" as column: by the register's own
// area.
struct Touched {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> by_column;
  std::map<std::string, std::set<std::string>>
      changed;  // register -> counties whose rows were taken
  std::map<std::string, std::set<std::string>>
      broken;  // register -> counties with refusals opened or ended
};

std::string text_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

Result<void> read_counties(store::Session& session, std::string_view sql, int64_t round,
                           std::map<std::string, std::set<std::string>>& into) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql, {{"round", round}}));
  for (size_t i = 0; i < rows.rows(); ++i)
    into[text_of(rows["register"], i)].insert(text_of(rows["area"], i));
  return {};
}

Result<Touched> read_touched(frame::RoundContext& round) {
  Touched touched;
  TRY_ASSIGN(const store::Batch rows, round.session.query(sql::touched_areas));
  for (size_t i = 0; i < rows.rows(); ++i)
    touched.by_column[{text_of(rows["register"], i), text_of(rows["column_name"], i)}].insert(
        text_of(rows["area"], i));
  TRY(read_counties(round.session, sql::changed_counties, round.round, touched.changed));
  TRY(read_counties(round.session, sql::broken_counties, round.round, touched.broken));
  return touched;
}

void touch(Plan& plan, const std::set<std::string>& areas) {
  for (const std::string& area : areas) {
    const std::string county = county_of(area);
    plan.places.emplace(stored_area(county, plan.indicator->stored_to));
    plan.counties.insert(county);
  }
}

void touch_from(Plan& plan, Touched& touched) {
  const std::string& register_id = plan.of->id;
  const std::string column = plan.asks_own_area() ? plan.of->area : plan.indicator->area;
  touch(plan, touched.by_column[{register_id, column}]);
  if (plan.indicator->uses_changes) touch(plan, touched.changed[register_id]);
  if (plan.indicator->measure == "record_complete" && plan.asks_own_area())
    touch(plan, touched.broken[register_id]);
}

Plan plan_of(const pack::Pack& pack, const pack::Indicator& indicator) {
  Plan plan;
  plan.indicator = &indicator;
  plan.of = pack.register_(indicator.register_id);
  CHECK(plan.of, "an indicator of a register the pack lacks");
  return plan;
}

// The last sealed round of a day and before, and whether the day has had one.
struct Sealed {
  bool any_today = false;
  int64_t known = 0;
};
Result<Sealed> read_sealed(store::Session& session, Day day) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::rounds_of_day, {{"day", day}}));
  Sealed sealed;
  sealed.any_today = rows["n"].int64(0) > 0;
  if (!rows["known"].is_null(0)) sealed.known = rows["known"].int64(0);
  return sealed;
}

// What a place's parts were, are, and so by how much the places above it change.
struct Delta {
  Cell sum;
  bool appears = false;  // a place below has its first row
};

class Comparison {
 public:
  Comparison(Plan& plan, const StoredCells& stored) : plan_(plan), stored_(stored) {}

  void run(std::vector<Change>& changes) {
    for (const auto& [key, cell] : plan_.cells) compare(key, cell, changes);
    for (const auto& [key, before] : stored_) {
      const std::string place(split_key(key).area);
      if (plan_.cells.contains(key) || !is_stored_level(place, plan_.indicator->stored_to))
        continue;
      if (!plan_.everywhere && !plan_.places.contains(place)) continue;
      compare(key, Cell{0, 0, before.cell.has_d},
              changes);  // it had a row: what is gone is zero now
    }
    for (const auto& [key, delta] : above_) change_above(key, delta, changes);
  }

 private:
  void compare(const std::string& key, const Cell& cell, std::vector<Change>& changes) {
    const auto found = stored_.find(key);
    const Stored* before = found == stored_.end() ? nullptr : &found->second;
    if (before && before->cell == cell) return;
    changes.push_back({plan_.indicator, key, cell, before});
    Cell difference = cell;
    if (before) difference.add(before->cell, -1);
    const KeyParts parts = split_key(key);
    for_each_above(parts.area, [&](std::string_view area) {
      Delta& delta = above_[cell_key(area, parts.axis, parts.part)];
      delta.sum.add(difference);
      delta.appears = delta.appears || !before;
    });
  }

  // The sum of the children is what it was plus what changed below: exact, as all are whole
  // hundredths.
  void change_above(const std::string& key, const Delta& delta, std::vector<Change>& changes) {
    const auto found = stored_.find(key);
    const Stored* before = found == stored_.end() ? nullptr : &found->second;
    Cell cell = delta.sum;
    if (before) cell.add(before->cell);
    if (before && before->cell == cell) return;
    changes.push_back({plan_.indicator, key, cell, before});
  }

  Plan& plan_;
  const StoredCells& stored_;
  std::unordered_map<std::string, Delta> above_;
};

void report(frame::RoundContext& round, int64_t done, int64_t total) {
  if (round.progress) round.progress({"figure", done, total});
}

std::vector<std::string> keys_of(const Cells& cells) {
  std::vector<std::string> keys;
  for (const auto& one : cells) keys.push_back(one.first);
  return keys;
}

void roll_up_whole(Cells& cells) {
  for (const std::string& key : keys_of(cells)) {
    const Cell cell = cells.at(key);
    const KeyParts parts = split_key(key);
    for_each_above(parts.area, [&](std::string_view area) {
      cells[cell_key(area, parts.axis, parts.part)].add(cell);
    });
  }
}

std::string cell_text(const Cell& cell) {
  std::string text = decimal_text(cell.n, kScale);
  if (cell.has_d) text += "/" + decimal_text(cell.d, kScale);
  return text;
}

// Parts against the whole of the same place, where the pack says that they close.
void check_parts(const Plan& plan, const StoredCells& stored, std::vector<Difference>& out) {
  const std::string& axis = plan.indicator->parts_add_up;
  if (axis.empty()) return;
  std::map<std::string, Cell> sums;
  for (const auto& [key, row] : stored) {
    const KeyParts parts = split_key(key);
    if (parts.axis == axis) sums[std::string(parts.area)].add(row.cell);
  }
  for (const auto& [area, sum] : sums) {
    const auto whole = stored.find(cell_key(area, {}, {}));
    const std::string stated = whole == stored.end() ? "" : cell_text(whole->second.cell);
    if (stated != cell_text(sum))
      out.push_back({plan.indicator->id, area, axis + "=*", stated, cell_text(sum)});
  }
}

void compare_all(const Plan& plan, const StoredCells& stored, std::vector<Difference>& out) {
  const auto differs = [&](const std::string& key, const std::string& is,
                           const std::string& should) {
    const KeyParts parts = split_key(key);
    const std::string part = parts.axis.empty()
                                 ? std::string()
                                 : std::string(parts.axis) + "=" + std::string(parts.part);
    out.push_back({plan.indicator->id, std::string(parts.area), part, is, should});
  };
  for (const auto& [key, cell] : plan.cells) {
    const auto found = stored.find(key);
    if (found == stored.end())
      differs(key, "", cell_text(cell));
    else if (found->second.cell != cell)
      differs(key, cell_text(found->second.cell), cell_text(cell));
  }
  for (const auto& [key, row] : stored)
    if (!plan.cells.contains(key) && (row.cell.n != 0 || row.cell.d != 0))
      differs(key, cell_text(row.cell), "");
}

}  // namespace

Result<int64_t> recompute(frame::RoundContext& round) {
  TRY_ASSIGN(Touched touched, read_touched(round));
  TRY_ASSIGN(const Sealed sealed, read_sealed(round.session, round.day));
  std::vector<Plan> plans;
  for (const pack::Indicator& indicator : round.pack.indicators) {
    Plan plan = plan_of(round.pack, indicator);
    plan.everywhere = indicator.day_turning && !sealed.any_today;
    if (!plan.everywhere) touch_from(plan, touched);
    if (plan.everywhere || !plan.places.empty()) plans.push_back(std::move(plan));
  }
  if (plans.empty()) return int64_t{0};
  const auto total = static_cast<int64_t>(plans.size());
  report(round, 0, total);
  TRY(compute(round.session, round.pack, round.areas, round.day, round.round, plans));
  TRY_ASSIGN(const StoredByIndicator stored, read_standing(round.session, round.day, plans));
  const StoredCells none;
  std::vector<Change> changes;
  for (Plan& plan : plans) {
    const auto found = stored.find(plan.indicator->id);
    Comparison(plan, found == stored.end() ? none : found->second).run(changes);
  }
  const auto changed = static_cast<int64_t>(changes.size());
  TRY(write_changes(round.session, round.day, round.round, std::move(changes)));
  report(round, total, total);
  return changed;
}

Result<std::vector<Difference>> verify(frame::RoundContext& round, Day day) {
  TRY_ASSIGN(const Sealed sealed, read_sealed(round.session, day));
  std::vector<Plan> plans;
  for (const pack::Indicator& indicator : round.pack.indicators) {
    plans.push_back(plan_of(round.pack, indicator));
    plans.back().everywhere = true;
  }
  TRY(compute(round.session, round.pack, round.areas, day, sealed.known, plans));
  TRY_ASSIGN(const StoredByIndicator stored, read_standing(round.session, day, plans));
  const StoredCells none;
  std::vector<Difference> differences;
  for (Plan& plan : plans) {
    roll_up_whole(plan.cells);
    const auto found = stored.find(plan.indicator->id);
    const StoredCells& rows = found == stored.end() ? none : found->second;
    compare_all(plan, rows, differences);
    check_parts(plan, rows, differences);
  }
  std::sort(differences.begin(), differences.end(), [](const Difference& a, const Difference& b) {
    return std::tie(a.indicator, a.area, a.part) < std::tie(b.indicator, b.area, b.part);
  });
  return differences;
}

}  // namespace diaodu::figure
