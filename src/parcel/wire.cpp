#include "parcel/wire.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace diaodu::parcel {
namespace {

constexpr uint64_t kHeaderMax = uint64_t{256} << 20;
constexpr uint64_t kRowsMax = 50'000'000;

// The small things of a payload, one after another: 8 bytes a number, texts with their length.
class Pen {
 public:
  void number(uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), 8); }
  void number(int64_t value) { number(static_cast<uint64_t>(value)); }
  void number(int32_t value) { number(static_cast<int64_t>(value)); }
  void text(std::string_view value) {
    number(uint64_t{value.size()});
    bytes_.append(value);
  }
  void words(const Words& words) { text(words.zh), text(words.en); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Eye {
 public:
  explicit Eye(std::string_view bytes) : left_(bytes) {}
  uint64_t number() {
    uint64_t value = 0;
    if (left_.size() < 8) return fail(), 0;
    std::memcpy(&value, left_.data(), 8);
    left_.remove_prefix(8);
    return value;
  }
  int64_t whole() { return static_cast<int64_t>(number()); }
  int32_t small() { return static_cast<int32_t>(whole()); }
  std::string text() {
    const uint64_t size = number();
    if (size > left_.size()) return fail(), std::string();
    std::string value(left_.substr(0, size));
    left_.remove_prefix(size);
    return value;
  }
  Words words() {
    Words words;
    words.zh = text(), words.en = text();
    return words;
  }
  // A count of things that take 8 bytes each at least.
  size_t count() {
    const uint64_t value = number();
    if (value > left_.size() / 8) return fail(), 0;
    return value;
  }
  bool ok() const { return ok_; }

 private:
  void fail() { ok_ = false, left_ = {}; }
  std::string_view left_;
  bool ok_ = true;
};

bool write_all(int descriptor, const void* bytes, size_t size) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t wrote = write(descriptor, at, std::min(size, size_t{1} << 30));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    at += wrote, size -= static_cast<size_t>(wrote);
  }
  return true;
}

bool read_all(int descriptor, void* bytes, size_t size, uint64_t& from) {
  char* at = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got =
        pread(descriptor, at, std::min(size, size_t{1} << 30), static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got, size -= static_cast<size_t>(got), from += static_cast<uint64_t>(got);
  }
  return true;
}

Descriptor memory_file(const std::string& header) {
  Descriptor file(memfd_create("parcel", MFD_CLOEXEC));
  const uint64_t size = header.size();
  if (!file || !write_all(file.number(), &size, 8) ||
      !write_all(file.number(), header.data(), header.size()))
    return {};
  return file;
}

// The header of a payload; `at` moves to what follows it.
std::optional<std::string> read_header(int descriptor, uint64_t& at) {
  uint64_t size = 0;
  at = 0;
  struct stat found {};
  if (fstat(descriptor, &found) != 0 || !read_all(descriptor, &size, 8, at)) return std::nullopt;
  if (size > kHeaderMax || size > static_cast<uint64_t>(found.st_size)) return std::nullopt;
  std::string header(size, '\0');
  if (!read_all(descriptor, header.data(), size, at)) return std::nullopt;
  return header;
}

void put(Pen& pen, const Error& error) {
  pen.text(error.code), pen.words(error.message), pen.words(error.hint), pen.text(error.place);
  pen.number(static_cast<int32_t>(error.exit));
  pen.number(uint64_t{error.params.size()});
  for (const auto& [name, value] : error.params) pen.text(name), pen.text(value);
}

Error get_error(Eye& eye) {
  Error error;
  error.code = eye.text(), error.message = eye.words(), error.hint = eye.words();
  error.place = eye.text();
  error.exit = static_cast<Exit>(eye.small());
  for (size_t left = eye.count(); left > 0 && eye.ok(); --left) {
    std::string name = eye.text();
    error.params.emplace_back(std::move(name), eye.text());
  }
  return error;
}

void put(Pen& pen, const Outcome& outcome) {
  pen.number(outcome.parcel), pen.text(outcome.format), pen.text(outcome.encoding);
  pen.number(uint64_t{outcome.goes_on});
  pen.number(outcome.rows_in), pen.number(outcome.rows_refused);
  pen.number(outcome.rows_left_out), pen.number(outcome.rows_without_place);
  pen.number(uint64_t{outcome.headings.size()});
  for (const SheetHeading& heading : outcome.headings) {
    pen.number(heading.sheet), pen.text(heading.sheet_name), pen.number(heading.column_no);
    pen.text(heading.heading), pen.text(heading.column_name), pen.number(heading.row_first);
  }
  pen.number(uint64_t{outcome.error.has_value()});
  if (outcome.error) put(pen, *outcome.error);
}

Outcome get_outcome(Eye& eye) {
  Outcome outcome;
  outcome.parcel = eye.whole(), outcome.format = eye.text(), outcome.encoding = eye.text();
  outcome.goes_on = eye.number() != 0;
  outcome.rows_in = eye.whole(), outcome.rows_refused = eye.whole();
  outcome.rows_left_out = eye.whole(), outcome.rows_without_place = eye.whole();
  for (size_t left = eye.count(); left > 0 && eye.ok(); --left) {
    SheetHeading heading;
    heading.sheet = eye.small(), heading.sheet_name = eye.text();
    heading.column_no = eye.small(), heading.heading = eye.text();
    heading.column_name = eye.text(), heading.row_first = eye.small();
    outcome.headings.push_back(std::move(heading));
  }
  if (eye.number() != 0) outcome.error = get_error(eye);
  return outcome;
}

void put_sizes(Pen& pen, const store::Batch& batch) {
  pen.number(uint64_t{batch.columns.size()});
  pen.number(uint64_t{batch.rows()});
  for (const store::Column& column : batch.columns) pen.number(uint64_t{column.bytes().size()});
}

bool write_buffers(int descriptor, const store::Batch& batch) {
  for (const store::Column& column : batch.columns) {
    if (!write_all(descriptor, column.valid().data(), column.valid().size())) return false;
    const bool wrote =
        column.type() == store::Type::text
            ? write_all(descriptor, column.text_ends().data(), column.text_ends().size() * 8) &&
                  write_all(descriptor, column.bytes().data(), column.bytes().size())
            : write_all(descriptor, column.numbers().data(), column.numbers().size() * 8);
    if (!wrote) return false;
  }
  return true;
}

struct Sizes {
  uint64_t rows = 0;
  std::vector<uint64_t> bytes;
};
Sizes get_sizes(Eye& eye) {
  Sizes sizes;
  sizes.bytes.resize(eye.count());
  sizes.rows = eye.number();
  for (uint64_t& size : sizes.bytes) size = eye.number();
  return sizes;
}

bool ends_are_sound(const std::vector<uint64_t>& ends, uint64_t bytes) {
  uint64_t before = 0;
  for (const uint64_t end : ends) {
    if (end < before) return false;
    before = end;
  }
  return ends.front() == 0 && ends.back() == bytes;
}

bool read_buffers(int descriptor, const Sizes& sizes, uint64_t file_bytes, uint64_t& at,
                  store::Batch& batch) {
  if (sizes.bytes.size() != batch.columns.size() || sizes.rows > kRowsMax ||
      sizes.rows > file_bytes)
    return false;
  for (size_t i = 0; i < batch.columns.size(); ++i) {
    store::Column& column = batch.columns[i];
    column.valid().resize(sizes.rows);
    if (!read_all(descriptor, column.valid().data(), sizes.rows, at)) return false;
    if (column.type() != store::Type::text) {
      column.numbers().resize(sizes.rows);
      if (!read_all(descriptor, column.numbers().data(), sizes.rows * 8, at)) return false;
      continue;
    }
    if (sizes.bytes[i] > file_bytes) return false;
    column.text_ends().resize(sizes.rows + 1);
    column.bytes().resize(sizes.bytes[i]);
    if (!read_all(descriptor, column.text_ends().data(), (sizes.rows + 1) * 8, at) ||
        !read_all(descriptor, column.bytes().data(), sizes.bytes[i], at) ||
        !ends_are_sound(column.text_ends(), sizes.bytes[i]))
      return false;
  }
  return true;
}

}  // namespace

Descriptor encode(const Setup& setup) {
  Pen pen;
  pen.text(setup.pack_folder), pen.text(setup.pack_sha256);
  pen.number(setup.key[0]), pen.number(setup.key[1]);
  return memory_file(pen.bytes());
}

std::optional<Setup> decode_setup(int descriptor) {
  uint64_t at = 0;
  const auto header = read_header(descriptor, at);
  if (!header) return std::nullopt;
  Eye eye(*header);
  Setup setup;
  setup.pack_folder = eye.text(), setup.pack_sha256 = eye.text();
  setup.key[0] = eye.number(), setup.key[1] = eye.number();
  return eye.ok() ? std::optional(setup) : std::nullopt;
}

Descriptor encode(const ChildJob& job) {
  Pen pen;
  pen.text(job.register_id);
  pen.number(uint64_t{job.files.size()});
  for (const FileJob& file : job.files) {
    pen.number(file.parcel), pen.text(file.sender);
    pen.number(file.day.since_epoch), pen.number(file.bytes);
    pen.number(file.row_from), pen.number(file.part_rows);
    pen.number(uint64_t{file.is_full});
    pen.number(uint64_t{file.meanings.size()});
    for (const HeadingMeaning& one : file.meanings)
      pen.text(one.layout), pen.text(one.heading), pen.text(one.column);
  }
  return memory_file(pen.bytes());
}

std::optional<ChildJob> decode_job(int descriptor) {
  uint64_t at = 0;
  const auto header = read_header(descriptor, at);
  if (!header) return std::nullopt;
  Eye eye(*header);
  ChildJob job;
  job.register_id = eye.text();
  for (size_t left = eye.count(); left > 0 && eye.ok(); --left) {
    FileJob file;
    file.parcel = eye.whole(), file.sender = eye.text();
    file.day = Day{eye.small()}, file.bytes = eye.number();
    file.row_from = eye.whole(), file.part_rows = eye.whole();
    file.is_full = eye.number() != 0;
    for (size_t meanings = eye.count(); meanings > 0 && eye.ok(); --meanings) {
      HeadingMeaning one;
      one.layout = eye.text(), one.heading = eye.text(), one.column = eye.text();
      file.meanings.push_back(std::move(one));
    }
    file.register_id = job.register_id;
    job.files.push_back(std::move(file));
  }
  return eye.ok() ? std::optional(std::move(job)) : std::nullopt;
}

Descriptor encode(const Part& part) {
  Pen pen;
  pen.number(part.unended);
  pen.number(uint64_t{part.ended.size()});
  for (const Outcome& outcome : part.ended) put(pen, outcome);
  put_sizes(pen, part.rows);
  put_sizes(pen, part.failures);
  put_sizes(pen, part.forms);
  Descriptor file = memory_file(pen.bytes());
  if (!file || !write_buffers(file.number(), part.rows) ||
      !write_buffers(file.number(), part.failures) || !write_buffers(file.number(), part.forms))
    return {};
  return file;
}

std::optional<Part> decode_part(int descriptor, const pack::Register& register_) {
  uint64_t at = 0;
  const auto header = read_header(descriptor, at);
  if (!header) return std::nullopt;
  Eye eye(*header);
  Part part;
  part.unended = eye.whole();
  for (size_t left = eye.count(); left > 0 && eye.ok(); --left)
    part.ended.push_back(get_outcome(eye));
  const Sizes rows = get_sizes(eye);
  const Sizes failures = get_sizes(eye);
  const Sizes forms = get_sizes(eye);
  struct stat found {};
  if (!eye.ok() || fstat(descriptor, &found) != 0) return std::nullopt;
  part.rows = patch_batch(register_);
  part.failures = failure_batch();
  if (!forms.bytes.empty()) part.forms = form_batch();
  const auto size = static_cast<uint64_t>(found.st_size);
  if (!read_buffers(descriptor, rows, size, at, part.rows) ||
      !read_buffers(descriptor, failures, size, at, part.failures) ||
      !read_buffers(descriptor, forms, size, at, part.forms))
    return std::nullopt;
  return part;
}

Descriptor encode(const Error& error) {
  Pen pen;
  put(pen, error);
  return memory_file(pen.bytes());
}

std::optional<Error> decode_error(int descriptor) {
  uint64_t at = 0;
  const auto header = read_header(descriptor, at);
  if (!header) return std::nullopt;
  Eye eye(*header);
  Error error = get_error(eye);
  return eye.ok() ? std::optional(std::move(error)) : std::nullopt;
}

}  // namespace diaodu::parcel
