#include <boost/json.hpp>

#include <algorithm>

#include "app/payload.hpp"
#include "app/round.hpp"

namespace diaodu::app {
namespace {

bool is_alone(const std::string& kind) { return kind == "parcel_withdrawn" || kind == "pack_used"; }

bool is_for_rounds(const std::string& kind) {
  return is_alone(kind) || kind == "parcel_taken" || kind == "nil_reported" ||
         kind == "suspended" || kind == "parcel_returned";
}

// About how many rows a file holds: a line of CSV has some 100 bytes, a row of a workbook 20
// (deflated).
int64_t estimated_rows(const journal::Entry& entry) {
  if (entry.kind != "parcel_taken") return 1;
  const Payload payload(entry.payload);
  const std::string name = payload.text("file_name");
  const bool is_workbook = name.size() > 4 && name.ends_with("x");
  return payload.number("file_bytes") / (is_workbook ? 20 : 100) + 1;
}

void include(RoundPlan& plan, const journal::Entry& entry) {
  plan.seq_to = entry.seq;
  if (entry.kind == "pack_used") plan.pack_sha256 = Payload(entry.payload).text("sha256");
  if (entry.kind == "parcel_withdrawn")
    plan.withdrawn.push_back(Payload(entry.payload).number("parcel"));
  if (is_for_rounds(entry.kind)) {
    plan.day = std::max(plan.day, entry.day);
    ++plan.parcels;
    plan.has_files = plan.has_files || entry.kind == "parcel_taken";
  }
}

}  // namespace

std::optional<RoundPlan> plan_round(const journal::Seal& last,
                                    const std::vector<journal::Entry>& entries,
                                    const RoundLimits& limits) {
  RoundPlan plan{last.round + 1, last.seq_to + 1, last.seq_to, last.day, {}, {}};
  int64_t rows = 0;
  for (const journal::Entry& entry : entries) {
    if (!is_for_rounds(entry.kind)) continue;
    const bool is_first = plan.parcels == 0;
    rows += estimated_rows(entry);
    if (!is_first && (is_alone(entry.kind) || entry.day > plan.day || rows > limits.rows_max ||
                      plan.parcels >= limits.parcels_max)) {
      break;
    }
    include(plan, entry);
    if (is_alone(entry.kind)) break;
  }
  if (plan.parcels == 0) return std::nullopt;
  return plan;
}

RoundPlan plan_again(const journal::Seal& last, const std::vector<journal::Entry>& entries,
                     const journal::Entry& round_run) {
  const Payload payload(round_run.payload);
  RoundPlan plan{payload.number("round"),
                 payload.number("seq_from"),
                 payload.number("seq_to"),
                 last.day,
                 {},
                 {}};
  const int64_t seq_to = plan.seq_to;
  for (const journal::Entry& entry : entries) {
    if (entry.seq >= plan.seq_from && entry.seq <= seq_to) include(plan, entry);
  }
  plan.seq_to = seq_to;
  plan.day = std::max(plan.day, round_run.day);
  return plan;
}

std::string payload_of(const RoundPlan& plan) {
  return boost::json::serialize(boost::json::object{
      {"round", plan.round}, {"seq_from", plan.seq_from}, {"seq_to", plan.seq_to}});
}

}  // namespace diaodu::app
