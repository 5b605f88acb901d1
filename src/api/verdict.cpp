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

}  // namespace

Result<Verdict> verdict_of(store::Session& session, const pack::Pack& pack,
                           const access::Scope& scope, int64_t id) {
  Verdict verdict;
  TRY_ASSIGN(std::optional<parcel::Parcel> found, parcel::find(session, scope, id));
  if (!found) {
    return Error{"asked.unknown_parcel",
                 {fmt::format("没有第 {} 号报送件", id), fmt::format("there is no parcel {}", id)},
                 {"用 diaodu parcel list 查编号", "diaodu parcel list shows their numbers"},
                 {},
                 {{"parcel", std::to_string(id)}},
                 Exit::usage};
  }
  verdict.parcel = std::move(*found);
  if (verdict.parcel.same_as) {
    TRY_ASSIGN(verdict.same, parcel::find(session, scope, *verdict.parcel.same_as));
    TRY(tell_since(session, verdict));
  }
  TRY_ASSIGN(verdict.accepted, record::changes(session, scope, id));
  TRY_ASSIGN(verdict.counts, finding::count(session, scope, id));
  finding::Ask ask;
  ask.parcel = id;
  ask.limit = kFindingsShown;
  TRY_ASSIGN(verdict.findings, finding::list(session, pack, scope, ask));
  return verdict;
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
