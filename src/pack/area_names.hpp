#pragma once
// How people write the names of places: short forms, without 省 市 县, without the names of
// peoples.
#include <string>
#include <string_view>
#include <vector>

namespace diaodu::pack {

// The name itself first, then its short forms: 木里藏族自治县 -> 木里藏族自治县, 木里藏族, 木里,
// 木里县.
std::vector<std::string> spellings_of(std::string_view name);
// A level of the tree that is no place of its own: 市辖区, 县, 省直辖县级行政区划.
bool is_filler_name(std::string_view name);
// 大寨村村民委员会 -> 大寨: what two ways of writing a village have in common.
std::string_view village_core(std::string_view name);

}  // namespace diaodu::pack
