#include "sheet/mapping.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {

Error unreadable(const std::string& path, int why) {
  return fail("sheet.unreadable",
              {"文件打不开：" + std::string(strerror(why)),
               "cannot open the file: " + std::string(strerror(why))},
              {"请核对路径和读取权限", "Check the path and the permission to read it"}, path);
}

}  // namespace

Result<Mapping> Mapping::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return unreadable(path, errno);
  struct stat info {};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return unreadable(path, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
  }
  Mapping mapping;
  const auto size = static_cast<size_t>(info.st_size);
  void* at = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  const int why = errno;
  ::close(fd);
  if (at == MAP_FAILED) return unreadable(path, why);
  mapping.at_ = at;
  mapping.size_ = size;
  if (size > 0) madvise(at, size, MADV_SEQUENTIAL);
  return mapping;
}

Mapping::~Mapping() {
  if (at_ != nullptr) munmap(at_, size_);
}

}  // namespace diaodu::sheet
