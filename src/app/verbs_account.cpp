// account, token, audit: who may do what, and who did. The holder of the data folder is no account:
// he is audited under the name he gives.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/names.hpp"
#include "app/asked.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

namespace json = boost::json;
constexpr int kListed = 100;

access::By by_of(const Request& request) { return {request.actor, {}, "local", {}}; }

template <typename Names, typename Parse>
auto parsed(const Names& typed, Parse parse, const std::vector<std::string>& known,
            const char* code, const char* zh, const char* en)
    -> Result<std::vector<typename decltype(parse(""))::value_type>> {
  std::vector<typename decltype(parse(""))::value_type> out;
  for (const std::string& name : typed) {
    const auto one = parse(name);
    if (!one) {
      const auto meant = did_you_mean(name, known);
      return Error{
          code,
          {fmt::format("没有{}“{}”", zh, name), fmt::format("there is no {} \"{}\"", en, name)},
          meant ? Words{"是不是“" + *meant + "”？", "Did you mean \"" + *meant + "\"?"}
                : Words{"可用的有：" + join(known, "、"), "There are: " + join(known, ", ")},
          {},
          {{"typed", name}},
          Exit::usage};
    }
    out.push_back(*one);
  }
  return out;
}

Result<std::vector<access::Action>> asked_actions(const std::vector<std::string>& typed) {
  std::vector<std::string> known;
  for (const access::Action action : access::all_actions())
    known.emplace_back(access::to_text(action));
  return parsed(typed, access::parse_action, known, "asked.unknown_action", "操作", "action");
}

}  // namespace

Result<std::vector<access::Role>> asked_roles(const std::vector<std::string>& typed) {
  std::vector<std::string> known;
  for (const access::Role role : access::all_roles()) known.emplace_back(access::to_text(role));
  return parsed(typed, access::parse_role, known, "asked.unknown_role", "岗位", "role");
}

namespace {

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::array roles_json(const access::Account& account) {
  json::array roles;
  for (const access::Role role : account.roles) roles.emplace_back(access::to_text(role));
  return roles;
}

json::object account_json(const access::Account& account) {
  json::array grants;
  for (const access::Grant& grant : account.grants) {
    grants.push_back(json::object{{"area", show_area(grant.area)},
                                  {"side", access::to_text(grant.side)},
                                  {"register", text_or_null(grant.register_id)},
                                  {"columns", access::to_text(grant.columns)},
                                  {"other_area", text_or_null(grant.other_area)},
                                  {"role", text_or_null(grant.role)},
                                  {"own", json::array(grant.own.begin(), grant.own.end())}});
  }
  return {{"account", account.login},
          {"name", account.name},
          {"unit_area", show_area(account.unit_area)},
          {"unit_name", account.unit_name},
          {"roles", roles_json(account)},
          {"grants", std::move(grants)},
          {"state", account.state},
          {"must_change_password", account.must_change_password},
          {"second_factor", text_or_null(account.second_factor)},
          {"created_at", text_or_null(account.created_at)},
          {"changed_at", text_or_null(account.changed_at)},
          {"last_log_in_at", text_or_null(account.last_log_in_at)}};
}

Words state_words(const std::string& state) {
  if (state == "active") return {"在用", "active"};
  if (state == "locked") return {"停用", "locked"};
  return {"已移交", "handed over"};
}

std::string roles_shown(const access::Account& account, bool chinese) {
  std::vector<std::string> names;
  for (const access::Role role : account.roles) {
    const Words words = access::name_of(role);
    names.push_back(chinese ? words.zh : words.en);
  }
  return join(names, " ");
}

std::string grants_shown(const Used& used, const access::Account& account, bool chinese) {
  std::vector<std::string> parts;
  for (const access::Grant& grant : account.grants) {
    std::string part = shown_area(used, grant.area, chinese);
    if (grant.side == access::Side::host) part += chinese ? "（输入地）" : " (host)";
    if (!grant.register_id.empty()) part += " " + grant.register_id;
    const size_t own = grant.own.size();
    if (own > 0) part += chinese ? fmt::format("（{} 户）", own) : fmt::format(" ({} own)", own);
    parts.push_back(std::move(part));
  }
  return join(parts, "; ");
}

Done print_accounts(App& app, const Request& request, const std::vector<access::Account>& accounts,
                    const std::string& next, Output& out) {
  Table table({{{"账号", "account"}},
               {{"姓名", "name"}},
               {{"单位", "unit"}},
               {{"岗位", "roles"}},
               {{"数据权限", "scope"}},
               {{"状态", "state"}}});
  TRY_ASSIGN(json::object object, answer(app, request));
  const Used used = app.used();
  for (const access::Account& account : accounts) {
    table.row({account.login, account.name, account.unit_name, roles_shown(account, out.chinese()),
               grants_shown(used, account, out.chinese()), out.pick(state_words(account.state))});
    object["items"].as_array().push_back(account_json(account));
  }
  out.table(table);
  object["next"] = text_or_null(next);
  out.object(object);
  return Exit::good;
}

Done print_account(App& app, const Request& request, access::Access& access, Output& out) {
  TRY_ASSIGN(const access::Account account, access.accounts().find(request.name));
  return print_accounts(app, request, {account}, {}, out);
}

// The password, once: on the screen, or in the one item.
Done print_password(App& app, const Request& request, access::Access& access,
                    const std::string& password, Output& out) {
  TRY_ASSIGN(const access::Account account, access.accounts().find(request.name));
  TRY_ASSIGN(json::object object, answer(app, request));
  json::object item = account_json(account);
  item["password"] = password;
  object["items"].as_array().push_back(std::move(item));
  out.object(object);
  out.line({fmt::format("账号 {}（{}）\n初始密码 {}\n只显示这一次；第一次登录时要修改",
                        account.login, roles_shown(account, true), password),
            fmt::format("account {} ({})\nfirst password {}\nIt is shown this once, and must be "
                        "changed at the first log-in.",
                        account.login, roles_shown(account, false), password)});
  return Exit::good;
}

Result<access::Account> asked_account(const Used& used, const Request& request) {
  access::Account account;
  account.login = request.name;
  account.name = request.title.empty() ? request.name : request.title;
  account.unit_name = request.unit;
  account.phone = request.phone;
  if (request.sms) account.second_factor = "sms";
  TRY_ASSIGN(account.roles, asked_roles(request.roles));
  access::Grant grant;
  if (!request.side.empty()) grant.side = *access::parse_side(request.side);
  if (!request.columns.empty()) grant.columns = *access::parse_columns(request.columns);
  if (!request.register_id.empty()) {
    TRY_ASSIGN(const pack::Register* const found, asked_register(used, request.register_id));
    grant.register_id = found->id;
  }
  grant.own = request.own;
  if (!request.other_area.empty()) {
    TRY_ASSIGN(grant.other_area, asked_area(used, request.other_area));
  }
  for (const std::string& typed : request.areas) {
    TRY_ASSIGN(grant.area, asked_area(used, typed));
    account.grants.push_back(grant);
  }
  if (!account.grants.empty()) account.unit_area = account.grants.front().area;
  if (!request.unit_area.empty()) {
    TRY_ASSIGN(account.unit_area, asked_area(used, request.unit_area));
  }
  return account;
}

}  // namespace

Done account_add(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY_ASSIGN(const access::Account account, asked_account(app.used(), request));
  TRY_ASSIGN(const std::string password, access->accounts().add(account, "", by_of(request)));
  return print_password(app, request, *access, password, out);
}

Done account_list(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  std::string under;
  if (!request.area.empty()) {
    TRY_ASSIGN(under, asked_area(app.used(), request.area));
  }
  const int limit = request.limit > 0 ? request.limit : kListed;
  std::vector<access::Account> accounts =
      access->accounts().list(under, request.after_name, limit + 1);
  std::string next;
  if (accounts.size() > static_cast<size_t>(limit)) {
    accounts.resize(static_cast<size_t>(limit));
    next = accounts.back().login;
  }
  return print_accounts(app, request, accounts, next, out);
}

Done account_lock(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(access->accounts().lock(request.name, by_of(request)));
  return print_account(app, request, *access, out);
}

Done account_unlock(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(access->accounts().unlock(request.name, by_of(request)));
  return print_account(app, request, *access, out);
}

Done account_reset(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY_ASSIGN(const std::string password,
             access->accounts().reset(request.name, request.second_factor, by_of(request)));
  return print_password(app, request, *access, password, out);
}

Done account_hand_over(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(access->accounts().hand_over({request.name, request.taker, *request.day, false},
                                   by_of(request)));
  TRY_ASSIGN(json::object object, answer(app, request));
  for (const access::HandOver& one : access->accounts().hand_overs()) {
    if (one.giver != request.name || one.taker != request.taker) continue;
    object["items"].as_array().push_back(json::object{{"giver", one.giver},
                                                      {"taker", one.taker},
                                                      {"from", to_text(one.from)},
                                                      {"done", one.done}});
    out.line({fmt::format("{} 的工作自 {} 起移交 {}{}", one.giver, to_text(one.from), one.taker,
                          one.done ? "，已生效" : ""),
              fmt::format("the work of {} goes to {} from {}{}", one.giver, one.taker,
                          to_text(one.from), one.done ? "; done" : "")});
  }
  out.object(object);
  return Exit::good;
}

Done account_stand_in(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  if (request.off) {
    TRY(access->accounts().end_stand_in(request.name, request.taker, by_of(request)));
    out.line({fmt::format("{} 不再代办 {} 的工作", request.taker, request.name),
              fmt::format("{} stands in for {} no more", request.taker, request.name)});
    TRY_ASSIGN(const json::object object, answer(app, request));
    out.object(object);
    return Exit::good;
  }
  const Day to = request.to.value_or(*request.day);
  TRY(access->accounts().stand_in({request.name, request.taker, *request.day, to}, by_of(request)));
  TRY_ASSIGN(json::object object, answer(app, request));
  object["items"].as_array().push_back(json::object{{"giver", request.name},
                                                    {"taker", request.taker},
                                                    {"from", to_text(*request.day)},
                                                    {"to", to_text(to)}});
  out.line({fmt::format("{} 至 {} 由 {} 代办 {} 的工作", to_text(*request.day), to_text(to),
                        request.taker, request.name),
            fmt::format("{} stands in for {} from {} to {}", request.taker, request.name,
                        to_text(*request.day), to_text(to))});
  out.object(object);
  return Exit::good;
}

namespace {

json::object token_json(const access::Token& token) {
  json::array actions;
  for (const access::Action action : token.actions) actions.emplace_back(access::to_text(action));
  return {{"token", token.token},
          {"account", token.login},
          {"label", token.label},
          {"actions", std::move(actions)},
          {"area", token.area.empty() ? json::value() : json::value(token.area)},
          {"register", text_or_null(token.register_id)},
          {"expires", to_text(token.expires)},
          {"created_at", text_or_null(token.created_at)},
          {"last_used_at", text_or_null(token.last_used_at)},
          {"revoked", token.revoked}};
}

Done print_tokens(App& app, const Request& request, const std::vector<access::Token>& tokens,
                  Output& out) {
  Table table({{{"令牌", "token"}},
               {{"账号", "account"}},
               {{"用途", "label"}},
               {{"到期", "expires"}},
               {{"最近使用", "last used"}},
               {{"", ""}}});
  TRY_ASSIGN(json::object object, answer(app, request));
  for (const access::Token& token : tokens) {
    table.row({token.token, token.login, token.label, to_text(token.expires),
               token.last_used_at.substr(0, 16),
               token.revoked ? out.pick({"已撤销", "revoked"}) : ""});
    object["items"].as_array().push_back(token_json(token));
  }
  out.table(table);
  out.object(object);
  return Exit::good;
}

}  // namespace

Done token_add(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  access::Token token;
  token.login = request.name;
  token.label = request.title;
  TRY_ASSIGN(token.actions, asked_actions(request.actions));
  if (!request.area.empty()) {
    TRY_ASSIGN(token.area, asked_area(app.used(), request.area));
  }
  token.register_id = request.register_id;
  token.expires = *request.to;
  TRY_ASSIGN(const std::string whole, access->tokens().add(token, by_of(request)));
  const std::string name = whole.substr(4, 8);
  TRY_ASSIGN(json::object object, answer(app, request));
  for (const access::Token& one : access->tokens().list(token.login)) {
    if (one.token != name) continue;
    json::object item = token_json(one);
    item["secret"] = whole;
    object["items"].as_array().push_back(std::move(item));
  }
  out.line({fmt::format("令牌 {}\n{}\n只显示这一次", name, whole),
            fmt::format("token {}\n{}\nIt is shown this once.", name, whole)});
  out.object(object);
  return Exit::good;
}

Done token_revoke(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(access->tokens().revoke(request.name, by_of(request)));
  std::vector<access::Token> tokens = access->tokens().list("");
  std::erase_if(tokens, [&](const access::Token& one) { return one.token != request.name; });
  return print_tokens(app, request, tokens, out);
}

Done token_list(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  if (!request.name.empty()) TRY(access->accounts().find(request.name));
  return print_tokens(app, request, access->tokens().list(request.name), out);
}

// Looking at the audit is in the audit too.
Done audit_list(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  access::AuditAsked asked;
  asked.from = asked.to = request.day;
  asked.actor = request.whose;
  asked.action = request.action;
  asked.id = request.key_seen;
  asked.before_seq = request.after.value_or(0);
  asked.limit = request.limit > 0 ? request.limit : kListed;
  access::AuditEntry looked;
  looked.actor = request.actor;
  looked.action = "audit_read";
  looked.remote = "local";
  TRY(access->audit().record(looked));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<access::AuditRow> rows, access->audit().list(*session, asked));
  Table table({{{"号", "no."}, Table::Align::right},
               {{"时间", "when"}},
               {{"谁", "who"}},
               {{"做了什么", "did"}},
               {{"哪里", "where"}},
               {{"事由", "purpose"}},
               {{"条", "rows"}, Table::Align::right},
               {{"结果", "outcome"}},
               {{"说明", "detail"}}});
  TRY_ASSIGN(json::object object, answer(app, request));
  for (const access::AuditRow& row : rows) {
    const std::string who =
        row.on_behalf_of.empty() ? row.actor : row.actor + " → " + row.on_behalf_of;
    table.row({std::to_string(row.seq), row.happened_at.substr(0, 19), who, row.action,
               row.register_id + (row.area.empty() ? "" : " " + row.area), row.purpose,
               std::to_string(row.count), row.outcome, row.detail});
    object["items"].as_array().push_back(
        json::object{{"seq", std::to_string(row.seq)},
                     {"happened_at", row.happened_at},
                     {"actor", row.actor},
                     {"on_behalf_of", text_or_null(row.on_behalf_of)},
                     {"action", row.action},
                     {"register", text_or_null(row.register_id)},
                     {"area", text_or_null(row.area)},
                     {"purpose", text_or_null(row.purpose)},
                     {"count", row.count},
                     {"detail", text_or_null(row.detail)},
                     {"request_id", text_or_null(row.request_id)},
                     {"remote", text_or_null(row.remote)},
                     {"outcome", row.outcome}});
  }
  out.table(table);
  if (rows.size() == static_cast<size_t>(asked.limit))
    object["next"] = std::to_string(rows.back().seq);
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
