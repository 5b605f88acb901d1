#pragma once
// The data dictionary of a pack: what is reported, how it is checked, what is counted. One page.
#include "app/page.hpp"
#include "pack/pack.hpp"

namespace diaodu::app {

void write_dictionary(const pack::Pack& pack, Page& page);

// What a cell of a column type may hold, in a word or two.
Words type_words(std::string_view type);

}  // namespace diaodu::app
