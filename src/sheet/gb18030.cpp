#include "sheet/gb18030.hpp"

#include <iconv.h>

#include <cstring>
#include <optional>
#include <string>

#include "base/check.hpp"
#include "base/text.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::sheet {
namespace {

constexpr uint32_t kBasicPlane = 39'420;   // four-byte codes 81308130 .. 8431A439
constexpr uint32_t kSupplement = 189'000;  // linear index of 90308130 = U+10000

class Iconv {
 public:
  Iconv(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    CHECK(handle_ != reinterpret_cast<iconv_t>(-1), "iconv knows GB18030, UTF-8 and UTF-32");
  }
  ~Iconv() { iconv_close(handle_); }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  // Code point of the one character in `bytes`.
  std::optional<char32_t> code_point(const char* bytes, size_t size) {
    char32_t out[4] = {};
    char* in_at = const_cast<char*>(bytes);
    char* out_at = reinterpret_cast<char*>(out);
    size_t out_left = sizeof out;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    const bool bad = iconv(handle_, &in_at, &size, &out_at, &out_left) == static_cast<size_t>(-1);
    if (bad || out_left != sizeof out - 4) return std::nullopt;
    return out[0];
  }
  iconv_t get() const { return handle_; }

 private:
  iconv_t handle_;
};

uint32_t packed(char32_t c) {
  std::string utf8;
  append_utf8(utf8, c);
  uint32_t word = 0;
  std::memcpy(&word, utf8.data(), utf8.size());
  return word;
}

}  // namespace

void prepare_readers() { Gb18030::table(); }

const Gb18030& Gb18030::table() {
  static const Gb18030 instance;
  return instance;
}

Gb18030::Gb18030() : two_(65536), four_(kBasicPlane) {
  Iconv iconv("UTF-32LE", "GB18030");
  for (uint32_t a = 0x81; a <= 0xFE; ++a) {
    for (uint32_t b = 0x40; b <= 0xFE; ++b) {
      const char bytes[2] = {static_cast<char>(a), static_cast<char>(b)};
      const auto c = iconv.code_point(bytes, 2);
      if (b != 0x7F && c && *c >= 0x80) two_[a << 8 | b] = packed(*c);
    }
  }
  for (uint32_t i = 0; i < kBasicPlane; ++i) {
    const char bytes[4] = {
        static_cast<char>(0x81 + i / 12600), static_cast<char>(0x30 + i / 1260 % 10),
        static_cast<char>(0x81 + i / 10 % 126), static_cast<char>(0x30 + i % 10)};
    const auto c = iconv.code_point(bytes, 4);
    four_[i] = c && *c < 0x10000 ? static_cast<uint16_t>(*c) : 0;
  }
}

Gb18030::Step Gb18030::damaged(uint8_t consumed) const {
  return {{'\xEF', '\xBF', '\xBD', 0}, 3, consumed, true};
}

Gb18030::Step Gb18030::decode(std::string_view bytes, size_t at) const {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < bytes.size() ? static_cast<uint8_t>(bytes[i]) : 0;
  };
  const uint32_t a = byte(at), b = byte(at + 1);
  if (a < 0x81 || a == 0xFF) return damaged(1);
  if (const uint32_t word = two_[a << 8 | b]; word != 0) {
    Step step{{}, static_cast<uint8_t>(length(word)), 2, false};
    std::memcpy(step.utf8, &word, 4);
    return step;
  }
  const uint32_t c = byte(at + 2), d = byte(at + 3);
  if (b < 0x30 || b > 0x39 || c < 0x81 || c == 0xFF || d < 0x30 || d > 0x39) {
    // A well-formed pair that stands for nothing goes whole, unless its second byte could be ASCII.
    return damaged(b >= 0x80 && b != 0xFF ? 2 : 1);
  }
  const uint32_t linear = (((a - 0x81) * 10 + (b - 0x30)) * 126 + (c - 0x81)) * 10 + (d - 0x30);
  char32_t code = 0;
  if (linear < kBasicPlane) code = four_[linear];
  if (linear >= kSupplement && linear < kSupplement + 0x100000)
    code = 0x10000 + linear - kSupplement;
  if (code == 0) return damaged(1);
  std::string utf8;
  append_utf8(utf8, code);
  Step step{{}, static_cast<uint8_t>(utf8.size()), 4, code == 0xFFFD};
  std::memcpy(step.utf8, utf8.data(), utf8.size());
  return step;
}

std::string to_gb18030(std::string_view utf8) {
  constexpr std::string_view kDamage = "\x84\x31\xA4\x37";  // U+FFFD
  Iconv iconv_handle("GB18030", "UTF-8");
  std::string out(utf8.size() * 4 + 16, '\0');
  char* in_at = const_cast<char*>(utf8.data());
  size_t in_left = utf8.size();
  char* out_at = out.data();
  size_t out_left = out.size();
  while (iconv(iconv_handle.get(), &in_at, &in_left, &out_at, &out_left) ==
             static_cast<size_t>(-1) &&
         in_left > 0) {
    CHECK(out_left >= kDamage.size(), "four bytes for each");
    std::memcpy(out_at, kDamage.data(), kDamage.size());
    out_at += kDamage.size();
    out_left -= kDamage.size();
    ++in_at;
    --in_left;
  }
  out.resize(out.size() - out_left);
  return out;
}

}  // namespace diaodu::sheet
