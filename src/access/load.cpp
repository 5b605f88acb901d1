// Tables of accounts, sessions and tokens as rows, both ways.
#include <fmt/format.h>

#include <charconv>

#include "access/names.hpp"
#include "access/secret.hpp"
#include "access/sql.hpp"
#include "access/state.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

std::string text(const store::Batch& batch, const char* name, size_t row) {
  return std::string(batch[name].text(row));
}

std::string roles_text(const std::vector<Role>& roles) {
  std::vector<std::string> names;
  for (const Role role : roles) names.emplace_back(to_text(role));
  return join(names, " ");
}

template <typename Parse>
auto parse_all(const std::string& names, Parse parse) {
  std::vector<typename decltype(parse(""))::value_type> out;
  for (const std::string& name : split(names, ' '))
    if (const auto one = parse(name)) out.push_back(*one);
  return out;
}

std::vector<std::string> own_of(const std::string& lines) {
  return lines.empty() ? std::vector<std::string>() : split(lines, '\n');
}

Result<void> load_accounts(State& state, store::Session& session) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::all_accounts));
  for (size_t i = 0; i < rows.rows(); ++i) {
    Kept kept;
    Account& a = kept.account;
    a.account = rows["account"].int64(i);
    for (const auto& [name, to] : std::initializer_list<std::pair<const char*, std::string*>>{
             {"login", &a.login},
             {"name", &a.name},
             {"unit_area", &a.unit_area},
             {"unit_name", &a.unit_name},
             {"phone", &a.phone},
             {"state", &a.state},
             {"second_factor", &a.second_factor},
             {"created_at", &a.created_at},
             {"changed_at", &a.changed_at},
             {"last_log_in_at", &a.last_log_in_at}}) {
      *to = text(rows, name, i);
    }
    a.roles = parse_all(text(rows, "roles", i), parse_role);
    a.must_change_password = rows["must_change_password"].boolean(i);
    const std::string secret = text(rows, "totp_secret", i);
    if (!secret.empty()) kept.totp_secret = unsealed(state.options.key, secret).value_or("");
    kept.totp_step = rows["totp_step"].int64(i);
    state.by_login[a.login] = a.account;
    state.accounts[a.account] = std::move(kept);
  }
  TRY_ASSIGN(const store::Batch grants, session.query(sql::all_grants));
  for (size_t i = 0; i < grants.rows(); ++i) {
    const auto side = parse_side(text(grants, "side", i));
    const auto columns = parse_columns(text(grants, "columns_shown", i));
    if (!side || !columns) continue;  // not ours: grants nothing
    state.accounts[grants["account"].int64(i)].account.grants.push_back(
        {text(grants, "area", i), *side, text(grants, "register", i), *columns,
         text(grants, "other_area", i), text(grants, "role", i),
         own_of(grants["own"].is_null(i) ? std::string() : text(grants, "own", i))});
  }
  TRY_ASSIGN(const store::Batch passwords, session.query(sql::all_passwords));
  for (size_t i = 0; i < passwords.rows(); ++i)
    state.accounts[passwords["account"].int64(i)].passwords.push_back(text(passwords, "hash", i));
  TRY_ASSIGN(const store::Batch platforms, session.query(sql::all_account_platforms));
  for (size_t i = 0; i < platforms.rows(); ++i) {
    Account& account = state.accounts[platforms["account"].int64(i)].account;
    account.platform_issuer = text(platforms, "issuer", i);
    account.platform_subject = text(platforms, "subject", i);
  }
  TRY_ASSIGN(const store::Batch codes, session.query(sql::all_recovery));
  for (size_t i = 0; i < codes.rows(); ++i)
    state.accounts[codes["account"].int64(i)].recovery.insert(text(codes, "code_sha256", i));
  return {};
}

Result<void> load_days(State& state, store::Session& session) {
  TRY_ASSIGN(const store::Batch hand_overs, session.query(sql::all_hand_overs));
  for (size_t i = 0; i < hand_overs.rows(); ++i) {
    const Day from = hand_overs["from_day"].day(i);
    state.hand_overs.push_back({hand_overs["giver"].int64(i), hand_overs["taker"].int64(i), from,
                                from, hand_overs["done"].boolean(i)});
  }
  TRY_ASSIGN(const store::Batch stand_ins, session.query(sql::all_stand_ins));
  for (size_t i = 0; i < stand_ins.rows(); ++i) {
    state.stand_ins.push_back({stand_ins["giver"].int64(i), stand_ins["taker"].int64(i),
                               stand_ins["from_day"].day(i), stand_ins["to_day"].day(i), false});
  }
  return {};
}

Result<void> load_sessions(State& state, store::Session& session) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::all_sessions));
  for (size_t i = 0; i < rows.rows(); ++i) {
    Open open;
    open.id_sha256 = text(rows, "id_sha256", i);
    open.account = rows["account"].int64(i);
    if (!rows["acts_for"].is_null(i)) open.acts_for = rows["acts_for"].int64(i);
    open.begun = rows["begun"].int64(i);
    open.seen = open.seen_saved = rows["seen"].int64(i);
    open.begun_at = text(rows, "begun_at", i);
    open.remote = text(rows, "remote", i);
    open.by_platform = !rows["by_platform"].is_null(i) && rows["by_platform"].boolean(i);
    if (state.accounts.contains(open.account)) state.sessions[open.id_sha256] = std::move(open);
  }
  return {};
}

Result<void> load_tokens(State& state, store::Session& session) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::all_tokens));
  for (size_t i = 0; i < rows.rows(); ++i) {
    KeptToken kept;
    Token& t = kept.token;
    kept.account = rows["account"].int64(i);
    const auto account = state.accounts.find(kept.account);
    if (account == state.accounts.end()) continue;
    kept.secret_sha256 = text(rows, "secret_sha256", i);
    t.token = text(rows, "token", i);
    t.login = account->second.account.login;
    t.label = text(rows, "label", i);
    t.actions = parse_all(text(rows, "actions", i), parse_action);
    t.area = text(rows, "area", i);
    t.register_id = text(rows, "register", i);
    t.expires = rows["expires"].day(i);
    t.created_at = text(rows, "created_at", i);
    t.last_used_at = text(rows, "last_used_at", i);
    t.revoked = rows["revoked"].boolean(i);
    state.tokens[t.token] = std::move(kept);
  }
  return {};
}

// "2020-03-06T10:11:12..." as seconds of an unknown zone: good for differences only.
std::optional<int64_t> local_seconds(std::string_view text) {
  const std::optional<Day> day = parse_day(text.substr(0, 10));
  if (!day || text.size() < 19) return std::nullopt;
  int64_t parts[3] = {};
  for (size_t i = 0; i < 3; ++i) {
    const char* at = text.data() + 11 + 3 * i;
    if (std::from_chars(at, at + 2, parts[i]).ptr != at + 2) return std::nullopt;
  }
  return int64_t{day->since_epoch} * 86'400 + parts[0] * 3'600 + parts[1] * 60 + parts[2];
}

// A restart forgets no failed log-in.
Result<void> load_failures(State& state, store::Session& session) {
  const std::optional<int64_t> now = local_seconds(state.now_text());
  if (!now) return {};
  const std::string since = to_text(state.today() - 1);
  TRY_ASSIGN(const store::Batch rows, session.query(sql::late_failures, {{"since", since}}));
  for (size_t i = 0; i < rows.rows(); ++i) {
    const auto then = local_seconds(rows["happened_at"].text(i));
    if (!then || *now - *then >= state.options.failure_seconds) continue;
    state.throttle.add(text(rows, "actor", i), text(rows, "remote", i),
                       state.options.seconds() - (*now - *then));
  }
  return {};
}

}  // namespace

Result<void> load_settings(State& state, store::Session& session) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::all_settings));
  for (size_t i = 0; i < rows.rows(); ++i) {
    const std::string name = text(rows, "name", i), value = text(rows, "value", i);
    if (name == kSecondFactorRoles) state.settings.second_factor = parse_all(value, parse_role);
    take_platform_setting(state, name, value);
  }
  return {};
}

Result<void> load(State& state, store::Session& session) {
  TRY(load_accounts(state, session));
  TRY(load_days(state, session));
  TRY(load_sessions(state, session));
  TRY(load_tokens(state, session));
  TRY(load_settings(state, session));
  return load_failures(state, session);
}

Result<void> write_account(store::Session& session, const Kept& kept, const HashKey& key) {
  const Account& a = kept.account;
  const store::Params which = {{"account", a.account}};
  for (const std::string_view statement :
       {sql::delete_account, sql::delete_account_grant, sql::delete_account_password,
        sql::delete_account_recovery, sql::delete_account_platform}) {
    TRY(session.run(statement, which));
  }
  TRY(session.run(
      sql::insert_account,
      {{"account", a.account},
       {"login", a.login},
       {"name", a.name},
       {"unit_area", a.unit_area},
       {"unit_name", a.unit_name},
       {"phone", a.phone},
       {"roles", roles_text(a.roles)},
       {"state", a.state},
       {"must_change_password", a.must_change_password},
       {"second_factor", a.second_factor},
       {"totp_secret", kept.totp_secret.empty() ? std::string() : sealed(key, kept.totp_secret)},
       {"totp_step", kept.totp_step},
       {"created_at", a.created_at},
       {"changed_at", a.changed_at},
       {"last_log_in_at", a.last_log_in_at}}));
  if (!a.platform_subject.empty()) {
    TRY(session.run(
        sql::insert_account_platform,
        {{"account", a.account}, {"issuer", a.platform_issuer}, {"subject", a.platform_subject}}));
  }
  using store::Column;
  using store::Type;
  store::Batch grants, passwords, codes;
  grants.columns = {Column("account", Type::int64), Column("area", Type::text)};
  for (const char* name : {"side", "register", "columns_shown", "other_area", "role", "own"})
    grants.columns.emplace_back(name, Type::text);
  for (const Grant& grant : a.grants) {
    grants.columns[0].add(a.account);
    size_t at = 1;
    const std::string own = join(grant.own, "\n");
    for (const std::string_view value : std::initializer_list<std::string_view>{
             grant.area, to_text(grant.side), grant.register_id, to_text(grant.columns),
             grant.other_area, grant.role, own}) {
      grants.columns[at++].add(value);
    }
  }
  passwords.columns = {Column("account", Type::int64), Column("place", Type::int32),
                       Column("hash", Type::text)};
  for (size_t i = 0; i < kept.passwords.size(); ++i) {
    passwords.columns[0].add(a.account);
    passwords.columns[1].add(static_cast<int32_t>(i));
    passwords.columns[2].add(kept.passwords[i]);
  }
  codes.columns = {Column("account", Type::int64), Column("code_sha256", Type::text)};
  for (const std::string& code : kept.recovery) {
    codes.columns[0].add(a.account);
    codes.columns[1].add(code);
  }
  if (grants.rows() > 0) TRY(session.append("account_grant", grants));
  if (passwords.rows() > 0) TRY(session.append("account_password", passwords));
  if (codes.rows() > 0) TRY(session.append("account_recovery", codes));
  return {};
}

Result<void> delete_sessions(store::Session& session, int64_t account) {
  TRY(session.run(sql::delete_sessions, {{"account", account}}));
  return {};
}

}  // namespace diaodu::access
