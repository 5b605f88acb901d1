#include "pack/reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace diaodu::pack {

void Faults::add(std::string code, const Place& place, Words message, Words hint) {
  Error error{.code = std::move(code), .message = std::move(message), .hint = std::move(hint)};
  error.place = folder_ + "/" + to_text(place);
  error.exit = Exit::found_something;
  all_.push_back(std::move(error));
}

void Faults::add_unknown(std::string code, const Place& place, Words message,
                         std::string_view typed, const std::vector<std::string>& names,
                         Words otherwise) {
  if (const auto near = did_you_mean(typed, names))
    otherwise = {"是不是“" + *near + "”？", "Did you mean \"" + *near + "\"?"};
  add(std::move(code), place, std::move(message), std::move(otherwise));
}

Reader::Reader(const Node& table, std::string file, std::string_view section, Faults& faults)
    : table_(table), file_(std::move(file)), section_(section), faults_(faults) {
  const std::vector<std::string>& keys = keys_of(section);
  for (const auto& [key, member] : table.members)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      faults_.add_unknown(
          "pack.unknown_key", {file_, member.key_line, member.key_column},
          {"[" + section_ + "] 中没有“" + key + "”这个键。",
           "[" + section_ + "] takes no key \"" + key + "\"."},
          key, keys,
          {"可用的键：" + join(keys, "、") + "。", "Its keys: " + join(keys, ", ") + "."});
}

const Node* Reader::node(std::string_view key) const {
  const std::vector<std::string>& keys = keys_of(section_);
  CHECK(std::find(keys.begin(), keys.end(), key) != keys.end(), "a key not declared in keys.cpp");
  return table_.find(key);
}

Place Reader::place_of(std::string_view key) const {
  if (const Node* at = table_.find(key)) return {file_, at->line, at->column};
  return place();
}

void Reader::wrong_kind(const Node& node, std::string_view key, Words wanted) {
  faults_.add("pack.wrong_kind", {file_, node.line, node.column},
              {"“" + std::string(key) + "”应为" + wanted.zh + "。",
               "\"" + std::string(key) + "\" must be " + wanted.en + "."});
}

void Reader::missing(std::string_view key) {
  faults_.add("pack.missing_key", place(),
              {"[" + section_ + "] 缺少“" + std::string(key) + "”。",
               "[" + section_ + "] lacks \"" + std::string(key) + "\"."});
}

std::string Reader::text(std::string_view key) {
  const Node* at = node(key);
  if (!at) return {};
  if (at->kind == Node::Kind::text) return at->text;
  wrong_kind(*at, key, {"文本", "a text"});
  return {};
}

std::string Reader::must_text(std::string_view key) {
  std::string value = text(key);
  if (value.empty() && (!has(key) || node(key)->kind == Node::Kind::text)) missing(key);
  return value;
}

Words read_words(const Node& node, const std::string& file, Faults& faults) {
  if (node.kind == Node::Kind::text) return {node.text, node.text};
  if (node.kind != Node::Kind::table) {
    faults.add("pack.wrong_kind", {file, node.line, node.column},
               {"这里应为文本或 { zh = \"…\", en = \"…\" }。",
                "this must be a text or { zh = \"…\", en = \"…\" }."});
    return {};
  }
  Reader reader(node, file, "words", faults);
  return {reader.must_text("zh"), reader.must_text("en")};
}

Words Reader::words(std::string_view key) {
  const Node* at = node(key);
  return at ? read_words(*at, file_, faults_) : Words{};
}

Words Reader::must_words(std::string_view key) {
  if (!has(key)) missing(key);
  return words(key);
}

bool Reader::flag(std::string_view key, bool otherwise) {
  const Node* at = node(key);
  if (!at) return otherwise;
  if (at->kind == Node::Kind::boolean) return at->text == "true";
  wrong_kind(*at, key, {"true 或 false", "true or false"});
  return otherwise;
}

int Reader::whole(std::string_view key, int otherwise, int lowest, int highest) {
  const Node* at = node(key);
  if (!at) return otherwise;
  int value = 0;
  const char* end = at->text.data() + at->text.size();
  const auto read = std::from_chars(at->text.data(), end, value);
  const bool good = at->kind == Node::Kind::number && at->whole && read.ec == std::errc() &&
                    read.ptr == end && value >= lowest && value <= highest;
  if (good) return value;
  const std::string low = std::to_string(lowest), high = std::to_string(highest);
  wrong_kind(*at, key,
             {low + " 到 " + high + " 之间的整数", "a whole number from " + low + " to " + high});
  return otherwise;
}

std::string Reader::number(std::string_view key) {
  const Node* at = node(key);
  if (!at) return {};
  const bool kind = at->kind == Node::Kind::number || at->kind == Node::Kind::text;
  if (kind && parse_decimal(at->text, 6)) return at->text;
  wrong_kind(*at, key, {"数字（小数最多 6 位）", "a number with at most 6 decimals"});
  return {};
}

std::optional<Day> Reader::day(std::string_view key) {
  const Node* at = node(key);
  if (!at) return std::nullopt;
  if (at->kind == Node::Kind::day || at->kind == Node::Kind::text)
    if (const auto day = parse_day(at->text)) return day;
  wrong_kind(*at, key, {"日期，如 2020-03-01", "a day such as 2020-03-01"});
  return std::nullopt;
}

std::vector<std::string> Reader::texts(std::string_view key) {
  const Node* at = node(key);
  if (!at) return {};
  std::vector<std::string> values;
  bool good = at->kind == Node::Kind::array;
  for (const Node& item : at->items) {
    good = good && item.kind == Node::Kind::text;
    values.push_back(item.text);
  }
  if (good) return values;
  wrong_kind(*at, key, {"文本列表，如 [\"甲\", \"乙\"]", "a list of texts such as [\"a\", \"b\"]"});
  return {};
}

std::vector<const Node*> Reader::tables(std::string_view key) {
  const Node* at = node(key);
  if (!at) return {};
  std::vector<const Node*> values;
  bool good = at->kind == Node::Kind::array;
  for (const Node& item : at->items) {
    good = good && item.kind == Node::Kind::table;
    values.push_back(&item);
  }
  if (good) return values;
  const std::string name(key);
  wrong_kind(*at, key,
             {"表的列表，如 [[" + name + "]]", "a list of tables such as [[" + name + "]]"});
  return {};
}

size_t Reader::choice(std::string_view key, const std::vector<std::string>& names,
                      size_t otherwise) {
  const Node* at = node(key);
  if (!at) return otherwise;
  const auto found = std::find(names.begin(), names.end(), at->text);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  faults_.add_unknown(
      "pack.unknown_value", {file_, at->line, at->column},
      {"“" + std::string(key) + "”不能是“" + at->text + "”。",
       "\"" + std::string(key) + "\" cannot be \"" + at->text + "\"."},
      at->text, names,
      {"可选：" + join(names, "、") + "。", "It is one of: " + join(names, ", ") + "."});
  return otherwise;
}

std::optional<Level> Reader::level(std::string_view key) {
  static const std::vector<std::string> kNames = {"nation", "province", "city",
                                                  "county", "township", "village"};
  const size_t at = choice(key, kNames, kNames.size());
  return at < kNames.size() ? parse_level(kNames[at]) : std::nullopt;
}

std::string scalar_text(const Node& node) {
  if (node.kind != Node::Kind::array) return node.text;
  std::vector<std::string> parts;
  for (const Node& item : node.items) parts.push_back(scalar_text(item));
  return join(parts, ",");
}

}  // namespace diaodu::pack
