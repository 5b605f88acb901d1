#pragma once
// Log-in by a platform that the installation trusts: OpenID Connect, authorization code with PKCE,
// ID tokens signed RS256. The platform says who somebody is, by a subject; an account is linked to
// that subject by its owner, who logs in by password once more. What he may do stands in his
// account here: nobody gets one in silence.
#include <functional>
#include <string>

#include "access/account.hpp"

namespace diaodu::access {

struct SignedIn;

// How the platform is reached; none when it is empty. The program gets the body of a good answer of
// the URL to which the form was sent (empty: GET); curl does it, within ten seconds.
using Fetch = std::function<Result<std::string>(const std::string& url, const std::string& form)>;

struct PlatformSettings {
  std::string issuer;  // "https://login.example"; empty: no platform
  std::string client_id;
  std::string client_secret;  // empty: a public client; never shown again
  std::string redirect_uri;   // https://HOST/api/session/platform/arrive, as registered there
  std::string name;           // on the button of the log-in page; may be empty
};

struct Departure {
  std::string url;    // where to send the browser
  std::string state;  // kept by the browser in a cookie, and compared when it comes back
};
struct Arrival {
  std::string state, code;  // state: of the URL and of the cookie, which are the same
  std::string issuer;       // as the URL says it (RFC 9207); empty: it does not
  std::string remote, request_id;
};

class Platform {
 public:
  explicit Platform(State& state) : state_(state) {}
  PlatformSettings settings() const;  // without the secret
  // From now on; issuer empty: no platform. No secret given: the one of before, if the client is
  // the same. Error "access.platform_setting".
  Result<void> set(const PlatformSettings& settings, const By& by);
  // Error "access.platform_failed": it cannot be reached, or answers nonsense.
  Result<Departure> depart();
  // The browser is back; each state is good once, for ten minutes. Errors "access.platform_failed",
  // "access.platform_refused" (the account is not active), "access.session_ended" (an unknown
  // state), "access.platform_unlinked" (no account of that subject: a log-in by password with this
  // state, LogIn::link, links one), "access.too_busy".
  Result<SignedIn> arrive(const Arrival& arrival);
  Result<void> unlink(const std::string& login, const By& by);

 private:
  State& state_;
};

}  // namespace diaodu::access
