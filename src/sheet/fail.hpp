#pragma once
// Operating errors of this room: code, message and hint in both languages.
#include <string>

#include "base/error.hpp"

namespace diaodu::sheet {

inline Error fail(std::string code, Words message, Words hint, std::string place = {}) {
  Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.hint = std::move(hint);
  error.place = std::move(place);
  return error;
}

// Those of a workbook; `part` is the name inside the package.
Error bad_package(const std::string& why_zh, const std::string& why_en);  // sheet.damaged_zip
Error truncated_package();                                                // sheet.truncated
Error bad_xml(const std::string& part, const std::string& why);           // sheet.bad_xml
Error has_doctype(const std::string& part);                               // sheet.doctype
Error over_limit(const std::string& code, const std::string& what_zh, const std::string& what_en,
                 uint64_t limit);
Error zip_bomb(const std::string& part, uint64_t ratio);  // sheet.zip_bomb
Error encrypted();                                        // sheet.encrypted
Error not_a_workbook();                                   // sheet.not_a_workbook
// A table that is not read here: sheet.other_format
Error other_format(const std::string& what_zh, const std::string& what_en, std::string path = {});
Error no_cells();  // sheet.no_cells

}  // namespace diaodu::sheet
