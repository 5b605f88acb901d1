#pragma once
// What is said on a page about single records becomes a small file, handed in like any other.
#include <map>
#include <string>
#include <vector>

#include "api/call.hpp"

namespace diaodu::api {

using CellsByName = std::map<std::string, std::string>;

// A CSV whose headings are the columns' own names. A blank cell changes nothing.
std::string small_file(const pack::Register& of, const std::vector<const CellsByName*>& rows);
// In whose name: his own place, or the one he is given the rows of.
std::string sender_area(const Call& call, const std::string& area);

}  // namespace diaodu::api
