#include "access/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <memory>

#include "base/check.hpp"

namespace diaodu::access {
namespace {

constexpr std::string_view kClear = "abcdefghjkmnpqrstuvwxyz23456789";  // no i l o 0 1
constexpr size_t kNonce = 12, kTag = 16;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Each letter is equally likely: bytes past the last whole multiple are drawn again.
std::string random_of(std::string_view letters, size_t count) {
  const size_t limit = 256 - 256 % letters.size();
  std::string out;
  while (out.size() < count) {
    for (const char c : random_bytes(count)) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < limit && out.size() < count) out += letters[byte % letters.size()];
    }
  }
  return out;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string sealing_key(const HashKey& key) {
  const std::string_view raw(reinterpret_cast<const char*>(key.data()), sizeof key);
  const std::string hash = sha256_hex("access.sealed\x1f" + std::string(raw));
  return from_hex(hash).value_or("");
}

struct CipherFree {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;

}  // namespace

std::string random_bytes(size_t count) {
  std::string out(count, '\0');
  CHECK(RAND_bytes(bytes_of(out), static_cast<int>(count)) == 1, "no random bytes to be had");
  return out;
}

std::string random_id() {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return random_of(kLetters, 43);  // 258 bits
}

std::string random_name(size_t letters) { return random_of(kClear, letters); }

std::string random_password() {
  std::string out = random_of(kClear, 16);
  for (const size_t at : {12u, 8u, 4u}) out.insert(at, "-");
  return out;
}

std::string random_digits(size_t count) { return random_of("0123456789", count); }

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kLetters[(held >> (bits - 5)) & 31];
  }
  if (bits > 0) out += kLetters[(held << (5 - bits)) & 31];
  return out;
}

std::string totp(std::string_view secret, int64_t step, int digits) {
  std::string counter(8, '\0');
  for (size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<char>((step >> (8 * i)) & 255);
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), bytes_of(counter), 8,
             bytes_of(mac), &size) != nullptr,
        "HMAC-SHA-1 fails");
  const auto byte = [&](size_t at) { return static_cast<uint32_t>(bytes_of(mac)[at]); };
  const size_t from = byte(size - 1) & 15;
  const uint32_t number =
      ((byte(from) & 127) << 24) | (byte(from + 1) << 16) | (byte(from + 2) << 8) | byte(from + 3);
  std::string out = std::to_string(number);
  out.insert(0, out.size() < 10 ? 10 - out.size() : 0, '0');
  return out.substr(out.size() - static_cast<size_t>(digits));
}

std::optional<int64_t> totp_step_of(std::string_view secret, std::string_view code, int64_t seconds,
                                    int64_t last) {
  std::optional<int64_t> found;
  for (int64_t step = seconds / 30 - 1; step <= seconds / 30 + 1; ++step) {
    if (step > last && same_secret(totp(secret, step), code)) found = step;
  }
  return found;
}

std::string sealed(const HashKey& key, std::string_view bytes) {
  const std::string secret = sealing_key(key), nonce = random_bytes(kNonce);
  std::string out(bytes.size(), '\0'), tag(kTag, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool good =
      cipher &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(secret),
                         bytes_of(nonce)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), bytes_of(out), &size, bytes_of(bytes),
                        static_cast<int>(bytes.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), bytes_of(out) + size, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag, bytes_of(tag)) == 1;
  CHECK(good, "AES-256-GCM fails");
  return to_hex(nonce + out + tag);
}

std::optional<std::string> unsealed(const HashKey& key, std::string_view hex) {
  const auto whole = from_hex(hex);
  if (!whole || whole->size() < kNonce + kTag) return std::nullopt;
  const std::string secret = sealing_key(key);
  const std::string_view nonce = std::string_view(*whole).substr(0, kNonce);
  const std::string_view body =
      std::string_view(*whole).substr(kNonce, whole->size() - kNonce - kTag);
  std::string tag = whole->substr(whole->size() - kTag), out(body.size(), '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool good =
      cipher &&
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(secret),
                         bytes_of(nonce)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), bytes_of(out), &size, bytes_of(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, bytes_of(tag)) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), bytes_of(out) + size, &size) == 1;
  if (!good) return std::nullopt;
  return out;
}

}  // namespace diaodu::access
