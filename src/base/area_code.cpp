#include "base/area_code.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace diaodu {

std::optional<Level> level_of(std::string_view area) {
  switch (area.size()) {
    case 0: return Level::nation;
    case 2: return Level::province;
    case 4: return Level::city;
    case 6: return Level::county;
    case 9: return Level::township;
    case 12: return Level::village;
    default: return std::nullopt;
  }
}

std::optional<Level> parse_level(std::string_view name) {
  for (Level level : {Level::nation, Level::province, Level::city, Level::county, Level::township,
                      Level::village})
    if (to_text(level) == name) return level;
  return std::nullopt;
}

std::string_view to_text(Level level) {
  switch (level) {
    case Level::nation: return "nation";
    case Level::province: return "province";
    case Level::city: return "city";
    case Level::county: return "county";
    case Level::township: return "township";
    case Level::village: return "village";
  }
  CHECK(false, "a level without a name");
}

std::string_view at_level(std::string_view area, Level level) {
  const auto length = static_cast<size_t>(level);
  CHECK(area.size() >= length, "the area lies above the level asked for");
  return area.substr(0, length);
}

std::string_view parent_of(std::string_view area) {
  switch (area.size()) {
    case 4: return area.substr(0, 2);
    case 6: return area.substr(0, 4);
    case 9: return area.substr(0, 6);
    case 12: return area.substr(0, 9);
    default: return {};
  }
}

bool is_under(std::string_view area, std::string_view ancestor) {
  return area.starts_with(ancestor);
}

std::string range_end(std::string_view area) {
  if (area.empty()) return ":";
  std::string end(area);
  end.back() = static_cast<char>(end.back() + 1);
  return end;
}

std::optional<std::string> parse_area(std::string_view typed) {
  if (typed == "cn") return std::string();
  const bool digits =
      std::all_of(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (typed.empty() || !digits || !level_of(typed)) return std::nullopt;
  return std::string(typed);
}

std::string show_area(std::string_view area) { return area.empty() ? "cn" : std::string(area); }

}  // namespace diaodu
