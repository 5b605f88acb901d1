#pragma once
// An error as it is kept in parcel.error_params: words and params, so that it reads the same later.
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace diaodu::parcel {

std::string error_to_json(const Error& error);  // all but the code
Error error_from_json(std::string code,
                      std::string_view kept);  // what cannot be read is left empty

}  // namespace diaodu::parcel
