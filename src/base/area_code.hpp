#pragma once
// An area is its significant code prefix as text: nation '', province '51', city '5134', county
// '513401', township 9 digits, village 12 digits (GB/T 2260, GB/T 10114). Codes are never trimmed:
// 441900 is a county that ends in 00. "Under" is a range on the text: area >= '51' and area < '52'.
#include <optional>
#include <string>
#include <string_view>

namespace diaodu {

enum class Level { nation = 0, province = 2, city = 4, county = 6, township = 9, village = 12 };

std::optional<Level> level_of(std::string_view area);     // by length; nullopt: no such length
std::optional<Level> parse_level(std::string_view name);  // "province", ...
std::string_view to_text(Level level);
// The ancestor (or the area itself) at a level that is not below it: at_level("513401", province) =
// "51".
std::string_view at_level(std::string_view area, Level level);
std::string_view parent_of(std::string_view area);                // of "51": ""; of "": ""
bool is_under(std::string_view area, std::string_view ancestor);  // an area is under itself
// Upper bound of the range of an area's texts: "51" -> "52", "5139" -> "513:", "" -> ":" (after
// '9').
std::string range_end(std::string_view area);
// What people type: "cn" is the nation; digits otherwise. nullopt: neither.
std::optional<std::string> parse_area(std::string_view typed);
std::string show_area(std::string_view area);  // "" -> "cn"

}  // namespace diaodu
