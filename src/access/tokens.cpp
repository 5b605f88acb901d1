#include <algorithm>

#include <fmt/format.h>

#include "access/person.hpp"
#include "access/secret.hpp"
#include "access/sql.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr int kDaysMax = 366;
constexpr int64_t kSaveSeconds = 60;
constexpr std::string_view kPrefix = "ddu_";
constexpr size_t kNameLetters = 8;

Error usage(const char* code, Words message, Words hint) {
  return Error{code, std::move(message), std::move(hint), {}, {}, Exit::usage};
}

Error token_refused() {
  return usage(
      "access.token_refused",
      {"令牌无效：写错、过期、已撤销，或账号已停用",
       "the token is not good: wrong, expired, revoked, or its account is locked"},
      {"用 diaodu token list 查看，或另发一个", "diaodu token list shows them; issue another"});
}

// The grants as far as they lie under the token's place and register.
std::vector<Grant> narrowed(const std::vector<Grant>& grants, const Token& token) {
  std::vector<Grant> out;
  for (Grant grant : grants) {
    if (!is_under(token.area, grant.area) && !is_under(grant.area, token.area)) continue;
    if (is_under(token.area, grant.area)) grant.area = token.area;
    if (!token.register_id.empty()) {
      if (!grant.register_id.empty() && grant.register_id != token.register_id) continue;
      grant.register_id = token.register_id;
    }
    out.push_back(std::move(grant));
  }
  return out;
}

Result<void> check_actions(const Token& token, const Account& account) {
  Person person = person_of(account, nullptr);
  person.must_change_password = false;
  std::vector<std::string> wrong;
  for (const Action action : token.actions) {
    const bool never = action == Action::account_manage || action == Action::audit_read ||
                       action == Action::token_own;
    if (never || !may(person, action).ok()) wrong.emplace_back(to_text(action));
  }
  if (wrong.empty() && !token.actions.empty()) return {};
  return usage("access.token_actions",
               {token.actions.empty() ? "没有写令牌可以做什么"
                                      : "这个账号的令牌不能做：" + join(wrong, "、"),
                token.actions.empty() ? "no action is named for the token"
                                      : "a token of this account may not do: " + join(wrong, ", ")},
               {"写出它要做的事，例如 parcel_take figure_read",
                "name what it is to do, for example parcel_take figure_read"});
}

store::Params row_of_token(const KeptToken& kept) {
  std::vector<std::string> actions;
  for (const Action action : kept.token.actions) actions.emplace_back(to_text(action));
  const Token& t = kept.token;
  return {{"token", t.token},
          {"account", kept.account},
          {"label", t.label},
          {"secret_sha256", kept.secret_sha256},
          {"actions", join(actions, " ")},
          {"area", t.area},
          {"register", t.register_id},
          {"expires", t.expires},
          {"created_at", t.created_at}};
}

}  // namespace

Result<std::string> Tokens::add(const Token& given, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  const std::optional<Kept> kept = state_.kept(given.login);
  if (!kept) return no_account(given.login);
  TRY(check_actions(given, kept->account));
  const Day today = state_.today();
  if (given.expires < today || given.expires - today > kDaysMax) {
    return usage("access.token_expiry",
                 {fmt::format("到期日要在今天以后、{} 天以内", kDaysMax),
                  fmt::format("a token expires after today and within {} days", kDaysMax)},
                 {"写明到期日，到期前换发", "name the day, and issue another before it"});
  }
  if (narrowed(kept->account.grants, given).empty() && !kept->account.grants.empty()) {
    return usage("access.not_yours",
                 {"令牌的地区不在账号的数据权限内", "the place lies outside the account's scope"},
                 {"核对地区", "check the place"});
  }
  KeptToken made;
  made.account = kept->account.account;
  made.token = given;
  made.token.token = random_name(kNameLetters);
  made.token.created_at = state_.now_text();
  made.token.revoked = false;
  const std::string secret = random_id();
  made.secret_sha256 = sha256_hex(secret);
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(session.run(sql::insert_token, row_of_token(made)));
    return {};
  };
  const std::string name = made.token.token;
  TRY(state_.writer->write(write, {audit_of(by, "token_add", given.login + " " + name)}));
  std::lock_guard lock(state_.mutex);
  state_.tokens[name] = std::move(made);
  return std::string(kPrefix) + name + "_" + secret;
}

Result<void> Tokens::revoke(const std::string& token, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  std::string login;
  {
    std::lock_guard lock(state_.mutex);
    const auto found = state_.tokens.find(token);
    if (found == state_.tokens.end()) {
      return usage("access.no_token",
                   {"没有令牌“" + token + "”", "there is no token \"" + token + "\""},
                   {"用 diaodu token list 查看", "diaodu token list shows them"});
    }
    login = found->second.token.login;
  }
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(session.run(sql::revoke_token, {{"token", token}}));
    return {};
  };
  TRY(state_.writer->write(write, {audit_of(by, "token_revoke", login + " " + token)}));
  std::lock_guard lock(state_.mutex);
  state_.tokens[token].token.revoked = true;
  return {};
}

std::vector<Token> Tokens::list(const std::string& login) const {
  std::vector<Token> out;
  std::lock_guard lock(state_.mutex);
  for (const auto& [name, kept] : state_.tokens)
    if (login.empty() || kept.token.login == login) out.push_back(kept.token);
  return out;
}

Result<Person> Tokens::who(std::string_view whole) {
  TRY(state_.apply_hand_overs());
  const size_t end_of_name = kPrefix.size() + kNameLetters;
  if (!whole.starts_with(kPrefix) || whole.size() < end_of_name + 2 || whole[end_of_name] != '_')
    return token_refused();
  const std::string name(whole.substr(kPrefix.size(), kNameLetters));
  const std::string hash = sha256_hex(whole.substr(end_of_name + 1));
  const int64_t now = state_.now();
  const Day today = state_.today();
  Token token;
  Account account;
  bool save = false;
  {
    std::lock_guard lock(state_.mutex);
    const auto found = state_.tokens.find(name);
    if (found == state_.tokens.end() || !same_secret(found->second.secret_sha256, hash) ||
        found->second.token.revoked || found->second.token.expires < today) {
      return token_refused();
    }
    account = state_.accounts.at(found->second.account).account;
    if (account.state != "active") return token_refused();
    save = now - found->second.used_saved >= kSaveSeconds;
    if (save) found->second.used_saved = now;
    if (save) found->second.token.last_used_at = state_.now_text();
    token = found->second.token;
  }
  if (save) {
    (void)state_.writer->submit([token](store::Session& session) -> Result<void> {
      TRY(session.run(sql::token_used,
                      {{"token", token.token}, {"last_used_at", token.last_used_at}}));
      return {};
    });
  }
  Person person = person_of(account, nullptr);
  person.must_change_password = false;  // a token is given by one who may
  person.grants = narrowed(account.grants, token);
  for (const Action action : token.actions) person.token_actions.emplace_back(to_text(action));
  return person;
}

}  // namespace diaodu::access
