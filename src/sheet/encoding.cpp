#include "sheet/encoding.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "sheet/gb18030.hpp"
#include "sheet/simd.hpp"

namespace diaodu::sheet {
namespace {

constexpr std::string_view kDamage = "\xEF\xBF\xBD";
constexpr size_t kSample = 64 * 1024;

uint8_t byte_at(std::string_view bytes, size_t at) { return static_cast<uint8_t>(bytes[at]); }

bool is_trail(uint8_t b) { return (b & 0xC0) == 0x80; }

// Length of the UTF-8 character at `at`, 0 when there is none (RFC 3629: no surrogates, no long
// forms).
size_t utf8_length(std::string_view s, size_t at) {
  const uint8_t a = byte_at(s, at);
  const size_t left = s.size() - at;
  if (a < 0x80) return 1;
  if (a < 0xC2 || left < 2) return 0;
  const uint8_t b = byte_at(s, at + 1);
  if (a < 0xE0) return is_trail(b) ? 2 : 0;
  if (left < 3 || !is_trail(b) || !is_trail(byte_at(s, at + 2))) return 0;
  if (a < 0xF0) {
    if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
    return 3;
  }
  if (a > 0xF4 || left < 4 || !is_trail(byte_at(s, at + 3))) return 0;
  if ((a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return 0;
  return 4;
}

// The zero bytes of ASCII characters betray UTF-16 without a mark: all on one side of the pairs.
bool looks_utf16(std::string_view bytes, bool big) {
  const std::string_view head = bytes.substr(0, std::min<size_t>(bytes.size(), 8192));
  if (head.size() < 4) return false;
  size_t even = 0, odd = 0;
  for (size_t i = 0; i + 1 < head.size(); i += 2) {
    even += head[i] == 0;
    odd += head[i + 1] == 0;
  }
  const size_t zero = big ? even : odd;
  const size_t other = big ? odd : even;
  return zero >= 2 && zero * 50 >= head.size() && other * 20 < zero;
}

// A UTF-8 file with a few broken bytes is still a UTF-8 file; GB18030 read as UTF-8 is mostly
// broken.
bool looks_utf8(std::string_view bytes) {
  size_t at = ascii_run(bytes, 0);
  const size_t start = at;
  const size_t end = std::min(bytes.size(), start + kSample);
  size_t good = 0, bad = 0;
  while (at < end) {
    if (byte_at(bytes, at) < 0x80) {
      at = std::min(ascii_run(bytes, at + 1), bytes.size());
      continue;
    }
    const size_t length = utf8_length(bytes, at);
    (length == 0 ? bad : good) += 1;
    at += std::max<size_t>(length, 1);
  }
  return bad * 2 <= good;
}

template <bool kBig>
uint32_t unit_at(std::string_view bytes, size_t at) {
  const uint32_t a = byte_at(bytes, at), b = byte_at(bytes, at + 1);
  return kBig ? a << 8 | b : b << 8 | a;
}

}  // namespace

std::string_view to_text(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf8_bom: return "UTF-8-BOM";
    case Encoding::gb18030: return "GB18030";
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
  }
  return "";
}

Detected detect_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return {Encoding::utf8_bom, 3};
  if (bytes.starts_with("\xFF\xFE")) return {Encoding::utf16le, 2};
  if (bytes.starts_with("\xFE\xFF")) return {Encoding::utf16be, 2};
  if (bytes.starts_with("\x84\x31\x95\x33")) return {Encoding::gb18030, 4};
  if (looks_utf16(bytes, false)) return {Encoding::utf16le, 0};
  if (looks_utf16(bytes, true)) return {Encoding::utf16be, 0};
  return {looks_utf8(bytes) ? Encoding::utf8 : Encoding::gb18030, 0};
}

bool is_clean_utf8(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    const uint8_t a = byte_at(bytes, at);
    if (a < 0x80) {
      const size_t end = text_ascii_run(bytes, at);
      if (end == at) return false;  // U+0000
      at = end;
      continue;
    }
    // Han characters, the common case, are three bytes E3..E9 each.
    if (a >= 0xE1 && a <= 0xEC && bytes.size() - at >= 3) {
      if (!is_trail(byte_at(bytes, at + 1)) || !is_trail(byte_at(bytes, at + 2))) return false;
      at += 3;
      continue;
    }
    const size_t length = utf8_length(bytes, at);
    if (length == 0 || (a == 0xEF && bytes.substr(at, 3) == kDamage)) return false;
    at += length;
  }
  return true;
}

size_t whole_characters(std::string_view utf8) {
  for (size_t back = 1; back <= 3 && back <= utf8.size(); ++back) {
    const uint8_t b = byte_at(utf8, utf8.size() - back);
    if (b < 0x80) break;
    if (b >= 0xC0) {
      const size_t length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
      return length > back ? utf8.size() - back : utf8.size();
    }
  }
  return utf8.size();
}

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 8);
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = bytes[at] == 0 ? 0 : utf8_length(bytes, at);
    if (length == 0) {
      out += kDamage;
      ++at;
    } else {
      out.append(bytes.substr(at, length));
      at += length;
    }
  }
  return out;
}

bool Decoder::read(std::string& out, size_t want) {
  const size_t end = bytes_.size() - at_ > want ? at_ + want : bytes_.size();
  switch (encoding_) {
    case Encoding::gb18030: return read_gb18030(out, end);
    case Encoding::utf16le: return read_utf16<false>(out, end);
    case Encoding::utf16be: return read_utf16<true>(out, end);
    default: break;
  }
  const std::string_view part = bytes_.substr(at_, end - at_);
  at_ = end;
  if (is_clean_utf8(part)) {
    out += part;
    return true;
  }
  out += repair_utf8(part);
  return false;
}

// Characters that begin before `end` are read whole; the room kept is twice the input, since no
// GB18030 character grows more than from two bytes to three, and a broken byte gives three.
bool Decoder::read_gb18030(std::string& out, size_t end) {
  const Gb18030& table = Gb18030::table();
  const size_t before = out.size();
  out.resize(before + (end - at_) * 3 + 32);
  char* to = out.data() + before;
  bool clean = true;
  while (at_ < end) {
    const size_t run = copy_text_ascii(bytes_, at_, end, to);
    at_ += run;
    to += run;
    while (at_ + 1 < end) {  // pairs, the common case
      const uint32_t word = table.pair(byte_at(bytes_, at_), byte_at(bytes_, at_ + 1));
      if (word == 0) break;
      std::memcpy(to, &word, 4);
      to += Gb18030::length(word);
      at_ += 2;
    }
    if (at_ == end) break;
    if (static_cast<int8_t>(bytes_[at_]) > 0) continue;
    const Gb18030::Step step = table.decode(bytes_, at_);
    std::memcpy(to, step.utf8, 4);
    to += step.length;
    at_ += step.consumed;
    clean = clean && !step.damaged;
  }
  out.resize(static_cast<size_t>(to - out.data()));
  return clean;
}

template <bool kBig>
bool Decoder::read_utf16(std::string& out, size_t end) {
  bool clean = true;
  out.reserve(out.size() + (end - at_) * 3 / 2 + 8);
  while (at_ < end) {
    if (bytes_.size() - at_ < 2) {
      out += kDamage;
      at_ = bytes_.size();
      return false;
    }
    char32_t c = unit_at<kBig>(bytes_, at_);
    at_ += 2;
    if (c < 0x80 && c != 0) {
      out += static_cast<char>(c);
      continue;
    }
    if (c >= 0xD800 && c < 0xDC00 && bytes_.size() - at_ >= 2) {
      const uint32_t low = unit_at<kBig>(bytes_, at_);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at_ += 2;
      }
    }
    if (c == 0 || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    clean = clean && c != 0xFFFD;
    append_utf8(out, c);
  }
  return clean;
}

}  // namespace diaodu::sheet
