#pragma once
// How the API names a record.
#include <string>

#include "api/call.hpp"
#include "record/page.hpp"

namespace diaodu::api {

struct Named {              // by county and hash of its key
  std::string dist_county;  // empty: of a record whose home is not told
  int64_t key_hash = 0;
};
std::string name_of(const record::Row& row, bool tells_home = true);
Result<Named> named(const std::string& text);  // error "api.not_found"

}  // namespace diaodu::api
