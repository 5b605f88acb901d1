#pragma once
// Who may do what: the policy table, role × action × class of data. One table, as data: the server
// reads it and the tests read it; what it does not name is refused. Areas and registers come from
// the grants of an account (scope.hpp), never from a role.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.hpp"
#include "base/error.hpp"

namespace diaodu::access {

// Names as stored, and as the API shows them.
// clang-format off
#define DIAODU_ROLES(X)                                                                          \
  X(officer) X(reviewer) X(head) X(clerk) X(deputy_clerk) X(host_labour) X(service_station)      \
  X(helper) X(ledger_keeper) X(department) X(reader) X(system_admin) X(security_admin)           \
  X(audit_admin)
#define DIAODU_ACTIONS(X)                                                                        \
  X(parcel_read) X(parcel_take) X(parcel_return) X(parcel_withdraw) X(nil_report)                \
  X(suspend_report) X(finding_read) X(finding_mend) X(finding_explain) X(finding_approve)        \
  X(finding_export) X(record_read) X(record_unmask) X(record_export) X(record_verify)            \
  X(figure_read) X(figure_trace) X(objection_raise) X(objection_answer)                          \
  X(standing_read) X(live_read) X(suggestion_write) X(suggestion_handle) X(pack_read)            \
  X(pack_use) X(account_read) X(account_manage) X(token_own) X(audit_read) X(system_read)        \
  X(system_manage)
// clang-format on
#define DIAODU_ONE(name) name,
enum class Role { DIAODU_ROLES(DIAODU_ONE) };
enum class Action { DIAODU_ACTIONS(DIAODU_ONE) };
#undef DIAODU_ONE

std::span<const Role> all_roles();
std::span<const Action> all_actions();
std::string_view to_text(Role role);
std::string_view to_text(Action action);
std::optional<Role> parse_role(std::string_view text);
std::optional<Action> parse_action(std::string_view text);
Words name_of(Role role);  // 信息员 / clerk
Words says_of(Role role);  // what it is for, a sentence
bool is_admin(Role role);  // one of the three that may not be joined with any other role

// The table itself: may a holder of the role do this with data of that class (of a register as its
// pack declares it; figures and whatever holds no rows: Secrecy::open)?
bool allowed(Role role, Action action, Secrecy secrecy);

// Who asks: made by Sessions::who and Tokens::who, and good for one request.
struct Person {
  int64_t account = 0;
  std::string login, name, unit_area, unit_name;  // the watermark's words
  std::vector<Role> roles;
  std::vector<Grant> grants;
  std::string on_behalf_of;  // login of the one he stands in for (代办); audited as both
  std::vector<std::string> token_actions;  // of a token: nothing beyond these; empty: no token
  bool must_change_password = false;
  bool has_second_factor = false;
  bool must_set_second_factor = false;  // his role must have one, and he has none yet
  int64_t idle_seconds_left = 0;        // of the session
};

// What is to be done with: a place (as home of rows, unless side says host) and a register.
struct Subject {
  std::string area;
  std::string register_id;  // empty: none in particular
  Secrecy secrecy = Secrecy::open;
  Side side = Side::home;
};
// Errors: "access.forbidden" (the role does not do this: 403), "access.not_yours" (another's place
// or register: answer as if it were not there: 404), "access.password_must_change" (403).
Result<void> may(const Person& who, Action action, const Subject& subject);
// As above without a place, for actions that concern none and for showing menus.
Result<void> may(const Person& who, Action action, Secrecy secrecy = Secrecy::open);
// What the person may read for this action, masked; a purpose is stated on it with
// Scope::with_purpose. Errors as of may; a person with no grant for the register gets a Scope that
// shows no row.
Result<Scope> scope_of(const Person& who, Action action, Secrecy secrecy = Secrecy::open);

}  // namespace diaodu::access
