// /api/tokens: programs that act for an account; /api/audit: who looked at what.
#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

access::Tokens& tokens(const Call& call) { return call.inside.backend.access().tokens(); }

json::object token_shape(const access::Token& of) {
  json::array actions;
  for (const Action action : of.actions) actions.push_back(json::value(access::to_text(action)));
  return {{"token", of.token},
          {"account", of.login},
          {"label", of.label},
          {"actions", std::move(actions)},
          {"area", of.area.empty() ? json::value() : json::value(of.area)},
          {"register", text_or_null(of.register_id)},
          {"expires", to_text(of.expires)},
          {"created_at", text_or_null(of.created_at)},
          {"last_used_at", text_or_null(of.last_used_at)},
          {"revoked", of.revoked}};
}

Result<http::Reply> list(Call& call) {
  TRY(access::may(call.who, Action::token_own));
  json::array items;
  for (const access::Token& one : tokens(call).list(call.who.login))
    items.push_back(token_shape(one));
  return answer(call.page(std::move(items), {}, ""));
}

Result<http::Reply> add(Call& call) {
  TRY(access::may(call.who, Action::token_own));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"label", "actions", "area", "register", "expires"}));
  access::Token made;
  made.login = call.who.login;
  TRY_ASSIGN(made.label, text_in(body, "label"));
  TRY_ASSIGN(const std::vector<std::string> actions, texts_in(body, "actions"));
  for (const std::string& name : actions) {
    const std::optional<Action> action = access::parse_action(name);
    if (!action) return bad_value("actions", name, {"权限名", "the name of an action"});
    made.actions.push_back(*action);
  }
  TRY_ASSIGN(const std::string area, text_in(body, "area", ""));
  if (!area.empty()) {
    const std::optional<std::string> code = parse_area(area);
    if (!code) return bad_value("area", area, {"区划代码", "the code of a place"});
    made.area = *code;
  }
  TRY_ASSIGN(made.register_id, text_in(body, "register", ""));
  TRY_ASSIGN(const std::optional<Day> expires, day_in(body, "expires"));
  if (!expires) return bad_value("expires", "", {"一个日期", "a day"});
  made.expires = *expires;
  TRY_ASSIGN(const std::string secret, tokens(call).add(made, call.by()));
  json::value shown;
  for (const access::Token& one : tokens(call).list(call.who.login))
    if (secret.find("_" + one.token + "_") != std::string::npos) shown = token_shape(one);
  http::Reply reply = answer({{"token", std::move(shown)}, {"secret", secret}}, 201);
  reply.may_compress = false;
  return reply;
}

Result<http::Reply> revoke(Call& call) {
  TRY(access::may(call.who, Action::token_own));
  const std::string& name = call.request.param("token");
  const auto own = tokens(call).list(call.who.login);
  if (std::none_of(own.begin(), own.end(), [&](const auto& one) { return one.token == name; }))
    return not_found();
  TRY(tokens(call).revoke(name, call.by()));
  return http::no_content();
}

json::object audit_shape(const access::AuditRow& of) {
  return {{"seq", std::to_string(of.seq)},
          {"happened_at", of.happened_at},
          {"actor", of.actor},
          {"on_behalf_of", text_or_null(of.on_behalf_of)},
          {"action", of.action},
          {"register", text_or_null(of.register_id)},
          {"area", of.area.empty() ? json::value() : json::value(show_area(of.area))},
          {"purpose", text_or_null(of.purpose)},
          {"count", of.count},
          {"detail", text_or_null(of.detail)},
          {"outcome", of.outcome},
          {"request_id", text_or_null(of.request_id)},
          {"remote", text_or_null(of.remote)},
          {"hash", of.hash}};
}

Result<http::Reply> audit(Call& call) {
  TRY(access::may(call.who, Action::audit_read));
  access::AuditAsked asked;
  TRY_ASSIGN(asked.limit, call.number("limit", 100, 1, 1000));
  TRY_ASSIGN(asked.from, call.day("from"));
  TRY_ASSIGN(asked.to, call.day("to"));
  asked.actor = call.value("actor").value_or("");
  asked.action = call.value("action").value_or("");
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(asked.before_seq, call.id(*after));
  }
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto rows, call.inside.backend.access().audit().list(*session, asked));
  json::array items;
  for (const access::AuditRow& one : rows) items.push_back(audit_shape(one));
  const bool is_full = static_cast<int>(rows.size()) == asked.limit;
  return answer(call.page(std::move(items), {}, is_full ? std::to_string(rows.back().seq) : ""));
}

}  // namespace

std::vector<Entry> token_routes() {
  return {{.method = "GET", .pattern = "/api/tokens", .answer = list},
          {"POST", "/api/tokens", Door::writer, add},
          {"DELETE", "/api/tokens/{token}", Door::writer, revoke},
          {.method = "GET", .pattern = "/api/audit", .answer = audit}};
}

}  // namespace diaodu::api
