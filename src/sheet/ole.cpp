#include "sheet/ole.hpp"

#include <algorithm>

#include "sheet/fail.hpp"
#include "sheet/little.hpp"

namespace diaodu::sheet {
namespace {

constexpr uint32_t kLastSector = 0xFFFFFFFA;  // above it stand marks: free, end of chain
constexpr size_t kHeader = 512, kEntryBytes = 128, kSmallSector = 64;
constexpr uint64_t kSmallBelow = 4096;
constexpr size_t kHeaderSectors = 109;  // of the table's own, listed in the header
constexpr uint64_t kDirectoryMax = 16 << 20;

Error damaged(const std::string& why_zh, const std::string& why_en) {
  return fail("sheet.damaged_ole",
              {"旧格式工作簿已损坏：" + why_zh, "the old workbook is damaged: " + why_en},
              {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
               "Open it in WPS or Excel, save it as .xlsx and send it again"});
}

Error runs_in_circles() {
  return damaged("扇区链不对", "a chain of its sectors does not end where it should");
}

std::string name_of(std::string_view entry) {
  std::string name;
  const size_t length = std::min<size_t>(little(entry, 64, 2), 64);
  for (size_t at = 0; at + 3 < length; at += 2) {
    const uint64_t unit = little(entry, at, 2);
    name += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : '?';
  }
  return name;
}

}  // namespace

Result<Ole> Ole::open(std::string_view bytes, const Limits& limits) {
  if (bytes.size() < kHeader) return truncated_package();
  Ole ole(bytes, limits);
  const uint64_t shift = little(bytes, 30, 2);
  if (!bytes.starts_with(kOleMark) || (shift != 9 && shift != 12) || little(bytes, 32, 2) != 6)
    return damaged("文件头不对", "its head makes no sense");
  ole.sector_bytes_ = 1u << shift;
  TRY(ole.read_fat());
  TRY(ole.read_directory());
  return ole;
}

std::string_view Ole::sector(uint64_t n) const {
  const uint64_t at = (n + 1) * sector_bytes_;
  return at < bytes_.size() ? bytes_.substr(at, sector_bytes_) : std::string_view();
}

// Which sector follows which: the table's own sectors are listed in the header, then in a chain.
Result<void> Ole::read_fat() {
  const uint64_t sectors = bytes_.size() / sector_bytes_;
  std::vector<uint32_t> own;
  for (size_t i = 0; i < kHeaderSectors; ++i)
    own.push_back(static_cast<uint32_t>(little(bytes_, 76 + 4 * i, 4)));
  auto next = static_cast<uint32_t>(little(bytes_, 68, 4));
  for (uint64_t lists = 0; next < kLastSector; ++lists) {
    const std::string_view list = sector(next);
    if (list.size() < sector_bytes_) return truncated_package();
    if (lists > sectors) return runs_in_circles();
    for (size_t at = 0; at + 8 <= list.size(); at += 4)
      own.push_back(static_cast<uint32_t>(little(list, at, 4)));
    next = static_cast<uint32_t>(little(list, list.size() - 4, 4));
  }
  for (const uint32_t n : own) {
    if (n >= kLastSector || fat_.size() > sectors) continue;
    const std::string_view table = sector(n);
    if (table.size() < sector_bytes_) return truncated_package();
    for (size_t at = 0; at < table.size(); at += 4)
      fat_.push_back(static_cast<uint32_t>(little(table, at, 4)));
  }
  return {};
}

Result<std::string> Ole::chain(uint32_t first, uint64_t size) const {
  if (size > limits_.part_bytes_max || size > bytes_.size() + sector_bytes_)
    return size > limits_.part_bytes_max
               ? over_limit("sheet.part_too_large", "工作簿内部文件的字节数", "the size of a part",
                            limits_.part_bytes_max)
               : truncated_package();
  std::string out;
  out.reserve(size);
  for (uint32_t n = first; out.size() < size; n = fat_[n]) {
    const std::string_view piece = sector(n);
    if (n >= fat_.size() && n < kLastSector) return truncated_package();
    if (n >= kLastSector) return runs_in_circles();
    const uint64_t want = std::min<uint64_t>(sector_bytes_, size - out.size());
    if (piece.size() < want) return truncated_package();
    out.append(piece.substr(0, want));
  }
  return out;
}

Result<std::string> Ole::small(uint32_t first, uint64_t size) const {
  std::string out;
  for (uint32_t n = first; out.size() < size; n = small_fat_[n]) {
    const uint64_t at = uint64_t{n} * kSmallSector;
    if (n >= small_fat_.size() || at >= small_bytes_.size()) return runs_in_circles();
    const size_t want = std::min<size_t>(kSmallSector, size - out.size());
    out.append(small_bytes_, at, want);
    if (at + want > small_bytes_.size()) return truncated_package();
  }
  return out;
}

// The entries form a tree; those right under the root are wanted.
Result<void> Ole::read_directory() {
  std::string all;
  uint64_t steps = 0;
  for (auto n = static_cast<uint32_t>(little(bytes_, 48, 4)); n < kLastSector; n = fat_[n]) {
    const std::string_view piece = sector(n);
    if (n >= fat_.size() || piece.size() < sector_bytes_) return truncated_package();
    if (++steps * sector_bytes_ > kDirectoryMax) return runs_in_circles();
    all.append(piece);
  }
  const size_t count = all.size() / kEntryBytes;
  if (count == 0) return damaged("没有目录", "it has no directory");
  const auto entry_at = [&](size_t at) {
    return std::string_view(all).substr(at * kEntryBytes, kEntryBytes);
  };
  const std::string_view root = entry_at(0);
  const uint64_t small_size = little(root, 120, 4);
  if (small_size > 0) {
    TRY_ASSIGN(small_bytes_, chain(static_cast<uint32_t>(little(root, 116, 4)), small_size));
    const uint64_t tables = little(bytes_, 64, 4) * sector_bytes_;
    TRY_ASSIGN(const std::string table,
               chain(static_cast<uint32_t>(little(bytes_, 60, 4)), tables));
    for (size_t at = 0; at + 4 <= table.size(); at += 4)
      small_fat_.push_back(static_cast<uint32_t>(little(table, at, 4)));
  }
  std::vector<bool> seen(count);
  std::vector<uint64_t> open = {little(root, 76, 4)};
  while (!open.empty()) {
    const uint64_t at = open.back();
    open.pop_back();
    if (at >= count || seen[at]) continue;
    seen[at] = true;
    const std::string_view entry = entry_at(at);
    open.push_back(little(entry, 68, 4));
    open.push_back(little(entry, 72, 4));
    if (little(entry, 66, 1) == 2)
      entries_.push_back({name_of(entry), static_cast<uint32_t>(little(entry, 116, 4)),
                          little(entry, 120, sector_bytes_ == 512 ? 4 : 8)});
  }
  return {};
}

const Ole::Entry* Ole::find(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.name == name) return &entry;
  return nullptr;
}

Result<std::string> Ole::stream(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr) return std::string();
  return entry->size < kSmallBelow ? small(entry->first, entry->size)
                                   : chain(entry->first, entry->size);
}

}  // namespace diaodu::sheet
