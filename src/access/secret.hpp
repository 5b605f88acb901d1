#pragma once
// Random texts, codes and their hashes. Internal to access/.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"

namespace diaodu::access {

std::string random_bytes(size_t count);
std::string random_id();                  // 256 bits, base64url, 43 characters
std::string random_name(size_t letters);  // of a-z and 2-9 without look-alikes
std::string random_password();            // "abcd-efgh-jkmn-pqrs", 79 bits
std::string random_digits(size_t count);
bool same_secret(std::string_view a, std::string_view b);  // in constant time

std::string base32(std::string_view bytes);
// HMAC-SHA-1 one-time code of RFC 6238: six digits for a step of 30 seconds.
std::string totp(std::string_view secret, int64_t step, int digits = 6);
// The step whose code it is, if it is now's or a neighbour's and later than `last`.
std::optional<int64_t> totp_step_of(std::string_view secret, std::string_view code, int64_t seconds,
                                    int64_t last);

// AES-256-GCM under a key made of the installation's; hexadecimal. nullopt: not ours, or altered.
std::string sealed(const HashKey& key, std::string_view bytes);
std::optional<std::string> unsealed(const HashKey& key, std::string_view hex);

}  // namespace diaodu::access
