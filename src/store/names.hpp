#pragma once
// What a SELECT names, by DuckDB's own parser in an empty database in memory, opened at the first
// use.
#include <memory>
#include <mutex>
#include <string_view>

#include "store/store.hpp"

namespace diaodu::store {

class NamesParser {
 public:
  NamesParser();
  ~NamesParser();
  // May be called from any thread. Relations: base tables and views as written ("schema.table" if
  // so written), sorted, each once; names of CTEs only where no CTE of that name is in scope.
  // Functions: lower case, table functions and windows included, operators written as signs not.
  Result<Session::Names> parse(std::string_view sql);

 private:
  struct Engine;
  std::mutex mutex_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace diaodu::store
