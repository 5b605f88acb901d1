// /api/session: log in and out, who am I, second factors, standing in.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/door.hpp"
#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

std::string_view columns_name(access::Columns columns) {
  switch (columns) {
    case access::Columns::open: return "open";
    case access::Columns::internal: return "internal";
    case access::Columns::host_view: return "host_view";
    case access::Columns::personal: break;
  }
  return "personal";
}

json::array rights_of(const access::Person& who) {
  json::array rights;
  for (const access::Action action : access::all_actions()) {
    for (const access::Secrecy secrecy :
         {access::Secrecy::open, access::Secrecy::internal, access::Secrecy::personal}) {
      if (!access::may(who, action, secrecy)) continue;
      rights.push_back(json::value(access::to_text(action)));
      break;
    }
  }
  return rights;
}

json::array may_stand_in_for(const Call& call) {
  json::array givers;
  for (const access::StandIn& one : call.inside.backend.access().accounts().stand_ins())
    if (one.taker == call.who.login) givers.push_back(json::value(one.giver));
  return givers;
}

json::object pack_name(const pack::Pack& pack) {
  return {{"id", pack.id},
          {"version", pack.version},
          {"name", shape(pack.name)},
          {"synthetic", pack.synthetic}};
}

json::object session_shape(const Call& call, const json::value& csrf) {
  json::array roles, grants, purposes;
  for (const access::Role role : call.who.roles)
    roles.push_back(
        json::object{{"role", access::to_text(role)}, {"name", shape(access::name_of(role))}});
  for (const access::Grant& grant : call.who.grants) grants.push_back(grant_shape(call, grant));
  for (const std::string& purpose : access::Scope::purposes())
    purposes.push_back(json::value(purpose));
  const std::string area = call.own_area();
  const access::Person& who = call.who;
  return {{"account", who.login},
          {"name", who.name},
          {"unit", who.unit_name},
          {"roles", roles},
          {"grants", grants},
          {"on_behalf_of", text_or_null(who.on_behalf_of)},
          {"may_stand_in_for", may_stand_in_for(call)},
          {"area", show_area(area)},
          {"area_name", call.area_name(area)},
          {"level", level_shape(area)},
          {"rights", rights_of(who)},
          {"csrf", csrf},
          {"masked", !call.purpose().has_value()},
          {"purposes", purposes},
          {"must_change_password", who.must_change_password},
          {"has_second_factor", who.has_second_factor},
          {"must_set_second_factor", who.must_set_second_factor},
          {"idle_seconds_left", who.idle_seconds_left},
          {"watermark", who.unit_name + " " + who.name},
          {"language", call.chinese() ? "zh" : "en"},
          {"languages", json::array{"zh", "en"}},
          {"pack", pack_name(call.pack())},
          {"last_day", call.seal ? day_or_null(call.seal->day) : json::value()},
          {"round", call.seal ? json::value(std::to_string(call.seal->round)) : json::value()}};
}

http::Reply signed_in(Call& call, const access::SignedIn& in, unsigned status) {
  call.who = in.person;
  http::Reply reply = answer(session_shape(call, json::value(in.csrf)), status);
  reply.may_compress = false;
  reply.add("Set-Cookie", cookie_of(call.request, in.id));
  return reply;
}

Result<http::Reply> log_in(Call& call) {
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"account", "password", "code", "link"}));
  access::LogIn asked;
  TRY_ASSIGN(asked.login, text_in(body, "account"));
  TRY_ASSIGN(asked.password, text_in(body, "password"));
  TRY_ASSIGN(asked.code, text_in(body, "code", ""));
  TRY_ASSIGN(const bool link, flag_in(body, "link", false));
  if (link) asked.link = call.request.cookie(kPlatformCookie).value_or("none");
  asked.remote = call.request.remote_address;
  asked.request_id = call.request.id;
  TRY_ASSIGN(const access::SignedIn in, call.inside.backend.access().sessions().log_in(asked));
  return signed_in(call, in, 201);
}

Result<http::Reply> who_am_i(Call& call) {
  const json::value csrf =
      call.session.empty() ? json::value() : json::value(access::Sessions::csrf_of(call.session));
  http::Reply reply = answer(session_shape(call, csrf));
  reply.may_compress = false;
  return reply;
}

Error only_with_session() {
  return Error{"access.session_ended",
               {"这件事只能在登录后的页面里做", "this can be done from a signed-in page only"},
               {"用账号登录", "sign in with the account"},
               {},
               {},
               Exit::usage};
}

Result<http::Reply> log_out(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY(call.inside.backend.access().sessions().log_out(call.session));
  http::Reply reply = http::no_content();
  reply.add("Set-Cookie", cookie_of(call.request, ""));
  reply.set("Clear-Site-Data", "\"cache\"");
  return reply;
}

Result<http::Reply> change_password(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"old", "new"}));
  TRY_ASSIGN(const std::string before, text_in(body, "old"));
  TRY_ASSIGN(const std::string after, text_in(body, "new"));
  TRY_ASSIGN(const access::SignedIn in,
             call.inside.backend.access().sessions().change_password(call.session, before, after));
  return signed_in(call, in, 200);
}

Result<http::Reply> act_for(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"account"}));
  TRY_ASSIGN(const std::string giver, text_in(body, "account", ""));
  TRY_ASSIGN(const access::SignedIn in,
             call.inside.backend.access().sessions().act_for(call.session, giver));
  return signed_in(call, in, 200);
}

Result<http::Reply> begin_totp(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY_ASSIGN(const access::TotpEnrolment begun,
             call.inside.backend.access().sessions().begin_totp(call.session));
  http::Reply reply = answer({{"secret", begun.secret}, {"uri", begun.uri}});
  reply.may_compress = false;
  return reply;
}

Result<http::Reply> confirm_totp(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"code"}));
  TRY_ASSIGN(const std::string code, text_in(body, "code"));
  TRY_ASSIGN(const std::vector<std::string> codes,
             call.inside.backend.access().sessions().confirm_totp(call.session, code));
  http::Reply reply = answer({{"codes", json::array(codes.begin(), codes.end())}});
  reply.may_compress = false;
  return reply;
}

Result<http::Reply> use_sms(Call& call) {
  if (call.session.empty()) return only_with_session();
  TRY(call.inside.backend.access().sessions().use_sms(call.session));
  return http::no_content();
}

}  // namespace

json::object grant_shape(const Call& call, const access::Grant& grant) {
  return {
      {"area", show_area(grant.area)},
      {"area_name", call.area_name(grant.area)},
      {"side", grant.side == access::Side::host ? "host" : "home"},
      {"register", text_or_null(grant.register_id)},
      {"columns", columns_name(grant.columns)},
      {"other_area",
       grant.other_area.empty() ? json::value() : json::value(show_area(grant.other_area))},
      {"role", text_or_null(grant.role)},
      {"own", grant.own.empty() ? json::value()
                                : json::value(json::array(grant.own.begin(), grant.own.end()))}};
}

std::vector<Entry> session_routes() {
  return {{"POST", "/api/session", Door::open, log_in},
          {.method = "GET", .pattern = "/api/session", .answer = who_am_i, .is_quick = true},
          {"DELETE", "/api/session", Door::writer, log_out},
          {"POST", "/api/session/password", Door::writer, change_password},
          {"POST", "/api/session/act", Door::writer, act_for},
          {"POST", "/api/session/totp", Door::writer, begin_totp},
          {"POST", "/api/session/totp/confirm", Door::writer, confirm_totp},
          {"POST", "/api/session/sms", Door::writer, use_sms}};
}

}  // namespace diaodu::api
