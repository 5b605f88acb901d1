#pragma once
// Small helpers over UTF-8 text. No locale, no allocation beyond the answer.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diaodu {

bool is_utf8(std::string_view bytes);       // strict: no surrogates, no overlong forms
size_t code_points(std::string_view utf8);  // of valid UTF-8
// Next code point at `at`, which moves past it; U+FFFD on an invalid byte (one byte consumed).
char32_t next_code_point(std::string_view utf8, size_t& at);
void append_utf8(std::string& out, char32_t c);
std::string_view trim_ascii(std::string_view text);  // spaces, tabs, CR, LF at both ends
// Full-width ASCII (U+FF01..U+FF5E) and the ideographic space become their half-width forms.
std::string half_width(std::string_view utf8);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view what, std::string_view with);
// Names a stored name: letters, digits, underscore, starting with a letter (the form of every pack
// id).
bool is_identifier(std::string_view text);
// The nearest of `names` by edit distance, if near enough to be meant ("work_plase" ->
// "work_place").
std::optional<std::string> did_you_mean(std::string_view typed,
                                        const std::vector<std::string>& names);
// "{name}" in a template is replaced by the value a caller gives for "name"; unknown names stay.
template <typename Lookup>
std::string fill_template(std::string_view pattern, Lookup&& lookup) {
  std::string out;
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    const size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    out.append(pattern.substr(0, open));
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    if (std::optional<std::string> value = lookup(name))
      out += *value;
    else
      out.append(pattern.substr(open, close - open + 1));
    pattern.remove_prefix(close + 1);
  }
  out.append(pattern);
  return out;
}

}  // namespace diaodu
