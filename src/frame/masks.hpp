#pragma once
// The bit masks of a row as SQL, over a relation with the register's columns (unqualified: `when`
// of a column is a pack author's text over the row).
//   missing, explained: bit = position in Register::expected()
//   touched, changed:   bit = index of the column
//   verified:           bit = position in Register::groups()
#include <string>
#include <vector>

#include "base/day.hpp"
#include "pack/pack.hpp"

namespace diaodu::frame {

inline int64_t bit(size_t position) { return int64_t{1} << position; }
int64_t mask_of(const pack::Register& register_, const std::vector<std::string>& columns);
int64_t all_groups(const pack::Register& register_);

// An expected cell that is empty though its `when` holds: explained if the row's reason explains
// it, else missing.
std::string missing_sql(const pack::Pack& pack, const pack::Register& register_);
std::string explained_sql(const pack::Pack& pack, const pack::Register& register_);
// Over `changed`, `touched`, `old_verified`: a row that brings a new verification verifies every
// group; else a change voids the bit of its group only. Sending an old verification again with new
// values verifies nothing.
std::string verified_sql(const pack::Register& register_, Day day);
std::string kept_verified_sql(
    const pack::Register& register_);  // the groups that no change has voided
// changed of a row without a predecessor: every cell that holds a value.
std::string filled_sql(const pack::Register& register_, const std::string& prefix);
// How many bits of `mask_sql` are set, for the columns of a register.
std::string count_bits_sql(const pack::Register& register_, const std::string& mask_sql);
// Columns of the register that place a row: register.area, also_area, and those indicators go by;
// first the area.
std::vector<std::string> area_columns(const pack::Pack& pack, const pack::Register& register_);

}  // namespace diaodu::frame
