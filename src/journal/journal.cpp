#include "journal/journal.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>

#include "base/text.hpp"
#include "journal/entry_batch.hpp"
#include "journal/high_water.hpp"
#include "journal/key_reused.hpp"
#include "journal/sql.hpp"

namespace diaodu::journal {
namespace {

constexpr size_t kGroupMax = 1'000;
constexpr auto kGroupWait = std::chrono::milliseconds(2);

struct Pending {
  Command command;
  std::promise<Result<int64_t>> answer;
  int64_t seq = 0;  // given in the group at hand; an earlier command's for a key used before
  std::optional<Error> refused;
};

// What a key stands for: the same key again must say the same.
struct Keyed {
  int64_t seq = 0;
  size_t content = 0;
};
size_t content_of(std::string_view kind, std::string_view payload, Day day) {
  return std::hash<std::string>()(std::string(kind) + '\x1f' + std::string(payload) + '\x1f' +
                                  to_text(day));
}
size_t content_of(const Command& command) {
  return content_of(command.kind, command.payload, command.day);
}

Error closed_error() {
  return Error{
      "journal.closed",
      {"程序正在退出，不再接收新的操作", "the program is ending and takes no more commands"},
      {"稍后再试", "try again in a moment"},
      {},
      {},
      Exit::could_not_run};
}

Error queue_full_error() {
  return Error{"journal.queue_full",
               {"等待记录的操作太多，本次未接收", "too many commands wait; this one was not taken"},
               {"稍后再报一次；重复报送同一文件不会重复处理",
                "send it again in a moment; the same file twice does no harm"}};
}

std::optional<Error> fault_of(const Command& command) {
  if (!command.kind.empty() && is_utf8(command.payload) && is_utf8(command.actor) &&
      is_utf8(command.idempotency_key) && command.payload.find('\0') == std::string::npos &&
      command.actor.find('\0') == std::string::npos) {
    return std::nullopt;
  }
  return Error{
      "journal.not_text",
      {"操作内容不是有效的文字，未记录", "the command is not valid text and was not recorded"},
      {"检查文件名和操作人姓名的编码（应为 UTF-8）",
       "see that file names and the actor's name are UTF-8"}};
}

}  // namespace

struct Clerk::Inside {
  Inside(std::unique_ptr<store::Session> own, ClerkOptions given, HighWaterFile file)
      : session(std::move(own)), options(std::move(given)), mark_file(std::move(file)) {}

  Result<void> read_end();
  void work();
  std::vector<Pending> next_group();
  void record(std::span<Pending> group);
  Result<void> append(std::span<Pending> group, HighWater& end);
  void die(const Error& why, std::span<Pending> group);

  std::unique_ptr<store::Session> session;
  ClerkOptions options;
  HighWaterFile mark_file;
  HighWater end;                                      // of the chain; the writer thread's
  std::unordered_map<std::string, Keyed> known_keys;  // the writer thread's

  std::mutex mutex;
  std::condition_variable something_waits;
  std::deque<Pending> queue;
  bool is_closing = false;
  std::optional<Error> dead;
  std::thread writer;
};

Result<void> Clerk::Inside::read_end() {
  TRY_ASSIGN(const store::Batch last, session->query(sql::last_entry));
  if (last.rows() == 1) end = {last["seq"].int64(0), std::string(last["hash"].text(0))};
  TRY_ASSIGN(const store::Batch keys, session->query(sql::known_keys));
  for (size_t i = 0; i < keys.rows(); ++i) {
    known_keys.emplace(
        keys["idempotency_key"].text(i),
        Keyed{keys["seq"].int64(i),
              content_of(keys["kind"].text(i), keys["payload"].text(i), keys["day"].day(i))});
  }
  return {};
}

// Waits for a first command, then up to 2 ms for others to share its commit. Empty: closing.
std::vector<Pending> Clerk::Inside::next_group() {
  std::unique_lock lock(mutex);
  something_waits.wait(lock, [&] { return is_closing || !queue.empty(); });
  if (!queue.empty() && !is_closing) {
    something_waits.wait_for(lock, kGroupWait,
                             [&] { return is_closing || queue.size() >= kGroupMax; });
  }
  std::vector<Pending> group;
  while (!queue.empty() && group.size() < kGroupMax) {
    group.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  return group;
}

void Clerk::Inside::work() {
  for (;;) {
    std::vector<Pending> group = next_group();
    if (group.empty()) return;
    record(group);
  }
}

// One transaction for the group; if something in it cannot be recorded, each is tried alone, so
// that only the one at fault is refused.
void Clerk::Inside::record(std::span<Pending> group) {
  std::optional<Error> is_dead;
  {
    std::lock_guard lock(mutex);
    is_dead = dead;
  }
  if (is_dead) return die(*is_dead, group);
  HighWater new_end = end;
  const Result<void> appended = append(group, new_end);
  if (!appended && appended.error().code == "store.fatal") return die(appended.error(), group);
  if (!appended && group.size() > 1) {
    for (size_t i = 0; i < group.size(); ++i) record(group.subspan(i, 1));
    return;
  }
  if (!appended) return group[0].answer.set_value(appended.error());
  if (new_end.seq > end.seq) {
    const Result<void> marked = mark_file.write(new_end);
    if (!marked) return die(marked.error(), group);
  }
  end = new_end;
  for (Pending& pending : group) {
    if (pending.refused) {
      pending.answer.set_value(*pending.refused);
      continue;
    }
    if (!pending.command.idempotency_key.empty()) {
      known_keys.emplace(pending.command.idempotency_key,
                         Keyed{pending.seq, content_of(pending.command)});
    }
    pending.answer.set_value(pending.seq);
  }
}

Result<void> Clerk::Inside::append(std::span<Pending> group, HighWater& new_end) {
  store::Batch batch = empty_batch();
  std::unordered_map<std::string, Keyed> keys_here;
  const std::string now = options.clock();
  for (Pending& pending : group) {
    const std::string& key = pending.command.idempotency_key;
    if (!key.empty()) {
      const auto known = known_keys.find(key);
      const Keyed mine{new_end.seq + 1, content_of(pending.command)};
      const auto [here, is_new] =
          known != known_keys.end() ? std::pair(known, false) : keys_here.emplace(key, mine);
      if (!is_new) {
        pending.seq = here->second.seq;
        pending.refused.reset();  // of an attempt before
        if (here->second.content != mine.content) pending.refused = key_reused(key, pending.seq);
        continue;
      }
    }
    Entry entry{pending.command};
    entry.seq = pending.seq = new_end.seq + 1;
    entry.happened_at = now;
    entry.prev_hash = new_end.hash;
    entry.hash = hash_of(entry);
    add_to(batch, entry);
    new_end = {entry.seq, entry.hash};
  }
  if (batch.rows() == 0) return {};
  if (options.before_commit) TRY(options.before_commit());
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(*session));
  if (options.fence) TRY(options.fence(*session));
  TRY(session->append("journal", batch));
  return transaction.commit();
}

void Clerk::Inside::die(const Error& why, std::span<Pending> group) {
  std::deque<Pending> rest;
  {
    std::lock_guard lock(mutex);
    dead = why;
    rest.swap(queue);
  }
  for (Pending& pending : group) pending.answer.set_value(why);
  for (Pending& pending : rest) pending.answer.set_value(why);
}

Clerk::Clerk() = default;

Result<std::unique_ptr<Clerk>> Clerk::start(store::Store& store, const ClerkOptions& options) {
  TRY_ASSIGN(HighWaterFile file, HighWaterFile::open(options.high_water_file));
  TRY_ASSIGN(std::unique_ptr<store::Session> session, store.session());
  std::unique_ptr<Clerk> clerk(new Clerk);
  clerk->inside_ = std::make_unique<Inside>(std::move(session), options, std::move(file));
  Inside& inside = *clerk->inside_;
  TRY(inside.read_end());
  // A database ahead of its mark (the program ended between the two) is brought level again.
  if (inside.end.seq > 0) TRY(inside.mark_file.write(inside.end));
  inside.writer = std::thread([&inside] { inside.work(); });
  return clerk;
}

Clerk::~Clerk() {
  if (!inside_) return;
  {
    std::lock_guard lock(inside_->mutex);
    inside_->is_closing = true;
  }
  inside_->something_waits.notify_all();
  if (inside_->writer.joinable()) inside_->writer.join();
}

std::future<Result<int64_t>> Clerk::submit(Command command) {
  Pending pending{std::move(command), {}, 0};
  std::future<Result<int64_t>> answer = pending.answer.get_future();
  std::optional<Error> refused = fault_of(pending.command);
  {
    std::lock_guard lock(inside_->mutex);
    if (inside_->dead) {
      refused = inside_->dead;
    } else if (inside_->is_closing) {
      refused = closed_error();
    } else if (inside_->queue.size() >= inside_->options.queue_max) {
      refused = queue_full_error();
    }
    if (!refused) inside_->queue.push_back(std::move(pending));
  }
  if (refused) {
    pending.answer.set_value(*refused);
  } else {
    inside_->something_waits.notify_all();
  }
  return answer;
}

bool Clerk::is_dead() const {
  std::lock_guard lock(inside_->mutex);
  return inside_->dead.has_value();
}

Result<int64_t> Clerk::submit_and_wait(Command command) { return submit(std::move(command)).get(); }

}  // namespace diaodu::journal
