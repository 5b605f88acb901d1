#pragma once
// What differs between two versions of a pack, as far as what is stored has to follow.
#include <string>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::pack {

// Hash over all that decides how records of a register are judged: its rules with their sentences,
// the params these name, and the codes of its columns. Equal: nobody has to be judged anew.
std::string judging_hash(const Pack& pack, const Register& register_);
// Hash over all that the masks of its records mean: columns in their order, needs, groups, reasons.
std::string masks_hash(const Pack& pack, const Register& register_);
// Changes that stored records cannot follow: another key or area column of a register, another
// type of a column. Each with both versions and what to do. before: the packs that were in use, the
// latest first; a column that one of them left out is compared with the last that had it.
std::vector<Error> changes_not_carried(const std::vector<const Pack*>& before, const Pack& after);

}  // namespace diaodu::pack
