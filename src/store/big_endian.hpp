#pragma once
// Numbers in network byte order, as PostgreSQL sends and takes them.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace diaodu::store {

inline uint16_t swapped(uint16_t v) { return __builtin_bswap16(v); }
inline uint32_t swapped(uint32_t v) { return __builtin_bswap32(v); }
inline uint64_t swapped(uint64_t v) { return __builtin_bswap64(v); }

template <typename T>
T get_big_endian(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = swapped(value);
  return value;
}
inline uint16_t get_u16(const char* bytes) { return get_big_endian<uint16_t>(bytes); }
inline int16_t get_i16(const char* bytes) { return static_cast<int16_t>(get_u16(bytes)); }
inline int32_t get_i32(const char* bytes) {
  return static_cast<int32_t>(get_big_endian<uint32_t>(bytes));
}
inline int64_t get_i64(const char* bytes) {
  return static_cast<int64_t>(get_big_endian<uint64_t>(bytes));
}

template <typename T>
void put_big_endian(std::string& out, T value) {
  if constexpr (std::endian::native == std::endian::little) value = swapped(value);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}
inline void put_i16(std::string& out, int16_t v) { put_big_endian(out, static_cast<uint16_t>(v)); }
inline void put_i32(std::string& out, int32_t v) { put_big_endian(out, static_cast<uint32_t>(v)); }
inline void put_i64(std::string& out, int64_t v) { put_big_endian(out, static_cast<uint64_t>(v)); }

}  // namespace diaodu::store
