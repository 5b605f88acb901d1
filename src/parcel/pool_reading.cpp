// One reading of many files by the pool's readers: jobs, parts in order, lost readers.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <set>

#include "parcel/pool.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kFilesOfJob = 200;
constexpr uint64_t kSmallestJob = uint64_t{1} << 20, kGreatestJob = uint64_t{16} << 20;

}  // namespace

Error parser_crashed() {
  return {
      .code = "parcel.parser_crashed",
      .message = {"读取这份文件时解析进程中断了，文件未接收，原件已留存",
                  "The parser broke off while reading this file; it was not taken, the original "
                  "is kept"},
      .hint = {"请用 WPS 或 Excel 打开后另存为新的 .xlsx 或 CSV 再报；仍不行请联系管理员",
               "Open it in WPS or Excel, save it as a new .xlsx or CSV and send it again; if that "
               "fails too, tell the administrator."},
      .place = {},
      .params = {}};
}

class Reading {
 public:
  using Clock = std::chrono::steady_clock;

  Reading(Parsers& parsers, const pack::Register& register_, const TakePart& take)
      : parsers_(parsers), for_register_(register_), take_(take) {}

  void split(const std::vector<FileJob>& files) {
    uint64_t total = 0;
    for (const FileJob& file : files) total += file.bytes;
    const uint64_t wanted =
        std::clamp<uint64_t>(total / (parsers_.readers_.size() * 4), kSmallestJob, kGreatestJob);
    uint64_t bytes = wanted;
    for (const FileJob& file : files) {
      if (bytes + file.bytes > wanted || jobs_.back().files.size() >= kFilesOfJob) {
        jobs_.emplace_back();
        bytes = 0;
      }
      jobs_.back().files.push_back(file);
      bytes += file.bytes;
    }
  }

  Result<void> run() {
    while (!jobs_.empty()) {
      TRY(consume_head());
      if (jobs_.empty()) break;
      TRY(give_out());
      TRY(listen());
      if (failed_) return *std::move(failed_);
    }
    return {};
  }

 private:
  struct Received {
    Descriptor payload;  // of a reader, or:
    Part part;
    int reader = -1;
  };
  struct Job {
    std::vector<FileJob> files;
    bool alone = false;  // second reading of one file
    int reader = -1;     // reads it now
    bool is_given = false, is_done = false;
    int64_t unended = 0;
    std::set<int64_t> ended;
    std::deque<Received> parts;
  };
  using JobAt = std::list<Job>::iterator;

  Result<void> consume_head();
  Result<void> give_out();
  Result<void> give(JobAt job, int reader);
  Result<void> listen();
  void hear(int reader);
  bool hear_part(JobAt job, int reader, Message& message);
  void lose(int reader);
  JobAt job_of(int reader) {
    return std::ranges::find_if(jobs_, [&](const Job& job) { return job.reader == reader; });
  }
  Parsers::Reader& reader_at(int reader) { return parsers_.readers_[static_cast<size_t>(reader)]; }

  Parsers& parsers_;
  const pack::Register& for_register_;
  const TakePart& take_;
  std::list<Job> jobs_;  // in the order of the files; those done and consumed leave at the front
  Clock::time_point heard_ = Clock::now();
  std::optional<Error> failed_;  // no reader can be had at all
};

// Hands on what the first job has brought, and goes to the next when it is done.
Result<void> Reading::consume_head() {
  while (!jobs_.empty()) {
    Job& job = jobs_.front();
    while (!job.parts.empty()) {
      Received received = std::move(job.parts.front());
      job.parts.pop_front();
      TRY(take_(std::move(received.part)));
      heard_ = Clock::now();
      if (received.reader >= 0 && reader_at(received.reader).socket)
        send_message(reader_at(received.reader).socket.number(), MessageKind::ack, 0, {});
    }
    if (!job.is_done) return {};
    jobs_.pop_front();
    heard_ = Clock::now();
  }
  return {};
}

Result<void> Reading::give_out() {
  for (size_t i = 0; i < parsers_.readers_.size(); ++i) {
    if (parsers_.readers_[i].is_busy) continue;
    const JobAt job = std::ranges::find_if(jobs_, [](const Job& one) { return !one.is_given; });
    if (job == jobs_.end()) return {};
    if (!parsers_.readers_[i].socket) TRY(parsers_.add_reader(parsers_.readers_[i]));
    TRY(give(job, static_cast<int>(i)));
  }
  return {};
}

Result<void> Reading::give(JobAt job, int reader) {
  ChildJob asked{.register_id = for_register_.id, .files = {}};
  std::vector<Descriptor> open_files;
  job->is_given = true;
  for (const FileJob& file : job->files) {
    Descriptor opened(open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) {
      Received missing;
      missing.part = {.rows = patch_batch(for_register_), .failures = failure_batch()};
      missing.part.ended.push_back(unreadable(file.parcel, file_missing(file.path)));
      job->parts.push_back(std::move(missing));
      job->ended.insert(file.parcel);
      continue;
    }
    asked.files.push_back(file);
    open_files.push_back(std::move(opened));
  }
  if (asked.files.empty()) {
    job->is_done = true;
    return {};
  }
  const Descriptor payload = encode(asked);
  std::vector<int> numbers = {payload.number()};
  for (const Descriptor& file : open_files) numbers.push_back(file.number());
  job->reader = reader;
  reader_at(reader).is_busy = true;
  if (!payload || !send_message(reader_at(reader).socket.number(), MessageKind::job, 0, numbers))
    lose(reader);
  return {};
}

Result<void> Reading::listen() {
  std::vector<pollfd> sockets;
  std::vector<int> readers;
  for (size_t i = 0; i < parsers_.readers_.size(); ++i)
    if (parsers_.readers_[i].is_busy) {
      sockets.push_back({parsers_.readers_[i].socket.number(), POLLIN, 0});
      readers.push_back(static_cast<int>(i));
    }
  if (sockets.empty()) return {};
  if (poll(sockets.data(), sockets.size(), 1000) < 0) return {};  // interrupted: ask again
  bool any = false;
  for (size_t i = 0; i < sockets.size(); ++i)
    if (sockets[i].revents != 0) any = true, hear(readers[i]);
  const int head = jobs_.front().reader;
  if (!any && head >= 0 &&
      Clock::now() - heard_ > std::chrono::seconds(parsers_.options_.silence_seconds)) {
    if (reader_at(head).pid > 1) kill(static_cast<pid_t>(reader_at(head).pid), SIGKILL);
    lose(head);
  }
  return {};
}

void Reading::hear(int reader) {
  std::optional<Message> message = receive_message(reader_at(reader).socket.number());
  const JobAt job = job_of(reader);
  if (message && message->kind == MessageKind::hello) {
    reader_at(reader).pid = message->number;
    return;
  }
  if (job == jobs_.begin()) heard_ = Clock::now();
  if (!message || message->kind != MessageKind::part || job == jobs_.end() ||
      !hear_part(job, reader, *message))
    lose(reader);
}

// False: what came is not what an honest parser sends.
bool Reading::hear_part(JobAt job, int reader, Message& message) {
  Received received;
  received.reader = reader;
  if (message.number == 1) {
    if (job->unended != 0 || job->ended.size() != job->files.size()) return false;
    send_message(reader_at(reader).socket.number(), MessageKind::ack, 0, {});
    job->is_done = true;
    job->reader = -1;
    reader_at(reader).is_busy = false;
    return true;
  }
  if (message.descriptors.size() != 1) return false;
  std::optional<Part> part = decode_part(message.descriptors.front().number(), for_register_);
  if (!part) return false;
  const auto is_asked = [&](int64_t parcel) {
    return !job->ended.contains(parcel) &&
           std::ranges::any_of(job->files, [&](const FileJob& f) { return f.parcel == parcel; });
  };
  const store::Column& parcels = part->rows.columns.front();
  const store::Column& of_failures = part->failures["parcel"];
  for (size_t row = 0; row < parcels.size(); ++row)
    if (!is_asked(parcels.int64(row))) return false;
  for (size_t row = 0; row < of_failures.size(); ++row)
    if (!is_asked(of_failures.int64(row))) return false;
  if (part->unended != 0 && !is_asked(part->unended)) return false;
  for (const Outcome& outcome : part->ended)
    if (!is_asked(outcome.parcel) || !job->ended.insert(outcome.parcel).second) return false;
  job->unended = part->unended;
  received.part = *std::move(part);
  job->parts.push_back(std::move(received));
  return true;
}

// The reader is gone, or is not to be trusted: its files that have not ended are read again, alone.
void Reading::lose(int reader) {
  Parsers::Reader& lost = reader_at(reader);
  if (lost.pid > 1) kill(static_cast<pid_t>(lost.pid), SIGKILL);
  if (lost.pid == 0) failed_ = parser_failed("a reader did not come up");
  lost = Parsers::Reader();
  const JobAt job = job_of(reader);
  if (job == jobs_.end()) return;
  job->reader = -1;
  job->is_done = true;
  for (Received& received : job->parts) received.reader = -1;
  Received last;
  last.part = {.rows = patch_batch(for_register_), .failures = failure_batch()};
  auto next = std::next(job);
  for (const FileJob& file : job->files) {
    if (job->ended.contains(file.parcel)) continue;
    // Rows of it may have been handed on: an end with an error lets go of them.
    if (job->alone || job->unended == file.parcel)
      last.part.ended.push_back(unreadable(file.parcel, parser_crashed()));
    if (job->alone) continue;
    Job again;
    again.files = {file};
    again.alone = true;
    jobs_.insert(next, std::move(again));
  }
  if (!last.part.ended.empty()) job->parts.push_back(std::move(last));
}

Result<void> Parsers::read(const pack::Register& register_, const std::vector<FileJob>& files,
                           const TakePart& take) {
  TRY(wait_until_ready());
  Reading reading(*this, register_, take);
  reading.split(files);
  Result<void> done = reading.run();
  if (done.ok()) return done;
  // They may hold jobs and unread parts of the reading that broke off.
  for (Reader& reader : readers_) {
    if (reader.pid > 1) kill(static_cast<pid_t>(reader.pid), SIGKILL);
    reader = Reader();
  }
  return done;
}

}  // namespace diaodu::parcel
