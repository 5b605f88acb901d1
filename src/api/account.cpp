// /api/accounts, /api/roles, /api/handovers, /api/stand-ins: who there is and what they may do.
#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

access::Accounts& accounts(const Call& call) { return call.inside.backend.access().accounts(); }

std::string masked_phone(const std::string& phone) {
  constexpr size_t kShown = 7;
  if (phone.size() <= kShown) return phone.empty() ? "" : "****";
  return phone.substr(0, 3) + "****" + phone.substr(phone.size() - 4);
}

json::object account_shape(const Call& call, const access::Account& of) {
  json::array roles, grants;
  for (const access::Role role : of.roles) roles.push_back(json::value(access::to_text(role)));
  for (const access::Grant& grant : of.grants) grants.push_back(grant_shape(call, grant));
  return {{"account", of.login},
          {"name", of.name},
          {"unit_area", show_area(of.unit_area)},
          {"unit_area_name", call.area_name(of.unit_area)},
          {"unit_name", of.unit_name},
          {"phone", text_or_null(masked_phone(of.phone))},
          {"roles", std::move(roles)},
          {"grants", std::move(grants)},
          {"state", of.state},
          {"must_change_password", of.must_change_password},
          {"second_factor", text_or_null(of.second_factor)},
          {"created_at", text_or_null(of.created_at)},
          {"changed_at", text_or_null(of.changed_at)},
          {"last_log_in_at", text_or_null(of.last_log_in_at)}};
}

// Where the person who looks after accounts sits: those above it are none of his business.
std::string reach(const Call& call) { return call.who.unit_area; }

Result<access::Account> asked(const Call& call, Action action) {
  TRY(access::may(call.who, action));
  TRY_ASSIGN(access::Account found, accounts(call).find(call.request.param("account")));
  if (!is_under(found.unit_area, reach(call))) return not_found();
  return found;
}

Result<std::string> area_in(const Call& call, const json::object& body, std::string_view name) {
  TRY_ASSIGN(const std::string typed, text_in(body, name));
  const std::optional<std::string> code = parse_area(typed);
  if (!code || (!code->empty() && !call.used.areas->find(*code)) || !is_under(*code, reach(call)))
    return bad_value(name, typed, {"本单位及以下的区划代码", "the code of a place of yours"});
  return *code;
}

Result<std::vector<access::Role>> roles_in(const json::object& body) {
  TRY_ASSIGN(const std::vector<std::string> names, texts_in(body, "roles"));
  std::vector<access::Role> roles;
  for (const std::string& name : names) {
    const std::optional<access::Role> role = access::parse_role(name);
    if (!role) return bad_value("roles", name, {"角色名", "a role's name"});
    roles.push_back(*role);
  }
  return roles;
}

Result<access::Grant> grant_in(const Call& call, const json::value& value) {
  const Words wanted{"一组数据权限", "a list of grants"};
  if (!value.is_object()) return bad_value("grants", "", wanted);
  const json::object& object = value.get_object();
  TRY(only(object,
           {"area", "area_name", "side", "register", "columns", "other_area", "role", "own"}));
  access::Grant grant;
  TRY_ASSIGN(grant.area, area_in(call, object, "area"));
  TRY_ASSIGN(const std::string side, text_in(object, "side", "home"));
  if (side != "home" && side != "host")
    return bad_value("side", side, {"home 或 host", "home or host"});
  grant.side = side == "host" ? access::Side::host : access::Side::home;
  TRY_ASSIGN(grant.register_id, text_in(object, "register", ""));
  if (!grant.register_id.empty() && !call.pack().register_(grant.register_id))
    return bad_value("register", grant.register_id, {"登记表的 id", "the id of a register"});
  TRY_ASSIGN(const std::string columns, text_in(object, "columns", "personal"));
  constexpr std::pair<std::string_view, access::Columns> kColumns[] = {
      {"open", access::Columns::open},
      {"internal", access::Columns::internal},
      {"personal", access::Columns::personal},
      {"host_view", access::Columns::host_view}};
  const auto found = std::find_if(std::begin(kColumns), std::end(kColumns),
                                  [&](const auto& one) { return one.first == columns; });
  if (found == std::end(kColumns))
    return bad_value(
        "columns", columns,
        {"open、internal、personal 或 host_view", "open, internal, personal or host_view"});
  grant.columns = found->second;
  TRY_ASSIGN(const std::string other, text_in(object, "other_area", ""));
  if (!other.empty()) {  // it narrows: any place will do
    const std::optional<std::string> code = parse_area(other);
    if (!code || code->empty() || !call.used.areas->find(*code))
      return bad_value("other_area", other, {"区划代码", "the code of a place"});
    grant.other_area = *code;
  }
  TRY_ASSIGN(grant.role, text_in(object, "role", ""));
  if (!grant.role.empty() && !access::parse_role(grant.role))
    return bad_value("role", grant.role, {"角色名", "a role's name"});
  if (object.contains("own") && !object.at("own").is_null()) {
    TRY_ASSIGN(grant.own, texts_in(object, "own"));
  }
  return grant;
}

Result<std::vector<access::Grant>> grants_in(const Call& call, const json::object& body) {
  std::vector<access::Grant> grants;
  const json::value* found = body.if_contains("grants");
  if (!found) return grants;
  if (!found->is_array()) return bad_value("grants", "", {"一组数据权限", "a list of grants"});
  for (const json::value& one : found->get_array()) {
    TRY_ASSIGN(access::Grant grant, grant_in(call, one));
    grants.push_back(std::move(grant));
  }
  return grants;
}

Result<http::Reply> list(Call& call) {
  TRY(access::may(call.who, Action::account_read));
  TRY_ASSIGN(const int limit, call.number("limit", 100, 1, 1000));
  std::string under = reach(call);
  if (call.value("area")) {
    const std::optional<std::string> code = parse_area(*call.value("area"));
    if (!code || !is_under(*code, under)) return not_found();
    under = *code;
  }
  const std::string wanted = call.value("q").value_or("");
  json::array items;
  std::string after = call.value("after").value_or(""), next;
  while (items.size() < static_cast<size_t>(limit)) {
    const auto page = accounts(call).list(under, after, limit);
    for (const access::Account& one : page) {
      after = one.login;
      const bool is_meant = wanted.empty() || one.login.find(wanted) != std::string::npos ||
                            one.name.find(wanted) != std::string::npos ||
                            one.unit_name.find(wanted) != std::string::npos;
      if (is_meant && items.size() < static_cast<size_t>(limit))
        items.push_back(account_shape(call, one));
      if (items.size() == static_cast<size_t>(limit)) {
        next = after;
        break;
      }
    }
    if (page.size() < static_cast<size_t>(limit)) break;
  }
  return answer(call.page(std::move(items), {}, next));
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const access::Account found, asked(call, Action::account_read));
  return answer(account_shape(call, found));
}

Result<http::Reply> add(Call& call) {
  TRY(access::may(call.who, Action::account_manage));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"account", "name", "unit_area", "unit_name", "roles", "grants", "phone"}));
  access::Account made;
  TRY_ASSIGN(made.login, text_in(body, "account"));
  TRY_ASSIGN(made.name, text_in(body, "name"));
  TRY_ASSIGN(made.unit_area, area_in(call, body, "unit_area"));
  TRY_ASSIGN(made.unit_name, text_in(body, "unit_name"));
  TRY_ASSIGN(made.phone, text_in(body, "phone", ""));
  TRY_ASSIGN(made.roles, roles_in(body));
  TRY_ASSIGN(made.grants, grants_in(call, body));
  TRY_ASSIGN(const std::string password, accounts(call).add(made, "", call.by()));
  TRY_ASSIGN(const access::Account found, accounts(call).find(made.login));
  http::Reply reply =
      answer({{"account", account_shape(call, found)}, {"password", password}}, 201);
  reply.may_compress = false;
  return reply;
}

Result<http::Reply> change(Call& call) {
  TRY_ASSIGN(access::Account now, asked(call, Action::account_manage));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"name", "unit_area", "unit_name", "phone", "roles", "grants", "state"}));
  TRY_ASSIGN(const std::string state, text_in(body, "state", ""));
  TRY_ASSIGN(now.name, text_in(body, "name", now.name));
  TRY_ASSIGN(now.unit_name, text_in(body, "unit_name", now.unit_name));
  TRY_ASSIGN(now.phone, text_in(body, "phone", now.phone));
  if (body.contains("unit_area")) {
    TRY_ASSIGN(now.unit_area, area_in(call, body, "unit_area"));
  }
  if (body.contains("roles")) {
    TRY_ASSIGN(now.roles, roles_in(body));
  }
  if (body.contains("grants")) {
    TRY_ASSIGN(now.grants, grants_in(call, body));
  }
  if (!state.empty() && state != "active" && state != "locked")
    return bad_value("state", state, {"active 或 locked", "active or locked"});
  const bool is_more = body.size() > (body.contains("state") ? 1U : 0U);
  if (is_more) TRY(accounts(call).change(now, call.by()));
  if (state == "locked") TRY(accounts(call).lock(now.login, call.by()));
  if (state == "active" && now.state == "locked") TRY(accounts(call).unlock(now.login, call.by()));
  TRY_ASSIGN(const access::Account found, accounts(call).find(now.login));
  return answer(account_shape(call, found));
}

Result<http::Reply> reset(Call& call) {
  TRY_ASSIGN(const access::Account now, asked(call, Action::account_manage));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"second_factor"}));
  TRY_ASSIGN(const bool second_factor, flag_in(body, "second_factor", false));
  TRY_ASSIGN(const std::string password, accounts(call).reset(now.login, second_factor, call.by()));
  http::Reply reply = answer({{"account", now.login}, {"password", password}});
  reply.may_compress = false;
  return reply;
}

Result<http::Reply> roles(Call& call) {
  TRY(access::may(call.who, Action::account_read));
  json::array items;
  for (const access::Role role : access::all_roles()) {
    json::array rights;
    for (const access::Action action : access::all_actions())
      if (access::allowed(role, action, access::Secrecy::open))
        rights.push_back(json::value(access::to_text(action)));
    items.push_back(json::object{{"role", access::to_text(role)},
                                 {"name", shape(access::name_of(role))},
                                 {"says", shape(access::says_of(role))},
                                 {"rights", std::move(rights)}});
  }
  return answer(call.page(std::move(items), {}, ""));
}

Result<void> both_of_ours(const Call& call, const std::string& giver, const std::string& taker) {
  for (const std::string& login : {giver, taker}) {
    TRY_ASSIGN(const access::Account found, accounts(call).find(login));
    if (!is_under(found.unit_area, reach(call))) return not_found();
  }
  return {};
}

json::object shape_of(const access::HandOver& one) {
  return {
      {"giver", one.giver}, {"taker", one.taker}, {"from", to_text(one.from)}, {"done", one.done}};
}
json::object shape_of(const access::StandIn& one) {
  return {{"giver", one.giver},
          {"taker", one.taker},
          {"from", to_text(one.from)},
          {"to", to_text(one.to)}};
}

Result<http::Reply> hand_over(Call& call) {
  TRY(access::may(call.who, Action::account_manage));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"giver", "taker", "from"}));
  access::HandOver one;
  TRY_ASSIGN(one.giver, text_in(body, "giver"));
  TRY_ASSIGN(one.taker, text_in(body, "taker"));
  TRY_ASSIGN(const std::optional<Day> from, day_in(body, "from"));
  if (!from) return bad_value("from", "", {"一个日期", "a day"});
  one.from = *from;
  TRY(both_of_ours(call, one.giver, one.taker));
  TRY(accounts(call).hand_over(one, call.by()));
  return answer(shape_of(one), 201);
}

Result<http::Reply> stand_in(Call& call) {
  TRY(access::may(call.who, Action::account_manage));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"giver", "taker", "from", "to"}));
  access::StandIn one;
  TRY_ASSIGN(one.giver, text_in(body, "giver"));
  TRY_ASSIGN(one.taker, text_in(body, "taker"));
  TRY_ASSIGN(const std::optional<Day> from, day_in(body, "from"));
  TRY_ASSIGN(const std::optional<Day> to, day_in(body, "to"));
  if (!from || !to) return bad_value(from ? "to" : "from", "", {"一个日期", "a day"});
  one.from = *from;
  one.to = *to;
  TRY(both_of_ours(call, one.giver, one.taker));
  TRY(accounts(call).stand_in(one, call.by()));
  return answer(shape_of(one), 201);
}

Result<http::Reply> end_stand_in(Call& call) {
  TRY(access::may(call.who, Action::account_manage));
  const std::string giver(call.request.param("giver")), taker(call.request.param("taker"));
  TRY(both_of_ours(call, giver, taker));
  TRY(accounts(call).end_stand_in(giver, taker, call.by()));
  return http::no_content();
}

// Those of whose both ends he may see the accounts.
template <typename Ones>
Result<http::Reply> list_of(Call& call, const Ones& ones) {
  json::array items;
  for (const auto& one : ones)
    if (both_of_ours(call, one.giver, one.taker)) items.push_back(shape_of(one));
  return answer(call.page(std::move(items), {}, ""));
}

Result<http::Reply> list_hand_overs(Call& call) {
  TRY(access::may(call.who, Action::account_read));
  return list_of(call, accounts(call).hand_overs());
}

Result<http::Reply> list_stand_ins(Call& call) {
  TRY(access::may(call.who, Action::account_read));
  return list_of(call, accounts(call).stand_ins());
}

}  // namespace

std::vector<Entry> account_routes() {
  return {{.method = "GET", .pattern = "/api/accounts", .answer = list},
          {"POST", "/api/accounts", Door::writer, add},
          {.method = "GET", .pattern = "/api/accounts/{account}", .answer = show},
          {"PATCH", "/api/accounts/{account}", Door::writer, change},
          {"POST", "/api/accounts/{account}/reset", Door::writer, reset},
          {.method = "GET", .pattern = "/api/roles", .answer = roles},
          {.method = "GET", .pattern = "/api/handovers", .answer = list_hand_overs},
          {"POST", "/api/handovers", Door::writer, hand_over},
          {.method = "GET", .pattern = "/api/stand-ins", .answer = list_stand_ins},
          {"POST", "/api/stand-ins", Door::writer, stand_in},
          {"DELETE", "/api/stand-ins/{giver}/{taker}", Door::writer, end_stand_in}};
}

}  // namespace diaodu::api
