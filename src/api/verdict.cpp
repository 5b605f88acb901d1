#include "api/verdict.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/shape.hpp"
#include "api/sql.hpp"
#include "journal/journal.hpp"

namespace diaodu::api {
namespace {

// When the first parcel with this file came, and what came after it.
Result<void> tell_since(store::Session& session, Verdict& verdict) {
  if (!verdict.same) return {};
  const int64_t first = verdict.same->parcel;
  TRY_ASSIGN(const std::vector<journal::Entry> entries, journal::read(session, first - 1, 1));
  constexpr size_t kTimeAt = 11, kTimeBytes = 5;  // of "2020-03-06T10:11:12.345+08:00"
  if (!entries.empty() && entries[0].happened_at.size() > kTimeAt)
    verdict.same_time = entries[0].happened_at.substr(kTimeAt, kTimeBytes);
  TRY_ASSIGN(const store::Batch later,
             session.query(sql::later_parcels, {{"register", verdict.same->register_id},
                                                {"area", verdict.same->area},
                                                {"after", first},
                                                {"before", verdict.parcel.parcel}}));
  verdict.later = later["n"].int64(0);
  return {};
}

Error unknown_parcel(int64_t id) {
  return {"asked.unknown_parcel",
          {fmt::format("没有第 {} 号报送件", id), fmt::format("there is no parcel {}", id)},
          {"用 diaodu parcel list 查编号", "diaodu parcel list shows their numbers"},
          {},
          {{"parcel", std::to_string(id)}},
          Exit::usage};
}

}  // namespace

Result<Verdict> verdict_of(store::Session& session, const pack::Pack& pack,
                           const access::Scope& scope, int64_t parcel) {
  TRY_ASSIGN(std::vector<Verdict> verdicts, verdicts_of(session, pack, scope, {parcel}));
  return std::move(verdicts.front());
}

Result<std::vector<Verdict>> verdicts_of(store::Session& session, const pack::Pack& pack,
                                         const access::Scope& scope,
                                         const std::vector<int64_t>& parcels) {
  if (parcels.empty()) return std::vector<Verdict>();
  std::map<int64_t, Verdict> by_number;
  TRY_ASSIGN(std::vector<parcel::Parcel> found, parcel::find_all(session, scope, parcels));
  for (parcel::Parcel& one : found) by_number[one.parcel].parcel = std::move(one);
  for (const int64_t id : parcels)
    if (!by_number.contains(id)) return unknown_parcel(id);
  TRY_ASSIGN(const auto accepted, record::changes(session, scope, parcels));
  for (const auto& [id, what] : accepted) by_number.at(id).accepted = what;
  TRY_ASSIGN(const auto counts, finding::count(session, scope, parcels));
  for (const auto& [id, what] : counts) by_number.at(id).counts = what;
  TRY_ASSIGN(std::vector<finding::Finding> findings,
             finding::list_each(session, pack, scope, parcels, kFindingsShown));
  for (finding::Finding& one : findings)
    by_number.at(one.parcel).findings.push_back(std::move(one));
  std::vector<Verdict> verdicts;
  for (const int64_t id : parcels) {
    Verdict& verdict = by_number.at(id);
    if (verdict.parcel.same_as) {
      TRY_ASSIGN(verdict.same, parcel::find(session, scope, *verdict.parcel.same_as));
      TRY(tell_since(session, verdict));
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

boost::json::object shape(const Verdict& verdict) {
  boost::json::object object = shape(verdict.parcel);
  object["rows_new"] = verdict.accepted.rows_new;
  object["rows_changed"] = verdict.accepted.rows_changed;
  object["rows_unchanged"] = verdict.accepted.rows_unchanged;
  object["rows_ended"] = verdict.accepted.rows_ended;
  object["cells_changed"] = verdict.accepted.cells_changed;
  object["rows_accepted"] =
      verdict.accepted.rows_new + verdict.accepted.rows_changed + verdict.accepted.rows_unchanged;
  object["rows_refused"] = verdict.counts.rows_refused;
  object["rejects"] = verdict.counts.rejects;
  object["questions"] = verdict.counts.questions;
  object["notes"] = verdict.counts.notes;
  boost::json::array findings;
  for (const finding::Finding& finding : verdict.findings) findings.push_back(shape(finding));
  object["findings"] = findings;
  return object;
}

}  // namespace diaodu::api
