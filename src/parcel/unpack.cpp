#include "parcel/unpack.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "base/text.hpp"
#include "parcel/child.hpp"
#include "parcel/error_json.hpp"
#include "parcel/wire.hpp"
#include "sheet/bundle.hpp"
#include "sheet/sheet.hpp"

extern char** environ;

namespace diaodu::parcel {
namespace {

constexpr int kFile = 3, kOut = 1;
constexpr int kPatienceMs = 60'000;  // for the next piece
constexpr uint32_t kPieceMax = 1 << 20;
constexpr uint64_t kBytesMax = sheet::Limits{}.inflated_bytes_max;

// What goes over the pipe: a letter, the length of what follows, and that.
enum class Tag : char {
  file = 'f',
  bytes = 'b',
  end = 'e',
  broken = 'x',  // code, newline, the error's words; ends the file
  left_out = 'l',
  workbook = 'w',
  refused = 'E',
  done = 'd',
};

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool tell(Tag tag, std::string_view what = {}) {
  char head[5] = {static_cast<char>(tag)};
  const auto size = static_cast<uint32_t>(what.size());
  std::memcpy(head + 1, &size, sizeof size);
  return write_all(kOut, {head, sizeof head}) && write_all(kOut, what);
}

std::string as_text(const Error& error) { return error.code + "\n" + error_to_json(error); }
Error from_text(std::string_view text) {
  const size_t line = std::min(text.find('\n'), text.size());
  return error_from_json(std::string(text.substr(0, line)),
                         text.substr(std::min(line + 1, text.size())));
}

class Teller final : public sheet::BundleSink {
 public:
  bool file(const std::string& name) override { return good_ = tell(Tag::file, name); }
  bool bytes(std::string_view piece) override { return good_ = tell(Tag::bytes, piece); }
  void end(const std::optional<Error>& error) override {
    good_ = good_ && (error ? tell(Tag::broken, as_text(*error)) : tell(Tag::end));
  }
  void left_out(const std::string& name) override { good_ = good_ && tell(Tag::left_out, name); }
  bool good() const { return good_; }

 private:
  bool good_ = true;
};

Error unpack_failed(const std::string& path) {
  return Error{.code = "parcel.unpack_failed",
               .message = {"压缩包没能打开；没有接收其中任何文件",
                           "the zip file could not be unpacked; nothing of it was taken"},
               .hint = {"请解压后直接报送里面的文件；一直如此请管理员检查磁盘空间",
                        "Unpack it and send the files themselves; if it goes on, have the disk "
                        "looked at."},
               .place = path,
               .params = {}};
}

// The other end of the pipe: what the child says, put into files. What it says is not trusted.
class Hearer {
 public:
  Hearer(int pipe, std::string folder) : pipe_(pipe), folder_(std::move(folder)) {}

  Result<std::optional<Bundle>> hear(const std::string& path) {
    for (;;) {
      char head[5];
      uint32_t size = 0;
      if (!read(head, sizeof head)) return unpack_failed(path);
      std::memcpy(&size, head + 1, sizeof size);
      if (size > kPieceMax) return unpack_failed(path);
      said_.resize(size);
      if (!read(said_.data(), size)) return unpack_failed(path);
      const Tag tag = static_cast<Tag>(head[0]);
      if (tag == Tag::workbook) return std::optional<Bundle>();
      if (tag == Tag::done && !file_) return std::optional(std::move(bundle_));
      if (tag == Tag::refused) return from_text(said_);
      if (!take(tag)) return unpack_failed(path);
    }
  }

 private:
  bool read(char* to, size_t size) {
    while (size > 0) {
      pollfd watched{pipe_, POLLIN, 0};
      if (::poll(&watched, 1, kPatienceMs) <= 0) return false;
      const ssize_t got = ::read(pipe_, to, size);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      to += got;
      size -= static_cast<size_t>(got);
    }
    return true;
  }
  bool take(Tag tag) {
    switch (tag) {
      case Tag::file: return begin();
      case Tag::bytes:
        bytes_ += said_.size();
        return file_ && bytes_ <= kBytesMax && write_all(file_.number(), said_);
      case Tag::broken:
        if (!file_) return false;
        bundle_.files.back().error = from_text(said_);
        file_ = Descriptor();
        return true;
      case Tag::end: return file_ ? (file_ = Descriptor(), true) : false;
      case Tag::left_out:
        if (bundle_.left_out.size() >= sheet::kBundleFilesMax || !is_utf8(said_)) return false;
        bundle_.left_out.push_back(said_);
        return true;
      default: return false;
    }
  }
  bool begin() {
    if (file_ || bundle_.files.size() >= sheet::kBundleFilesMax || !is_utf8(said_)) return false;
    const std::string path = folder_ + "/" + std::to_string(bundle_.files.size());
    file_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    bundle_.files.push_back({said_, path, {}});
    return static_cast<bool>(file_);
  }

  int pipe_;
  std::string folder_, said_;
  Bundle bundle_;
  Descriptor file_;
  uint64_t bytes_ = 0;
};

pid_t start(const std::string& program, int file, int pipe) {
  char name[] = "diaodu", verb[] = "--unpack-child";
  char* argv[] = {name, verb, nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, file, kFile);
  posix_spawn_file_actions_adddup2(&actions, pipe, kOut);
  pid_t child = -1;
  if (posix_spawn(&child, program.c_str(), &actions, nullptr, argv, environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

}  // namespace

bool may_be_bundle(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char head[64];
  const ssize_t got = file ? ::pread(file.number(), head, sizeof head, 0) : 0;
  return got > 0 && sheet::may_be_bundle({head, static_cast<size_t>(got)});
}

Result<std::optional<Bundle>> unpack(const std::string& path, const std::string& folder,
                                     const std::string& program) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::optional<Bundle>();  // said when it is to be kept
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return unpack_failed(path);
  const Descriptor out(ends[0]);
  Descriptor in(ends[1]);
  const pid_t child = start(program, file.number(), in.number());
  in = Descriptor();
  if (child < 0) return unpack_failed(path);
  Result<std::optional<Bundle>> heard = Hearer(out.number(), folder).hear(path);
  ::kill(child, SIGKILL);  // it has ended, or is not believed
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return heard;
}

Error full_and_packed() {
  return Error{.code = "parcel.full_packed",
               .message = {"压缩包里的文件不能按全量报送；未入库",
                           "files within a zip cannot be taken as full lists; nothing was taken"},
               .hint = {"解压后逐个报送，或不选“全量”（不加 --full）",
                        "Unpack it and send each file, or do not say that it is full (--full)."},
               .place = {},
               .params = {},
               .exit = Exit::usage};
}

int run_unpack_child() {
  std::string_view bytes;
  if (const int cannot = enter_sandbox_with(kFile, bytes); cannot != 0) return cannot;
  Teller teller;
  const Result<bool> read = sheet::read_bundle(bytes, teller);
  const bool told = !read.ok() ? tell(Tag::refused, as_text(read.error()))
                    : *read    ? teller.good() && tell(Tag::done)
                               : tell(Tag::workbook);
  ::_exit(told ? 0 : 1);
}

}  // namespace diaodu::parcel
