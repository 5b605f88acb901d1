#include "access/state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/names.hpp"
#include "access/secret.hpp"
#include "access/sql.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr int kPlatformMax = 2;  // log-ins that wait for the platform at one time

}  // namespace

State::State(Options given, const HashCost& cost)
    : options(std::move(given)),
      throttle(options.failures_max, options.address_failures_max, options.failure_seconds),
      gate(options.hashes_max),
      platform_gate(kPlatformMax) {
  Result<std::string> made = hash_password(random_password(), cost);
  if (made) no_hash = *made;
}

int64_t State::now() {
  const int64_t read = options.seconds();
  std::lock_guard lock(mutex);
  last_seconds = std::max(last_seconds, read);
  return last_seconds;
}

Day State::today() const {
  const std::string text = options.clock();
  return parse_day(std::string_view(text).substr(0, 10)).value_or(Day{});
}

std::optional<Kept> State::kept(const std::string& login) const {
  std::lock_guard lock(mutex);
  const auto number = by_login.find(login);
  if (number == by_login.end()) return std::nullopt;
  return accounts.at(number->second);
}

std::optional<Kept> State::kept(int64_t account) const {
  std::lock_guard lock(mutex);
  const auto found = accounts.find(account);
  return found == accounts.end() ? std::nullopt : std::optional(found->second);
}

Result<void> State::put(const Kept& kept, std::vector<AuditEntry> audit, bool end_sessions) {
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(write_account(session, kept, options.key));
    return end_sessions ? delete_sessions(session, kept.account.account) : Result<void>();
  };
  TRY(writer->write(write, std::move(audit)));
  std::lock_guard lock(mutex);
  by_login[kept.account.login] = kept.account.account;
  accounts[kept.account.account] = kept;
  if (end_sessions) forget_sessions(kept.account.account);
  return {};
}

void State::forget_sessions(int64_t account) {
  std::erase_if(sessions, [&](const auto& one) {
    return one.second.account == account || one.second.acts_for == account;
  });
}

namespace {

// Each grant named with the roles it goes with, so that joining two accounts widens neither.
std::vector<Grant> pinned(const Account& account) {
  std::vector<Grant> grants;
  for (const Grant& grant : account.grants) {
    if (!grant.role.empty()) {
      grants.push_back(grant);
      continue;
    }
    for (const Role role : account.roles) {
      grants.push_back(grant);
      grants.back().role = to_text(role);
    }
  }
  return grants;
}

void give_all(Account& giver, Account& taker) {
  std::vector<Grant> grants = pinned(taker);
  for (Grant& grant : pinned(giver)) {
    if (std::find(grants.begin(), grants.end(), grant) == grants.end())
      grants.push_back(std::move(grant));
  }
  taker.grants = std::move(grants);
  for (const Role role : giver.roles) {
    if (std::find(taker.roles.begin(), taker.roles.end(), role) == taker.roles.end())
      taker.roles.push_back(role);
  }
  giver.roles.clear();
  giver.grants.clear();
  giver.state = "handed_over";
}

}  // namespace

Result<void> State::apply_hand_overs() {
  const Day day = today();
  {
    std::lock_guard lock(mutex);
    if (hand_overs_looked_at == day) return {};
  }
  std::lock_guard one_by_one(changing);
  std::vector<IdDays> all;
  {
    std::lock_guard lock(mutex);
    if (hand_overs_looked_at == day) return {};
    all = hand_overs;
  }
  for (IdDays& one : all) {
    if (one.done || one.from > day) continue;
    Kept giver = *kept(one.giver), taker = *kept(one.taker);
    give_all(giver.account, taker.account);
    giver.account.changed_at = taker.account.changed_at = now_text();
    one.done = true;
    const auto write = [&](store::Session& session) -> Result<void> {
      for (const Kept* side : {&giver, &taker}) {
        TRY(write_account(session, *side, options.key));
        TRY(delete_sessions(session, side->account.account));
      }
      TRY(session.run(sql::hand_over_done, {{"giver", one.giver}, {"taker", one.taker}}));
      return {};
    };
    AuditEntry audit;
    audit.actor = "system";
    audit.action = "account_handed_over";
    audit.detail = fmt::format("{} -> {}", giver.account.login, taker.account.login);
    TRY(writer->write(write, {audit}));
    std::lock_guard lock(mutex);
    for (const Kept* side : {&giver, &taker}) {
      accounts[side->account.account] = *side;
      forget_sessions(side->account.account);
    }
    hand_overs = all;
  }
  std::lock_guard lock(mutex);
  hand_overs_looked_at = day;
  return {};
}

Error no_account(const std::string& login) {
  return Error{"access.no_account",
               {"没有账号“" + login + "”", "there is no account \"" + login + "\""},
               {"用 diaodu account list 查看", "diaodu account list shows them"},
               {},
               {{"login", login}},
               Exit::usage};
}

AuditEntry audit_of(const By& by, std::string action, std::string detail) {
  AuditEntry entry;
  entry.actor = by.actor;
  entry.on_behalf_of = by.on_behalf_of;
  entry.remote = by.remote;
  entry.request_id = by.request_id;
  entry.action = std::move(action);
  entry.detail = std::move(detail);
  return entry;
}

std::string text_of(const Grant& grant) {
  std::string text =
      fmt::format("{}/{}/{}/{}", show_area(grant.area), to_text(grant.side),
                  grant.register_id.empty() ? "*" : grant.register_id, to_text(grant.columns));
  if (!grant.other_area.empty()) text += "/with " + grant.other_area;
  if (!grant.role.empty()) text += "/as " + grant.role;
  if (!grant.own.empty()) text += fmt::format("/own {}", grant.own.size());
  return text;
}

}  // namespace diaodu::access
