#include "base/hash.hpp"

#include <openssl/evp.h>

#include <cstring>

#include "base/check.hpp"

namespace diaodu {

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  CHECK(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr) == 1,
        "SHA-256");
}
Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
void Sha256::update(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size()) == 1,
        "SHA-256");
}
std::string Sha256::hex() {
  unsigned char digest[32];
  CHECK(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest, nullptr) == 1, "SHA-256");
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text(64, '0');
  for (size_t i = 0; i < 32; ++i)
    text[2 * i] = kHex[digest[i] >> 4], text[2 * i + 1] = kHex[digest[i] & 15];
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

namespace {
uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }
struct SipState {
  uint64_t v0, v1, v2, v3;
  void round() {
    v0 += v1, v1 = rotate(v1, 13) ^ v0, v0 = rotate(v0, 32);
    v2 += v3, v3 = rotate(v3, 16) ^ v2;
    v0 += v3, v3 = rotate(v3, 21) ^ v0;
    v2 += v1, v1 = rotate(v1, 17) ^ v2, v2 = rotate(v2, 32);
  }
};
}  // namespace

// Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), the 2-4 variant.
int64_t hash63(const HashKey& key, std::string_view bytes) {
  SipState s{key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
             key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u};
  const size_t whole = bytes.size() / 8 * 8;
  for (size_t at = 0; at <= whole; at += 8) {
    uint64_t word = 0;
    const size_t count = at < whole ? 8 : bytes.size() - whole;
    std::memcpy(&word, bytes.data() + at, count);
    if (at == whole) word |= static_cast<uint64_t>(bytes.size() & 0xFF) << 56;
    s.v3 ^= word;
    s.round(), s.round();
    s.v0 ^= word;
  }
  s.v2 ^= 0xFF;
  s.round(), s.round(), s.round(), s.round();
  return static_cast<int64_t>((s.v0 ^ s.v1 ^ s.v2 ^ s.v3) & 0x7FFFFFFFFFFFFFFFu);
}

int64_t row_id(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (std::string_view part : parts) all.append(part), all += '\x1f';
  return hash63({0x6469616f64752d69u, 0x642d6f662d726f77u}, all);
}

}  // namespace diaodu
