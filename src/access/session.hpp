#pragma once
// Log-in and sessions. A session's id is 256 random bits, given once and stored as a hash; it ends
// after idle or absolute time, at log-out, and whenever password, roles or state change. The id
// changes whenever rights change.
#include <string>
#include <string_view>
#include <vector>

#include "access/account.hpp"

namespace diaodu::access {

struct LogIn {
  std::string login, password;
  std::string code;  // of the second factor (or a recovery code), when it was asked for
  std::string remote, request_id;
  std::string link;  // state of an arrival from the platform that this account is linked with
};
struct SignedIn {
  std::string id;    // for the cookie
  std::string csrf;  // for the page: comes back in a header with each writing request
  Person person;
};
struct OpenSession {
  std::string session;  // short name, not the id
  std::string login, remote, begun_at;
  int64_t idle_seconds = 0;
};
struct TotpEnrolment {
  std::string secret;  // Base32, to type
  std::string uri;     // otpauth://totp/..., to draw as a code
};

class Sessions {
 public:
  explicit Sessions(State& state) : state_(state) {}
  // Errors: "access.log_in_refused" (one answer and one amount of work, whatever is wrong: no such
  // account, password, locked), "access.throttled", "access.code_needed" (password right; param
  // `way`: totp | sms; a code by SMS is sent), "access.code_refused", "access.too_busy".
  Result<SignedIn> log_in(const LogIn& log_in);
  // Error "access.session_ended". remote: where the request comes from. `quiet`: a request that
  // does not count as activity (a live board's stream).
  Result<Person> who(std::string_view id, bool quiet = false);
  Result<void> log_out(std::string_view id);
  static std::string csrf_of(std::string_view id);
  static bool csrf_good(std::string_view id, std::string_view token);
  // The Origin header (or Referer) of a writing request against the configured origins.
  static bool origin_good(std::string_view origin, const std::vector<std::string>& allowed);

  // Ends all sessions of the account and opens a new one. Errors "access.log_in_refused",
  // "access.password_weak", "access.password_used" (one of the last five).
  Result<SignedIn> change_password(std::string_view id, const std::string& old_password,
                                   const std::string& new_password);
  // Stands in for `login` from here on (a new session id), or, "", is himself again. Error
  // "access.no_stand_in".
  Result<SignedIn> act_for(std::string_view id, const std::string& login);
  // Second factor: begin gives a secret; confirm with a first code gives ten recovery codes, once.
  // Whoever has an authenticator keeps it until a reset: "access.second_factor_there".
  Result<TotpEnrolment> begin_totp(std::string_view id);
  Result<std::vector<std::string>> confirm_totp(std::string_view id, const std::string& code);
  Result<void> use_sms(std::string_view id);  // codes to the account's phone; "access.no_phone"
  std::vector<OpenSession> list(const std::string& login) const;
  Result<void> end_all(const std::string& login, const By& by);

 private:
  State& state_;
};

}  // namespace diaodu::access
