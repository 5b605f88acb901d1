#pragma once
// An ID token, verified. Internal to access/.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace diaodu::access {

std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
std::string sha256_bytes(std::string_view bytes);

struct TokenWanted {
  std::string issuer, client_id, nonce;
  int64_t now = 0;  // seconds
};
// Its claims, if a key of `keys` (a JWKS) signed it with RS256, it is for us, of this log-in, and
// in time. Never with "alg" none, HS256 or anything but RS256.
std::optional<boost::json::object> claims_of(std::string_view token, std::string_view keys,
                                             const TokenWanted& wanted);

}  // namespace diaodu::access
