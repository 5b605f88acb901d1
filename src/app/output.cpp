#include "app/output.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "base/text.hpp"

namespace diaodu::app {
namespace {

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) ||
         (c >= 0x3041 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
         (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD) || c == 0x2014 ||
         c == 0x2026 || c == 0x201C || c == 0x201D;
}

void append_padded(std::string& line, const std::string& cell, size_t width, Table::Align align,
                   bool is_last) {
  const std::string blanks(width - std::min(width, shown_width(cell)), ' ');
  if (align == Table::Align::right) line += blanks;
  line += cell;
  if (align == Table::Align::left && !is_last) line += blanks;
}

boost::json::object words_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

}  // namespace

size_t shown_width(std::string_view utf8) {
  size_t width = 0;
  for (size_t at = 0; at < utf8.size();) {
    const char32_t c = next_code_point(utf8, at);
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F)) continue;
    width += is_wide(c) ? 2u : 1u;
  }
  return width;
}

// What files and people wrote must not steer a terminal: control characters, and those that turn
// the direction of a line, are shown as a box.
std::string printable(std::string_view text, bool with_lines) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool is_line = with_lines && (c == '\n' || c == '\t');
    const bool steers = (c < 0x20 && !is_line) || (c >= 0x7F && c < 0xA0) ||
                        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    append_utf8(out, steers ? char32_t{0xFFFD} : c);
  }
  return out;
}

void Table::row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell, false);
  rows_.push_back(std::move(cells));
}

std::string Table::text(bool chinese) const {
  std::vector<size_t> widths;
  for (const Head& head : heads_) {
    widths.push_back(shown_width(chinese ? head.title.zh : head.title.en));
  }
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], shown_width(row[i]));
    }
  }
  std::string out;
  const auto add_line = [&](const auto& cell_at) {
    std::string line;
    for (size_t i = 0; i < heads_.size(); ++i) {
      if (i > 0) line += "  ";
      append_padded(line, cell_at(i), widths[i], heads_[i].align, i + 1 == heads_.size());
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  add_line([&](size_t i) { return chinese ? heads_[i].title.zh : heads_[i].title.en; });
  for (const auto& row : rows_) {
    add_line([&](size_t i) { return i < row.size() ? row[i] : std::string(); });
  }
  return out;
}

void Output::text(std::string_view text) {
  if (json_) return;
  progress({});
  sink_(Stream::out, text);
}

void Output::note(const Words& words) {
  progress({});
  sink_(Stream::error, printable(pick(words), true) + "\n");
}

void Output::progress(std::string_view text) {
  if (!tty_ || (text.empty() && !has_progress_)) return;
  std::string line = "\r";
  line += text;
  line += "\x1b[K";
  sink_(Stream::error, line);
  has_progress_ = !text.empty();
}

void Output::object(const boost::json::object& object) {
  if (json_) sink_(Stream::out, boost::json::serialize(object) + "\n");
}

Exit Output::fail(const Error& error) {
  progress({});
  if (!json_) {
    sink_(Stream::error, printable(to_line(error, chinese_), true) + "\n");
    return error.exit;
  }
  boost::json::object params;
  for (const auto& [name, value] : error.params) params[name] = value;
  object({{"error",
           {{"code", error.code},
            {"message", words_json(error.message)},
            {"hint", words_json(error.hint)},
            {"place", error.place.empty() ? boost::json::value() : boost::json::value(error.place)},
            {"params", params}}}});
  return error.exit;
}

}  // namespace diaodu::app
