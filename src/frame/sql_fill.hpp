#pragma once
// Fills the {{names}} of an embedded SQL file with texts that are SQL already: store::quoted,
// store::literal, an expression of the pack, a scope's predicate. Every name must be given; what is
// filled in is not read again.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::frame {

using Fills = std::vector<std::pair<std::string_view, std::string>>;
std::string fill(std::string_view sql, const Fills& fills);

// "{prefix}_{register}", quoted: the tables a register has.
std::string table_name(std::string_view prefix, const pack::Register& register_);

// "true" for an empty list; else the column lies in the list, its bounds first so that blocks
// prune.
std::string in_counties(const std::string& column, const std::vector<std::string>& counties);
// For a join that compares the county anyway: only prunes; a long list becomes its bounds.
std::string near_counties(const std::string& column, const std::vector<std::string>& counties);
// "false" for an empty list; else the column is one of the numbers, likewise.
std::string in_numbers(const std::string& column, const std::vector<int64_t>& numbers);

// (left."a" = right."a" and ...) over the key columns; same_key: dist_county and key_hash as well.
std::string same_key_columns(const pack::Register& register_, const std::string& left,
                             const std::string& right);
std::string same_key(const pack::Register& register_, const std::string& left,
                     const std::string& right);

}  // namespace diaodu::frame
