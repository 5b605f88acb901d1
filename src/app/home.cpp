#include "app/home.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace diaodu::app {
namespace fs = std::filesystem;
namespace {

Error cannot(const std::string& path, const char* zh, const char* en, int why) {
  return Error{
      "app.folder",
      {fmt::format("{}：{}", zh, std::strerror(why)),
       fmt::format("{}: {}", en, std::strerror(why))},
      {"检查目录的权限和磁盘空间", "see the folder's permissions and the disk's free space"},
      path};
}

Result<void> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return cannot(path, "无法建立目录", "the folder cannot be made", errno);
  }
  return {};
}

Result<void> make_key(const std::string& path) {
  std::array<char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return cannot(path, "无法生成密钥", "no key can be made", errno);
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, "无法写入密钥", "the key cannot be written", errno);
  const bool good =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  const int why = errno;
  ::close(file);
  if (!good) return cannot(path, "无法写入密钥", "the key cannot be written", why);
  return {};
}

Result<void> mark_unfinished(const Home& home) {
  const int file =
      ::open(home.unfinished().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool good = file >= 0 && ::fsync(file) == 0;
  const int why = errno;
  if (file >= 0) ::close(file);
  if (!good) return cannot(home.folder, "无法建立目录", "the folder cannot be made", why);
  return {};
}

// What init makes, by name; nothing else that may lie in the folder.
void clear_half(const Home& home) {
  std::error_code ignored;
  for (const char* name : {"key", "diaodu.db", "diaodu.db.wal", "high_water", "packs", "tmp"})
    fs::remove_all(fs::path(home.folder) / name, ignored);
}

}  // namespace

Home Home::of(const std::string& data, const std::string& files) {
  const bool is_url = data.starts_with("postgresql://") || data.starts_with("postgres://");
  Home home{data, is_url ? files : data};
  while (home.folder.size() > 1 && home.folder.ends_with('/')) home.folder.pop_back();
  if (!is_url) home.data = home.folder;
  return home;
}

Result<HomeLock> make_home(const Home& home) {
  std::error_code ignored;
  const auto is_there = [&] {
    return fs::exists(home.key(), ignored) && !fs::exists(home.unfinished(), ignored);
  };
  const Error already{"app.already_there",
                      {"这个目录里已经有调度的数据，不会覆盖",
                       "this folder holds data already; nothing was changed"},
                      {"另选一个目录，或直接使用它", "choose another folder, or use it as it is"},
                      home.folder};
  if (is_there()) return already;
  fs::create_directories(fs::path(home.folder).parent_path(), ignored);
  TRY(make_folder(home.folder));
  TRY_ASSIGN(HomeLock lock, HomeLock::try_take(home));
  if (!lock.is_held())
    return Error{"app.busy",
                 {"另一个 diaodu 正在使用这个目录", "another diaodu is at work in this folder"},
                 {"等它结束", "wait for it"},
                 home.folder};
  if (is_there()) return already;  // made in the meantime
  if (fs::exists(home.unfinished(), ignored)) clear_half(home);
  TRY(mark_unfinished(home));
  for (const std::string& path :
       {home.files(), home.packs(), home.tmp(), home.folder + "/high_water"}) {
    TRY(make_folder(path));
  }
  TRY(make_key(home.key()));
  return lock;
}

Result<void> finish_home(const Home& home) {
  const int folder = ::open(home.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool good = folder >= 0 && ::unlink(home.unfinished().c_str()) == 0 && ::fsync(folder) == 0;
  const int why = errno;
  if (folder >= 0) ::close(folder);
  if (!good)
    return cannot(home.folder, "数据目录没能写好", "the data folder cannot be finished", why);
  return {};
}

Result<void> check_home(const Home& home) {
  std::error_code ignored;
  if (fs::exists(home.unfinished(), ignored)) {
    return Error{
        "app.init_unfinished",
        {"这个数据目录只建了一半（init 中途停止，例如磁盘已满），里面还没有数据",
         "this data folder is only half made (init stopped midway, by a full disk perhaps); "
         "there are no data in it yet"},
        {"腾出磁盘空间后，再运行一次同样的 diaodu init",
         "make room on the disk and run the same diaodu init again"},
        home.folder};
  }
  if (fs::exists(home.key(), ignored)) return {};
  return Error{"app.no_data",
               {"这里还没有调度的数据", "there are no data here yet"},
               {"先运行 diaodu init --pack 规则包目录 --data 数据目录",
                "run diaodu init --pack DIR --data DIR first"},
               home.folder};
}

Result<HashKey> read_key(const Home& home) {
  std::ifstream in(home.key(), std::ios::binary);
  HashKey key{};
  if (!in.read(reinterpret_cast<char*>(key.data()), sizeof key)) {
    return cannot(home.key(), "密钥读不出来", "the key cannot be read", errno);
  }
  return key;
}

HomeLock::HomeLock(HomeLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

HomeLock& HomeLock::operator=(HomeLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

HomeLock::~HomeLock() { release(); }

void HomeLock::release() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Result<HomeLock> HomeLock::try_take(const Home& home) {
  HomeLock lock;
  lock.descriptor_ = ::open(home.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock.descriptor_ < 0)
    return cannot(home.lock(), "无法打开锁文件", "the lock cannot be opened", errno);
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0) return lock;
  const int why = errno;
  lock.release();
  if (why == EWOULDBLOCK) return lock;
  return cannot(home.lock(), "无法加锁", "the lock cannot be taken", why);
}

}  // namespace diaodu::app
