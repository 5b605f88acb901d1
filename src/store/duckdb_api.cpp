#include "store/duckdb_api.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <vector>

#include "store/errors.hpp"

namespace diaodu::store {
namespace {

std::vector<std::string> candidates() {
  std::error_code failed;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failed);
  std::vector<std::string> paths;
  if (!failed) {
    paths.push_back((self.parent_path() / "libduckdb.so").string());
    paths.push_back((self.parent_path().parent_path() / "lib" / "libduckdb.so").string());
  }
  paths.push_back(DIAODU_LIBDUCKDB);
  return paths;
}

Result<DuckdbApi> load() {
  std::string tried;
  void* library = nullptr;
  for (const std::string& path : candidates()) {
    if (!std::filesystem::exists(path)) {
      tried += path + "; ";
      continue;
    }
    library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library) break;
    tried += std::string(dlerror()) + "; ";
  }
  if (!library) return no_library_error(tried);
  DuckdbApi api;
#define DIAODU_DUCKDB_FIND(name)                                                    \
  api.name = reinterpret_cast<decltype(api.name)>(dlsym(library, "duckdb_" #name)); \
  if (!api.name) return no_library_error("duckdb_" #name);
  DIAODU_DUCKDB_FUNCTIONS(DIAODU_DUCKDB_FIND)
#undef DIAODU_DUCKDB_FIND
  return api;
}

}  // namespace

Result<const DuckdbApi*> duckdb_api() {
  static const Result<DuckdbApi> loaded = load();
  if (!loaded.ok()) return Error(loaded.error());
  return &loaded.value();
}

}  // namespace diaodu::store
