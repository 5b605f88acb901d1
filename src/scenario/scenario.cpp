#include "scenario/scenario.hpp"

#include "scenario/drive_files.hpp"
#include "scenario/drive_plan.hpp"
#include "scenario/makers.hpp"

namespace diaodu::scenario {
namespace {

// Files, rows and bytes of a day, made and handed on county by county.
Result<void> play_day(const MakeOptions& options, const pack::Register& register_,
                      const FileShares& shares, const DrivePlan& plan, Makers& makers, int day,
                      const Callbacks& callbacks) {
  DaySummary summary;
  summary.day = plan.first_day + day;
  int64_t rows_planned = 0;
  for (const CountyPlan& county : plan.counties) {
    if (day == 0)
      rows_planned += county.stock;
    else {
      const auto before = plan.sent(county, day - 1), now = plan.sent(county, day);
      rows_planned += now.completed + now.confirmed + now.added - before.completed -
                      before.confirmed - before.added;
    }
  }
  TRY(callbacks.day_begins(summary.day, static_cast<int64_t>(plan.counties.size()), rows_planned));
  for (size_t rank = 0; rank < plan.counties.size(); ++rank) {
    const CountyPlan& county = plan.counties[rank];
    Submission submission;
    submission.day = summary.day;
    submission.area = county.area;
    submission.register_id = register_.id;
    const uint8_t sends = day == 0 ? 1 : county.sends[static_cast<size_t>(day - 1)];
    if (sends == 0) continue;  // silent
    if (sends == 2) {
      submission.state = "suspended";
      submission.by = "暂停报送（推演） / suspended (replay)";
      TRY(callbacks.submit(submission));
      continue;
    }
    makers.enter(county, rank);
    TRY_ASSIGN(const FileMade made,
               make_file(options, register_, shares, plan, county, makers, day));
    submission.path = made.path;
    if (made.path.empty()) submission.by = "county office (replay)";
    summary.files += made.path.empty() ? 0 : 1;
    summary.rows += made.rows;
    summary.bytes += made.bytes;
    TRY(callbacks.submit(submission));
  }
  return callbacks.day_ends(summary);
}

}  // namespace

Result<void> make(const MakeOptions& options, const Callbacks& callbacks) {
  const pack::ScenarioDef* scenario = options.pack->scenario(options.scenario);
  if (scenario == nullptr || scenario->maker != "register_drive") {
    Error error;
    error.code = "scenario.unknown";
    error.message = {"业务规则包里没有可推演的“" + options.scenario + "”。",
                     "The pack has no scenario \"" + options.scenario + "\" that can be played."};
    error.exit = Exit::usage;
    return error;
  }
  const Settings settings(*scenario);
  TRY_ASSIGN(const std::string register_id, settings.text("register"));
  const pack::Register* register_ = options.pack->register_(register_id);
  CHECK(register_ != nullptr, "the loader checks a scenario's register");
  TRY_ASSIGN(const FileShares shares, file_shares(settings));
  TRY_ASSIGN(const DrivePlan plan, plan_drive(options, *scenario));
  TRY_ASSIGN(Makers makers, Makers::create(options, *scenario));
  for (int day = 0; day <= plan.days; ++day)
    TRY(play_day(options, *register_, shares, plan, makers, day, callbacks));
  return {};
}

}  // namespace diaodu::scenario
