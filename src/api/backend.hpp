#pragma once
// What the API needs of the program that holds the data: made by app/serve.cpp over App, and by
// tests. Everything here may be called by several threads at once.
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/access.hpp"
#include "journal/journal.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"
#include "store/store.hpp"

namespace diaodu::api {

struct Used {  // the pack in use, whole; empty before the first one
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
};
struct Kept {
  std::string sha256;
  int64_t bytes = 0;
};
using Progress = std::function<void(std::string_view stage, int64_t done, int64_t total)>;

class Backend {
 public:
  virtual ~Backend() = default;
  virtual access::Access& access() = 0;
  virtual Result<std::unique_ptr<store::Session>> reader() = 0;
  virtual bool is_dead() const = 0;
  virtual Used used() = 0;
  // Kept under its SHA-256; on disk before a command that names it is acknowledged. The file at
  // `path` is ours and is moved.
  virtual Result<Kept> keep_file(const std::string& path) = 0;
  virtual std::string files_folder() const = 0;  // of the kept files
  virtual std::string tmp_folder() const = 0;    // on the same file system
  // A command for the round; no day: the last one worked on.
  virtual std::future<Result<int64_t>> submit(journal::Command command) = 0;
  virtual Result<int64_t> journal_only(journal::Command command) = 0;
  // One round of what waits, unless all of these commands are done; gives those that are. A small
  // file of another place is done between two rounds of a great one.
  virtual Result<std::vector<int64_t>> run_towards(const std::vector<int64_t>& seqs,
                                                   const Progress& progress) = 0;
  using Look = std::function<Result<void>(store::Session&, const std::vector<int64_t>&)>;
  virtual Result<void> trial(const std::vector<journal::Command>& commands, const Look& look) = 0;
  virtual Day latest_day() = 0;
  virtual Result<std::optional<journal::Seal>> last_seal() = 0;
  virtual std::string version() const = 0;
  virtual std::string engine() const = 0;
};

}  // namespace diaodu::api
