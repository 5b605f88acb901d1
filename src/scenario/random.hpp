#pragma once
// Numbers that look random and depend on their arguments only: the same seed gives the same replay.
#include <cstdint>

namespace diaodu::scenario {

// SplitMix64's finalizer (Steele, Lea, Flood 2014).
inline uint64_t mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}
inline uint64_t mix(uint64_t a, uint64_t b) { return mix(a ^ mix(b)); }
inline uint64_t mix(uint64_t a, uint64_t b, uint64_t c) { return mix(mix(a, b), c); }
// In [0, 1).
inline double unit(uint64_t x) { return static_cast<double>(x >> 11) * 0x1.0p-53; }

}  // namespace diaodu::scenario
