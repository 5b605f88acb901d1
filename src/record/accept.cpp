// Accepts a wave: closes the versions it changes, inserts the new ones, counts, and says what it
// touched.
#include <algorithm>

#include "frame/masks.hpp"
#include "frame/temporary.hpp"
#include "frame/wave.hpp"
#include "record/names.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using frame::table_name;
using store::literal;
using store::quoted;

Result<void> close_versions(frame::RoundContext& round, const pack::Register& register_,
                            const std::string& source, const std::string& which,
                            const std::vector<std::string>& counties, bool sliced) {
  const std::string living =
      sliced ? table_name("slice", register_)
             : "(" +
                   fill(sql::near_records,
                        {{"record", quoted(living_name(register_))},
                         {"counties", frame::near_counties("dist_county", counties)}}) +
                   ")";
  const frame::Fills fills = {{"past", quoted(past_name(register_))},
                              {"record", quoted(living_name(register_))},
                              {"columns", frame::column_list(register_)},
                              {"l_columns", frame::column_list(register_, "l.")},
                              {"source", source},
                              {"same_key", frame::same_key(register_, "l", "i")},
                              {"living", living},
                              {"counties", frame::near_counties("l.dist_county", counties)},
                              {"which", which}};
  TRY_ASSIGN(const int64_t copied, round.session.run(fill(sql::close_into_past, fills),
                                                     {{"day", round.day}, {"round", round.round}}));
  if (copied == 0) return {};
  TRY(round.session.run(fill(sql::delete_closed, fills)));
  return {};
}

Result<void> insert_versions(frame::RoundContext& round, const pack::Register& register_,
                             const std::string& source, const std::string& which, bool sort) {
  TRY(round.session.run(fill(sql::insert_living,
                             {{"record", quoted(living_name(register_))},
                              {"columns", frame::column_list(register_)},
                              {"i_columns", frame::column_list(register_, "i.")},
                              {"incoming", source},
                              {"which", which},
                              {"order", sort ? std::string(sql::order_by_county) : std::string()}}),
                        {{"day", round.day}, {"round", round.round}}));
  return {};
}

ChangeRows::ChangeRows() {
  using store::Type;
  rows_.columns = {
      {"register", Type::text},        {"parcel", Type::int64},     {"day", Type::day},
      {"dist_county", Type::text},     {"rows_new", Type::int64},   {"rows_changed", Type::int64},
      {"rows_unchanged", Type::int64}, {"rows_ended", Type::int64}, {"cells_changed", Type::int64},
      {"round_from", Type::int64}};
}

void ChangeRows::add(const std::string& register_id, int64_t parcel, const std::string& county,
                     const Accepted& what, const frame::RoundContext& round) {
  rows_["register"].add(register_id);
  rows_["parcel"].add(parcel);
  rows_["day"].add(round.day);
  rows_["dist_county"].add(county);
  rows_["rows_new"].add(what.rows_new);
  rows_["rows_changed"].add(what.rows_changed);
  rows_["rows_unchanged"].add(what.rows_unchanged);
  rows_["rows_ended"].add(what.rows_ended);
  rows_["cells_changed"].add(what.cells_changed);
  rows_["round_from"].add(round.round);
  total_.rows_new += what.rows_new;
  total_.rows_changed += what.rows_changed;
  total_.rows_unchanged += what.rows_unchanged;
  total_.rows_ended += what.rows_ended;
  total_.cells_changed += what.cells_changed;
  counties_.push_back(county);
}

Result<void> ChangeRows::write(store::Session& session, const pack::Register& register_) const {
  if (rows_.rows() == 0) return {};
  TRY(session.append("record_change", rows_));
  std::vector<std::string> counties = counties_;
  std::ranges::sort(counties);
  counties.erase(std::unique(counties.begin(), counties.end()), counties.end());
  store::Batch touched;
  touched.columns = {{"register", store::Type::text},
                     {"column_name", store::Type::text},
                     {"area", store::Type::text}};
  for (const std::string& county : counties) {
    touched["register"].add(register_.id);
    touched["column_name"].add(register_.area);
    touched["area"].add(county);
  }
  return session.append("touched", touched);
}

Result<void> touch_other_columns(frame::RoundContext& round, const pack::Register& register_,
                                 const std::string& source, const std::string& which,
                                 bool all_new) {
  const std::vector<std::string> columns = frame::area_columns(round.pack, register_);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == register_.area) continue;
    const std::string old =
        all_new ? std::string()
                : fill(sql::touch_old, {{"old_column", "old_area_" + std::to_string(i)},
                                        {"incoming", source},
                                        {"which", which}});
    TRY(round.session.run(fill(sql::touch_column, {{"register", literal(register_.id)},
                                                   {"column_name", literal(columns[i])},
                                                   {"column", quoted(columns[i])},
                                                   {"incoming", source},
                                                   {"which", which},
                                                   {"old", old}})));
  }
  return {};
}

namespace {

Result<ChangeRows> count_changes(frame::RoundContext& round, const pack::Register& register_,
                                 const std::string& incoming, bool all_new) {
  TRY_ASSIGN(const store::Batch counts,
             round.session.query(fill(all_new ? sql::count_new : sql::count_changes,
                                      {{"bits", frame::count_bits_sql(register_, "i.changed")},
                                       {"incoming", incoming}})));
  ChangeRows changes;
  for (size_t row = 0; row < counts.rows(); ++row) {
    Accepted what;
    what.rows_new = counts["rows_new"].int64(row);
    what.rows_changed = counts["rows_changed"].int64(row);
    what.rows_unchanged = counts["rows_unchanged"].int64(row);
    what.cells_changed = counts["cells_changed"].int64(row);
    changes.add(register_.id, counts["parcel"].int64(row),
                std::string(counts["dist_county"].text(row)), what, round);
  }
  return changes;
}

}  // namespace

Result<Accepted> accept(frame::RoundContext& round, const pack::Register& register_, int wave) {
  (void)wave;  // incoming_<register> holds one wave only
  if (round.progress) round.progress({"record", 0, 0});
  TRY_ASSIGN(const frame::WaveCounties of, frame::wave_counties(round.session, register_));
  if (of.counties.empty()) return Accepted{};
  TRY_ASSIGN(const store::Batch any_refused, round.session.query(sql::any_refused));
  for (const char* source : {"patch", "candidate"}) {
    if (any_refused.rows() == 0 || (of.all_new && source == std::string_view("candidate")))
      continue;
    TRY(round.session.run(fill(sql::drop_refused, {{"source", table_name(source, register_)}})));
  }
  const std::string incoming = table_name("incoming", register_);
  TRY_ASSIGN(const ChangeRows changes, count_changes(round, register_, incoming, of.all_new));
  TRY(changes.write(round.session, register_));
  const Accepted& total = changes.total();
  if (total.rows_new + total.rows_changed == 0) return total;
  const std::string which = of.all_new ? "true" : "i.changed <> 0";
  TRY(touch_other_columns(round, register_, incoming, which, of.all_new));
  if (total.rows_changed > 0)
    TRY(close_versions(round, register_, incoming, "not i.is_new and " + which, of.counties,
                       of.sliced));
  TRY(insert_versions(round, register_, incoming, which, !of.in_order));
  return total;
}

}  // namespace diaodu::record
