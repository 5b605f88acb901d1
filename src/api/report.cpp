// /api/reports: nothing changed, or nothing can be reported.
#include <boost/json.hpp>

#include "api/handing.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

Result<Sender> sender_in(Call& call, const json::object& body, Action action) {
  Sender sender;
  TRY_ASSIGN(sender.register_id, text_in(body, "register"));
  TRY(call.register_of(sender.register_id, action));
  TRY_ASSIGN(const std::string typed, text_in(body, "area"));
  TRY_ASSIGN(sender.area, call.area_of(typed, action, sender.register_id));
  TRY_ASSIGN(const std::optional<Day> day, day_in(body, "day"));
  sender.day = day.value_or(Day{});
  sender.actor = call.who.login;
  sender.idempotency_key = call.once_key;
  return sender;
}

Result<http::Reply> nil(Call& call) {
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"register", "area", "day", "by"}));
  TRY_ASSIGN(const Sender sender, sender_in(call, body, Action::nil_report));
  TRY_ASSIGN(const std::string by, text_in(body, "by"));
  TRY_ASSIGN(const int64_t seq, call.inside.backend.submit(nil_command(sender, by)).get());
  TRY(run_until(call, seq));
  TRY_ASSIGN(const json::object verdict, verdict_or_waiting(call, seq));
  return answer(verdict, 201);
}

Result<http::Reply> suspend(Call& call) {
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"register", "area", "day", "reason"}));
  TRY_ASSIGN(const Sender sender, sender_in(call, body, Action::suspend_report));
  TRY_ASSIGN(const std::string reason, text_in(body, "reason"));
  TRY_ASSIGN(const int64_t seq, call.inside.backend.submit(suspend_command(sender, reason)).get());
  TRY(run_until(call, seq));
  const Day day = sender.day == Day{} ? call.inside.backend.latest_day() : sender.day;
  return answer({{"register", sender.register_id},
                 {"area", show_area(sender.area)},
                 {"day", to_text(day)},
                 {"state", "suspended"},
                 {"reason", reason}},
                201);
}

}  // namespace

std::vector<Entry> report_routes() {
  return {{"POST", "/api/reports/nil", Door::writer, nil},
          {"POST", "/api/reports/suspend", Door::writer, suspend}};
}

}  // namespace diaodu::api
