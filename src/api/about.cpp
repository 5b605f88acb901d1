// What the program says of itself: about, health, ready, metrics, the contract, events.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "api/sql.hpp"
#include "api/text.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

Result<http::Reply> about(Call& call) {
  const pack::Pack& pack = call.pack();
  return answer(
      {{"program", "diaodu"},
       {"version", call.inside.backend.version()},
       {"pack", json::object{{"id", pack.id},
                             {"version", pack.version},
                             {"name", shape(pack.name)},
                             {"synthetic", pack.synthetic}}},
       {"day", call.seal ? day_or_null(call.seal->day) : json::value()},
       {"round", call.seal ? json::value(std::to_string(call.seal->round)) : json::value()},
       {"engine", call.inside.backend.engine()},
       {"synthetic", pack.synthetic},
       {"map_number", nullptr}});
}

Result<http::Reply> health(Call&) { return answer({{"status", "alive"}}); }

Result<http::Reply> ready(Call& call) {
  TRY_ASSIGN(const Lease session, call.reader());
  TRY(session->query(sql::is_ready));
  TRY_ASSIGN(const auto seal, call.inside.backend.last_seal());
  return answer({{"status", "ready"},
                 {"round", seal ? json::value(std::to_string(seal->round)) : json::value()}});
}

Result<http::Reply> metrics(Call& call) {
  TRY(access::may(call.who, access::Action::system_read));
  std::string text = call.inside.metrics ? http::metrics_text(call.inside.metrics()) : "";
  const int64_t round = call.seal ? call.seal->round : 0;
  text += fmt::format(
      "# HELP diaodu_round Number of the last sealed round.\n# TYPE diaodu_round gauge\n"
      "diaodu_round {}\n"
      "# HELP diaodu_round_running Whether a round is running.\n"
      "# TYPE diaodu_round_running gauge\ndiaodu_round_running {}\n",
      round, call.inside.runner.is_working() ? 1 : 0);
  http::Reply reply = http::text(std::move(text));
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return reply;
}

Result<http::Reply> openapi(Call&) {
  http::Reply reply = http::text(std::string(openapi_yaml()));
  reply.content_type = "application/yaml; charset=utf-8";
  reply.set("Cache-Control", "public, max-age=300");
  return reply;
}

Result<http::Reply> events(Call& call) {
  if (call.who.must_change_password || call.who.must_set_second_factor)
    TRY(access::may(call.who, access::Action::live_read));
  std::vector<std::string> topics{"all", "login:" + call.who.login};
  for (const access::Grant& grant : call.who.grants) topics.push_back("area:" + grant.area);
  return http::events(std::move(topics));
}

}  // namespace

std::string_view openapi_yaml() { return text::openapi; }

std::vector<Entry> about_routes() {
  return {{.method = "GET", .pattern = "/api/about", .answer = about},
          {"GET", "/health", Door::open, health, true},
          {"GET", "/ready", Door::open, ready},
          {.method = "GET", .pattern = "/metrics", .answer = metrics, .is_quick = true},
          {"GET", "/api/openapi.yaml", Door::open, openapi, true},
          {.method = "GET", .pattern = "/api/events", .answer = events, .is_quick = true}};
}

}  // namespace diaodu::api
