#pragma once
// Accounts: who exists, with which roles and grants. Every change is audited, in the same
// transaction, under the name of `by`.
#include <optional>
#include <string>
#include <vector>

#include "access/rights.hpp"
#include "base/day.hpp"

namespace diaodu::access {

struct State;  // in memory, of one Access; internal

struct Account {
  int64_t account = 0;
  std::string login;                 // 2-64 of a-z 0-9 . _ -, a letter first
  std::string name;                  // as people call him
  std::string unit_area, unit_name;  // office: place and words
  std::string phone;                 // for codes by SMS; may be empty
  std::vector<Role> roles;
  std::vector<Grant> grants;
  std::string state = "active";  // active | locked | handed_over
  bool must_change_password = true;
  std::string second_factor;                      // "" | totp | sms; add() takes sms only
  std::string platform_issuer, platform_subject;  // who he is at the platform of log-in
  std::string created_at, changed_at, last_log_in_at;
};
struct StandIn {  // 代办: from and to are both included
  std::string giver, taker;
  Day from, to;
};
struct HandOver {  // 工作移交: from that day on the giver keeps nothing
  std::string giver, taker;
  Day from;
  bool done = false;
};
// Who changes something, for the audit: a signed-in person, or the operator at the command line.
struct By {
  std::string actor, on_behalf_of, remote, request_id;
};

class Accounts {
 public:
  explicit Accounts(State& state) : state_(state) {}
  // password empty: one is made. Gives the password once; it must be changed at the first log-in.
  // Errors "access.login_taken", "access.login_malformed", "access.roles_conflict" (the three
  // administrators stand alone), "access.grant_needed", "access.own_list_needed" (helper),
  // "access.password_weak", "access.no_phone".
  Result<std::string> add(const Account& account, const std::string& password, const By& by);
  // Roles, grants, name, unit, phone; sessions end when roles or grants change.
  Result<void> change(const Account& account, const By& by);
  Result<void> lock(const std::string& login, const By& by);  // sessions and tokens end
  Result<void> unlock(const std::string& login, const By& by);
  // A new password, given once; sessions end; `second_factor` too: that is dropped as well.
  Result<std::string> reset(const std::string& login, bool second_factor, const By& by);
  // Who of these roles has no second factor may do nothing until he has set one up; from now on.
  Result<void> set_second_factor_roles(const std::vector<Role>& roles, const By& by);
  std::vector<Role> second_factor_roles() const;
  Result<void> hand_over(const HandOver& hand_over, const By& by);
  Result<void> stand_in(const StandIn& stand_in, const By& by);
  // Before its last day, at once; what was done in the other's name stays in the audit. Error
  // "access.no_stand_in": there is none.
  Result<void> end_stand_in(const std::string& giver, const std::string& taker, const By& by);
  Result<Account> find(const std::string& login) const;  // error "access.no_account"
  // In order of login, after one, at most so many. under: those whose unit lies there.
  std::vector<Account> list(const std::string& under, const std::string& after, int limit) const;
  std::vector<StandIn> stand_ins() const;  // not yet ended
  std::vector<HandOver> hand_overs() const;

 private:
  State& state_;
};

// 10 to 128 characters, not the login, none of the commonest; error "access.password_weak" says
// which rule.
Result<void> check_password(const std::string& login, const std::string& name,
                            const std::string& password);

}  // namespace diaodu::access
