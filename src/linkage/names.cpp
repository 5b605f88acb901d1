#include "linkage/names.hpp"

#include <vector>

#include "base/text.hpp"
#include "linkage/text.hpp"

namespace diaodu::linkage {
namespace {

constexpr char32_t kPlaneTwoEnd = 0x30000;
constexpr uint64_t kMix = 0x9e3779b97f4a7c15ULL;

struct Table {
  std::vector<char32_t> today = std::vector<char32_t>(kPlaneTwoEnd, 0);
  std::vector<uint16_t> sound = std::vector<uint16_t>(kPlaneTwoEnd, 0);

  Table() {
    uint16_t number = 0;
    std::string_view rest = text::characters;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (!line.empty()) read(line, ++number);
    }
  }

  void read(std::string_view line, uint16_t number) {
    if (line[0] == '=') {
      size_t at = 1;
      const char32_t old = next_code_point(line, at);
      if (old < kPlaneTwoEnd) today[old] = next_code_point(line, at);
      return;
    }
    size_t at = line.find(' ');
    while (at < line.size()) {
      const char32_t c = next_code_point(line, at);
      if (c < kPlaneTwoEnd && c != U' ') sound[c] = number;
    }
  }
};

const Table& table() {
  static const Table kTable;
  return kTable;
}

bool is_left_out(char32_t c) {
  return c == U' ' || c == 0x3000 || c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x30fb ||
         c == 0xff0e || c == U'.';
}

}  // namespace

std::u32string folded_name(std::string_view name) {
  const Table& known = table();
  std::u32string out;
  for (size_t at = 0; at < name.size();) {
    const char32_t c = next_code_point(name, at);
    if (is_left_out(c)) continue;
    const char32_t today = c < kPlaneTwoEnd ? known.today[c] : 0;
    out += today ? today : c;
  }
  return out;
}

uint64_t sound_of(const std::u32string& folded) {
  const Table& known = table();
  uint64_t hash = folded.size();
  for (const char32_t c : folded) {
    const uint16_t sound = c < kPlaneTwoEnd ? known.sound[c] : 0;
    hash = (hash ^ (sound ? sound : uint64_t{c} << 16)) * kMix;
    hash ^= hash >> 29;
  }
  return hash;
}

}  // namespace diaodu::linkage
