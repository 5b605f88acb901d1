#include "scenario/settings.hpp"

#include <charconv>

#include "scenario/scenario.hpp"

namespace diaodu::scenario {
namespace {
bool parse_number(const std::string& text, double& number) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}
}  // namespace

Error Settings::wrong(const std::string& name, const Words& wanted) const {
  Error error;
  error.code = "scenario.bad_setting";
  error.place = to_text(scenario_.place);
  error.message = {
      "推演“" + scenario_.id + "”缺少设置“" + name + "”，或其值不是" + wanted.zh + "。",
      "Scenario \"" + scenario_.id + "\" has no setting \"" + name + "\", or it is not " +
          wanted.en + "."};
  error.hint = {"在 [settings] 中补上。", "Add it under [settings]."};
  error.exit = Exit::found_something;
  return error;
}

Result<std::string> Settings::text(const std::string& name) const {
  const auto found = scenario_.settings.find("settings." + name);
  if (found == scenario_.settings.end()) return wrong(name, {"文字", "a text"});
  return found->second;
}

Result<double> Settings::number(const std::string& name) const {
  TRY_ASSIGN(const std::string typed, text(name));
  double value = 0;
  if (!parse_number(typed, value)) return wrong(name, {"数", "a number"});
  return value;
}

Result<int64_t> Settings::whole(const std::string& name) const {
  TRY_ASSIGN(const std::string typed, text(name));
  int64_t value = 0;
  const char* end = typed.data() + typed.size();
  const auto parsed = std::from_chars(typed.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return wrong(name, {"整数", "a whole number"});
  return value;
}

Result<Day> Settings::day(const std::string& name) const {
  TRY_ASSIGN(const std::string typed, text(name));
  const std::optional<Day> value = parse_day(typed);
  if (!value) return wrong(name, {"日期（YYYY-MM-DD）", "a day (YYYY-MM-DD)"});
  return *value;
}

const std::vector<std::map<std::string, std::string>>& Settings::table(
    const std::string& name) const {
  static const std::vector<std::map<std::string, std::string>> kNone;
  const auto found = scenario_.tables.find(name);
  return found == scenario_.tables.end() ? kNone : found->second;
}

std::string cell(const std::map<std::string, std::string>& row, const std::string& name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string() : found->second;
}

double cell_number(const std::map<std::string, std::string>& row, const std::string& name,
                   double otherwise) {
  double value = otherwise;
  return parse_number(cell(row, name), value) ? value : otherwise;
}

std::string setting(const pack::ScenarioDef& scenario, const std::string& name,
                    const std::string& otherwise) {
  const auto found = scenario.settings.find("settings." + name);
  return found == scenario.settings.end() ? otherwise : found->second;
}

}  // namespace diaodu::scenario
