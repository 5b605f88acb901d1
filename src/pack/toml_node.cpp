#include "pack/toml_node.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ASSERT(expr) \
  static_assert(true)  // reachable by "[=": the parser gives an error right after
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace diaodu::pack {
namespace {

struct Converter {
  std::vector<std::string> lines;  // of the file, to find where a text really begins

  Node convert(const toml::node& from) const {
    Node node;
    node.line = static_cast<int>(from.source().begin.line);
    node.column = static_cast<int>(from.source().begin.column);
    if (const auto* table = from.as_table()) return take_table(*table, std::move(node));
    if (const auto* array = from.as_array()) {
      node.kind = Node::Kind::array;
      for (const toml::node& item : *array) node.items.push_back(convert(item));
      return node;
    }
    take_scalar(from, node);
    return node;
  }

 private:
  Node take_table(const toml::table& table, Node node) const {
    node.kind = Node::Kind::table;
    for (const auto& [key, value] : table) {
      Node member = convert(value);
      member.key_line = static_cast<int>(key.source().begin.line);
      member.key_column = static_cast<int>(key.source().begin.column);
      node.members.push_back({std::string(key.str()), std::move(member)});
    }
    std::stable_sort(node.members.begin(), node.members.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second.key_line, a.second.key_column) <
             std::pair(b.second.key_line, b.second.key_column);
    });
    return node;
  }

  void take_scalar(const toml::node& from, Node& node) const {
    if (const auto* text = from.as_string()) {
      node.kind = Node::Kind::text;
      node.text = text->get();
      place_text(node);
    } else if (const auto* whole = from.as_integer()) {
      node.kind = Node::Kind::number;
      node.whole = true;
      node.text = std::to_string(whole->get());
    } else if (const auto* real = from.as_floating_point()) {
      node.kind = Node::Kind::number;
      char digits[64];
      const auto end =
          std::to_chars(digits, digits + sizeof digits, real->get(), std::chars_format::fixed);
      node.text.assign(digits, end.ptr);
    } else if (const auto* yes = from.as_boolean()) {
      node.kind = Node::Kind::boolean;
      node.text = yes->get() ? "true" : "false";
    } else if (const auto* date = from.as_date()) {
      node.kind = Node::Kind::day;
      const toml::date day = date->get();
      char digits[16];
      std::snprintf(digits, sizeof digits, "%04d-%02d-%02d", int{day.year}, int{day.month},
                    int{day.day});
      node.text = digits;
    } else {  // a time of day or a moment: no key takes one; the text makes a readable fault
      node.kind = Node::Kind::text;
      node.text = "(time)";
    }
  }

  // The first character after the opening quotes; a line break right after """ or ''' is not text.
  void place_text(Node& node) const {
    node.text_line = node.line;
    node.text_column = node.column + 1;
    if (node.line < 1 || static_cast<size_t>(node.line) > lines.size()) return;
    const std::string& line = lines[static_cast<size_t>(node.line) - 1];
    size_t at = 0;
    for (int i = 1; i < node.column && at < line.size(); ++i) next_code_point(line, at);
    const std::string_view rest = std::string_view(line).substr(at);
    if (!rest.starts_with("\"\"\"") && !rest.starts_with("'''")) return;
    node.text_column = node.column + 3;
    if (trim_ascii(rest.substr(3)).empty()) ++node.text_line, node.text_column = 1;
  }
};

Error not_toml(const std::string& name, size_t line, size_t column, const Words& why) {
  return Error{
      .code = "pack.not_toml",
      .message = {"不是正确的 TOML：" + why.zh + "。", "this is not well-formed TOML: " + why.en},
      .hint = {"请改正这一处；其后的内容尚未检查。",
               "Mend this place first; what follows it has not been checked."},
      .place = name + ":" + std::to_string(line) + ":" + std::to_string(column),
      .exit = Exit::found_something};
}

// Where control characters or bytes of no text stand; the size if nowhere.
size_t first_unreadable(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t start = at;
    const char32_t c = next_code_point(bytes, at);
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    if (control || (c == 0xFFFD && at - start == 1)) return start;
  }
  return bytes.size();
}

// Where a character beyond ASCII stands outside texts and comments: TOML has none there, and
// toml++ 3.3 runs into undefined behaviour on some (U+03AF in a bare key). The size if nowhere.
size_t first_bare_foreign(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const std::string_view rest = bytes.substr(at);
    if (static_cast<unsigned char>(rest[0]) & 0x80) return at;
    if (rest[0] == '#') {
      at += std::min(rest.find('\n'), rest.size());
      continue;
    }
    if (rest[0] != '"' && rest[0] != '\'') {
      ++at;
      continue;
    }
    const std::string quote(
        rest.starts_with("\"\"\"") || rest.starts_with("\'\'\'") ? size_t{3} : size_t{1}, rest[0]);
    size_t end = quote.size();
    while (end < rest.size() && !rest.substr(end).starts_with(quote) &&
           (quote.size() == 3 || rest[end] != '\n'))
      end += rest[end] == '\\' && rest[0] == '"' ? size_t{2} : size_t{1};
    at += std::min(end + quote.size(), rest.size());
    while (quote.size() == 3 && at < bytes.size() && bytes[at] == quote[0])
      ++at;  // """" ends a text too
  }
  return bytes.size();
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, node] : members)
    if (name == key) return &node;
  return nullptr;
}

Result<Node> parse_toml(std::string_view bytes, const std::string& name) {
  const auto at_byte = [&](size_t at, const Words& why) {
    const size_t start = at == 0 ? 0 : bytes.rfind('\n', at - 1) + 1;
    const auto line =
        std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(at), '\n') + 1;
    return not_toml(name, static_cast<size_t>(line),
                    code_points(bytes.substr(start, at - start)) + 1, why);
  };
  if (const size_t at = first_unreadable(bytes); at < bytes.size())
    return at_byte(at, {"这里有控制字符，或不是 UTF-8 文字",
                        "a control character, or bytes that are no UTF-8."});
  if (const size_t at = first_bare_foreign(bytes); at < bytes.size())
    return at_byte(
        at, {"引号外只能用英文字母、数字和半角符号", "outside quotes only ASCII can stand."});
  const toml::parse_result parsed = toml::parse(bytes, name);
  if (parsed) return Converter{split(bytes, '\n')}.convert(parsed.table());
  const auto& at = parsed.error().source().begin;
  const std::string why(parsed.error().description());
  return not_toml(name, at.line, at.column, {why, why + "."});
}

}  // namespace diaodu::pack
