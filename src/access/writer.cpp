#include "access/writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "access/audit_chain.hpp"
#include "access/sql.hpp"

namespace diaodu::access {
namespace {

constexpr size_t kGroupMax = 500, kQueueMax = 20'000;
constexpr auto kGroupWait = std::chrono::milliseconds(2);
constexpr int64_t kSyncSeconds = 5;

Error queue_full() {
  return Error{"access.writer_busy",
               {"等待登记的操作太多，本次没有办理",
                "too many things wait to be recorded; this one was not done"},
               {"过几秒再试", "try again in a few seconds"}};
}

Error closed() {
  return Error{"access.closed",
               {"程序正在退出", "the program is ending"},
               {"稍后再试", "try again in a moment"}};
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::start(store::Store& store, const Options& options) {
  std::unique_ptr<Writer> writer(new Writer(options));
  TRY_ASSIGN(writer->session_, store.session());
  if (!options.head_file.empty())
    writer->head_ = ::open(options.head_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  TRY(writer->read_end());
  writer->thread_ = std::thread([made = writer.get()] { made->work(); });
  return writer;
}

// An audit that ends before its head file says so, for ever: the row stays in the chain.
Result<void> Writer::read_end() {
  TRY_ASSIGN(const store::Batch last, session_->query(sql::audit_end));
  if (last.rows() == 1) end_ = {last["seq"].int64(0), std::string(last["hash"].text(0))};
  if (options_.head_file.empty()) return {};
  const std::optional<AuditHead> head = read_head(options_.head_file);
  if (!head || head->seq <= end_.seq) return {};
  AuditEntry gap;
  gap.actor = "system";
  gap.action = "audit_gap";
  gap.detail = fmt::format("ends at {}, the head file says {} {}", end_.seq, head->seq, head->hash);
  gap.outcome = "failed";
  std::deque<Piece> group(1);
  group[0].audit = {gap};
  const std::future<Result<int64_t>> ignored = group[0].answer.get_future();
  End end = end_;
  TRY(append(group, end));
  end_ = end;
  mark_end();
  return {};
}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  something_waits_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (head_ >= 0) {
    ::fdatasync(head_);
    ::close(head_);
  }
}

std::future<Result<int64_t>> Writer::submit(Write write, std::vector<AuditEntry> audit) {
  Piece piece{std::move(write), std::move(audit), {}, 0};
  std::future<Result<int64_t>> answer = piece.answer.get_future();
  std::optional<Error> refused;
  {
    std::lock_guard lock(mutex_);
    if (dead_)
      refused = dead_;
    else if (is_closing_)
      refused = closed();
    else if (queue_.size() >= kQueueMax)
      refused = queue_full();
    else
      queue_.push_back(std::move(piece));
  }
  if (refused)
    piece.answer.set_value(*refused);
  else
    something_waits_.notify_all();
  return answer;
}

void Writer::work() {
  for (;;) {
    std::deque<Piece> group;
    {
      std::unique_lock lock(mutex_);
      something_waits_.wait(lock, [&] { return is_closing_ || !queue_.empty(); });
      if (!is_closing_) {
        something_waits_.wait_for(lock, kGroupWait,
                                  [&] { return is_closing_ || queue_.size() >= kGroupMax; });
      }
      while (!queue_.empty() && group.size() < kGroupMax) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    if (group.empty()) return;
    std::lock_guard still(writing_);
    record(group);
  }
}

void Writer::record(std::deque<Piece>& group) {
  std::optional<Error> dead;
  {
    std::lock_guard lock(mutex_);
    dead = dead_;
  }
  End end = end_;
  const Result<void> done = dead ? Result<void>(*dead) : append(group, end);
  if (done) {
    end_ = end;
    mark_end();
    for (Piece& piece : group) piece.answer.set_value(piece.seq);
    return;
  }
  if (done.error().code == "store.fatal") {
    std::lock_guard lock(mutex_);
    dead_ = done.error();
  } else if (!dead && group.size() > 1) {
    for (Piece& piece : group) {
      std::deque<Piece> alone;
      alone.push_back(std::move(piece));
      record(alone);
    }
    return;
  }
  for (Piece& piece : group) piece.answer.set_value(done.error());
}

Result<void> Writer::append(std::deque<Piece>& group, End& end) {
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(*session_));
  if (options_.fence) TRY(options_.fence(*session_));
  store::Batch batch = empty_audit();
  const std::string now = options_.clock();
  for (Piece& piece : group) {
    if (piece.write) TRY(piece.write(*session_));
    for (const AuditEntry& entry : piece.audit) {
      AuditRow row = row_of(entry, options_.key);
      row.seq = piece.seq = end.seq + 1;
      row.happened_at = now;
      row.prev_hash = end.hash;
      row.hash = hash_of(row);
      add_to(batch, row);
      end = {row.seq, row.hash};
    }
  }
  if (batch.rows() > 0) TRY(session_->append("audit", batch));
  return transaction.commit();
}

// The head file only helps to notice a cut; it may lag, so a failure to write it stops nothing.
void Writer::mark_end() {
  if (head_ < 0 || end_.seq == 0) return;
  const std::string line = fmt::format("{} {}\n", end_.seq, end_.hash);
  if (::pwrite(head_, line.data(), line.size(), 0) < 0) return;
  const int64_t now = options_.seconds();
  if (now < synced_ + kSyncSeconds) return;
  ::fdatasync(head_);
  synced_ = now;
}

Result<void> Writer::while_still(const std::function<Result<void>()>& body) {
  std::lock_guard still(writing_);
  return body();
}

}  // namespace diaodu::access
