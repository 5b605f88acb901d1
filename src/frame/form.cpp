#include "frame/form.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace diaodu::frame {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // no I, L, O, U
constexpr std::string_view kBegin = "D1-";
constexpr size_t kCheckBytes = 4, kBytes = 2 + 3 + 8 + 4 + 2 + kCheckBytes;
constexpr size_t kCountyDigits = 6;

void put(std::string& bytes, uint64_t number, size_t size) {
  for (size_t i = size; i-- > 0;) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

uint64_t take(std::string_view& bytes, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(size);
  return number;
}

uint64_t check_of(std::string_view bytes) {
  return static_cast<uint64_t>(row_id({"mark of a row", bytes})) & 0xFFFFFFFF;
}

std::string spelled(std::string_view bytes) {
  std::string out(kBegin);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) out += kLetters[bits >> (count - 5) & 31];
  }
  if (count > 0) out += kLetters[bits << (5 - count) & 31];
  return out;
}

std::optional<std::string> bytes_of(std::string_view text) {
  std::string letters;
  for (const char c : half_width(text))
    if (static_cast<unsigned char>(c) > ' ')
      letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (!letters.starts_with(kBegin)) return std::nullopt;
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : std::string_view(letters).substr(kBegin.size())) {
    const size_t at = kLetters.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    bits = bits << 5 | static_cast<uint32_t>(at);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  // One mark has one spelling: the bits that fill up the last letter are nought.
  if (count >= 5 || (bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace

uint16_t layout_of(const std::vector<std::string>& columns) {
  uint64_t all = columns.size();
  for (const std::string& column : columns)
    all ^= static_cast<uint64_t>(row_id({"column of a form", column}));
  return static_cast<uint16_t>(all ^ all >> 16 ^ all >> 32);
}

uint16_t register_tag(std::string_view register_id) {
  return static_cast<uint16_t>(row_id({"register of a form", register_id}));
}

std::string to_text(const Mark& mark) {
  std::string bytes;
  put(bytes, mark.of_register, 2);
  put(bytes, std::strtoul(mark.dist_county.c_str(), nullptr, 10), 3);
  put(bytes, static_cast<uint64_t>(mark.key_hash), 8);
  put(bytes, static_cast<uint64_t>(mark.round), 4);
  put(bytes, mark.layout, 2);
  put(bytes, check_of(bytes), kCheckBytes);
  return spelled(bytes);
}

std::optional<Mark> read_mark(std::string_view text) {
  if (text.size() > 300) return std::nullopt;
  const std::optional<std::string> bytes = bytes_of(text);
  if (!bytes || bytes->size() != kBytes) return std::nullopt;
  const std::string_view whole = *bytes;
  std::string_view check = whole.substr(kBytes - kCheckBytes);
  if (take(check, kCheckBytes) != check_of(whole.substr(0, kBytes - kCheckBytes)))
    return std::nullopt;
  std::string_view rest = whole;
  Mark mark;
  mark.of_register = static_cast<uint16_t>(take(rest, 2));
  mark.dist_county = std::to_string(take(rest, 3));
  mark.dist_county.insert(0, kCountyDigits - std::min(kCountyDigits, mark.dist_county.size()), '0');
  mark.key_hash = static_cast<int64_t>(take(rest, 8));
  mark.round = static_cast<int64_t>(take(rest, 4));
  mark.layout = static_cast<uint16_t>(take(rest, 2));
  return mark;
}

FormColumns::FormColumns(const pack::Register& register_) {
  const auto at = [&](const std::string& name) {
    return name.empty() ? -1 : static_cast<int>(register_.index_of(name));
  };
  show_id = at(register_.show_id), show_name = at(register_.show_name), area = at(register_.area);
  if (show_name == show_id) show_name = -1;
  for (size_t i = 0; i < register_.columns.size() && identity < 0; ++i)
    if (register_.columns[i].type == "citizen_id") identity = static_cast<int>(i);
  if (identity == show_id) identity = -1;
  for (const std::string* name : {&register_.reason, &register_.remark, &register_.verified_by,
                                  &register_.verified_way, &register_.verified_on})
    if (const int column = at(*name); column >= 0 && !is_answer(static_cast<size_t>(column)))
      answers.push_back(column);
}

bool FormColumns::is_answer(size_t column) const {
  return std::ranges::count(answers, static_cast<int>(column)) > 0;
}

}  // namespace diaodu::frame
