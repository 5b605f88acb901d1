#pragma once
// Log-in by a platform that the installation trusts: OpenID Connect, authorization code with PKCE,
// ID tokens signed RS256. The platform says who somebody is; what he may do stands in his account
// here: somebody without an account gets none.
#include <functional>
#include <string>

#include "access/account.hpp"

namespace diaodu::access {

struct SignedIn;

struct PlatformOptions {
  std::string issuer;  // "https://login.example"; empty: no platform
  std::string client_id;
  std::string client_secret;                       // empty: a public client
  std::string redirect_uri;                        // where the platform sends people back to
  std::string login_claim = "preferred_username";  // is the account's login
  // A program that gets the URL as its argument and a form on standard input (empty: GET), and
  // prints the body of a good answer: a line around curl does.
  std::string fetch_command;
  std::function<Result<std::string>(const std::string& url, const std::string& form)> fetch;
};

struct Departure {
  std::string url;    // where to send the browser
  std::string state;  // kept by the browser in a cookie, and compared when it comes back
};

class Platform {
 public:
  explicit Platform(State& state) : state_(state) {}
  bool is_there() const;
  // Error "access.platform_failed": it cannot be reached, or answers nonsense.
  Result<Departure> depart();
  // The browser is back with a state (the cookie's must be the same) and a code; each state is good
  // once, for ten minutes. Errors "access.platform_failed", "access.platform_refused" (no active
  // account of that login), "access.session_ended" (an unknown state).
  Result<SignedIn> arrive(const std::string& state, const std::string& code,
                          const std::string& remote, const std::string& request_id);

 private:
  State& state_;
};

}  // namespace diaodu::access
