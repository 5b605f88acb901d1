#pragma once
#include <string>
#include <string_view>

namespace diaodu::http {

// As a gzip file; empty when it would not be shorter.
std::string gzip(std::string_view plain);

}  // namespace diaodu::http
