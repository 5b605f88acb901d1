#include "http/body_sink.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "http/words.hpp"

namespace diaodu::http {

BodySink::~BodySink() {
  if (file_ >= 0) ::close(file_);
  if (file_ >= 0 && !is_finished_ && !body_.is_appended) ::unlink(body_.path.c_str());
}

std::optional<Refusal> BodySink::open_new(const std::string& folder, const std::string& name) {
  body_.path = folder + "/" + name;
  file_ = ::open(body_.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file_ < 0) return disk_failed(errno == ENOSPC || errno == EDQUOT);
  hash_.emplace();
  return std::nullopt;
}

std::optional<Refusal> BodySink::open_append(const std::string& path, uint64_t offset,
                                             uint64_t& length) {
  body_.path = path;
  body_.offset = offset;
  body_.is_appended = true;
  length = 0;
  const int made = offset == 0 ? O_CREAT : 0;
  file_ = ::open(path.c_str(), O_WRONLY | made | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file_ < 0) {
    if (errno == ENOENT) return offset_differs(false);
    return disk_failed(errno == ENOSPC || errno == EDQUOT);
  }
  struct stat status {};
  const bool is_locked = ::flock(file_, LOCK_EX | LOCK_NB) != 0;
  if (::fstat(file_, &status) != 0) return disk_failed(false);
  length = static_cast<uint64_t>(status.st_size);
  if (is_locked || length != offset) {
    ::close(file_);  // and with it the lock
    file_ = -1;
    return offset_differs(is_locked);
  }
  if (::lseek(file_, status.st_size, SEEK_SET) < 0) return disk_failed(false);
  hash_.emplace();
  return std::nullopt;
}

std::optional<Refusal> BodySink::write(std::string_view bytes) {
  hash_->update(bytes);
  body_.bytes += bytes.size();
  while (!bytes.empty()) {
    const ssize_t done = ::write(file_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return disk_failed(errno == ENOSPC || errno == EDQUOT);
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  return std::nullopt;
}

BodyFile BodySink::finish() {
  is_finished_ = true;
  body_.sha256 = hash_->hex();
  return body_;
}

void remove_unless_taken(const BodyFile& body) {
  if (!body.is_appended) ::unlink(body.path.c_str());
}

}  // namespace diaodu::http
