#include "standing/inputs.hpp"

#include <algorithm>

#include "base/area_code.hpp"
#include "standing/sql.hpp"

namespace diaodu::standing {
namespace {

constexpr Day kFirstDay{-62091};  // 1800-01-01
constexpr size_t kCountyLength = 6;

// The better of two states, for a place that is made of several.
int strength(std::string_view state) {
  constexpr std::string_view kOrder[] = {"silent", "suspended", "returned", "nil", "reported"};
  const auto at = std::find(std::begin(kOrder), std::end(kOrder), state);
  return at == std::end(kOrder) ? 0 : static_cast<int>(at - std::begin(kOrder));
}

void keep_better(std::string& state, const std::string& other) {
  if (state.empty() || strength(other) > strength(state)) state = other;
}

bool is_heard(std::string_view state) { return state == "reported" || state == "nil"; }

bool is_expected(const pack::GroupDef* group, std::string_view area) {
  if (!group) return true;
  return std::any_of(group->areas.begin(), group->areas.end(), [&](const std::string& member) {
    return is_under(area, member) || is_under(member, area);
  });
}

std::string text_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

template <typename T>
std::optional<T> number_of(const store::Column& column, size_t row) {
  if (column.is_null(row)) return std::nullopt;
  return static_cast<T>(column.int64(row));
}

std::optional<Value> value_of(const store::Column& n, const store::Column& d, size_t row) {
  if (n.is_null(row)) return std::nullopt;
  return Value{n.decimal(row), number_of<int64_t>(d, row)};
}

Figures figures_from(const store::Batch& rows) {
  Figures figures;
  for (size_t row = 0; row < rows.rows(); ++row)
    figures.emplace(rows["area"].text(row),
                    FigureOf{*value_of(rows["n"], rows["d"], row), rows["day"].day(row),
                             rows["figure"].int64(row)});
  return figures;
}

}  // namespace

Tree read_tree(const pack::AreaIndex& areas) {
  Tree tree;
  std::vector<std::string> open{""};
  for (size_t at = 0; at < open.size(); ++at) {
    const std::string parent = open[at];
    std::vector<std::string> children;
    for (const std::string_view child : areas.children(parent)) children.emplace_back(child);
    for (const std::string& child : children)
      (child.size() < kCountyLength ? open : tree.counties).push_back(child);
    tree.parents.emplace_back(parent, std::move(children));
  }
  return tree;
}

Result<Reports> Reports::read(frame::RoundContext& round, const pack::Target& target, Day day,
                              const Tree& tree) {
  Reports reports;
  if (!target.expects.empty()) reports.group_ = round.pack.group(target.expects);
  const store::Params params = {{"register", target.register_id}, {"day", day}};
  TRY_ASSIGN(const store::Batch rows, round.session.query(sql::reports_of_day, params));
  for (size_t row = 0; row < rows.rows(); ++row) {
    const std::string area = text_of(rows["area"], row), state = text_of(rows["state"], row);
    if (area.size() > kCountyLength)
      keep_better(reports.below_[area.substr(0, kCountyLength)], state);
    else
      keep_better(reports.said_[area], state);
  }
  TRY_ASSIGN(const store::Batch covered, round.session.query(sql::covered_counties, params));
  for (size_t row = 0; row < covered.rows(); ++row)
    reports.covered_.insert(text_of(covered["area"], row));
  reports.add_counties(tree);
  return reports;
}

std::string Reports::county_state(const std::string& county) const {
  if (const auto said = said_.find(county); said != said_.end()) return said->second;
  if (const auto below = below_.find(county); below != below_.end()) return below->second;
  if (covered_.contains(county)) return "reported";
  for (std::string_view area = county; !area.empty();) {
    area = parent_of(area);
    const auto said = said_.find(area);
    if (said != said_.end() && (said->second == "nil" || said->second == "suspended"))
      return said->second;
  }
  return "silent";
}

void Reports::add_counties(const Tree& tree) {
  for (const std::string& county : tree.counties) {
    const std::string state = county_state(county);
    const bool expected = is_expected(group_, county);
    for (std::string_view area = county;; area = parent_of(area)) {
      Reporting& place = places_[std::string(area)];
      if (expected) {
        ++place.expected;
        if (is_heard(state)) ++place.reported;
      }
      if (expected || area == county) keep_better(place.state, state);
      if (area.empty()) break;
    }
  }
  for (auto& [area, place] : places_) {
    place.is_expected = is_expected(group_, area);
    if (area.size() >= kCountyLength) continue;
    if (const auto said = said_.find(area); said != said_.end()) {
      if (said->second == "suspended")
        place.state = "suspended";
      else
        keep_better(place.state, said->second);
    }
  }
}

Reporting Reports::of(const std::string& area) const {
  const auto found = places_.find(area);
  if (found == places_.end()) return {"silent", 0, 0, is_expected(group_, area)};
  Reporting place = found->second;
  if (place.state.empty()) place.state = "silent";
  return place;
}

Result<void> ask_for(store::Session& session, const std::vector<std::string>& areas) {
  TRY(session.run(sql::make_asked));
  TRY(session.run(sql::clear_asked));
  store::Batch batch{{store::Column("area", store::Type::text)}};
  for (const std::string& area : areas) batch.columns[0].add(area);
  return session.append("standing_asked", batch);
}

Result<Figures> figures_of_day(store::Session& session, const pack::Indicator& indicator, Day day) {
  const Day from = indicator.uses_changes ? day : kFirstDay;
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::figures_of_day,
                           {{"indicator", indicator.id}, {"day", day}, {"day_from", from}}));
  return figures_from(rows);
}

Result<Figures> first_figures(store::Session& session, const pack::Indicator& indicator, Day after,
                              Day before) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::first_figures,
                           {{"indicator", indicator.id}, {"day_from", after}, {"day", before}}));
  return figures_from(rows);
}

Result<KeptRows> rows_of_day(store::Session& session, const pack::Target& target, Day day) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::rows_of_day, {{"target", target.id}, {"day", day}}));
  KeptRows kept;
  for (size_t i = 0; i < rows.rows(); ++i) {
    Kept one;
    Row& row = one.row;
    row.parent = rows["parent"].text(i);
    row.area = rows["area"].text(i);
    row.state = rows["state"].text(i);
    row.children_expected = rows["children_expected"].int64(i);
    row.children_reported = rows["children_reported"].int64(i);
    row.value = value_of(rows["n"], rows["d"], i);
    row.before = value_of(rows["before_n"], rows["before_d"], i);
    row.shown = text_of(rows["shown"], i);
    if (!rows["met"].is_null(i)) row.met = rows["met"].boolean(i);
    row.missing_n = number_of<int64_t>(rows["missing_n"], i);
    row.place_no = number_of<int>(rows["place_no"], i);
    row.before_place_no = number_of<int>(rows["before_place_no"], i);
    row.tied = !rows["tied"].is_null(i) && rows["tied"].boolean(i);
    row.not_ranked = text_of(rows["not_ranked"], i);
    row.speed = text_of(rows["speed"], i);
    if (!rows["forecast_day"].is_null(i)) row.forecast_day = rows["forecast_day"].day(i);
    row.figure = number_of<int64_t>(rows["figure"], i).value_or(0);
    one.round_from = rows["round_from"].int64(i);
    kept.emplace(row.area, std::move(one));
  }
  return kept;
}

Result<std::optional<Day>> day_before(store::Session& session, const pack::Target& target,
                                      Day day) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::day_before, {{"target", target.id}, {"day", day}}));
  if (rows.rows() == 0 || rows["day"].is_null(0)) return std::optional<Day>();
  return std::optional<Day>(rows["day"].day(0));
}

}  // namespace diaodu::standing
