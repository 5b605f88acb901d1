#include "journal/high_water.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace diaodu::journal {
namespace {

Error file_error(const std::string& file, const char* what_zh, const char* what_en) {
  const std::string why = std::strerror(errno);
  return Error{"store.fatal",
               {fmt::format("高水位文件{}：{}", what_zh, why),
                fmt::format("the high-water file cannot be {}: {}", what_en, why)},
               {"检查该目录所在的磁盘是否已满或出错，再重新启动",
                "see whether the disk of that folder is full or failing, then start again"},
               file,
               {},
               Exit::storage_failed};
}

}  // namespace

Result<std::optional<HighWater>> read_high_water(const std::string& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::optional<HighWater>{};
  std::ifstream in(file);
  HighWater mark;
  if (!(in >> mark.seq >> mark.hash) || mark.hash.size() != 64 || mark.seq < 0) {
    return Error{"journal.high_water_damaged",
                 {"高水位文件内容不对，无法判断日志是否完整",
                  "the high-water file does not say how far the journal went"},
                 {"先备份整个数据目录；运行 diaodu doctor 查看可选的处理办法",
                  "copy the whole data folder aside first; diaodu doctor says what can be done"},
                 file};
  }
  return std::optional<HighWater>(mark);
}

Result<HighWaterFile> HighWaterFile::open(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_error(file, "打不开", "opened");
  return HighWaterFile(descriptor, file);
}

HighWaterFile::HighWaterFile(HighWaterFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), file_(std::move(other.file_)) {}

HighWaterFile::~HighWaterFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// Numbers only grow, so a new mark always covers the old one; it is far shorter than a disk sector.
Result<void> HighWaterFile::write(const HighWater& mark) {
  const std::string line = fmt::format("{} {}\n", mark.seq, mark.hash);
  const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), 0);
  if (written != static_cast<ssize_t>(line.size())) return file_error(file_, "写不进", "written");
  if (::fdatasync(descriptor_) != 0) return file_error(file_, "未能落盘", "made durable");
  return {};
}

}  // namespace diaodu::journal
