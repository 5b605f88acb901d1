// Standings of a day: only parents below which something changed; all of them once a day.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/area_code.hpp"
#include "standing/inputs.hpp"
#include "standing/objection.hpp"
#include "standing/sql.hpp"
#include "standing/standing.hpp"

namespace diaodu::standing {
namespace {

using Parents = std::set<std::string, std::less<>>;

class TargetRanking {
 public:
  TargetRanking(frame::RoundContext& round, const Tree& tree, const pack::Target& target,
                const pack::Indicator& indicator, Day day)
      : round_(round),
        tree_(tree),
        target_(target),
        indicator_(indicator),
        measure_{target, indicator.kind == pack::Kind::ratio, indicator.higher_is_better, day} {}

  // Gives the number of rows written.
  Result<int64_t> run(bool everywhere) {
    TRY_ASSIGN(kept_, rows_of_day(round_.session, target_, measure_.day));
    Parents parents;
    if (!everywhere && !kept_.empty()) {
      TRY_ASSIGN(parents, changed_parents());
      if (parents.empty()) return int64_t{0};
    }
    std::vector<Row> rows;
    std::vector<std::string> areas;
    for (const auto& [parent, children] : tree_.parents) {
      if (!parents.empty() && !parents.contains(parent)) continue;
      areas.insert(areas.end(), children.begin(), children.end());
    }
    TRY(read(areas));
    for (const auto& [parent, children] : tree_.parents)
      if (parents.empty() || parents.contains(parent)) rank_children(parent, children, rows);
    return write(rows);
  }

 private:
  static void add_chain(std::string_view area, Parents& parents) {
    for (area = area.substr(0, 6); !area.empty(); area = parent_of(area))
      parents.emplace(parent_of(area));
  }

  Result<Parents> changed_parents() {
    Parents parents;
    TRY_ASSIGN(const store::Batch figures,
               round_.session.query(sql::changed_figures,
                                    {{"indicator", indicator_.id}, {"round", round_.round}}));
    for (size_t i = 0; i < figures.rows(); ++i) {
      const std::string_view area = figures["area"].text(i);
      if (!area.empty()) parents.emplace(parent_of(area));
    }
    TRY_ASSIGN(const store::Batch reports,
               round_.session.query(sql::changed_reports, {{"register", target_.register_id},
                                                           {"day", measure_.day},
                                                           {"round", round_.round}}));
    for (size_t i = 0; i < reports.rows(); ++i) {
      const std::string_view area = reports["area"].text(i);
      add_chain(area, parents);
      if (area.size() >= 6) continue;  // what a place above says may hold for all below it
      for (const auto& one : tree_.parents)
        if (is_under(one.first, area)) parents.insert(one.first);
    }
    TRY_ASSIGN(const Places objections, changed_objections(round_, target_));
    for (const std::string& area : objections) parents.emplace(parent_of(area));
    return parents;
  }

  Result<void> read(const std::vector<std::string>& areas) {
    TRY(ask_for(round_.session, areas));
    const Day from = measure_.day - target_.speed_days;
    TRY_ASSIGN(figures_, figures_of_day(round_.session, indicator_, measure_.day));
    if (!indicator_.uses_changes) {
      TRY_ASSIGN(base_, figures_of_day(round_.session, indicator_, from));
      for (auto& [area, figure] : base_) figure.day = from;  // it stood there still
      TRY_ASSIGN(Figures first, first_figures(round_.session, indicator_, from, measure_.day));
      base_.merge(first);
    }
    TRY_ASSIGN(reports_, Reports::read(round_, target_, measure_.day, tree_));
    TRY_ASSIGN(objecting_, objecting(round_.session, target_, measure_.day));
    TRY_ASSIGN(const std::optional<Day> before, day_before(round_.session, target_, measure_.day));
    if (before) {
      TRY_ASSIGN(before_, rows_of_day(round_.session, target_, *before));
    }
    return {};
  }

  void rank_children(const std::string& parent, const std::vector<std::string>& children,
                     std::vector<Row>& rows) {
    const size_t start = rows.size();
    const bool on = is_switched_on(target_, level_of(parent).value_or(Level::county), measure_.day);
    for (const std::string& child : children) rows.push_back(row_of(parent, child, on));
    std::vector<Row*> group;
    for (size_t i = start; i < rows.size(); ++i) group.push_back(&rows[i]);
    give_places(measure_, group);
  }

  Row row_of(const std::string& parent, const std::string& area, bool on) const {
    Row row;
    row.parent = parent;
    row.area = area;
    const Reporting reporting = reports_.of(area);
    row.state = reporting.state;
    row.children_expected = reporting.expected;
    row.children_reported = reporting.reported;
    if (const auto found = figures_.find(area); found != figures_.end()) {
      row.value = found->second.value;
      row.figure = found->second.figure;
    }
    if (const auto found = before_.find(area); found != before_.end()) {
      row.before = found->second.row.value;
      row.before_place_no = found->second.row.place_no;
    }
    std::optional<Base> base;
    if (const auto found = base_.find(area); found != base_.end())
      base = Base{found->second.value, found->second.day};
    score(measure_, base, row);
    row.not_ranked = why_not(row, reporting.is_expected, on);
    return row;
  }

  std::string why_not(const Row& row, bool is_expected, bool on) const {
    if (!is_expected) return "not_expected";
    if (row.state == "silent" || row.state == "returned" || row.state == "suspended")
      return row.state;
    if (objecting_.contains(row.area)) return "objected";
    if (!on) return "switched_off";
    if (row.shown.empty()) return "no_figure";
    // A replay at scale s has s times the people: the limit shrinks with them.
    const int64_t least =
        std::max<int64_t>(1, std::llround(static_cast<double>(target_.rank_min_n) * round_.scale));
    if (measure_.is_ratio && row.value->d.value_or(0) < least * 100) return "small";
    return {};
  }

  Result<int64_t> write(const std::vector<Row>& rows) {
    std::vector<const Row*> changed;
    std::vector<std::string> closing;
    bool own = false;
    for (const Row& row : rows) {
      const auto found = kept_.find(row.area);
      if (found != kept_.end() && found->second.row == row) continue;
      changed.push_back(&row);
      if (found == kept_.end()) continue;
      closing.push_back(row.area);
      own = own || found->second.round_from == round_.round;
    }
    const store::Params params = {
        {"target", target_.id}, {"day", measure_.day}, {"round", round_.round}};
    if (!closing.empty()) {
      TRY(ask_for(round_.session, closing));
      if (own) TRY(round_.session.run(sql::forget_superseded, params));
      TRY(round_.session.run(sql::close_superseded, params));
    }
    if (!changed.empty()) TRY(round_.session.append("standing", batch_of(changed)));
    return static_cast<int64_t>(changed.size());
  }

  store::Batch batch_of(const std::vector<const Row*>& rows) const;

  frame::RoundContext& round_;
  const Tree& tree_;
  const pack::Target& target_;
  const pack::Indicator& indicator_;
  Measure measure_;
  KeptRows kept_, before_;
  Figures figures_, base_;
  Reports reports_;
  Places objecting_;
};

void add_text(store::Column& column, const std::string& text) {
  if (text.empty())
    column.add_null();
  else
    column.add(text);
}
template <typename T>
void add_optional(store::Column& column, const std::optional<T>& value) {
  if (value)
    column.add(*value);
  else
    column.add_null();
}
void add_value(store::Column& n, store::Column& d, const std::optional<Value>& value) {
  add_optional(n, value ? std::optional(value->n) : std::nullopt);
  add_optional(d, value ? value->d : std::nullopt);
}

store::Batch TargetRanking::batch_of(const std::vector<const Row*>& rows) const {
  using store::Column;
  using store::Type;
  store::Batch batch{{Column("target", Type::text),
                      Column("parent", Type::text),
                      Column("area", Type::text),
                      Column("day", Type::day),
                      Column("state", Type::text),
                      Column("children_expected", Type::int64),
                      Column("children_reported", Type::int64),
                      Column("n", Type::decimal, kScale),
                      Column("d", Type::decimal, kScale),
                      Column("shown", Type::text),
                      Column("goal", Type::text),
                      Column("met", Type::boolean),
                      Column("missing_n", Type::decimal, kScale),
                      Column("place_no", Type::int32),
                      Column("tied", Type::boolean),
                      Column("not_ranked", Type::text),
                      Column("before_n", Type::decimal, kScale),
                      Column("before_d", Type::decimal, kScale),
                      Column("before_place_no", Type::int32),
                      Column("speed", Type::text),
                      Column("forecast_day", Type::day),
                      Column("figure", Type::int64),
                      Column("round_from", Type::int64),
                      Column("round_to", Type::int64)}};
  for (const Row* row : rows) {
    batch["target"].add(target_.id);
    batch["parent"].add(row->parent);
    batch["area"].add(row->area);
    batch["day"].add(measure_.day);
    batch["state"].add(row->state);
    batch["children_expected"].add(row->children_expected);
    batch["children_reported"].add(row->children_reported);
    add_value(batch["n"], batch["d"], row->value);
    add_text(batch["shown"], row->shown);
    batch["goal"].add(target_.goal);
    add_optional(batch["met"], row->met);
    add_optional(batch["missing_n"], row->missing_n);
    add_optional(batch["place_no"], row->place_no);
    batch["tied"].add(row->tied);
    add_text(batch["not_ranked"], row->not_ranked);
    add_value(batch["before_n"], batch["before_d"], row->before);
    add_optional(batch["before_place_no"], row->before_place_no);
    add_text(batch["speed"], row->speed);
    add_optional(batch["forecast_day"], row->forecast_day);
    add_optional(batch["figure"], row->figure == 0 ? std::nullopt : std::optional(row->figure));
    batch["round_from"].add(round_.round);
    batch["round_to"].add_null();
  }
  return batch;
}

Result<int64_t> rank_day(frame::RoundContext& round, Day day, bool everywhere) {
  const Tree tree = read_tree(round.areas);
  int64_t written = 0, done = 0;
  const auto total = static_cast<int64_t>(round.pack.targets.size());
  for (const pack::Target& target : round.pack.targets) {
    if (round.progress) round.progress({"standing", done++, total});
    const pack::Indicator* indicator = round.pack.indicator(target.indicator);
    CHECK(indicator, "a target of an indicator the pack lacks");
    TRY_ASSIGN(const int64_t rows,
               TargetRanking(round, tree, target, *indicator, day).run(everywhere));
    written += rows;
  }
  return written;
}

}  // namespace

Result<int64_t> rank(frame::RoundContext& round) { return rank_day(round, round.day, false); }

Result<int64_t> close_day(frame::RoundContext& round, Day day) {
  return rank_day(round, day, true);
}

}  // namespace diaodu::standing
