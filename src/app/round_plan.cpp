#include <boost/json.hpp>

#include <algorithm>

#include "app/round.hpp"
#include "base/area_code.hpp"
#include "frame/payload.hpp"

namespace diaodu::app {
namespace {

bool is_alone(const std::string& kind) { return kind == "parcel_withdrawn" || kind == "pack_used"; }

// 情况说明, 异议, the word on a link: about no register's rows.
bool is_explaining(const std::string& kind) {
  return kind == "finding_explained" || kind == "explanation_decided" ||
         kind == "objection_raised" || kind == "objection_answered" ||
         kind == "objection_withdrawn" || kind == "link_decided";
}

bool is_for_rounds(const std::string& kind) {
  return is_alone(kind) || is_explaining(kind) || kind == "parcel_taken" ||
         kind == "nil_reported" || kind == "suspended" || kind == "parcel_returned" ||
         kind == "heading_confirmed";
}

// About how many rows a file holds: a line of CSV has some 100 bytes, a row of a workbook 20
// (deflated).
int64_t estimated_rows(const journal::Entry& entry) {
  if (entry.kind != "parcel_taken") return 1;
  const frame::Payload payload(entry.payload);
  const std::string name = payload.text("file_name");
  const bool is_workbook = name.size() > 4 && name.ends_with("x");
  return payload.number("file_bytes") / (is_workbook ? 20 : 100) + 1;
}

// A full file stays whole: what it does not name can be told only at its end.
bool is_great(const journal::Entry& entry, const RoundLimits& limits) {
  return entry.kind == "parcel_taken" &&
         estimated_rows(entry) > limits.part_rows + limits.part_rows / 4 &&
         !frame::Payload(entry.payload).flag("full");
}

// A withdrawal, a return or a pack may be about any register.
void concern(RoundPlan& plan, const journal::Entry& entry) {
  if (is_explaining(entry.kind)) return;
  if (entry.kind != "parcel_taken" && entry.kind != "nil_reported")
    plan.registers.reset();
  else if (plan.registers)
    plan.registers->insert(frame::Payload(entry.payload).text("register"));
}

void include(RoundPlan& plan, const journal::Entry& entry) {
  if (entry.kind == "pack_used") plan.pack_sha256 = frame::Payload(entry.payload).text("sha256");
  if (entry.kind == "parcel_withdrawn")
    plan.withdrawn.push_back(frame::Payload(entry.payload).number("parcel"));
  if (is_for_rounds(entry.kind)) {
    plan.day = std::max(plan.day, entry.day);
    ++plan.parcels;
    plan.has_files = plan.has_files || entry.kind == "parcel_taken";
    concern(plan, entry);
  }
}

class Planner {
 public:
  Planner(const journal::Seal& last, const std::vector<journal::Entry>& entries, const Ahead& ahead,
          const RoundLimits& limits)
      : last_(last), ahead_(ahead), limits_(limits) {
    for (const journal::Entry& entry : entries)
      if (is_for_rounds(entry.kind) && !ahead.done.contains(entry.seq)) waiting_.push_back(&entry);
  }

  std::optional<RoundPlan> run() const {
    if (waiting_.empty()) return std::nullopt;
    const journal::Entry& first = *waiting_.front();
    if (const auto aside = ahead_.set_aside.find(first.seq); aside != ahead_.set_aside.end())
      return alone(first, aside->second);
    if (first.seq != ahead_.great && !is_great(first, limits_)) return in_order();
    if (ahead_.is_lane_next)
      if (const RoundPlan lane = overtaking(first); !lane.seqs.empty()) return lane;
    return part_of(first);
  }

 private:
  RoundPlan empty_plan() const {
    return {last_.round + 1, last_.seq_to + 1, last_.seq_to, last_.day};
  }

  RoundPlan in_order() const {
    RoundPlan plan = empty_plan();
    std::vector<int64_t> seqs;
    int64_t rows = 0;
    for (const journal::Entry* entry : waiting_) {
      const bool is_first = plan.parcels == 0;
      rows += estimated_rows(*entry);
      if (!is_first && (is_alone(entry->kind) || is_great(*entry, limits_) ||
                        entry->day > plan.day || ahead_.set_aside.contains(entry->seq) ||
                        rows > limits_.rows_max || plan.parcels >= limits_.parcels_max)) {
        break;
      }
      include(plan, *entry);
      plan.seq_to = entry->seq;
      seqs.push_back(entry->seq);
      if (is_alone(entry->kind)) break;
    }
    // A range says it all, unless some of it was done ahead.
    if (!ahead_.done.empty() && *ahead_.done.begin() < plan.seq_to) plan.seqs = std::move(seqs);
    return plan;
  }

  RoundPlan alone(const journal::Entry& entry, const std::string& code) const {
    RoundPlan plan = empty_plan();
    plan.day = std::max(plan.day, entry.day);
    plan.seq_to = entry.seq;
    plan.seqs = {entry.seq};
    plan.parcels = 1;
    plan.set_aside = code;
    concern(plan, entry);  // what parts of it have done before is undone
    if (entry.seq == ahead_.great) plan.row_from = ahead_.row_next;
    return plan;
  }

  RoundPlan part_of(const journal::Entry& great) const {
    RoundPlan plan = empty_plan();
    include(plan, great);
    plan.seq_to = great.seq;
    plan.seqs = {great.seq};
    plan.row_from = great.seq == ahead_.great ? ahead_.row_next : 0;
    plan.row_to = plan.row_from + limits_.part_rows * limits_.parts_max;
    plan.part_rows = limits_.part_rows;
    return plan;
  }

  // What lies in places of the great file, or of one that was passed over, waits in order; a later
  // day and what stands alone stop all.
  RoundPlan overtaking(const journal::Entry& great) const {
    RoundPlan plan = empty_plan();
    plan.is_lane = true;
    std::vector<std::string> passed_over = {frame::Payload(great.payload).text("area")};
    int64_t rows = 0;
    for (size_t i = 1; i < waiting_.size() && plan.parcels < limits_.parcels_max; ++i) {
      const journal::Entry& entry = *waiting_[i];
      if (entry.day > plan.day) break;
      if (entry.kind != "parcel_taken" && entry.kind != "nil_reported") break;
      const std::string area = frame::Payload(entry.payload).text("area");
      const int64_t more = estimated_rows(entry);
      const bool waits = std::ranges::any_of(passed_over, [&](const std::string& other) {
        return is_under(area, other) || is_under(other, area);
      });
      if (waits || ahead_.set_aside.contains(entry.seq) || rows + more > limits_.lane_rows_max) {
        passed_over.push_back(area);
        continue;
      }
      rows += more;
      include(plan, entry);
      plan.seqs.push_back(entry.seq);
    }
    return plan;
  }

  const journal::Seal& last_;
  const Ahead& ahead_;
  const RoundLimits& limits_;
  std::vector<const journal::Entry*> waiting_;
};

}  // namespace

void Ahead::add(const RoundPlan& plan, const journal::Seal& sealed) {
  if (plan.row_to > 0) {
    great = plan.seq_to;
    row_next = plan.row_to;
  } else {
    done.insert(plan.seqs.begin(), plan.seqs.end());
  }
  is_lane_next = plan.row_to > 0;
  done.erase(done.begin(), done.upper_bound(sealed.seq_to));
  set_aside.erase(set_aside.begin(), set_aside.upper_bound(sealed.seq_to));
  if (great <= sealed.seq_to) great = row_next = 0;
}

Ahead ahead_of(const journal::Seal& sealed, const std::vector<journal::Entry>& entries) {
  Ahead ahead;
  std::map<int64_t, const journal::Entry*> rounds;  // the last word on each
  for (const journal::Entry& entry : entries) {
    const frame::Payload payload(entry.payload);
    if (entry.kind == "set_aside") ahead.set_aside[payload.number("seq")] = payload.text("code");
    if (entry.kind != "round_run" || payload.number("round") > sealed.round) continue;
    rounds[payload.number("round")] = &entry;
  }
  for (const auto& [number, entry] : rounds) ahead.add(plan_again(sealed, {}, *entry), sealed);
  return ahead;
}

std::optional<RoundPlan> plan_round(const journal::Seal& last,
                                    const std::vector<journal::Entry>& entries, const Ahead& ahead,
                                    const RoundLimits& limits) {
  return Planner(last, entries, ahead, limits).run();
}

RoundPlan plan_again(const journal::Seal& last, const std::vector<journal::Entry>& entries,
                     const journal::Entry& round_run) {
  const frame::Payload payload(round_run.payload);
  RoundPlan plan{payload.number("round"), payload.number("seq_from"), payload.number("seq_to"),
                 last.day};
  plan.seqs = payload.numbers("seqs");
  plan.row_from = payload.number("row_from");
  plan.row_to = payload.number("row_to");
  plan.part_rows = payload.number("part_rows");
  plan.set_aside = payload.text("set_aside");
  plan.is_lane = payload.flag("lane");
  for (const journal::Entry& entry : entries) {
    const bool is_its = plan.seqs.empty() ? entry.seq >= plan.seq_from && entry.seq <= plan.seq_to
                                          : std::ranges::count(plan.seqs, entry.seq) > 0;
    if (is_its) plan.set_aside.empty() ? include(plan, entry) : concern(plan, entry);
  }
  plan.day = std::max(plan.day, round_run.day);
  return plan;
}

std::string payload_of(const RoundPlan& plan) {
  boost::json::object payload{
      {"round", plan.round}, {"seq_from", plan.seq_from}, {"seq_to", plan.seq_to}};
  if (!plan.seqs.empty()) payload["seqs"] = boost::json::array(plan.seqs.begin(), plan.seqs.end());
  if (plan.is_lane) payload["lane"] = true;
  if (plan.row_from > 0 || plan.row_to > 0) payload["row_from"] = plan.row_from;
  if (plan.row_to > 0) payload["row_to"] = plan.row_to;
  if (plan.part_rows > 0) payload["part_rows"] = plan.part_rows;
  if (!plan.set_aside.empty()) payload["set_aside"] = plan.set_aside;
  return boost::json::serialize(payload);
}

}  // namespace diaodu::app
