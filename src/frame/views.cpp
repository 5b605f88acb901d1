// The views that a pack's query runs on.
#include <limits>

#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::frame {

using store::literal;
using store::quoted;

namespace {

// The columns a version shows: those of the register, where it lies, its masks and what they mean.
std::string shown_columns(const pack::Register& register_) {
  const int64_t groups = all_groups(register_);
  return column_list(register_, "l.") +
         ", l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.missing, l.explained,"
         " l.verified, l.changed, l.day_from, l.round_from,"
         " (l.missing = 0) as complete,"
         " (l.missing = 0 and l.explained <> 0) as explained_complete,"
         " (l.verified = " +
         std::to_string(groups) + (groups == 0 ? " and false" : "") + ") as verified_all";
}

class ViewMaker {
 public:
  ViewMaker(store::Session& session, const pack::Pack& pack, const pack::Register& of,
            const FrameSpec& spec)
      : session_(session), pack_(pack), register_(of), spec_(spec) {
    day_ = literal(store::Value(spec.day));
    known_ = std::to_string(spec.known_round > 0 ? spec.known_round
                                                 : std::numeric_limits<int64_t>::max());
    counties_ = in_counties("l.dist_county", spec.counties);
  }

  Result<void> run() {
    TRY(make_register());
    TRY(make(register_.id + "_before", sql::as_of_before));
    TRY(make(register_.id + "_change", sql::change_view));
    return make_params();
  }

 private:
  Result<void> make_register() {
    TRY_ASSIGN(const store::Batch later, session_.query(filled(sql::ended_after, "")));
    if (later.rows() > 0) return make(register_.id, sql::as_of_day);
    return make(register_.id, sql::as_of_now, spec_.record);
  }

  std::string filled(std::string_view statement, const std::string& view,
                     const std::string& record = {}) const {
    const bool change = statement == sql::change_view;
    return fill(statement,
                {{"view", view},
                 {"shown", shown_columns(register_)},
                 {"record", record.empty() ? table_name("record", register_) : record},
                 {"past", quoted("record_" + register_.id + "_past")},
                 {"register", literal(register_.id)},
                 {"day", day_},
                 {"before", literal(store::Value(spec_.day - spec_.back_days))},
                 {"known_round", known_},
                 {"counties", change ? in_counties("dist_county", spec_.counties) : counties_}});
  }

  Result<void> make(const std::string& name, std::string_view statement,
                    const std::string& record = {}) {
    TRY(session_.run(fill(sql::drop_view, {{"view", quoted(name)}})));
    TRY(session_.run(filled(statement, quoted(name), record)));
    return {};
  }

  Result<void> make_params() {
    std::string params;
    for (const pack::ParamDef& param : pack_.params)
      params += ", " + param_sql(param, spec_.day) + " as " + quoted(param.id);
    TRY(session_.run(fill(sql::drop_view, {{"view", "param_at"}})));
    TRY(session_.run(fill(sql::param_at, {{"params", params}})));
    return {};
  }

  store::Session& session_;
  const pack::Pack& pack_;
  const pack::Register& register_;
  const FrameSpec& spec_;
  std::string day_, known_, counties_;
};

}  // namespace

Result<bool> any_ended_later(store::Session& session, const pack::Register& register_, Day day) {
  TRY_ASSIGN(
      const store::Batch later,
      session.query(fill(sql::ended_after,
                         {{"past", quoted("record_" + register_.id + "_past")},
                          {"day", literal(store::Value(day))},
                          {"known_round", std::to_string(std::numeric_limits<int64_t>::max())},
                          {"counties", in_counties("l.dist_county", {})}})));
  return later.rows() > 0;
}

Result<void> make_views(store::Session& session, const pack::Pack& pack, const FrameSpec& spec) {
  const pack::Register* register_ = pack.register_(spec.register_id);
  CHECK(register_, "a frame of a register that the pack lacks");
  return ViewMaker(session, pack, *register_, spec).run();
}

}  // namespace diaodu::frame
