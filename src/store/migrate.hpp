#pragma once
#include <span>
#include <string_view>

#include "store/store.hpp"

namespace diaodu::store {

struct SchemaFile {
  std::string_view name;  // "0001_journal.sql"
  std::string_view text;
};
// migrate() with the files given: what the tests use.
Result<void> migrate_files(Session& session, std::span<const SchemaFile> files);

}  // namespace diaodu::store
