#pragma once
// SHA-256 for kept files and the journal chain; a keyed 63-bit hash for record keys and row ids.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace diaodu {

std::string sha256_hex(std::string_view bytes);

class Sha256 {  // streaming
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  std::string hex();  // ends it

 private:
  void* context_;
};

using HashKey = std::array<uint64_t, 2>;
// SipHash-2-4, top bit cleared, so that it fits a signed 64-bit column.
int64_t hash63(const HashKey& key, std::string_view bytes);
// For ids of derived rows (no secret in them): parts joined with U+001F under a fixed key.
int64_t row_id(std::initializer_list<std::string_view> parts);

}  // namespace diaodu
