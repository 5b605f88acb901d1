#include "access/id_token.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.hpp"

namespace diaodu::access {
namespace {

namespace json = boost::json;
constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int64_t kClockSeconds = 60;  // how far two clocks may lie apart
constexpr int kKeyBitsMin = 2'048;

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* it) const {
    Free(it);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : "";
}

std::optional<json::object> object_of(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

Key rsa_key(const json::object& jwk) {
  const auto n = from_base64url(text_of(jwk, "n")), e = from_base64url(text_of(jwk, "e"));
  if (!n || !e || n->empty() || e->empty() || n->size() > 1'024 || e->size() > 8) return nullptr;
  const Number modulus = number_of(*n), exponent = number_of(*e);
  const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get())) {
    return nullptr;
  }
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> params(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

bool is_signed(std::string_view text, const std::string& signature, const json::object& jwk) {
  const Key key = rsa_key(jwk);
  if (!key || EVP_PKEY_get_bits(key.get()) < kKeyBitsMin) return false;
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

// By the key the token names; a token that names none may be signed by any of them.
bool is_signed_by_one(std::string_view text, const std::string& signature, const std::string& kid,
                      std::string_view keys) {
  const auto set = object_of(keys);
  const json::value* list = set ? set->if_contains("keys") : nullptr;
  if (!list || !list->is_array()) return false;
  return std::ranges::any_of(list->get_array(), [&](const json::value& one) {
    if (!one.is_object()) return false;
    const json::object& jwk = one.get_object();
    const std::string use = text_of(jwk, "use");
    return text_of(jwk, "kty") == "RSA" && (use.empty() || use == "sig") &&
           (kid.empty() || text_of(jwk, "kid") == kid) && is_signed(text, signature, jwk);
  });
}

bool is_for(const json::object& claims, const std::string& client) {
  const json::value* aud = claims.if_contains("aud");
  if (!aud) return false;
  if (aud->is_string()) return aud->get_string() == client;
  if (!aud->is_array()) return false;
  const json::array& all = aud->get_array();
  const bool named = std::ranges::any_of(
      all, [&](const json::value& one) { return one.is_string() && one.get_string() == client; });
  return named && (all.size() == 1 || text_of(claims, "azp") == client);
}

bool is_in_time(const json::object& claims, int64_t now) {
  const auto seconds = [&](const char* name) -> std::optional<int64_t> {
    const json::value* found = claims.if_contains(name);
    if (!found || !found->is_number()) return std::nullopt;
    boost::system::error_code failed;
    const auto value = found->to_number<int64_t>(failed);
    return failed ? std::nullopt : std::optional(value);
  };
  const auto expires = seconds("exp"), issued = seconds("iat");
  return expires && issued && *expires > now - kClockSeconds && *issued < now + kClockSeconds;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kLetters[(held >> (bits - 6)) & 63];
  }
  if (bits > 0) out += kLetters[(held << (6 - bits)) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  if (text.size() % 4 == 1) return std::nullopt;
  for (const char c : text) {
    const size_t value = kLetters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6) | static_cast<uint32_t>(value);
    if ((bits += 6) >= 8) out += static_cast<char>((held >> (bits -= 8)) & 255);
  }
  return out;
}

std::string sha256_bytes(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  ::SHA256(bytes_of(bytes), bytes.size(), hash.data());
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<json::object> claims_of(std::string_view token, std::string_view keys,
                                      const TokenWanted& wanted) {
  const std::vector<std::string> parts = split(token, '.');
  if (parts.size() != 3 || token.size() > 32'768) return std::nullopt;
  const auto head_text = from_base64url(parts[0]), claims_text = from_base64url(parts[1]),
             signature = from_base64url(parts[2]);
  if (!head_text || !claims_text || !signature) return std::nullopt;
  const auto head = object_of(*head_text);
  if (!head || text_of(*head, "alg") != "RS256" || head->contains("crit")) return std::nullopt;
  const std::string_view signed_text = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!is_signed_by_one(signed_text, *signature, text_of(*head, "kid"), keys)) return std::nullopt;
  auto claims = object_of(*claims_text);
  if (!claims || text_of(*claims, "iss") != wanted.issuer || !is_for(*claims, wanted.client_id) ||
      wanted.nonce.empty() || text_of(*claims, "nonce") != wanted.nonce ||
      !is_in_time(*claims, wanted.now)) {
    return std::nullopt;
  }
  return claims;
}

}  // namespace diaodu::access
