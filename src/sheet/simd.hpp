#pragma once
// The few places where sixteen bytes at a time matter. SSE2 is part of every x86_64; elsewhere
// plain loops.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace diaodu::sheet {

// End of the run of bytes below 0x80 that begins at `at`.
inline size_t ascii_run(std::string_view s, size_t at) {
#ifdef __SSE2__
  for (; at + 16 <= s.size(); at += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s.data() + at));
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(v));
    if (mask != 0) return at + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (at < s.size() && static_cast<uint8_t>(s[at]) < 0x80) ++at;
  return at;
}

// The same, ended by U+0000 too.
inline size_t text_ascii_run(std::string_view s, size_t at) {
#ifdef __SSE2__
  for (; at + 16 <= s.size(); at += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s.data() + at));
    const __m128i bad = _mm_cmplt_epi8(v, _mm_set1_epi8(1));  // signed: 0x80..0xFF and 0
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(bad));
    if (mask != 0) return at + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (at < s.size() && static_cast<int8_t>(s[at]) > 0) ++at;
  return at;
}

// Copies the run of 0x01..0x7F at `at`, before `end`; `to` has 16 bytes to spare. Returns its
// length.
inline size_t copy_text_ascii(std::string_view s, size_t at, size_t end, char* to) {
  size_t n = 0;
#ifdef __SSE2__
  for (; at + n + 16 <= end; n += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s.data() + at + n));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + n), v);
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(1))));
    if (mask != 0) return n + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  for (; at + n<end&& static_cast<int8_t>(s[at + n])> 0; ++n) to[n] = s[at + n];
  return n;
}

// One bit for each of 64 bytes that equals one of four.
inline uint64_t match4(const char* p, char a, char b, char c, char d) {
  uint64_t mask = 0;
#ifdef __SSE2__
  const __m128i va = _mm_set1_epi8(a), vb = _mm_set1_epi8(b), vc = _mm_set1_epi8(c),
                vd = _mm_set1_epi8(d);
  for (int i = 0; i < 4; ++i) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb)),
                                     _mm_or_si128(_mm_cmpeq_epi8(v, vc), _mm_cmpeq_epi8(v, vd)));
    mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hit))) << (16 * i);
  }
#else
  for (int i = 0; i < 64; ++i)
    if (p[i] == a || p[i] == b || p[i] == c || p[i] == d) mask |= uint64_t{1} << i;
#endif
  return mask;
}

}  // namespace diaodu::sheet
