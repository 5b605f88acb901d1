#pragma once
// Everything derived, made anew from the journal and the kept files, in a store of its own.
#include <string>
#include <vector>

#include "app/wire.hpp"

namespace diaodu::app {

struct TableCompared {
  std::string table;
  int64_t rows_before = 0, rows_after = 0;
  bool equal = false;
};
// A hash of a table that does not depend on the order of its rows.
struct TableHash {
  int64_t rows = 0;
  std::string hash;
};
Result<TableHash> hash_table(store::Session& session, const std::string& table);
// The derived tables there are: all but journal, migration, leader and those of access.
Result<std::vector<std::string>> derived_tables(store::Session& session);

}  // namespace diaodu::app
