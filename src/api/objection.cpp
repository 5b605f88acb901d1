// /api/objections: a place holds its standing, a finding or a parcel to be wrong (异议), and the
// word of the place above.
#include "standing/objection.hpp"

#include <boost/json.hpp>

#include "api/handing.hpp"
#include "api/shape.hpp"
#include "api/small_file.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

Error open_already() {
  return Error{"api.objection_open",
               {"这件事已经提过异议，还没有答复", "there is an objection to it that waits"},
               {"等上一级答复；要补充，撤回后重提",
                "wait for the answer; to add to it, withdraw it and raise it again"},
               {},
               {},
               Exit::found_something};
}

Error answered_before() {
  return Error{"api.objection_answered",
               {"这份异议已经办结", "this objection has been answered or withdrawn"},
               {"刷新后看结果", "load the page again and see how"},
               {},
               {},
               Exit::found_something};
}

Error own() {
  return Error{"api.objection_own",
               {"自己提的异议不能自己答复", "nobody answers his own objection"},
               {"请上一级的其他人办理", "somebody else one level up does"},
               {},
               {},
               Exit::usage};
}

Error not_above() {
  return Error{"api.objection_not_above",
               {"异议由上一级答复", "an objection is answered one level up"},
               {"请上一级的审核人办理", "a reviewer one level up does"},
               {},
               {},
               Exit::usage};
}

Sender sender_of(const Call& call, const std::string& area) {
  Sender sender;
  sender.area = area;
  sender.actor = call.who.login;
  sender.idempotency_key = call.once_key;
  return sender;
}

// In whose name; a place has somebody above it.
Result<std::string> raising_area(Call& call, const json::object& body, std::string otherwise,
                                 const std::string& register_id) {
  TRY_ASSIGN(const std::string typed, text_in(body, "area", ""));
  if (!typed.empty()) {
    TRY_ASSIGN(otherwise, call.area_of(typed, Action::objection_raise, register_id));
  }
  if (otherwise.empty())
    return bad_value("area", typed, {"全国以下的地区", "a place below the nation"});
  return otherwise;
}

Result<void> about_standing(Call& call, const json::object& body, Objecting& said) {
  const pack::Target* target = call.pack().target(said.what);
  if (!target) return not_found();
  if (!target->register_id.empty())
    TRY(call.register_of(target->register_id, Action::standing_read));
  TRY_ASSIGN(said.area, raising_area(call, body, call.own_area(), target->register_id));
  TRY(call.area_of(show_area(said.area), Action::objection_raise, target->register_id));
  TRY_ASSIGN(const std::optional<Day> day, day_in(body, "day"));
  said.of_day = day.value_or(call.inside.backend.latest_day());
  said.register_id = target->register_id;
  const std::optional<Level> level = level_of(said.area);
  if (!level || *level > Level::county) return not_found();
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::standing_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto rows, standing::show(*session, call.pack(), scope,
                                             {target->id, said.area, *level, said.of_day}));
  for (const standing::Standing& one : rows)
    if (one.area == said.area) return {};
  return not_found();
}

// A finding or a parcel: a number of something of his own.
Result<void> about_rows(Call& call, const json::object& body, Objecting& said) {
  TRY_ASSIGN(const int64_t id, call.id(said.what));
  said.what = std::to_string(id);
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::objection_raise));
  std::string area;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    if (said.about == "finding") {
      TRY_ASSIGN(const auto spot, finding::find(*session, call.pack(), scope, id));
      if (!spot) return not_found();
      area = spot->finding.area;
      said.register_id = spot->finding.register_id;
    } else {
      TRY_ASSIGN(const auto parcel, parcel::find(*session, scope, id));
      if (!parcel) return not_found();
      area = parcel->area;
      said.register_id = parcel->register_id;
    }
  }
  TRY(call.register_of(said.register_id, Action::objection_raise));
  TRY(call.area_of(show_area(area), Action::objection_raise, said.register_id));
  TRY_ASSIGN(said.area, raising_area(call, body, sender_area(call, area), said.register_id));
  if (!is_under(area, said.area)) return not_found();
  said.of_day = call.inside.backend.latest_day();
  return {};
}

Result<Objecting> objecting_in(Call& call, const json::object& body) {
  Objecting said;
  TRY_ASSIGN(said.about, text_in(body, "about"));
  if (said.about != "standing" && said.about != "finding" && said.about != "parcel")
    return bad_value("about", said.about,
                     {"standing、finding 或 parcel", "standing, finding or parcel"});
  TRY_ASSIGN(said.what, text_in(body, "what"));
  TRY_ASSIGN(said.reason, short_text(body, "reason", true));
  TRY_ASSIGN(said.evidence, short_text(body, "evidence", false));
  TRY_ASSIGN(said.by, text_in(body, "by", call.who.name));
  if (said.by.empty()) said.by = call.who.login;
  if (said.about == "standing") {
    TRY(about_standing(call, body, said));
  } else {
    TRY(about_rows(call, body, said));
  }
  const Day today = call.inside.backend.latest_day();
  said.until = today + standing::answer_days(call.pack(), said.area, today);
  return said;
}

// Those who object read what was objected to, and so do those who answer.
Action reading(const Call& call) {
  return access::may(call.who, Action::objection_answer) ? Action::objection_answer
                                                         : Action::objection_raise;
}

Result<standing::Objection> found(Call& call, Action action, int64_t id) {
  TRY_ASSIGN(const access::Scope scope, call.scope(action));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(auto one, standing::find_objection(*session, scope, id));
  if (!one) return not_found();
  return *std::move(one);
}

Result<http::Reply> list(Call& call) {
  const Action action = reading(call);
  TRY(access::may(call.who, action));
  standing::ObjectionAsk ask;
  TRY_ASSIGN(ask.area, call.area(action));
  TRY_ASSIGN(ask.limit, call.number("limit", 100, 1, 1000));
  ask.state = call.value("state").value_or("");
  if (!ask.state.empty() && ask.state != "open" && ask.state != "upheld" &&
      ask.state != "refused" && ask.state != "withdrawn")
    return bad_value("state", ask.state,
                     {"open、upheld、refused 或 withdrawn", "open, upheld, refused or withdrawn"});
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(ask.after, call.id(*after));
  }
  TRY_ASSIGN(const access::Scope scope, call.scope(action));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto all, standing::list_objections(*session, scope, ask));
  json::array items;
  for (const standing::Objection& one : all) items.push_back(shape(one));
  const bool is_full = static_cast<int>(all.size()) == ask.limit;
  return answer(call, call.page(std::move(items), std::nullopt,
                                is_full ? std::to_string(all.back().objection) : ""));
}

Result<http::Reply> raise(Call& call) {
  TRY(access::may(call.who, Action::objection_raise));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"about", "what", "area", "day", "reason", "evidence", "by"}));
  TRY_ASSIGN(const Objecting said, objecting_in(call, body));
  {
    TRY_ASSIGN(const access::Scope scope, call.scope(Action::objection_raise));
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(const auto there, standing::list_objections(
                                     *session, scope, {said.area, "open", said.about, said.what}));
    for (const standing::Objection& one : there)
      if (one.area == said.area) return open_already();
  }
  TRY_ASSIGN(const int64_t seq,
             call.inside.backend.submit(raised_command(sender_of(call, said.area), said)).get());
  TRY(run_until(call, seq));
  const auto now = found(call, Action::objection_raise, seq);
  if (!now) return open_already();  // somebody else was first
  return answer(shape(*now), 201);
}

Result<http::Reply> end(Call& call, const standing::Objection& of, journal::Command command) {
  TRY_ASSIGN(const int64_t seq, call.inside.backend.submit(std::move(command)).get());
  TRY(run_until(call, seq));
  TRY_ASSIGN(const standing::Objection now, found(call, reading(call), of.objection));
  return answer(shape(now));
}

Result<http::Reply> give_answer(Call& call) {
  TRY(access::may(call.who, Action::objection_answer));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("objection")));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"uphold", "note"}));
  if (!body.contains("uphold")) return bad_value("uphold", "", {"true 或 false", "true or false"});
  TRY_ASSIGN(const bool is_upheld, flag_in(body, "uphold", false));
  TRY_ASSIGN(const std::string note, short_text(body, "note", true));
  TRY_ASSIGN(const standing::Objection one, found(call, Action::objection_answer, id));
  if (one.actor == call.who.login || one.actor == call.who.on_behalf_of) return own();
  access::Subject above{std::string(parent_of(one.area)), one.register_id};
  if (const pack::Register* of = call.pack().register_(one.register_id))
    above.secrecy = secrecy_of(of->secret);
  if (!access::may(call.who, Action::objection_answer, above)) return not_above();
  if (one.state != "open") return answered_before();
  return end(call, one, answered_command(sender_of(call, one.area), id, is_upheld, note));
}

Result<http::Reply> withdraw(Call& call) {
  TRY(access::may(call.who, Action::objection_raise));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("objection")));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"note"}));
  TRY_ASSIGN(const std::string note, short_text(body, "note", false));
  TRY_ASSIGN(const standing::Objection one, found(call, Action::objection_raise, id));
  TRY(call.area_of(show_area(one.area), Action::objection_raise, one.register_id));
  if (one.state != "open") return answered_before();
  return end(call, one, withdrawn_command(sender_of(call, one.area), id, note));
}

}  // namespace

std::vector<Entry> objection_routes() {
  return {{"GET", "/api/objections", Door::reader, list},
          {"POST", "/api/objections", Door::writer, raise},
          {"POST", "/api/objections/{objection}/answer", Door::writer, give_answer},
          {"POST", "/api/objections/{objection}/withdraw", Door::writer, withdraw}};
}

}  // namespace diaodu::api
