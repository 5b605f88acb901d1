#pragma once
// The sentences of what intake itself refuses, asks or notes: rules whose names begin with '_'
// (intake_failure in temporary.hpp). Written by parcel, rendered by finding; rooms share them here.
//
// Placeholders: {row} {column} (its title) {shown} (the cell's text) {other_area} (name of the
// place the row belongs to) {other_county} (its county) {sender} (name of the parcel's area)
// {allowed} (names of the column's code list) and, out of params, {first_row}, {suggestion} or
// {ranges} (of merged cells), {found} (how many records), {other_parcel} and, behind it and U+001F,
// {now} (the value that stands there).
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace diaodu::frame {

struct BuiltIn {
  std::string rule;
  Words says, fix;
  std::string param;  // the placeholder that `params` fills, or empty
  Words guess = {};   // holds {suggestion}; stands before `fix` where there is one
};
// Null: no such rule. "_cast.<why>" is there for every why of pack::failure_names().
const BuiltIn* built_in(std::string_view rule);
// What a list of kinds calls it, a few words; empty: no such rule.
Words built_in_title(std::string_view rule);
// All of them, by name.
std::vector<std::string> built_in_names();

}  // namespace diaodu::frame
