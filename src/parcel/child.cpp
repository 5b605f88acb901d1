#include "parcel/child.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <memory>

#include "pack/load.hpp"
#include "parcel/caster.hpp"
#include "parcel/parsers.hpp"
#include "parcel/pool.hpp"
#include "parcel/wire.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {
namespace {

constexpr int kSocket = 3;

struct Loaded {
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
  HashKey key{};
};

Result<Loaded> load(const Setup& setup) {
  TRY_ASSIGN(pack::Loaded loaded, pack::load(setup.pack_folder));
  if (!loaded.faults.empty()) return std::move(loaded.faults.front());
  if (!setup.pack_sha256.empty() && loaded.pack->sha256 != setup.pack_sha256)
    return Error{.code = "parcel.pack_differs",
                 .message = {"解析进程读到的规则包与使用中的不一致",
                             "The parser child found another pack than the one in use"},
                 .hint = {"请勿在运行中改动规则包的留存副本；运行 diaodu doctor",
                          "Do not change the kept copy of a pack in use; run diaodu doctor."},
                 .place = setup.pack_folder,
                 .params = {}};
  TRY_ASSIGN(auto areas, pack::AreaIndex::load(*loaded.pack));
  return Loaded{std::move(loaded.pack), std::move(areas), setup.key};
}

// A whole file, mapped for as long as it is read.
class Mapped {
 public:
  explicit Mapped(int descriptor) {
    struct stat found {};
    if (fstat(descriptor, &found) != 0 || found.st_size <= 0) return;
    size_ = static_cast<size_t>(found.st_size);
    at_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at_ == MAP_FAILED) at_ = nullptr, size_ = 0;
  }
  Mapped(const Mapped&) = delete;
  ~Mapped() {
    if (at_ != nullptr) munmap(at_, size_);
  }
  std::string_view bytes() const { return {static_cast<const char*>(at_), size_}; }

 private:
  void* at_ = nullptr;
  size_t size_ = 0;
};

class Reader {
 public:
  Reader(int socket, const Loaded& loaded, const ChildHooks& hooks)
      : socket_(socket), loaded_(loaded), hooks_(hooks) {}

  int run() {
    if (!send_message(socket_, MessageKind::hello, getpid(), {})) return 1;
    while (std::optional<Message> message = receive_message(socket_)) {
      if (message->kind == MessageKind::ack)
        --unacked_;
      else if (message->kind != MessageKind::job || !read_job(*message))
        return 1;
    }
    return 0;
  }

 private:
  bool read_job(const Message& message) {
    if (message.descriptors.empty()) return false;
    const auto job = decode_job(message.descriptors.front().number());
    if (!job || job->files.size() + 1 != message.descriptors.size()) return false;
    Caster* caster = caster_of(job->register_id);
    if (caster == nullptr) return false;
    const bool in_parts = !job->files.empty() && job->files.front().part_rows > 0;
    parts_ahead_ = in_parts ? kPartsAheadOfRounds : kPartsAhead;
    for (size_t i = 0; i < job->files.size(); ++i) {
      const Mapped file(message.descriptors[i + 1].number());
      if (hooks_.before_file) hooks_.before_file(job->files[i], file.bytes());
      caster->begin(job->files[i]);
      caster->end(sheet::read_bytes(file.bytes(), sheet::Limits{}, *caster));
    }
    caster->flush();
    return good_ && send_part({}, true);
  }

  Caster* caster_of(const std::string& register_id) {
    std::unique_ptr<Caster>& caster = casters_[register_id];
    const pack::Register* register_ = loaded_.pack->register_(register_id);
    if (!caster && register_ != nullptr)
      caster =
          std::make_unique<Caster>(*loaded_.pack, *loaded_.areas, *register_, loaded_.key,
                                   [this](const Part& part) { good_ &= send_part(part, false); });
    return caster.get();
  }

  // Waits when the program has not yet consumed what was sent: memory stays bounded.
  bool send_part(const Part& part, bool last) {
    while (unacked_ >= parts_ahead_) {
      const std::optional<Message> message = receive_message(socket_);
      if (!message || message->kind != MessageKind::ack) return false;
      --unacked_;
    }
    const Descriptor payload = last ? Descriptor() : encode(part);
    if (!last && !payload) return false;
    const int number = payload.number();
    ++unacked_;
    return send_message(socket_, MessageKind::part, last ? 1 : 0,
                        std::span<const int>(&number, last ? 0 : 1));
  }

  int socket_;
  const Loaded& loaded_;
  const ChildHooks& hooks_;
  std::map<std::string, std::unique_ptr<Caster>> casters_;
  int unacked_ = 0, parts_ahead_ = kPartsAhead;
  bool good_ = true;
};

[[noreturn]] void be_reader(Descriptor socket, const Loaded& loaded, const ChildHooks& hooks) {
  close(kSocket);
  int code = 1;
  if (enter_sandbox()) code = Reader(socket.number(), loaded, hooks).run();
  _exit(code);
}

}  // namespace

int run_parser_child(const ChildHooks& hooks) {
  // Whatever the program had open is none of a parser's business.
  syscall(SYS_close_range, kSocket + 1, ~0U, 0);
  signal(SIGCHLD, SIG_IGN);  // readers are not waited for
  const std::optional<Message> first = receive_message(kSocket);
  if (!first || first->kind != MessageKind::setup || first->descriptors.empty()) return 2;
  const auto setup = decode_setup(first->descriptors.front().number());
  if (!setup) return 2;
  Result<Loaded> loaded = load(*setup);
  if (!loaded.ok()) {
    const Descriptor error = encode(loaded.error());
    const int number = error.number();
    send_message(kSocket, MessageKind::failed, 0, std::span<const int>(&number, 1));
    return 3;
  }
  sheet::prepare_readers();  // once, and before any sandbox: readers are forked from here
  if (!send_message(kSocket, MessageKind::ready, 0, {})) return 0;
  while (std::optional<Message> message = receive_message(kSocket)) {
    if (message->kind != MessageKind::reader || message->descriptors.size() != 1) return 2;
    const pid_t pid = fork();
    if (pid == 0) be_reader(std::move(message->descriptors.front()), *loaded, hooks);
    // A reader that could not be forked is seen by the program as one that is gone.
  }
  return 0;
}

}  // namespace diaodu::parcel
