// Log-in, passwords and the second factor.
#include <fmt/format.h>

#include <algorithm>

#include "access/audit_chain.hpp"
#include "access/child.hpp"
#include "access/password.hpp"
#include "access/secret.hpp"
#include "access/sessions_inside.hpp"
#include "access/sql.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr int64_t kSmsSeconds = 300, kSmsAgainSeconds = 60;
constexpr size_t kPasswordsKept = 6;  // the one in force and the last five
constexpr int kRecoveryCodes = 10;

Error throttled(int64_t seconds) {
  const int64_t minutes = (seconds + 59) / 60;
  return Error{"access.throttled",
               {fmt::format("密码连续输错，请 {} 分钟后再试", minutes),
                fmt::format("too many log-ins were refused: try again in {} minutes", minutes)},
               {"忘了密码请联系安全管理员重置",
                "if the password is forgotten, the security administrator resets it"},
               {},
               {{"seconds", std::to_string(seconds)}},
               Exit::usage};
}

Error code_needed(const std::string& way) {
  const bool sms = way == "sms";
  return Error{"access.code_needed",
               {sms ? "验证码已发到登记的手机，5 分钟内有效" : "请输入身份验证器上的 6 位数字",
                sms ? "a code was sent to the telephone on record; it is good for 5 minutes"
                    : "enter the six digits of your authenticator"},
               {sms ? "没有收到，一分钟后可再发" : "手机不在身边，可用一次性备用码",
                sms ? "if it does not come, ask again after a minute"
                    : "without the telephone, use one of your recovery codes"},
               {},
               {{"way", way}},
               Exit::usage};
}

Error code_refused() {
  return Error{"access.code_refused",
               {"验证码不对，或已用过、已过期", "the code is wrong, used already or too old"},
               {"等下一个验证码再试；手机时间要准",
                "wait for the next one; the clock of the "
                "telephone must be right"},
               {},
               {},
               Exit::usage};
}

// What the throttle and the audit call him: the login, or, if there is none such, a hash: people
// type passwords into the wrong field.
std::string name_in_audit(const State& state, const std::string& login) {
  return state.kept(login) ? login : "?" + id_hash(state.options.key, login);
}

AuditEntry attempt(const std::string& who, const LogIn& log_in, std::string outcome,
                   std::string detail = {}) {
  AuditEntry audit;
  audit.actor = who;
  audit.action = "log_in";
  audit.remote = log_in.remote;
  audit.request_id = log_in.request_id;
  audit.outcome = std::move(outcome);
  audit.detail = std::move(detail);
  return audit;
}

Result<void> send_code(State& state, const Kept& kept) {
  const int64_t now = state.now();
  const std::string code = random_digits(6);
  {
    std::lock_guard lock(state.mutex);
    SentCode& sent = state.sent_codes[kept.account.account];
    if (sent.sent > 0 && now - sent.sent < kSmsAgainSeconds) return {};  // the last one is good
    sent = {sha256_hex(code), now};
  }
  const std::string text = "【调度】登录验证码 " + code + "，5 分钟内有效，请勿告诉他人。";
  const std::string number = replace_all(kept.account.phone, "\n", "");
  if (output_of(state.options.sms_command, {}, number + "\n" + text + "\n")) return {};
  std::lock_guard lock(state.mutex);
  state.sent_codes.erase(kept.account.account);
  return Error{"access.sms_failed",
               {"验证码没有发出去", "the code could not be sent"},
               {"稍后再试；一直不行请联系系统管理员检查短信网关",
                "try again; if it goes on, have the system administrator look at the gateway"}};
}

// Uses the code up in `kept`, which the caller stores.
bool code_fits(State& state, Kept& kept, const std::string& code) {
  if (kept.account.second_factor == "sms") {
    std::lock_guard lock(state.mutex);
    const auto sent = state.sent_codes.find(kept.account.account);
    if (sent == state.sent_codes.end() || state.last_seconds - sent->second.sent >= kSmsSeconds ||
        !same_secret(sent->second.code_sha256, sha256_hex(code))) {
      return false;
    }
    state.sent_codes.erase(sent);
    return true;
  }
  if (const auto step = totp_step_of(kept.totp_secret, code, state.now(), kept.totp_step)) {
    kept.totp_step = *step;
    return true;
  }
  return kept.recovery.erase(sha256_hex(code)) > 0;
}

// The second factor, if the account has one; the code is used up on disk before it counts.
Result<void> check_code(State& state, const Kept& kept, const LogIn& log_in) {
  if (kept.account.second_factor.empty()) return {};
  if (log_in.code.empty()) {
    if (kept.account.second_factor == "sms") TRY(send_code(state, kept));
    return code_needed(kept.account.second_factor);
  }
  std::lock_guard one_by_one(state.changing);
  std::optional<Kept> now = state.kept(kept.account.account);
  if (!now || !code_fits(state, *now, log_in.code)) return code_refused();
  return state.put(*now, {}, false);
}

bool password_of(State& state, const std::optional<Kept>& kept, const std::string& password) {
  const bool there = kept && !kept->passwords.empty();
  const bool fits = password_fits(there ? kept->passwords.front() : state.no_hash, password);
  return fits && there && kept->account.state == "active";
}

}  // namespace

Error no_phone() {
  return Error{"access.no_phone",
               {"账号没有登记手机，或本系统没有接短信网关",
                "the account has no telephone, or no gateway is set up"},
               {"请安全管理员登记手机，或改用身份验证器",
                "have the telephone entered, or use an authenticator"},
               {},
               {},
               Exit::usage};
}

Error log_in_refused() {
  return Error{
      "access.log_in_refused",
      {"账号或密码不对，或账号已停用", "login or password is wrong, or the account is locked"},
      {"检查大小写；忘了密码请联系安全管理员",
       "mind capital letters; the security administrator resets a forgotten password"},
      {},
      {},
      Exit::usage};
}

Result<SignedIn> Sessions::log_in(const LogIn& log_in) {
  TRY(state_.apply_hand_overs());
  const std::string who = name_in_audit(state_, log_in.login);
  const int64_t wait = state_.throttle.begin(who, log_in.remote, state_.now());
  if (wait > 0) {
    TRY(state_.writer->write({}, {attempt(who, log_in, "throttled")}));
    return throttled(wait);
  }
  const std::optional<Kept> kept = state_.kept(log_in.login);
  bool right = false;
  {
    Result<HashGate::Pass> pass = state_.gate.enter(kPatience);
    if (!pass) {
      state_.throttle.neither(who, log_in.remote);
      return std::move(pass).error();
    }
    right = password_of(state_, kept, log_in.password);
  }
  if (!right) {
    TRY(state_.writer->write({}, {attempt(who, log_in, "refused")}));
    return log_in_refused();
  }
  const Result<void> second = check_code(state_, *kept, log_in);
  if (!second) {
    const bool wrong = second.error().code == "access.code_refused";
    if (!wrong) state_.throttle.neither(who, log_in.remote);
    TRY(state_.writer->write(
        {}, {attempt(who, log_in, wrong ? "refused" : "code_needed", second.error().code)}));
    return second.error();
  }
  state_.throttle.good(who, log_in.remote);
  std::lock_guard one_by_one(state_.changing);  // a lock in this moment comes before or after it
  std::optional<Kept> now = state_.kept(log_in.login);
  if (!now || now->account.state != "active" || now->passwords != kept->passwords)
    return log_in_refused();
  if (!log_in.link.empty())
    TRY(link_account(state_, *now, log_in.link, {who, {}, log_in.remote, log_in.request_id}));
  Opening opening;
  opening.remote = log_in.remote;
  opening.audit = {attempt(who, log_in, "done", kept->account.second_factor)};
  opening.is_log_in = true;
  return open_session(state_, *now, {}, opening);
}

Result<SignedIn> Sessions::change_password(std::string_view id, const std::string& old_password,
                                           const std::string& new_password) {
  TRY_ASSIGN(const Open open, session_of(state_, id, false));
  std::optional<Kept> kept = state_.kept(open.account);
  if (!kept) return session_ended();
  const std::string login = kept->account.login;
  const int64_t wait = state_.throttle.begin(login, open.remote, state_.now());
  if (wait > 0) return throttled(wait);
  std::string hash;
  {
    TRY_ASSIGN(const HashGate::Pass pass, state_.gate.enter(kPatience));
    if (!password_of(state_, kept, old_password)) return log_in_refused();
    state_.throttle.good(login, open.remote);
    TRY(check_password(login, kept->account.name, new_password));
    for (const std::string& used : kept->passwords) {
      if (!password_fits(used, new_password)) continue;
      return Error{"access.password_used",
                   {"这个密码最近用过", "this password was used of late"},
                   {"换一个最近五次没有用过的", "choose one that is none of the last five"},
                   {},
                   {},
                   Exit::usage};
    }
    TRY_ASSIGN(hash, hash_password(new_password, state_.options.cost));
  }
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> now = state_.kept(open.account);
  if (!now || now->passwords != kept->passwords) return log_in_refused();  // changed meanwhile
  now->passwords.insert(now->passwords.begin(), hash);
  if (now->passwords.size() > kPasswordsKept) now->passwords.resize(kPasswordsKept);
  now->account.must_change_password = false;
  now->account.changed_at = state_.now_text();
  By by{login, {}, open.remote, {}};
  TRY(state_.put(*now, {audit_of(by, "password_change", login)}, true));
  Opening opening;
  opening.remote = open.remote;
  opening.begun = open.begun;
  return open_session(state_, *now, {}, opening);
}

namespace {

// A session left open must not be enough to put another factor in place of his.
Result<void> has_no_totp(const State& state, int64_t account) {
  const std::optional<Kept> kept = state.kept(account);
  if (!kept) return session_ended();
  if (kept->account.second_factor != "totp") return {};
  return Error{"access.second_factor_there",
               {"已经设置了身份验证器", "an authenticator is set up already"},
               {"换了手机的，请安全管理员重置后再设置",
                "for a new telephone, have the security administrator reset it first"},
               {},
               {},
               Exit::usage};
}

}  // namespace

Result<TotpEnrolment> Sessions::begin_totp(std::string_view id) {
  TRY_ASSIGN(const Open open, session_of(state_, id, false));
  TRY(has_no_totp(state_, open.account));
  const std::string secret = random_bytes(20);
  std::lock_guard lock(state_.mutex);
  const auto at = state_.sessions.find(open.id_sha256);
  if (at == state_.sessions.end()) return session_ended();
  at->second.totp_begun = secret;
  TotpEnrolment made;
  made.secret = base32(secret);
  made.uri = fmt::format("otpauth://totp/Diaodu:{}?secret={}&issuer=Diaodu&digits=6&period=30",
                         state_.accounts.at(open.account).account.login, made.secret);
  return made;
}

Result<std::vector<std::string>> Sessions::confirm_totp(std::string_view id,
                                                        const std::string& code) {
  TRY_ASSIGN(const Open open, session_of(state_, id, false));
  const auto step =
      open.totp_begun.empty() ? std::nullopt : totp_step_of(open.totp_begun, code, state_.now(), 0);
  if (!step) return code_refused();
  std::vector<std::string> codes;
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(open.account);
  if (!kept) return session_ended();
  TRY(has_no_totp(state_, open.account));
  kept->recovery.clear();
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(random_name(5) + "-" + random_name(5));
    kept->recovery.insert(sha256_hex(codes.back()));
  }
  kept->totp_secret = open.totp_begun;
  kept->totp_step = *step;
  kept->account.second_factor = "totp";
  kept->account.changed_at = state_.now_text();
  const std::string& login = kept->account.login;
  TRY(state_.put(*kept, {audit_of({login, {}, open.remote, {}}, "second_factor", "totp")}, false));
  std::lock_guard lock(state_.mutex);
  if (const auto at = state_.sessions.find(open.id_sha256); at != state_.sessions.end())
    at->second.totp_begun.clear();
  return codes;
}

Result<void> Sessions::use_sms(std::string_view id) {
  TRY_ASSIGN(const Open open, session_of(state_, id, false));
  TRY(has_no_totp(state_, open.account));
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(open.account);
  if (!kept) return session_ended();
  if (kept->account.phone.empty() || state_.options.sms_command.empty()) {
    return no_phone();
  }
  kept->account.second_factor = "sms";
  kept->account.changed_at = state_.now_text();
  const std::string& login = kept->account.login;
  return state_.put(*kept, {audit_of({login, {}, open.remote, {}}, "second_factor", "sms")}, false);
}

}  // namespace diaodu::access
