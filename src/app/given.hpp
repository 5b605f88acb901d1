#pragma once
// The files that a call hands in: those named, and those within a zip, each on its own.
#include <optional>
#include <string>
#include <vector>

#include "app/output.hpp"
#include "app/wire.hpp"
#include "base/own_folder.hpp"

namespace diaodu::app {

struct GivenFile {
  std::string path;
  std::string name = {};  // as it is called where it was packed; empty: by its path
  bool is_ours = false;
  std::optional<Error> error = {};  // nothing of it can be taken
};

class GivenFiles {
 public:
  // What is within zips is unpacked beside the kept files, for as long as this lives.
  static Result<GivenFiles> of(App& app, const std::vector<std::string>& paths, Output& out);
  const std::vector<GivenFile>& files() const { return files_; }
  bool any_packed() const { return !folders_.empty(); }

 private:
  GivenFiles() = default;
  Result<void> add(App& app, const std::string& path, Output& out);
  std::vector<GivenFile> files_;
  std::vector<OwnFolder> folders_;
};

}  // namespace diaodu::app
