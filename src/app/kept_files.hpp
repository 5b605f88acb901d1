#pragma once
// Kept files: under files/ab/<sha256>, bit for bit, hashed while they are copied.
#include <cstdint>
#include <string>
#include <vector>

#include "app/home.hpp"

namespace diaodu::app {

struct KeptFile {
  std::string sha256, path;
  int64_t bytes = 0;
};
// `may_move`: the source is ours and on the same disk; it is renamed instead of copied. Error
// "app.no_file".
Result<KeptFile> keep(const Home& home, const std::string& source, bool may_move);
// Returns when the files and their names are on disk.
Result<void> make_durable(const Home& home, const std::vector<std::string>& paths);
Result<std::string> file_sha256(const std::string& path);

}  // namespace diaodu::app
