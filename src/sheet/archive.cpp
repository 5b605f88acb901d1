#include "sheet/archive.hpp"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstring>

#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kEndSize = 22, kCentralSize = 46, kLocalSize = 30;
constexpr uint64_t kJudged = 1 << 20;  // a ratio is judged past this many bytes

uint64_t number(std::string_view bytes, size_t at, size_t width) {
  uint64_t value = 0;
  for (size_t i = width; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

bool has_signature(std::string_view bytes, uint64_t at, std::string_view signature) {
  return at <= bytes.size() && bytes.substr(at).starts_with(signature);
}

struct End {
  uint64_t entries = 0, size = 0, offset = 0, at = 0;
};

// The end of the central directory, in its plain or its 64-bit form.
std::optional<End> find_end(std::string_view bytes) {
  if (bytes.size() < kEndSize) return std::nullopt;
  const size_t last = bytes.size() - kEndSize;
  const size_t first = last > 0xFFFF ? last - 0xFFFF : 0;
  for (size_t at = last + 1; at-- > first;) {
    if (!has_signature(bytes, at, "PK\x05\x06")) continue;
    if (at + kEndSize + number(bytes, at + 20, 2) > bytes.size()) continue;
    End end{number(bytes, at + 10, 2), number(bytes, at + 12, 4), number(bytes, at + 16, 4), at};
    if (end.entries != 0xFFFF && end.size != 0xFFFFFFFF && end.offset != 0xFFFFFFFF) return end;
    if (at < 20 || !has_signature(bytes, at - 20, "PK\x06\x07")) return end;
    const uint64_t wide = number(bytes, at - 20 + 8, 8);
    if (!has_signature(bytes, wide, "PK\x06\x06") || bytes.size() - wide < 56) return std::nullopt;
    return End{number(bytes, wide + 32, 8), number(bytes, wide + 40, 8),
               number(bytes, wide + 48, 8), wide};
  }
  return std::nullopt;
}

// A name that leads out of the package is never written by a spreadsheet program.
bool is_bad_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\0') != std::string_view::npos) return true;
  if (name.size() > 1 && name[1] == ':') return true;
  for (size_t at = 0; at <= name.size();) {
    const size_t slash = std::min(name.find('/', at), name.size());
    if (name.substr(at, slash - at) == "..") return true;
    at = slash + 1;
  }
  return false;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// The 64-bit sizes of an entry stand in an extra field, in this order, those that overflowed only.
void read_wide(std::string_view extra, uint64_t& size, uint64_t& stored, uint64_t& offset) {
  while (extra.size() >= 4) {
    const uint64_t id = number(extra, 0, 2), length = number(extra, 2, 2);
    extra.remove_prefix(4);
    std::string_view field = extra.substr(0, length);
    if (id == 1) {
      for (uint64_t* value : {&size, &stored, &offset}) {
        if (*value != 0xFFFFFFFF || field.size() < 8) continue;
        *value = number(field, 0, 8);
        field.remove_prefix(8);
      }
      return;
    }
    extra.remove_prefix(std::min<size_t>(length, extra.size()));
  }
}

}  // namespace

Result<Archive> Archive::open(std::string_view bytes, const Limits& limits) {
  Archive archive(limits);
  TRY(archive.read_directory(bytes));
  return archive;
}

Result<void> Archive::read_directory(std::string_view bytes) {
  const std::optional<End> end = find_end(bytes);
  if (!end) return truncated_package();
  if (end->entries > limits_.entries_max)
    return over_limit("sheet.too_many_entries", "工作簿内部文件数", "the number of parts",
                      limits_.entries_max);
  if (end->offset > end->at || end->size > end->at - end->offset)
    return bad_package("目录位置不对", "its directory is not where it should be");
  std::string_view directory = bytes.substr(end->offset, end->size);
  entries_.reserve(end->entries);
  while (!directory.empty()) {
    if (entries_.size() == limits_.entries_max)
      return over_limit("sheet.too_many_entries", "工作簿内部文件数", "the number of parts",
                        limits_.entries_max);
    TRY(read_entry(bytes, directory));
  }
  if (entries_.size() != end->entries)
    return bad_package("目录与文件数不符", "its directory does not list what it says");
  return place_entries(bytes, end->offset);
}

Result<void> Archive::read_entry(std::string_view bytes, std::string_view& directory) {
  const auto broken = [] {
    return bad_package("目录项不完整", "an entry of its directory is broken");
  };
  if (directory.size() < kCentralSize || !directory.starts_with("PK\x01\x02")) return broken();
  const uint64_t flags = number(directory, 8, 2);
  const uint64_t name = number(directory, 28, 2), extra = number(directory, 30, 2),
                 comment = number(directory, 32, 2);
  if (directory.size() - kCentralSize < name + extra + comment) return broken();
  Entry entry;
  entry.method = static_cast<uint16_t>(number(directory, 10, 2));
  entry.crc = static_cast<uint32_t>(number(directory, 16, 4));
  uint64_t stored = number(directory, 20, 4);
  entry.size = number(directory, 24, 4);
  entry.header_at = number(directory, 42, 4);
  entry.name = directory.substr(kCentralSize, name);
  std::replace(entry.name.begin(), entry.name.end(), '\\', '/');
  read_wide(directory.substr(kCentralSize + name, extra), entry.size, stored, entry.header_at);
  if (is_bad_name(entry.name))
    return fail("sheet.bad_name",
                {"工作簿内部文件名指向包外，已拒收",
                 "a part of the workbook has a name that leads outside it"},
                {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
                 "Open it in WPS or Excel, save it as .xlsx and send it again"});
  if ((flags & 1) != 0) return encrypted();
  if (entry.header_at > bytes.size() || bytes.size() - entry.header_at < kLocalSize ||
      stored > bytes.size() || !has_signature(bytes, entry.header_at, "PK\x03\x04"))
    return broken();
  const uint64_t data_at = entry.header_at + kLocalSize + number(bytes, entry.header_at + 26, 2) +
                           number(bytes, entry.header_at + 28, 2);
  if (data_at > bytes.size() || stored > bytes.size() - data_at) return truncated_package();
  entry.stored = bytes.substr(data_at, stored);
  entries_.push_back(std::move(entry));
  directory.remove_prefix(kCentralSize + name + extra + comment);
  return {};
}

// No two parts may share bytes: that is how a small file becomes a great many large ones.
Result<void> Archive::place_entries(std::string_view bytes, uint64_t directory_at) {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.header_at < b.header_at; });
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const auto end =
        static_cast<uint64_t>(entry.stored.data() - bytes.data()) + entry.stored.size();
    const uint64_t next = i + 1 < entries_.size() ? entries_[i + 1].header_at : directory_at;
    if (end > next)
      return fail("sheet.overlapping",
                  {"工作簿内部文件互相重叠，已拒收", "parts of the workbook share the same bytes"},
                  {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
                   "Open it in WPS or Excel, save it as .xlsx and send it again"},
                  entry.name);
  }
  return {};
}

Entry* Archive::find(std::string_view name) {
  for (Entry& entry : entries_)
    if (same_name(entry.name, name)) return &entry;
  return nullptr;
}

std::unique_ptr<Inflater> Archive::inflate(Entry& entry) {
  uint64_t others = 0;
  for (const Entry& each : entries_)
    if (&each != &entry) others += each.inflated;
  const uint64_t left = limits_.inflated_bytes_max - std::min(others, limits_.inflated_bytes_max);
  return std::make_unique<Inflater>(entry, left, limits_);
}

Inflater::Inflater(Entry& entry, uint64_t total_left, const Limits& limits)
    : entry_(entry), limits_(limits), total_left_(total_left) {
  if (entry.method == 8) {
    state_ = std::make_unique<inflate_state>();
    isal_inflate_init(state_.get());
  }
}

Inflater::~Inflater() = default;

Result<size_t> Inflater::read(char* out, size_t size) {
  if (done_) return size_t{0};
  size_t n = 0;
  if (entry_.method == 0) {
    n = std::min(size, entry_.stored.size() - in_);
    if (n > 0) std::memcpy(out, entry_.stored.data() + in_, n);
    in_ += n;
    done_ = in_ == entry_.stored.size();
  } else if (entry_.method == 8) {
    TRY_ASSIGN(n, inflate(out, size));
  } else {
    return bad_package("不支持的压缩方式", "it is packed in an unknown way");
  }
  crc_ = crc32_gzip_refl(crc_, reinterpret_cast<const unsigned char*>(out), n);
  TRY(check(n));
  return n;
}

Result<size_t> Inflater::inflate(char* out, size_t size) {
  constexpr size_t kFeed = 1 << 20;
  state_->next_out = reinterpret_cast<uint8_t*>(out);
  state_->avail_out = static_cast<uint32_t>(size);
  while (state_->avail_out > 0) {
    const size_t give = std::min(kFeed, entry_.stored.size() - in_);
    state_->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(entry_.stored.data())) + in_;
    state_->avail_in = static_cast<uint32_t>(give);
    const uint32_t room = state_->avail_out;
    if (isal_inflate(state_.get()) != ISAL_DECOMP_OK)
      return bad_package("解压出错", "it cannot be inflated");
    in_ += give - state_->avail_in;
    if (state_->block_state == ISAL_BLOCK_FINISH) {
      done_ = true;
      break;
    }
    if (give == state_->avail_in && room == state_->avail_out) {
      if (in_ == entry_.stored.size()) return truncated_package();
      return bad_package("解压停滞", "inflating it makes no progress");
    }
  }
  return size - state_->avail_out;
}

Result<void> Inflater::check(size_t n) {
  out_ += n;
  entry_.inflated = std::max(entry_.inflated, out_);
  if (out_ > limits_.part_bytes_max)
    return over_limit("sheet.part_too_large", "工作簿内部文件解压后的字节数",
                      "the size of a part once inflated", limits_.part_bytes_max);
  if (out_ > total_left_)
    return over_limit("sheet.inflates_too_large", "工作簿解压后的字节数",
                      "the size of the workbook once inflated", limits_.inflated_bytes_max);
  if (out_ > kJudged && out_ / limits_.ratio_max > std::max<size_t>(in_, 1))
    return zip_bomb(entry_.name, limits_.ratio_max);
  if (done_ && crc_ != entry_.crc)
    return bad_package("校验和不符（" + entry_.name + "）", "wrong checksum (" + entry_.name + ")");
  return {};
}

}  // namespace diaodu::sheet
