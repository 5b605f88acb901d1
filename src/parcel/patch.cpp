#include "parcel/patch.hpp"

#include "frame/sql_fill.hpp"
#include "parcel/form_rows.hpp"
#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kAppendRows = 50'000;

}  // namespace

PatchWriter::PatchWriter(frame::RoundContext& round, const pack::Register& made_for,
                         std::map<int64_t, std::string> actors)
    : round_(round),
      register_(made_for),
      patch_table_("patch_" + made_for.id),
      actors_(std::move(actors)),
      rows_(patch_batch(made_for)),
      failures_(failure_batch()),
      forms_(form_batch()) {}

std::string PatchWriter::fill(std::string_view sql) const {
  return frame::fill(
      sql,
      {{"patch", store::quoted(patch_table_)},
       {"record", store::quoted("record_" + register_.id)},
       {"area", store::quoted(register_.area)},
       {"show_id", register_.show_id.empty() ? "null" : "p." + store::quoted(register_.show_id)}});
}

Result<void> PatchWriter::take(Part&& part) {
  if (rows_.rows() == 0)
    rows_ = std::move(part.rows);
  else
    add_rows(rows_, part.rows);
  add_rows(failures_, part.failures);
  if (!part.forms.columns.empty()) add_rows(forms_, part.forms);
  std::vector<int64_t> gone;
  for (Outcome& outcome : part.ended) {
    if (outcome.error && begun_.contains(outcome.parcel)) gone.push_back(outcome.parcel);
    begun_.erase(outcome.parcel);
    rows_without_place_ += outcome.rows_without_place;
    parcels_with_rows_ += outcome.rows_in > outcome.rows_refused;
    outcomes_[outcome.parcel] = std::move(outcome);
  }
  if (part.unended != 0) begun_.insert(part.unended);
  if (rows_.rows() + failures_.rows() >= kAppendRows || !gone.empty()) TRY(append_pending());
  for (const int64_t parcel : gone) TRY(let_go(parcel));
  return {};
}

Result<void> PatchWriter::append_pending() {
  if (rows_.rows() > 0) {
    TRY(round_.session.append(patch_table_, rows_));
    rows_appended_ += static_cast<int64_t>(rows_.rows());
    rows_ = patch_batch(register_);
  }
  if (failures_.rows() > 0) {
    TRY(round_.session.append("intake_failure", failures_));
    failures_ = failure_batch();
  }
  return {};
}

Result<void> PatchWriter::let_go(int64_t parcel) {
  TRY(round_.session.run(fill(sql::drop_parcel_rows), {{"parcel", parcel}}));
  TRY(round_.session.run(sql::drop_parcel_failures, {{"parcel", parcel}}));
  return {};
}

Result<void> PatchWriter::finish() {
  TRY(append_pending());
  CHECK(begun_.empty(), "a file was begun and never ended");
  if (forms_.rows() > 0) {
    TRY_ASSIGN(const auto refused, settle_forms(round_, register_, forms_, actors_));
    for (const auto& [parcel, count] : refused) outcomes_[parcel].rows_refused += count;
  }
  if (rows_without_place_ > 0) TRY(find_places());
  return number_waves();
}

Result<void> PatchWriter::find_places() {
  store::Session& session = round_.session;
  TRY_ASSIGN(const store::Batch bounds, session.query(fill(sql::place_bounds)));
  if (bounds.rows() == 0 || bounds["lowest"].is_null(0)) return {};
  TRY(session.run(fill(sql::find_places), {{"lowest", std::string(bounds["lowest"].text(0))},
                                           {"highest", std::string(bounds["highest"].text(0))}}));
  TRY(session.run(fill(sql::place_failures), {{"register", register_.id}}));
  TRY_ASSIGN(const store::Batch nowhere, session.query(fill(sql::count_no_place)));
  if (nowhere.rows() == 0) return {};
  for (size_t row = 0; row < nowhere.rows(); ++row)
    outcomes_[nowhere["parcel"].int64(row)].rows_refused += nowhere["n"].int64(row);
  TRY(session.run(fill(sql::refuse_no_place),
                  {{"register", register_.id}, {"area_column", register_.area}}));
  TRY(session.run(fill(sql::drop_no_place)));
  return {};
}

Result<void> PatchWriter::number_waves() {
  waves_ = rows_appended_ > 0 ? 1 : 0;
  if (parcels_with_rows_ < 2 && forms_.rows() == 0) return {};
  store::Session& session = round_.session;
  TRY_ASSIGN(const store::Batch again, session.query(fill(sql::count_again)));
  if (again["n"].int64(0) == 0) return {};
  TRY(session.run(fill(sql::number_waves)));
  TRY_ASSIGN(const store::Batch last, session.query(fill(sql::last_wave)));
  if (!last["wave"].is_null(0)) waves_ = last["wave"].int32(0);
  return {};
}

}  // namespace diaodu::parcel
