#include "figure/compute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "figure/sql.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::figure {
namespace {

constexpr size_t kPrunedCountiesMax = 500;  // more are read as one whole: a list would not prune

const store::Column* find_column(const store::Batch& rows, std::string_view name) {
  for (const store::Column& column : rows.columns)
    if (column.name() == name) return &column;
  return nullptr;
}

std::string text_at(const store::Column* column, size_t row) {
  if (!column || column->is_null(row)) return {};
  if (column->type() == store::Type::text) return std::string(column->text(row));
  return std::to_string(column->int64(row));
}

Error bad_result(const pack::Indicator& indicator, std::string_view zh, std::string_view en) {
  const std::string where =
      indicator.query_file.empty() ? pack::to_text(indicator.place) : indicator.query_file;
  return Error{"figure.bad_result",
               {fmt::format("指标“{}”的查询{}", indicator.id, zh),
                fmt::format("the query of indicator \"{}\" {}", indicator.id, en)},
               {"查询应给出 area、n，按需给出 part、d；n、d 为数",
                "a query gives area and n, and part and d as needed; n and d are numbers"},
               where,
               {{"indicator", indicator.id}}};
}

Result<void> check_columns(const pack::Indicator& indicator, const store::Batch& rows) {
  const store::Column* area = find_column(rows, "area");
  const store::Column* n = find_column(rows, "n");
  const store::Column* d = find_column(rows, "d");
  if (!area || !n) return bad_result(indicator, "缺少列 area 或 n", "lacks column area or n");
  if (area->type() != store::Type::text)
    return bad_result(indicator, "的 area 不是文本", "gives an area that is not a text");
  if (!is_numeric(*n) || (d && !is_numeric(*d)))
    return bad_result(indicator, "的 n 或 d 不是精确的数（浮点数请转换为 numeric）",
                      "gives an n or d that is no exact number (cast a double to numeric)");
  if (!d && indicator.kind == pack::Kind::ratio)
    return bad_result(indicator, "缺少列 d：比率须给出分母",
                      "lacks column d: a ratio needs its denominator");
  return {};
}

// The place a row belongs to, or null if this plan does not ask about it.
std::optional<std::string> place_of(const Plan& plan, const store::Column& area, size_t row) {
  const std::string county = county_of(area.is_null(row) ? std::string_view() : area.text(row));
  std::string place(stored_area(county, plan.indicator->stored_to));
  if (!plan.everywhere && !plan.places.contains(place)) return std::nullopt;
  return place;
}

// A whole that the query states itself stands; otherwise it is the sum of the parts, but not over
// the axis "column", whose parts count the same records again and again.
void add_wholes(Cells& cells, const std::map<std::string, std::string>& axis_summed) {
  Cells wholes;
  for (const auto& [key, cell] : cells) {
    const KeyParts parts = split_key(key);
    const auto axis = axis_summed.find(std::string(parts.area));
    if (axis == axis_summed.end() || parts.axis != axis->second) continue;
    wholes[cell_key(parts.area, {}, {})].add(cell);
  }
  for (auto& [key, cell] : wholes) cells.emplace(key, cell);  // a stated one is there already
}

Result<void> take_rows(Plan& plan, const store::Batch& rows) {
  TRY(check_columns(*plan.indicator, rows));
  const store::Column& area = rows["area"];
  const store::Column& n = rows["n"];
  const store::Column* d =
      plan.indicator->kind == pack::Kind::ratio ? find_column(rows, "d") : nullptr;
  const store::Column* part = find_column(rows, "part");
  const store::Column* axis = find_column(rows, "axis");
  const std::string first_axis =
      plan.indicator->axes.empty() ? "part" : plan.indicator->axes.front();
  std::map<std::string, std::string> axis_summed;  // place -> the axis its whole is the sum of
  for (size_t row = 0; row < rows.rows(); ++row) {
    if (n.is_null(row)) continue;  // null is not zero
    const std::optional<std::string> place = place_of(plan, area, row);
    if (!place) continue;
    Cell cell{hundredths(n, row), 0, d != nullptr};
    if (d && !d->is_null(row)) cell.d = hundredths(*d, row);
    if (!part) {
      plan.cells[cell_key(*place, {}, {})].add(cell);
      continue;
    }
    const std::string of_axis = axis && !axis->is_null(row) ? text_at(axis, row) : first_axis;
    std::string name = text_at(part, row);
    const bool stated = part->is_null(row) ? of_axis == kColumnAxis : name.empty();
    if (!stated && name.empty()) name = kNoPart;
    plan.cells[stated ? cell_key(*place, {}, {}) : cell_key(*place, of_axis, name)].add(cell);
    if (!stated && of_axis != kColumnAxis) axis_summed.emplace(*place, of_axis);
  }
  add_wholes(plan.cells, axis_summed);
  return {};
}

// One row a county with n<i>, e<i>, d<i> of each expected column.
void take_fields(Plan& plan, const store::Batch& rows) {
  const std::vector<size_t> expected = plan.of->expected();
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string& name = plan.of->columns[expected[i]].name;
    const store::Column& filled = rows[fmt::format("n{}", i)];
    const store::Column& explained = rows[fmt::format("e{}", i)];
    const store::Column& needed = rows[fmt::format("d{}", i)];
    for (size_t row = 0; row < rows.rows(); ++row) {
      const std::optional<std::string> place = place_of(plan, rows["area"], row);
      if (!place) continue;
      const int64_t d = hundredths(needed, row);
      plan.cells[cell_key(*place, kColumnAxis, name)].add({hundredths(filled, row), d, true});
      plan.cells[cell_key(*place, kExplainedAxis, name)].add({hundredths(explained, row), d, true});
    }
  }
}

std::string fields_sql(const pack::Register& of) {
  std::vector<std::string> fields;
  const std::vector<size_t> expected = of.expected();
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string& when = of.columns[expected[i]].when;
    fields.push_back(frame::fill(sql::measure_field, {{"when", when.empty() ? "true" : when},
                                                      {"bit", std::to_string(int64_t{1} << i)},
                                                      {"i", std::to_string(i)}}));
  }
  return join(fields, ", ");
}

std::string complete_sql(const pack::Pack& pack, const Plan& plan) {
  const std::string area = area_sql(*plan.indicator, *plan.of);
  const std::string view = store::quoted(plan.of->id);
  std::vector<std::string> rules = {"''"};
  for (const pack::Rule* rule : refusing_rules(pack, plan.of->id))
    rules.push_back(store::literal(rule->id));
  const std::string broken =
      frame::fill(sql::join_broken,
                  {{"register_id", store::literal(plan.of->id)}, {"rules", join(rules, ", ")}});
  return frame::fill(sql::measure_record_complete, {{"area", area},
                                                    {"register", view},
                                                    {"join_broken", broken},
                                                    {"and_not_broken", "and b.key_hash is null"}});
}

Result<void> compute_one(store::Session& session, const pack::Pack& pack, Day day, int64_t known,
                         Plan& plan) {
  plan.cells.clear();
  TRY_ASSIGN(const std::string sql, indicator_sql(pack, plan, day));
  store::Params params;
  if (plan.indicator->measure == "record_complete") params.push_back({"known", known});
  TRY_ASSIGN(const store::Batch rows, session.query(sql, params));
  if (plan.indicator->measure == "field_filled") {
    take_fields(plan, rows);
    return {};
  }
  return take_rows(plan, rows);
}

// What the frame must show: nothing means every county.
std::vector<std::string> shown_counties(const Plan& plan, const pack::AreaIndex& areas) {
  if (plan.everywhere || !plan.asks_own_area()) return {};
  std::vector<std::string> counties(plan.counties.begin(), plan.counties.end());
  if (plan.indicator->stored_to != Level::county) {  // the whole place is added up anew
    if (plan.indicator->stored_to == Level::nation) return {};
    for (const std::string& place : plan.places) {
      std::vector<std::string> open{place};
      while (!open.empty()) {
        const std::string code = open.back();
        open.pop_back();
        for (const std::string_view child : areas.children(code)) {
          if (child.size() == 6)
            counties.emplace_back(child);
          else if (child.size() < 6)
            open.emplace_back(child);
        }
      }
    }
  }
  std::sort(counties.begin(), counties.end());
  counties.erase(std::unique(counties.begin(), counties.end()), counties.end());
  if (counties.size() > kPrunedCountiesMax) counties.clear();
  return counties;
}

}  // namespace

std::string area_sql(const pack::Indicator& indicator, const pack::Register& of) {
  if (indicator.area.empty() || indicator.area == of.area) return "r.dist_county";
  return fmt::format("r.{}", store::quoted(indicator.area));
}

std::vector<const pack::Rule*> refusing_rules(const pack::Pack& pack,
                                              std::string_view register_id) {
  std::vector<const pack::Rule*> rules;
  for (const pack::Rule& rule : pack.rules)
    if (rule.register_id == register_id && rule.grade == pack::Grade::reject &&
        rule.reach == pack::Reach::register_)
      rules.push_back(&rule);
  return rules;
}

Result<std::string> indicator_sql(const pack::Pack& pack, const Plan& plan, Day day) {
  const pack::Indicator& indicator = *plan.indicator;
  const std::string area = area_sql(indicator, *plan.of);
  const std::string view = store::quoted(plan.of->id);
  if (indicator.measure == "record_complete") return complete_sql(pack, plan);
  if (indicator.measure == "explained")
    return frame::fill(sql::measure_explained, {{"area", area}, {"register", view}});
  if (indicator.measure == "verified") {
    const std::string all = std::to_string((int64_t{1} << plan.of->groups().size()) - 1);
    return frame::fill(sql::measure_verified,
                       {{"area", area}, {"register", view}, {"all_groups", all}});
  }
  std::string text = indicator.query;
  if (indicator.measure == "field_filled")
    text = frame::fill(sql::measure_field_filled,
                       {{"area", area}, {"register", view}, {"fields", fields_sql(*plan.of)}});
  return frame::fill_params(pack, text, day);
}

Result<void> compute(store::Session& session, const pack::Pack& pack, const pack::AreaIndex& areas,
                     Day day, int64_t known, std::vector<Plan>& plans) {
  // Plans that see the same counties of the same register share one set of views.
  std::map<std::pair<std::string, std::vector<std::string>>, std::vector<Plan*>> groups;
  for (Plan& plan : plans) groups[{plan.of->id, shown_counties(plan, areas)}].push_back(&plan);
  for (const auto& [views, members] : groups) {
    frame::FrameSpec spec;
    spec.day = day;
    spec.register_id = views.first;
    spec.counties = views.second;
    TRY(frame::make_views(session, pack, spec));
    for (Plan* plan : members) TRY(compute_one(session, pack, day, known, *plan));
  }
  return {};
}

}  // namespace diaodu::figure
