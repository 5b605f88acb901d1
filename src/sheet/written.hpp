#pragma once
// Inner part of the room: texts as a workbook can hold them, and why one could not be written.
#include <xlsxwriter.h>

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace diaodu::sheet {

// UTF-8, no longer than a cell, "_x0041_" kept from being read as "A".
void make_holdable(std::string_view text, std::string& out);
Error cannot_write(const std::string& path, lxw_error why);

}  // namespace diaodu::sheet
