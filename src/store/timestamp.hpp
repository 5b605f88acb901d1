#pragma once
// Moments as text, the same on both engines: "2020-05-01 13:07:09", with ".123456" if there is a
// part of a second, "+00" at the end if the type has a time zone.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace diaodu::store {

std::string timestamp_text(int64_t micros_since_1970, bool with_zone);
// The same forms back ("T" between day and time too); nullopt: another form.
std::optional<int64_t> parse_timestamp(std::string_view text);

}  // namespace diaodu::store
