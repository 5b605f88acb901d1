// A session from its beginning to its end. Log-in stands in log_in.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "access/person.hpp"
#include "access/secret.hpp"
#include "access/sessions_inside.hpp"
#include "access/sql.hpp"

namespace diaodu::access {
namespace {

constexpr int64_t kSaveSeconds = 60;  // how far what is stored of "last seen" may lag

bool has_run_out(const Open& open, const Options& options, int64_t now) {
  return now - open.seen >= options.idle_seconds || now - open.begun >= options.absolute_seconds;
}

store::Params row_of_session(const Open& open) {
  store::Params params = {{"id_sha256", open.id_sha256},
                          {"account", open.account},
                          {"begun", open.begun},
                          {"seen", open.seen},
                          {"begun_at", open.begun_at},
                          {"remote", open.remote},
                          {"by_platform", open.by_platform}};
  params.push_back(
      {"acts_for", open.acts_for ? store::Value(*open.acts_for) : store::Value(nullptr)});
  return params;
}

}  // namespace

Error session_ended() {
  return Error{
      "access.session_ended",
      {"登录已失效，请重新登录", "the session has ended: log in again"},
      {"填了一半的内容会保留，登录后可继续", "a half-filled form is kept and can be gone on with"},
      {},
      {},
      Exit::usage};
}

Result<void> stand_in_holds(const State& state, int64_t giver, int64_t taker, Day today) {
  std::lock_guard lock(state.mutex);
  const auto from = state.accounts.find(giver);
  const bool holds =
      from != state.accounts.end() && from->second.account.state == "active" &&
      std::any_of(state.stand_ins.begin(), state.stand_ins.end(), [&](const IdDays& one) {
        return one.giver == giver && one.taker == taker && one.from <= today && today <= one.to;
      });
  if (holds) return {};
  return Error{"access.no_stand_in",
               {"今天没有请您代办这个账号的工作", "you do not stand in for this account today"},
               {"请对方或管理员登记代办的起止日期",
                "have the days of the stand-in entered by an administrator"},
               {},
               {},
               Exit::usage};
}

// A new session in place of `replaces` (the hash of an id, or empty).
Result<SignedIn> open_session(State& state, const Kept& own, std::optional<int64_t> acts_for,
                              const Opening& opening) {
  const std::string id = random_id();
  Open open;
  open.id_sha256 = sha256_hex(id);
  open.account = own.account.account;
  open.acts_for = acts_for;
  open.begun = opening.begun > 0 ? opening.begun : state.now();
  open.seen = open.seen_saved = state.now();
  open.begun_at = state.now_text();
  open.remote = opening.remote;
  open.by_platform = opening.by_platform;
  const auto write = [&](store::Session& session) -> Result<void> {
    if (opening.is_log_in) {
      TRY(session.run(sql::logged_in,
                      {{"account", open.account}, {"last_log_in_at", open.begun_at}}));
    }
    if (!opening.replaces.empty())
      TRY(session.run(sql::delete_session, {{"id_sha256", opening.replaces}}));
    TRY(session.run(sql::insert_session, row_of_session(open)));
    return {};
  };
  TRY(state.writer->write(write, opening.audit));
  const std::optional<Kept> giver = acts_for ? state.kept(*acts_for) : std::nullopt;
  SignedIn signed_in{id, Sessions::csrf_of(id),
                     person_of(own.account, giver ? &giver->account : nullptr)};
  if (open.by_platform) signed_in.person.must_change_password = false;
  signed_in.person.must_set_second_factor =
      lacks_second_factor(state, own.account, open.by_platform);
  signed_in.person.idle_seconds_left = state.options.idle_seconds;
  std::lock_guard lock(state.mutex);
  if (opening.is_log_in) state.accounts[open.account].account.last_log_in_at = open.begun_at;
  state.sessions.erase(opening.replaces);
  state.sessions[open.id_sha256] = std::move(open);
  return signed_in;
}

Result<Open> session_of(State& state, std::string_view id, bool quiet) {
  const std::string key = sha256_hex(id);
  const int64_t now = state.now();
  std::optional<Open> found;
  bool is_over = false, save = false;
  {
    std::lock_guard lock(state.mutex);
    const auto at = state.sessions.find(key);
    if (at == state.sessions.end()) return session_ended();
    is_over = has_run_out(at->second, state.options, now);
    const auto account = state.accounts.find(at->second.account);
    is_over =
        is_over || account == state.accounts.end() || account->second.account.state != "active";
    if (!quiet && !is_over) {
      at->second.seen = now;
      save = now - at->second.seen_saved >= kSaveSeconds;
      if (save) at->second.seen_saved = now;
    }
    found = at->second;
    if (is_over) state.sessions.erase(at);
  }
  if (is_over || save) {  // not waited for: a lost one costs a minute of patience, no right
    (void)state.writer->submit([key, now, is_over](store::Session& session) -> Result<void> {
      if (is_over) {
        TRY(session.run(sql::delete_session, {{"id_sha256", key}}));
      } else {
        TRY(session.run(sql::session_seen, {{"id_sha256", key}, {"seen", now}}));
      }
      return {};
    });
  }
  if (is_over) return session_ended();
  return *std::move(found);
}

Result<Person> Sessions::who(std::string_view id, bool quiet) {
  TRY(state_.apply_hand_overs());
  TRY_ASSIGN(const Open open, session_of(state_, id, quiet));
  const std::optional<Kept> own = state_.kept(open.account);
  if (!own) return session_ended();
  std::optional<Kept> giver;
  if (open.acts_for) {
    const auto holds = stand_in_holds(state_, *open.acts_for, open.account, state_.today());
    giver = holds ? state_.kept(*open.acts_for) : std::nullopt;
    if (!giver) {
      TRY(log_out(id));
      return session_ended();
    }
  }
  Person person = person_of(own->account, giver ? &giver->account : nullptr);
  if (open.by_platform) person.must_change_password = false;
  person.must_set_second_factor = lacks_second_factor(state_, own->account, open.by_platform);
  const int64_t now = state_.now();
  person.idle_seconds_left = std::min(open.seen + state_.options.idle_seconds,
                                      open.begun + state_.options.absolute_seconds) -
                             now;
  return person;
}

Result<void> Sessions::log_out(std::string_view id) {
  const std::string key = sha256_hex(id);
  AuditEntry audit;
  {
    std::lock_guard lock(state_.mutex);
    const auto at = state_.sessions.find(key);
    if (at == state_.sessions.end()) return {};
    audit.actor = state_.accounts.at(at->second.account).account.login;
    audit.remote = at->second.remote;
    state_.sessions.erase(at);
  }
  audit.action = "log_out";
  const auto write = [key](store::Session& session) -> Result<void> {
    TRY(session.run(sql::delete_session, {{"id_sha256", key}}));
    return {};
  };
  TRY(state_.writer->write(write, {audit}));
  return {};
}

std::string Sessions::csrf_of(std::string_view id) {
  return sha256_hex("access.csrf\x1f" + std::string(id));
}

bool Sessions::csrf_good(std::string_view id, std::string_view token) {
  return !id.empty() && same_secret(csrf_of(id), token);
}

bool Sessions::origin_good(std::string_view origin, const std::vector<std::string>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) {
    return origin == one || (origin.starts_with(one) && origin[one.size()] == '/');
  });
}

Result<SignedIn> Sessions::act_for(std::string_view id, const std::string& login) {
  TRY_ASSIGN(const Open open, session_of(state_, id, false));
  const std::optional<Kept> own = state_.kept(open.account);
  if (!own) return session_ended();
  std::optional<int64_t> acts_for;
  if (!login.empty()) {
    const std::optional<Kept> giver = state_.kept(login);
    TRY(stand_in_holds(state_, giver ? giver->account.account : 0, open.account, state_.today()));
    acts_for = giver->account.account;
  }
  Opening opening;
  opening.remote = open.remote;
  opening.replaces = open.id_sha256;
  opening.by_platform = open.by_platform;
  opening.begun = open.begun;  // a change of hats is no longer day
  AuditEntry audit;
  audit.actor = own->account.login;
  audit.on_behalf_of = login;
  audit.action = login.empty() ? "stand_in_end" : "stand_in_begin";
  audit.remote = open.remote;
  opening.audit = {audit};
  return open_session(state_, *own, acts_for, opening);
}

std::vector<OpenSession> Sessions::list(const std::string& login) const {
  const int64_t now = state_.now();
  std::vector<OpenSession> out;
  std::lock_guard lock(state_.mutex);
  for (const auto& [key, open] : state_.sessions) {
    const std::string& owner = state_.accounts.at(open.account).account.login;
    if ((!login.empty() && owner != login) || has_run_out(open, state_.options, now)) continue;
    out.push_back({key.substr(0, 8), owner, open.remote, open.begun_at, now - open.seen});
  }
  return out;
}

Result<void> Sessions::end_all(const std::string& login, const By& by) {
  const std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  const int64_t account = kept->account.account;
  const auto write = [account](store::Session& session) {
    return delete_sessions(session, account);
  };
  TRY(state_.writer->write(write, {audit_of(by, "session_end_all", login)}));
  std::lock_guard lock(state_.mutex);
  state_.forget_sessions(account);
  return {};
}

}  // namespace diaodu::access
