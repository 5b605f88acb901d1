#pragma once
// GB18030 -> UTF-8 by table. The table is made once from iconv, so that it is the system's own.
#include <cstdint>
#include <string_view>
#include <vector>

namespace diaodu::sheet {

class Gb18030 {
 public:
  static const Gb18030& table();  // made at the first use, about 10 ms

  struct Step {
    char utf8[4];
    uint8_t length;
    uint8_t consumed;
    bool damaged;
  };
  // UTF-8 of a two-byte character, first byte lowest; 0: no such character.
  uint32_t pair(uint8_t a, uint8_t b) const { return two_[static_cast<size_t>(a) << 8 | b]; }
  static size_t length(uint32_t word) {
    const uint32_t lead = word & 0xFF;
    return lead >= 0xE0 ? (lead >= 0xF0 ? 4 : 3) : 2;
  }
  // The character at `at`, which is not in 0x01..0x7F.
  Step decode(std::string_view bytes, size_t at) const;

 private:
  Gb18030();
  Step damaged(uint8_t consumed) const;

  std::vector<uint32_t> two_;
  std::vector<uint16_t> four_;  // by linear index, basic plane
};

}  // namespace diaodu::sheet
