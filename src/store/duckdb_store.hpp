#pragma once
#include "store/store.hpp"

namespace diaodu::store {
Result<std::unique_ptr<Store>> open_duckdb(const OpenOptions& options);
}  // namespace diaodu::store
