#pragma once
// The one clock of the program; a moment becomes text here, by the pack's offset, and nowhere else.
#include <string>

#include "base/day.hpp"

namespace diaodu::app {

std::string now_text(int utc_offset_minutes);  // "2020-03-06T10:11:12.345+08:00"
Day today(int utc_offset_minutes);

}  // namespace diaodu::app
