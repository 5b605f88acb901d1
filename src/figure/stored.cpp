#include "figure/stored.hpp"

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "figure/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::figure {
namespace {

constexpr size_t kAskedPlacesMax = 1000;  // more: the table is read as a whole
constexpr Day kFirstDay{-62091};          // 1800-01-01: every row may be stood on

Result<void> fill_asked(store::Session& session, Day day, const std::vector<Plan>& plans) {
  TRY(session.run(sql::make_asked));
  TRY(session.run(sql::clear_asked));
  store::Batch batch{
      {store::Column("indicator", store::Type::text), store::Column("day_from", store::Type::day)}};
  for (const Plan& plan : plans) {
    batch["indicator"].add(plan.indicator->id);
    batch["day_from"].add(plan.indicator->uses_changes ? day : kFirstDay);
  }
  return session.append("figure_asked", batch);
}

// False: too many to be worth a list.
Result<bool> fill_asked_areas(store::Session& session, const std::vector<Plan>& plans) {
  std::set<std::string> places;
  for (const Plan& plan : plans) {
    if (plan.everywhere) return false;
    for (const std::string& place : plan.places) {
      places.insert(place);
      for_each_above(place, [&](std::string_view area) { places.emplace(area); });
    }
  }
  if (places.size() > kAskedPlacesMax) return false;
  TRY(session.run(sql::make_asked_area));
  TRY(session.run(sql::clear_asked_area));
  store::Batch batch{{store::Column("area", store::Type::text)}};
  for (const std::string& place : places) batch["area"].add(place);
  TRY(session.append("figure_asked_area", batch));
  return true;
}

store::Batch new_rows(Day day, int64_t round, const std::vector<Change>& changes) {
  using store::Column;
  using store::Type;
  store::Batch batch{{Column("figure", Type::int64), Column("indicator", Type::text),
                      Column("area", Type::text), Column("day", Type::day),
                      Column("axis", Type::text), Column("part", Type::text),
                      Column("n", Type::decimal, kScale), Column("d", Type::decimal, kScale),
                      Column("round_from", Type::int64), Column("round_to", Type::int64)}};
  std::vector<Column>& to = batch.columns;
  const std::string day_text = to_text(day), round_text = std::to_string(round);
  for (const Change& change : changes) {
    const KeyParts key = split_key(change.key);
    to[0].add(row_id({change.indicator->id, key.area, day_text, key.axis, key.part, round_text}));
    to[1].add(change.indicator->id);
    to[2].add(key.area);
    to[3].add(day);
    to[4].add(key.axis);
    to[5].add(key.part);
    to[6].add(change.cell.n);
    if (change.cell.has_d)
      to[7].add(change.cell.d);
    else
      to[7].add_null();
    to[8].add(round);
    to[9].add_null();
  }
  return batch;
}

}  // namespace

Result<StoredByIndicator> read_standing(store::Session& session, Day day,
                                        const std::vector<Plan>& plans) {
  TRY(fill_asked(session, day, plans));
  TRY_ASSIGN(const bool listed, fill_asked_areas(session, plans));
  const std::string text = frame::fill(
      sql::standing_rows, {{"and_area", std::string(listed ? sql::and_area : std::string_view())}});
  TRY_ASSIGN(const store::Batch rows, session.query(text, {{"day", day}}));
  StoredByIndicator all;
  const store::Column &figure = rows["figure"], &indicator = rows["indicator"],
                      &area = rows["area"], &axis = rows["axis"], &part = rows["part"],
                      &of_day = rows["day"], &n = rows["n"], &d = rows["d"],
                      &round_from = rows["round_from"];
  StoredCells* cells = nullptr;
  std::string_view last;
  for (size_t row = 0; row < rows.rows(); ++row) {
    if (!cells || indicator.text(row) != last) {
      last = indicator.text(row);
      cells = &all[std::string(last)];
    }
    Stored& stored = (*cells)[cell_key(area.text(row), axis.text(row), part.text(row))];
    stored.figure = figure.int64(row);
    stored.round_from = round_from.int64(row);
    stored.day = of_day.day(row);
    stored.cell = {hundredths(n, row), d.is_null(row) ? 0 : hundredths(d, row), !d.is_null(row)};
  }
  return all;
}

Result<void> write_changes(store::Session& session, Day day, int64_t round,
                           std::vector<Change> changes) {
  if (changes.empty()) return {};
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.key != b.key ? a.key < b.key : a.indicator->id < b.indicator->id;
  });
  store::Batch closing{{store::Column("figure", store::Type::int64)}};
  bool own = false;  // rows of this very round: computed twice in it
  for (const Change& change : changes) {
    if (!change.before || change.before->day != day) continue;
    closing["figure"].add(change.before->figure);
    own = own || change.before->round_from == round;
  }
  if (closing.rows() > 0) {
    TRY(session.run(sql::make_closing));
    TRY(session.run(sql::clear_closing));
    TRY(session.append("figure_closing", closing));
    if (own) TRY(session.run(sql::forget_superseded, {{"round", round}}));
    TRY(session.run(sql::close_superseded, {{"round", round}, {"day", day}}));
  }
  return session.append("figure", new_rows(day, round, changes));
}

}  // namespace diaodu::figure
