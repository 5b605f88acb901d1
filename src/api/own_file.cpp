#include "api/own_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "api/inside.hpp"

namespace diaodu::api {

Error OwnFile::failed() {
  const std::string why = std::strerror(errno);
  return Error{"api.disk",
               {"服务器上写不下文件：" + why, "a file could not be written on the server: " + why},
               {"没有改动任何数据；请管理员检查磁盘空间后再试",
                "nothing was changed; have the disk looked at, then try again"},
               {}};
}

Result<OwnFile> OwnFile::make(const Call& call, std::string_view name, std::string_view text) {
  std::string path = call.inside.backend.tmp_folder() + "/" + std::string(name) + "-XXXXXX";
  const int file = ::mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return failed();
  OwnFile made(path);
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    text.remove_prefix(static_cast<size_t>(written));
  }
  const bool is_whole = text.empty();
  const Error why = failed();  // of the write, before close() changes errno
  if (::close(file) != 0 && is_whole) return failed();
  if (!is_whole) return why;
  return made;
}

OwnFile::~OwnFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

http::Reply OwnFile::as_answer(const std::string& content_type, const std::string& file_name) {
  http::Reply reply = http::file(give_away(), content_type, file_name);
  reply.file->remove_after = true;
  return reply;
}

}  // namespace diaodu::api
