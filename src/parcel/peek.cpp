#include "parcel/peek.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/text.hpp"
#include "parcel/child.hpp"
#include "sheet/sheet.hpp"

extern char** environ;

namespace diaodu::parcel {
namespace {

constexpr int kFile = 3, kOut = 1;
constexpr size_t kBytesMax = 16u << 20;     // of all cells together
constexpr size_t kCellBytesMax = 4 * 1024;  // of one, shown
constexpr auto kPatience = std::chrono::seconds(60);

// What goes over the pipe: numbers of 4 bytes, texts with their length before them.
void put(std::string& out, uint32_t number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}
void put(std::string& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out.append(text);
}

class Reading {
 public:
  explicit Reading(std::string_view bytes) : left_(bytes) {}
  bool number(uint32_t& to) {
    if (left_.size() < sizeof to) return false;
    std::memcpy(&to, left_.data(), sizeof to);
    left_.remove_prefix(sizeof to);
    return true;
  }
  bool text(std::string& to) {
    uint32_t size = 0;
    if (!number(size) || left_.size() < size) return false;
    to.assign(left_.substr(0, size));
    left_.remove_prefix(size);
    return is_utf8(to);
  }

 private:
  std::string_view left_;
};

std::string_view cut(std::string_view text) {
  if (text.size() <= kCellBytesMax) return text;
  size_t end = kCellBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

class Picker final : public sheet::Sink {
 public:
  explicit Picker(PeekAsk ask) : ask_(std::move(ask)) {}
  bool sheet(const sheet::SheetInfo& info) override {
    sheets_ = std::max(sheets_, static_cast<int>(info.index) + 1);
    if (static_cast<int>(info.index) == ask_.sheet) name_ = info.name;
    return static_cast<int>(info.index) == ask_.sheet;
  }
  bool row(const sheet::RowView& row) override {
    const auto number = static_cast<int>(row.row_no);
    if (!ask_.only.empty()) {
      if (number > ask_.only.back()) return false;
      if (!std::binary_search(ask_.only.begin(), ask_.only.end(), number)) return true;
    } else if (number < ask_.from) {
      return true;
    }
    if (count_ == ask_.rows || rows_.size() > kBytesMax / 2) {
      next_ = number;
      return false;
    }
    ++count_;
    put(rows_, static_cast<uint32_t>(number));
    put(rows_, static_cast<uint32_t>(row.cells.size()));
    for (const sheet::Cell& cell : row.cells) put(rows_, cut(cell.text));
    return true;
  }
  void merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t) override {
    if (ask_.only.size() != 1 || static_cast<int>(column0) != ask_.cell_column) return;
    const int first = static_cast<int>(row0) + 1, last = static_cast<int>(row1) + 1;
    int& row = ask_.only.front();
    if (first >= ask_.cell_row_first && first < row && row <= last) row = first;
  }
  std::string told() const {
    std::string out;
    put(out, static_cast<uint32_t>(next_));
    put(out, static_cast<uint32_t>(sheets_));
    put(out, name_);
    put(out, static_cast<uint32_t>(count_));
    return out + rows_;
  }

 private:
  PeekAsk ask_;
  std::string name_, rows_;
  int sheets_ = 0, count_ = 0, next_ = 0;
};

Error peek_failed() {
  return Error{
      .code = "parcel.peek_failed",
      .message = {"原件读不出来，不能显示", "the file cannot be read and is not shown"},
      .hint = {"下载原件后用表格软件打开", "download it and open it in a spreadsheet program"},
      .place = {},
      .params = {}};
}

std::string numbers(const std::vector<int>& rows) {
  std::vector<std::string> texts;
  for (const int row : rows) texts.push_back(std::to_string(row));
  return join(texts, ",");
}

// Starts the child with the file as 3 and a pipe as 1; its process id, or -1.
pid_t start(const PeekAsk& ask, int file, int pipe) {
  std::vector<std::string> words = {"diaodu",
                                    "--peek-child",
                                    std::to_string(ask.sheet),
                                    std::to_string(ask.from),
                                    std::to_string(ask.rows),
                                    numbers(ask.only),
                                    std::to_string(ask.cell_column),
                                    std::to_string(ask.cell_row_first)};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, file, kFile);
  posix_spawn_file_actions_adddup2(&actions, pipe, kOut);
  pid_t child = -1;
  if (posix_spawn(&child, ask.program.c_str(), &actions, nullptr, argv.data(), environ) != 0)
    child = -1;
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

// Everything the child says, until it ends or its time is over.
std::string hear(int pipe) {
  std::string heard;
  const auto end = std::chrono::steady_clock::now() + kPatience;
  char block[64 * 1024];
  while (heard.size() < 2 * kBytesMax) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd watched{pipe, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) <= 0) break;
    const ssize_t got = ::read(pipe, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return heard;
    heard.append(block, static_cast<size_t>(got));
  }
  return {};
}

Result<Peeked> understood(const std::string& heard) {
  Reading reading(heard);
  Peeked peeked;
  uint32_t next = 0, sheets = 0, count = 0;
  if (!reading.number(next) || !reading.number(sheets) || !reading.text(peeked.sheet_name) ||
      !reading.number(count))
    return peek_failed();
  peeked.next = static_cast<int>(next);
  peeked.sheets = static_cast<int>(sheets);
  for (uint32_t i = 0; i < count; ++i) {
    PeekRow row;
    uint32_t number = 0, cells = 0;
    if (!reading.number(number) || !reading.number(cells) || cells > sheet::Limits{}.columns_max)
      return peek_failed();
    row.row_no = static_cast<int>(number);
    row.cells.resize(cells);
    for (std::string& cell : row.cells)
      if (!reading.text(cell)) return peek_failed();
    peeked.rows.push_back(std::move(row));
  }
  return peeked;
}

}  // namespace

Result<Peeked> peek(const PeekAsk& ask) {
  const int file = ::open(ask.path.c_str(), O_RDONLY | O_CLOEXEC);
  int pipe[2] = {-1, -1};
  if (file < 0 || ::pipe2(pipe, O_CLOEXEC) != 0) {
    if (file >= 0) ::close(file);
    return peek_failed();
  }
  const pid_t child = start(ask, file, pipe[1]);
  ::close(file);
  ::close(pipe[1]);
  const std::string heard = child > 0 ? hear(pipe[0]) : std::string();
  ::close(pipe[0]);
  if (child > 0) {
    ::kill(child, SIGKILL);  // it has ended, or its time is over
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  }
  return understood(heard);
}

int run_peek_child(int argc, char** argv) {
  constexpr int kWords = 8;
  if (argc != kWords) return 2;
  PeekAsk ask;
  ask.sheet = std::atoi(argv[2]);
  ask.from = std::atoi(argv[3]);
  ask.rows = std::atoi(argv[4]);
  for (const std::string& row : split(argv[5], ','))
    if (!row.empty()) ask.only.push_back(std::atoi(row.c_str()));
  ask.cell_column = std::atoi(argv[6]);
  ask.cell_row_first = std::atoi(argv[7]);
  std::string_view bytes;
  if (const int cannot = enter_sandbox_with(kFile, bytes); cannot != 0) return cannot;
  Picker picker(std::move(ask));
  const Result<sheet::Report> read = sheet::read_bytes(bytes, sheet::Limits{}, picker);
  if (!read) return 1;
  const std::string told = picker.told();
  for (size_t at = 0; at < told.size();) {
    const ssize_t written = ::write(kOut, told.data() + at, told.size() - at);
    if (written <= 0) return 1;
    at += static_cast<size_t>(written);
  }
  ::_exit(0);  // nothing to tidy up, and a sandbox around
}

}  // namespace diaodu::parcel
