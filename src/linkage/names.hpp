#pragma once
// Characters of names: what a variant or traditional form is written as today, and how it sounds.
// The table is made at set-up (tools/make_characters.py) and stands in the program.
#include <cstdint>
#include <string>
#include <string_view>

namespace diaodu::linkage {

// 張國強 and 张国强 are the same; spaces and every dot of minority names are left out.
std::u32string folded_name(std::string_view name);
// Readings without tones of a folded name; a character without one stands for itself.
uint64_t sound_of(const std::u32string& folded);

}  // namespace diaodu::linkage
