#pragma once
// What the casts share. Internal to pack/types.
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {

inline CastFailure fail(store::Column& out, std::string_view why, std::string suggestion = {}) {
  out.add_null();
  return {why, std::move(suggestion)};
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool all_digits(std::string_view text) {
  for (char c : text)
    if (!is_digit(c)) return false;
  return !text.empty();
}
inline bool is_ascii(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) & 0x80) return false;
  return true;
}
// Full-width digits and letters become half-width; ASCII text is handed on without a copy.
inline std::string_view plain(std::string_view text, std::string& scratch) {
  if (is_ascii(text)) return text;
  scratch = half_width(text);
  return trim_ascii(scratch);
}
// Digits a spreadsheet has already rounded: 1.23457E+17, or a number of 16 digits and more.
inline bool precision_lost(std::string_view text, bool numeric) {
  const size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos && e > 0 && e + 1 < text.size()) {
    const std::string_view power = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
    const size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot < e ? dot : e);
    const std::string_view part =
        dot < e ? text.substr(dot + 1, e - dot - 1) : std::string_view("0");
    if (all_digits(whole) && all_digits(part) && all_digits(power)) return true;
  }
  return numeric && text.size() >= 16 && all_digits(text);
}
// One star a character, so many at most: a text that nothing may be seen of.
inline std::string stars(std::string_view text) {
  constexpr size_t kStarsMax = 6;
  size_t count = 0;
  for (size_t at = 0; at < text.size() && count < kStarsMax; ++count) next_code_point(text, at);
  return std::string(count, '*');
}
// Keeps `head` and `tail` characters of a number and stars the rest one for one. What is not made
// of ASCII digits and letters is no such number (a name in the wrong column) and is starred whole.
inline std::string star_middle(std::string_view text, size_t head, size_t tail) {
  for (char c : text)
    if (!is_digit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) return stars(text);
  if (text.size() <= head + tail) return std::string(text.size(), '*');
  std::string out(text.substr(0, head));
  out.append(text.size() - head - tail, '*');
  return out.append(text.substr(text.size() - tail));
}
// "张小三" -> "张*".
inline std::string first_and_star(std::string_view text) {
  if (text.empty()) return {};
  size_t at = 0;
  next_code_point(text, at);
  return std::string(text.substr(0, at)) + "*";
}

// One object a type, made in its own file, listed in types.cpp.
const ColumnType& text_type();
const ColumnType& long_text_type();
const ColumnType& code_text_type();
const ColumnType& whole_type();
const ColumnType& decimal_type();
const ColumnType& day_type();
const ColumnType& month_type();
const ColumnType& yes_no_type();
const ColumnType& code_type();
const ColumnType& area_type();
const ColumnType& citizen_id_type();
const ColumnType& person_name_type();
const ColumnType& phone_type();
const ColumnType& uscc_type();
const ColumnType& bank_card_type();

}  // namespace diaodu::pack
