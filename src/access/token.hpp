#pragma once
// API tokens: "ddu_" + name + "_" + secret, given once and stored as a hash. A token does a part of
// what its account may do, until it expires, is revoked, or the account is locked.
#include <string>
#include <string_view>
#include <vector>

#include "access/account.hpp"

namespace diaodu::access {

struct Token {
  std::string token;  // 8 characters: its name in lists
  std::string login, label;
  std::vector<Action> actions;  // at least one; account_manage and audit_read never
  std::string area;             // of the account's; empty: all of them
  std::string register_id;
  Day expires;  // the last day; at most 366 days ahead
  std::string created_at, last_used_at;
  bool revoked = false;
};

class Tokens {
 public:
  explicit Tokens(State& state) : state_(state) {}
  // Gives the whole token, once. Errors "access.no_account", "access.token_actions" (none, or one
  // that the account may not do), "access.not_yours" (area), "access.token_expiry".
  Result<std::string> add(const Token& token, const By& by);
  Result<void> revoke(const std::string& token, const By& by);  // error "access.no_token"
  std::vector<Token> list(const std::string& login) const;      // "": of all accounts
  // Error "access.token_refused": unknown, expired, revoked, account locked.
  Result<Person> who(std::string_view whole);

 private:
  State& state_;
};

}  // namespace diaodu::access
