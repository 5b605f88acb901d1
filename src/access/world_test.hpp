#pragma once
// An Access on a fresh store, with a clock that tests turn. For tests of access/.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "access/access.hpp"
#include "store/test_store.hpp"

namespace diaodu::access {

using store::must;

inline const By kBy{"anna", {}, "10.0.0.1", "r1"};

struct World {
  explicit World(store::Store& given) : store(given) {
    auto session = must(store.session());
    must(store::migrate(*session));
    start();
  }
  void start() {
    access.reset();
    Options options;
    options.clock = [this] {
      const int64_t local = seconds + 8 * 3'600;
      const int64_t of_day = local % 86'400;
      return fmt::format("{}T{:02}:{:02}:{:02}.000+08:00",
                         to_text(Day{static_cast<int32_t>(local / 86'400)}), of_day / 3'600,
                         of_day / 60 % 60, of_day % 60);
    };
    options.seconds = [this] { return seconds; };
    options.key = {1, 2};
    options.cost = {64, 1, 1};
    options.head_file = head_file;
    options.sms_command = sms_command;
    if (set) set(options);
    access = must(Access::open(store, options));
  }
  Accounts& accounts() { return access->accounts(); }
  Sessions& sessions() { return access->sessions(); }
  Tokens& tokens() { return access->tokens(); }
  Audit& audit() { return access->audit(); }
  Day today() const { return Day{static_cast<int32_t>((seconds + 8 * 3'600) / 86'400)}; }

  // An account that has changed its first password to "correct horse N".
  Account add(const std::string& login, std::vector<Role> roles, std::vector<Grant> grants) {
    Account account;
    account.login = login;
    account.name = "某某";
    account.unit_area = grants.empty() ? "" : grants[0].area;
    account.unit_name = "办公室";
    account.phone = "13800001234";
    account.roles = std::move(roles);
    account.grants = std::move(grants);
    const std::string first = must(accounts().add(account, "", kBy));
    const SignedIn in = must(sessions().log_in({login, first, "", "10.0.0.9", ""}));
    must(sessions().change_password(in.id, first, kPassword));
    return must(accounts().find(login));
  }
  SignedIn log_in(const std::string& login, const std::string& password = kPassword) {
    return must(sessions().log_in({login, password, "", "10.0.0.9", ""}));
  }
  std::string refusal(const LogIn& log_in) {
    const auto in = sessions().log_in(log_in);
    return in.ok() ? "" : in.error().code;
  }
  std::vector<AuditRow> rows(const AuditAsked& asked = {}) {
    auto session = must(store.session());
    return must(audit().list(*session, asked));
  }
  AuditCheck check() {
    auto session = must(store.session());
    return must(Audit::check(*session, head_file));
  }

  static constexpr const char* kPassword = "correct horse 7";
  store::Store& store;
  int64_t seconds = 1'583'460'000;  // 2020-03-06 10:00 +08:00
  std::string head_file, sms_command;
  std::function<void(Options&)> set;  // what else a test wants
  std::unique_ptr<Access> access;
};

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().code;
}

}  // namespace diaodu::access
