#pragma once
// What a command prints: text in one language, or one JSON object. The same bytes whether the
// command runs in this process or in the one that holds the data (socket.cpp).
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace diaodu::app {

// Columns aligned by how wide a terminal shows them: a Chinese character takes two places.
class Table {
 public:
  enum class Align { left, right };
  struct Head {
    Words title;
    Align align = Align::left;
  };
  explicit Table(std::vector<Head> heads) : heads_(std::move(heads)) {}
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::string text(bool chinese) const;

 private:
  std::vector<Head> heads_;
  std::vector<std::vector<std::string>> rows_;
};
std::string printable(std::string_view text, bool with_lines);
size_t shown_width(std::string_view utf8);

class Output {
 public:
  enum class Stream : char { out = 'o', error = 'e' };
  using Sink = std::function<void(Stream, std::string_view)>;
  Output(Sink sink, bool json, bool chinese, bool tty)
      : sink_(std::move(sink)), json_(json), chinese_(chinese), tty_(tty) {}

  bool json() const { return json_; }
  bool chinese() const { return chinese_; }
  bool tty() const { return tty_; }
  const std::string& pick(const Words& words) const { return chinese_ ? words.zh : words.en; }

  void line(const Words& words) { text(printable(pick(words), true) + "\n"); }  // not in JSON
  void text(std::string_view text);                                             // not in JSON
  void table(const Table& table) { text(table.text(chinese_)); }
  void note(const Words& words);  // to stderr, in JSON too
  // On a terminal one line that is written over, elsewhere nothing. Empty: wipes it.
  void progress(std::string_view text);
  void object(const boost::json::object& object);  // only in JSON
  Exit fail(const Error& error);

 private:
  Sink sink_;
  bool json_, chinese_, tty_;
  bool has_progress_ = false;
};

}  // namespace diaodu::app
