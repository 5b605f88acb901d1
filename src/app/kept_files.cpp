#include "app/kept_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace diaodu::app {
namespace fs = std::filesystem;
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr size_t kOneByOneMax = 8;  // more files than this: one syncfs is cheaper

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : value_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int get() const { return value_; }
  bool is_open() const { return value_ >= 0; }

 private:
  int value_;
};

Error read_error(const std::string& path) {
  const std::string why = std::strerror(errno);
  return Error{"app.no_file",
               {"文件读不出来：" + why, "the file cannot be read: " + why},
               {"核对文件名和权限后再报送", "check its name and permissions, then send it again"},
               path};
}

Error write_error(const std::string& path) {
  const bool is_full = errno == ENOSPC || errno == EDQUOT;
  const std::string why = std::strerror(errno);
  return Error{
      is_full ? "app.disk_full" : "app.cannot_keep",
      {"文件没能存入数据目录：" + why + "；本文件未接收",
       "the file could not be kept in the data folder: " + why + "; it was not taken"},
      {is_full ? "腾出磁盘空间后再报送；已接收的数据不受影响" : "检查数据目录所在的磁盘后再报送",
       is_full ? "make room on the disk and send it again; what was taken before is safe"
               : "check the disk of the data folder, then send it again"},
      path};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// Reads `source` to its end; each block goes to the hash, and to `target` unless that is negative.
Result<KeptFile> hash_and_copy(const std::string& source, int target,
                               const std::string& target_path) {
  const Descriptor in(source, O_RDONLY);
  struct stat about {};
  if (!in.is_open() || ::fstat(in.get(), &about) != 0) return read_error(source);
  if (!S_ISREG(about.st_mode)) {
    errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
    return read_error(source);
  }
  ::posix_fadvise(in.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  KeptFile kept;
  Sha256 hash;
  std::vector<char> block(kBlockBytes);
  for (;;) {
    const ssize_t got = ::read(in.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return read_error(source);
    if (got == 0) break;
    const std::string_view bytes(block.data(), static_cast<size_t>(got));
    hash.update(bytes);
    kept.bytes += got;
    if (target >= 0 && !write_all(target, bytes)) return write_error(target_path);
  }
  kept.sha256 = hash.hex();
  return kept;
}

std::string place_of(const Home& home, const std::string& sha256) {
  return home.files() + "/" + sha256.substr(0, 2) + "/" + sha256;
}

bool sync_path(const std::string& path, int flags) {
  const Descriptor file(path, flags);
  return file.is_open() && ::fsync(file.get()) == 0;
}

}  // namespace

Result<KeptFile> keep(const Home& home, const std::string& source, bool may_move) {
  std::string ours = source;
  KeptFile kept;
  if (may_move) {
    TRY_ASSIGN(kept, hash_and_copy(source, -1, {}));
  } else {
    ours = home.tmp() + "/in-XXXXXX";
    const int target = ::mkostemp(ours.data(), O_CLOEXEC);
    if (target < 0) return write_error(ours);
    Result<KeptFile> copied = hash_and_copy(source, target, ours);
    ::close(target);
    if (!copied) {
      ::unlink(ours.c_str());
      return std::move(copied).error();
    }
    kept = std::move(copied).value();
  }
  kept.path = place_of(home, kept.sha256);
  if (::mkdir(fs::path(kept.path).parent_path().c_str(), 0700) != 0 && errno != EEXIST) {
    const Error failed = write_error(kept.path);
    ::unlink(ours.c_str());
    return failed;
  }
  // The same content gives the same name: replacing it changes nothing.
  if (::chmod(ours.c_str(), 0400) != 0 || ::rename(ours.c_str(), kept.path.c_str()) != 0) {
    const Error failed = write_error(kept.path);
    ::unlink(ours.c_str());
    return failed;
  }
  return kept;
}

Result<void> make_durable(const Home& home, const std::vector<std::string>& paths) {
  if (paths.size() > kOneByOneMax) {
    const Descriptor folder(home.files(), O_RDONLY | O_DIRECTORY);
    if (!folder.is_open() || ::syncfs(folder.get()) != 0) return write_error(home.files());
    return {};
  }
  std::set<std::string> folders;
  for (const std::string& path : paths) {
    if (!sync_path(path, O_RDONLY)) return write_error(path);
    folders.insert(fs::path(path).parent_path().string());
  }
  if (!paths.empty()) folders.insert(home.files());
  for (const std::string& folder : folders) {
    if (!sync_path(folder, O_RDONLY | O_DIRECTORY)) return write_error(folder);
  }
  return {};
}

Result<std::string> file_sha256(const std::string& path) {
  TRY_ASSIGN(const KeptFile kept, hash_and_copy(path, -1, {}));
  return kept.sha256;
}

}  // namespace diaodu::app
