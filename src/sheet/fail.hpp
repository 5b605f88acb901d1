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

}  // namespace diaodu::sheet
