#pragma once
// An account as the one who asks. Internal to access/.
#include <algorithm>

#include "access/state.hpp"

namespace diaodu::access {

// giver: stood in for.
inline Person person_of(const Account& own, const Account* giver) {
  const Account& rights = giver ? *giver : own;
  Person person;
  person.account = own.account;
  person.login = own.login;
  person.name = own.name;
  person.unit_area = rights.unit_area;
  person.unit_name = rights.unit_name;
  person.roles = rights.roles;
  person.grants = rights.grants;
  if (giver) person.on_behalf_of = giver->login;
  person.must_change_password = own.must_change_password;
  person.has_second_factor = !own.second_factor.empty();
  return person;
}

inline bool lacks_second_factor(const State& state, const Account& own, bool by_platform) {
  if (by_platform || !own.second_factor.empty()) return false;  // the platform has its own
  std::lock_guard lock(state.mutex);
  for (const Role role : state.settings.second_factor)
    if (std::find(own.roles.begin(), own.roles.end(), role) != own.roles.end()) return true;
  return false;
}

Error session_ended();
Error log_in_refused();
Result<void> stand_in_holds(const State& state, int64_t giver, int64_t taker, Day today);

}  // namespace diaodu::access
