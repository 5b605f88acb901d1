#pragma once
// scenario: a synthetic population and its submissions, made and played.
// A pack's scenario names a maker and its settings; the maker writes files as places would send
// them, day by day, and hands each to the caller, who queues it like any other parcel. All people
// are made up. Promised: the same pack, scale and seed give the same files, bit for bit; counts are
// apportioned by largest remainder, so that they add up to round(count * scale) at every level.
// Makes no table.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"

namespace diaodu::scenario {

struct Submission {
  Day day;
  std::string area;  // the sender
  std::string register_id;
  std::string path;  // the file made; empty: a nil report
  bool full = false;
  std::string by;     // nil report: who
  std::string state;  // "" | "suspended" (reason in `by`): no file, a report state
};
struct DaySummary {
  Day day;
  int64_t files = 0, rows = 0, bytes = 0;
};
struct MakeOptions {
  const pack::Pack* pack = nullptr;
  const pack::AreaIndex* areas = nullptr;
  std::string scenario;
  double scale = 0.001;
  uint64_t seed = 1;
  std::string folder;  // files go to <folder>/<day>/<area>.csv|xlsx
};
// Calls `day_begins(day, files)` then `submit` for each file of the day, in county order; a day's
// files may be deleted by the caller once taken. Stops at the first error a callback gives.
struct Callbacks {
  std::function<Result<void>(Day, int64_t files, int64_t rows)> day_begins;
  std::function<Result<void>(const Submission&)> submit;
  std::function<Result<void>(const DaySummary&)> day_ends;
};
Result<void> make(const MakeOptions& options, const Callbacks& callbacks);

// What `scenario check` compares: expected figures at their published precision.
struct Expectation {
  std::string id;  // "F7" ...
  std::string indicator, area, axis, part;
  Day day;
  std::optional<Day> from_day;  // set: the figures of all days from..day are added up
  std::string of;               // "n" | "percent" (n of d) | "percent_of_base" (n of `base`)
  std::string value, unit,
      cut;  // "1420.04", "10000", "truncate" | "round"; decimals of value = precision
  std::string exact,
      base;  // what the replay is made to (of = n); the denominator (percent_of_base)
  std::string source;
};
Result<std::vector<Expectation>> expectations(const pack::Pack& pack, const std::string& scenario);

struct Outcome {
  std::string expected, found;  // at the published precision; at scale < 1 counts are in ones
  bool equal = false;
};
// n and d are the figure's decimal texts; n empty: there is no such figure, never equal.
Outcome compare(const Expectation& expectation, const std::string& n, const std::string& d,
                double scale);

// The settings that the caller needs besides: target to show by day, figure to trace.
std::string setting(const pack::ScenarioDef& scenario, const std::string& name,
                    const std::string& otherwise);

}  // namespace diaodu::scenario
