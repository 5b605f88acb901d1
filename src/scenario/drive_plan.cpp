#include "scenario/drive_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenario/apportion.hpp"
#include "scenario/random.hpp"

namespace diaodu::scenario {
namespace {

struct Totals {
  int64_t stock, complete, end, incomplete_end, added_incomplete, touched;
};

Result<Totals> scaled_totals(const Settings& settings, double scale) {
  const auto scaled = [&](int64_t count) {
    return std::llround(static_cast<double>(count) * scale);
  };
  TRY_ASSIGN(const int64_t stock, settings.whole("stock"));
  TRY_ASSIGN(const int64_t complete, settings.whole("stock_complete"));
  TRY_ASSIGN(const int64_t end, settings.whole("stock_end"));
  TRY_ASSIGN(const int64_t incomplete, settings.whole("incomplete_end"));
  TRY_ASSIGN(const int64_t added_incomplete, settings.whole("new_incomplete"));
  TRY_ASSIGN(const int64_t touched, settings.whole("touched"));
  Totals totals{scaled(stock), 0, scaled(end), 0, scaled(added_incomplete), scaled(touched)};
  // Shares are kept on the published side at every scale: complete is rounded up, incomplete down.
  const auto share = [](int64_t part, int64_t whole, int64_t of) {
    return static_cast<double>(of) * (static_cast<double>(part) / static_cast<double>(whole));
  };
  totals.complete = static_cast<int64_t>(std::ceil(share(complete, stock, totals.stock)));
  totals.incomplete_end = static_cast<int64_t>(std::floor(share(incomplete, end, totals.end)));
  totals.added_incomplete = std::min(totals.added_incomplete, totals.incomplete_end);
  const int64_t completed =
      totals.stock - totals.complete - (totals.incomplete_end - totals.added_incomplete);
  if (totals.end < totals.stock || completed < 0 || totals.touched < completed ||
      totals.touched - completed > totals.complete) {
    Error error;
    error.code = "scenario.no_plan";
    error.message = {"推演的合计数互相矛盾：补全、核实、新增凑不成期末数。",
                     "The scenario's totals contradict each other: what is completed, confirmed "
                     "and added cannot "
                     "give the end."};
    error.hint = {
        "核对 [settings] 中的 stock、stock_complete、stock_end、incomplete_end、touched。",
        "Check stock, stock_complete, stock_end, incomplete_end and touched under [settings]."};
    error.exit = Exit::found_something;
    return error;
  }
  return totals;
}

struct PlaceTilt {
  double weight = 0, start = 1, pace = 1, rest = 1;
};

std::map<std::string, PlaceTilt> tilts(const Settings& settings) {
  std::map<std::string, PlaceTilt> all;
  for (const auto& row : settings.table("place"))
    all[cell(row, "area")] = {cell_number(row, "weight", 1), cell_number(row, "start", 1),
                              cell_number(row, "pace", 1), cell_number(row, "rest", 1)};
  return all;
}

// Living counties under the group's areas, in code order.
std::vector<std::string> counties_of(const pack::AreaIndex& areas, const pack::GroupDef& group) {
  std::vector<std::string> counties;
  for (const pack::AreaRow& row : areas.rows()) {
    if (row.code.size() != 6 || row.to_year != 0) continue;
    const bool inside =
        std::any_of(group.areas.begin(), group.areas.end(),
                    [&](const std::string& area) { return is_under(row.code, area); });
    if (inside && (counties.empty() || counties.back() != row.code))
      counties.emplace_back(row.code);
  }
  return counties;
}

std::vector<int64_t> pick(const std::vector<CountyPlan>& counties, int64_t CountyPlan::*member) {
  std::vector<int64_t> values;
  for (const CountyPlan& county : counties) values.push_back(county.*member);
  return values;
}
std::vector<double> times(const std::vector<int64_t>& base, const std::vector<double>& factor) {
  std::vector<double> out(base.size());
  for (size_t i = 0; i < base.size(); ++i) out[i] = static_cast<double>(base[i]) * factor[i];
  return out;
}
void put(std::vector<CountyPlan>& counties, int64_t CountyPlan::*member,
         const std::vector<int64_t>& values) {
  for (size_t i = 0; i < counties.size(); ++i) counties[i].*member = values[i];
}

void fill_counts(std::vector<CountyPlan>& counties, const Totals& totals,
                 const std::map<std::string, PlaceTilt>& tilt, const pack::AreaIndex& areas) {
  std::vector<double> weight, start, rest;
  std::map<std::string, double> province_sum;
  for (const CountyPlan& county : counties) {
    double size = 1;
    for (std::string_view town : areas.children(county.area))
      size += static_cast<double>(areas.children(town).size());
    weight.push_back(size * (0.6 + 0.8 * unit(mix(county.seed, 1))));
    province_sum[county.area.substr(0, 2)] += weight.back();
  }
  for (size_t i = 0; i < counties.size(); ++i) {
    const std::string province = counties[i].area.substr(0, 2);
    const auto found = tilt.find(province);
    const PlaceTilt place = found == tilt.end() ? PlaceTilt{} : found->second;
    weight[i] *= place.weight / province_sum[province];
    start.push_back(place.start * (0.6 + 0.8 * unit(mix(counties[i].seed, 2))));
    rest.push_back(place.rest * (0.3 + 1.4 * unit(mix(counties[i].seed, 3))));
    counties[i].pace = place.pace * (0.85 + 0.3 * unit(mix(counties[i].seed, 4)));
  }
  put(counties, &CountyPlan::stock, apportion(totals.stock, weight));
  const auto stock = pick(counties, &CountyPlan::stock);
  put(counties, &CountyPlan::complete,
      apportion_capped(totals.complete, times(stock, start), stock));
  std::vector<int64_t> open(stock.size());
  for (size_t i = 0; i < stock.size(); ++i) open[i] = stock[i] - counties[i].complete;
  put(counties, &CountyPlan::rest,
      apportion_capped(totals.incomplete_end - totals.added_incomplete, times(open, rest), open));
  int64_t completed = 0;
  for (const CountyPlan& county : counties) completed += county.to_complete();
  const auto complete = pick(counties, &CountyPlan::complete);
  put(counties, &CountyPlan::confirmed,
      apportion_capped(totals.touched - completed,
                       std::vector<double>(complete.begin(), complete.end()), complete));
  put(counties, &CountyPlan::added,
      apportion(totals.end - totals.stock, std::vector<double>(stock.begin(), stock.end())));
  const auto added = pick(counties, &CountyPlan::added);
  put(counties, &CountyPlan::added_incomplete,
      apportion_capped(totals.added_incomplete, times(added, rest), added));
}

}  // namespace

DrivePlan::Sent DrivePlan::sent(const CountyPlan& county, int day) const {
  while (day > 0 && county.sends[static_cast<size_t>(day - 1)] != 1)
    --day;  // silent: what came before
  if (day <= 0) return {};
  const double part = std::pow(static_cast<double>(day) / days, county.pace);
  const double part_new =
      day < new_from_day ? 0
                         : static_cast<double>(day - new_from_day + 1) / (days - new_from_day + 1);
  const auto of = [](int64_t total, double fraction) {
    return static_cast<int64_t>(std::llround(static_cast<double>(total) * std::min(1.0, fraction)));
  };
  return {of(county.to_complete(), part), of(county.confirmed, part), of(county.added, part_new)};
}

Result<DrivePlan> plan_drive(const MakeOptions& options, const pack::ScenarioDef& scenario) {
  const Settings settings(scenario);
  DrivePlan plan;
  TRY_ASSIGN(plan.first_day, settings.day("first_day"));
  TRY_ASSIGN(const int64_t days, settings.whole("days"));
  TRY_ASSIGN(const int64_t new_from, settings.whole("new_from_day"));
  TRY_ASSIGN(const double silent_share, settings.number("silent_share"));
  TRY_ASSIGN(const std::string group_id, settings.text("group"));
  TRY_ASSIGN(const Totals totals, scaled_totals(settings, options.scale));
  plan.days = static_cast<int>(days);
  plan.new_from_day = static_cast<int>(new_from);
  const pack::GroupDef* group = options.pack->group(group_id);
  CHECK(group != nullptr && plan.days > 0, "a scenario's group and days");
  for (const std::string& area : counties_of(*options.areas, *group)) {
    CountyPlan county;
    county.area = area;
    county.seed = mix(options.seed, static_cast<uint64_t>(std::stoull(area)));
    for (int day = 1; day <= plan.days; ++day)  // the last day everybody sends
      county.sends.push_back(
          day < plan.days && unit(mix(county.seed, 5, static_cast<uint64_t>(day))) < silent_share
              ? 0
              : 1);
    plan.counties.push_back(std::move(county));
  }
  for (const auto& row : settings.table("suspend")) {
    const auto from = parse_day(cell(row, "from")), to = parse_day(cell(row, "to"));
    for (CountyPlan& county : plan.counties)
      for (int day = 1; from && to && county.area == cell(row, "area") && day < plan.days; ++day)
        if (plan.first_day + day >= *from && plan.first_day + day <= *to)
          county.sends[static_cast<size_t>(day - 1)] = 2;
  }
  fill_counts(plan.counties, totals, tilts(settings), *options.areas);
  return plan;
}

}  // namespace diaodu::scenario
