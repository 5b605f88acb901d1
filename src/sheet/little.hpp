#pragma once
#include <cstdint>
#include <string_view>

namespace diaodu::sheet {

// A number of `width` bytes, the lowest first; bytes beyond the end count as 0.
inline uint64_t little(std::string_view bytes, size_t at, size_t width) {
  uint64_t value = 0;
  for (size_t i = width; i-- > 0;)
    value = value << 8 | (at + i < bytes.size() ? static_cast<uint8_t>(bytes[at + i]) : 0u);
  return value;
}

}  // namespace diaodu::sheet
