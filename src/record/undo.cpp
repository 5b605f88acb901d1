// Records that end because a full file no longer names them, and what a withdrawn parcel set,
// undone.
#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/temporary.hpp"
#include "record/names.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using frame::table_name;
using store::literal;
using store::quoted;

namespace {

std::string prefixed_keys(const pack::Register& register_, const std::string& prefix) {
  std::vector<std::string> keys;
  for (const std::string& key : register_.key) keys.push_back(prefix + quoted(key));
  return join(keys, ", ");
}

std::string old_areas(const frame::RoundContext& round, const pack::Register& register_) {
  std::string list;
  const std::vector<std::string> columns = frame::area_columns(round.pack, register_);
  for (size_t i = 0; i < columns.size(); ++i)
    list += "l." + quoted(columns[i]) + " as old_area_" + std::to_string(i) + ", ";
  return list;
}

// Counties of other area columns that ended records had.
Result<void> touch_ended(frame::RoundContext& round, const pack::Register& register_,
                         const std::string& source, const std::string& which) {
  const std::vector<std::string> columns = frame::area_columns(round.pack, register_);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == register_.area) continue;
    TRY(round.session.run(fill(sql::touch_column, {{"register", literal(register_.id)},
                                                   {"column_name", literal(columns[i])},
                                                   {"column", "old_area_" + std::to_string(i)},
                                                   {"incoming", source},
                                                   {"which", which},
                                                   {"old", ""}})));
  }
  return {};
}

std::string in_area(const pack::Register& register_, const std::string& area) {
  if (area.empty()) return "true";
  const std::string county = area.substr(0, 6), column = "l." + quoted(register_.area);
  std::string sql =
      "l.dist_county >= " + literal(county) + " and l.dist_county < " + literal(range_end(county));
  if (area.size() > 6)
    sql += " and " + column + " >= " + literal(area) + " and " + column + " < " +
           literal(range_end(area));
  return sql;
}

void add_up(Accepted& sum, const Accepted& more) {
  sum.rows_new += more.rows_new;
  sum.rows_changed += more.rows_changed;
  sum.rows_unchanged += more.rows_unchanged;
  sum.rows_ended += more.rows_ended;
  sum.cells_changed += more.cells_changed;
}

Result<Accepted> end_for(frame::RoundContext& round, const pack::Register& register_,
                         int64_t parcel, const std::string& area) {
  const std::string ended = table_name("ended", register_);
  TRY(round.session.run(fill(sql::drop_ended, {{"ended", ended}})));
  TRY(round.session.run(fill(sql::ended_of_full, {{"ended", ended},
                                                  {"keys", prefixed_keys(register_, "l.")},
                                                  {"parcel", std::to_string(parcel)},
                                                  {"old_areas", old_areas(round, register_)},
                                                  {"record", quoted(living_name(register_))},
                                                  {"in_area", in_area(register_, area)},
                                                  {"patch", table_name("patch", register_)},
                                                  {"register", literal(register_.id)}})));
  TRY_ASSIGN(const store::Batch counts,
             round.session.query(fill(sql::count_ended, {{"ended", ended}})));
  if (counts.rows() == 0) return Accepted{};
  ChangeRows changes;
  std::vector<std::string> counties;
  for (size_t row = 0; row < counts.rows(); ++row) {
    counties.emplace_back(counts["dist_county"].text(row));
    Accepted what;
    what.rows_ended = counts["rows_ended"].int64(row);
    changes.add(register_.id, parcel, counties.back(), what, round);
  }
  TRY(changes.write(round.session, register_));
  TRY(touch_ended(round, register_, ended, "true"));
  TRY(close_versions(round, register_, ended, "true", counties));
  return changes.total();
}

class Withdrawal {
 public:
  Withdrawal(frame::RoundContext& round, const pack::Register& of, int64_t parcel)
      : round_(round), session_(round.session), register_(of), parcel_(parcel) {}

  Result<Accepted> run();

 private:
  Result<void> find_versions();
  Result<void> restore();
  Result<ChangeRows> count();

  std::string restored() const { return table_name("restored", register_); }

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  int64_t parcel_;
  std::vector<std::string> counties_;
};

Result<void> Withdrawal::find_versions() {
  const frame::Fills fills = {{"record", quoted(living_name(register_))},
                              {"past", quoted(past_name(register_))},
                              {"parcel", std::to_string(parcel_)},
                              {"counties", frame::in_counties("l.dist_county", counties_)},
                              {"same_key", frame::same_key(register_, "l", "i")},
                              {"l_columns", frame::column_list(register_, "l.")},
                              {"l_keys", prefixed_keys(register_, "l.")},
                              {"k_keys", prefixed_keys(register_, "k.")},
                              {"a_keys", prefixed_keys(register_, "a.")},
                              {"v_keys", prefixed_keys(register_, "v.")}};
  TRY(session_.run(sql::drop_withdrawn_keys));
  TRY(session_.run(fill(sql::withdrawn_keys, fills)));
  TRY(session_.run(sql::drop_version));
  TRY(session_.run(fill(sql::versions, fills)));
  return {};
}

// A row that intake would not take: a cell that must always be there is empty, or no area places
// it.
std::string lacking(const pack::Register& register_) {
  std::vector<std::string> any;
  for (const pack::ColumnDef& column : register_.columns) {
    const bool always = column.need == pack::Need::always;
    if (!always && column.name != register_.area) continue;
    std::string one = quoted(column.name) + " is null";
    if (always && column.name != register_.area && !column.when.empty())
      one += " and (" + column.when + "\n)";
    any.push_back("(" + one + ")");
  }
  return any.empty() ? "false" : "coalesce(" + join(any, " or ") + ", false)";
}

Result<void> Withdrawal::restore() {
  std::vector<std::string> values, changed;
  for (size_t i = 0; i < register_.columns.size(); ++i) {
    const std::string column = quoted(register_.columns[i].name);
    const bool is_key = frame::mask_of(register_, register_.key) & frame::bit(i);
    values.push_back(fill(is_key ? sql::value_of_key : sql::value_of_column,
                          {{"column", column}, {"bit", std::to_string(frame::bit(i))}}));
    changed.push_back("case when r." + column + " is distinct from l." + column + " then " +
                      std::to_string(frame::bit(i)) + " else 0 end");
  }
  TRY(session_.run(fill(sql::drop_ended, {{"ended", restored()}})));
  TRY(session_.run(
      fill(sql::restored, {{"restored", restored()},
                           {"missing", frame::missing_sql(round_.pack, register_)},
                           {"explained", frame::explained_sql(round_.pack, register_)},
                           {"verified", frame::kept_verified_sql(register_)},
                           {"lacking", lacking(register_)},
                           {"parcel", std::to_string(parcel_)},
                           {"old_areas", old_areas(round_, register_)},
                           {"changed", "cast((" + join(changed, " + ") + ") as bigint)"},
                           {"r_columns", frame::column_list(register_, "r.")},
                           {"values", join(values, ",\n           ")},
                           {"keys", prefixed_keys(register_, "")},
                           {"v_keys", prefixed_keys(register_, "v.")},
                           {"last_same", frame::same_key_columns(register_, "last", "v")},
                           {"k_same", frame::same_key_columns(register_, "k", "r")},
                           {"record", quoted(living_name(register_))},
                           {"record_counties", frame::near_counties("dist_county", counties_)},
                           {"same_key", frame::same_key(register_, "l", "r")}})));
  return {};
}

Result<ChangeRows> Withdrawal::count() {
  TRY_ASSIGN(const store::Batch counts,
             session_.query(fill(sql::count_restored,
                                 {{"restored", restored()},
                                  {"bits", frame::count_bits_sql(register_, "i.changed")}})));
  ChangeRows changes;
  for (size_t row = 0; row < counts.rows(); ++row) {
    Accepted what;
    what.rows_new = counts["rows_new"].int64(row);
    what.rows_changed = counts["rows_changed"].int64(row);
    what.rows_ended = counts["rows_ended"].int64(row);
    what.cells_changed = counts["cells_changed"].int64(row);
    changes.add(register_.id, parcel_, std::string(counts["dist_county"].text(row)), what, round_);
  }
  return changes;
}

Result<Accepted> Withdrawal::run() {
  TRY_ASSIGN(
      const store::Batch counties,
      session_.query(sql::counties_of_parcel, {{"parcel", parcel_}, {"register", register_.id}}));
  if (counties.rows() == 0) return Accepted{};
  for (size_t row = 0; row < counties.rows(); ++row)
    counties_.emplace_back(counties.columns[0].text(row));
  TRY(find_versions());
  TRY(restore());
  TRY_ASSIGN(const ChangeRows changes, count());
  TRY(changes.write(session_, register_));
  const std::string replaced = "((i.stands and i.changed <> 0) or (not i.stands and not i.is_new))";
  TRY(touch_other_columns(round_, register_, restored(), replaced, false));
  TRY(close_versions(round_, register_, restored(), "not i.is_new and " + replaced, counties_));
  TRY(insert_versions(round_, register_, restored(), "i.stands and i.changed <> 0", true));
  return changes.total();
}

}  // namespace

Result<Accepted> end_absent(frame::RoundContext& round, const pack::Register& register_) {
  TRY_ASSIGN(
      const store::Batch full,
      round.session.query(sql::full_parcels, {{"register", register_.id}, {"round", round.round}}));
  Accepted sum;
  for (size_t row = 0; row < full.rows(); ++row) {
    TRY_ASSIGN(const Accepted one, end_for(round, register_, full["parcel"].int64(row),
                                           std::string(full["area"].text(row))));
    add_up(sum, one);
  }
  return sum;
}

Result<Accepted> withdraw(frame::RoundContext& round, int64_t parcel) {
  TRY_ASSIGN(const store::Batch of,
             round.session.query(sql::register_of_parcel, {{"parcel", parcel}}));
  const pack::Register* register_ =
      of.rows() == 0 ? nullptr : round.pack.register_(of.columns[0].text(0));
  if (!register_) return Accepted{};
  return Withdrawal(round, *register_, parcel).run();
}

}  // namespace diaodu::record
