#include "linkage/compare.hpp"

#include <algorithm>
#include <array>

#include "linkage/names.hpp"

namespace diaodu::linkage {
namespace {

constexpr uint64_t kMix = 0x9e3779b97f4a7c15ULL;
constexpr size_t kCountyDigits = 6, kLongestCompared = 64;

uint64_t hash_of(std::string_view bytes) {
  uint64_t hash = bytes.size() * kMix;
  for (size_t at = 0; at < bytes.size(); at += sizeof(uint64_t)) {
    uint64_t part = 0;
    bytes.copy(reinterpret_cast<char*>(&part), std::min(sizeof part, bytes.size() - at), at);
    hash = (hash ^ part) * kMix;
    hash ^= hash >> 32;
  }
  return hash;
}

// Short values are held as they are: up to three characters, up to eighteen digits behind a 1.
constexpr uint64_t kNotPacked = uint64_t{1} << 63;
constexpr size_t kPackedChars = 3, kCharBits = 21;
constexpr uint64_t kCharMask = (1 << kCharBits) - 1;
constexpr size_t kPackedDigits = 18;
constexpr uint64_t kYear = 10000, kMonth = 100;  // of a day written yyyymmdd

uint64_t packed(std::u32string_view name) {
  if (name.size() > kPackedChars)
    return kNotPacked | hash_of({reinterpret_cast<const char*>(name.data()), name.size() * 4});
  uint64_t out = 0;
  for (const char32_t c : name) out = out << kCharBits | c;
  return out;
}

uint64_t packed(std::string_view text) {
  uint64_t out = 1;
  if (text.size() > kPackedDigits) return kNotPacked | hash_of(text);
  for (const char c : text) {
    if (c < '0' || c > '9') return kNotPacked | hash_of(text);
    out = out * 10 + static_cast<uint64_t>(c - '0');
  }
  return out;
}

// Edits (one character more, less, other, or two neighbours exchanged), up to `most`; else most
// + 1.
template <typename Text>
int edits(Text a, Text b, int most) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<size_t>(most) || b.size() > kLongestCompared)
    return most + 1;
  if (a.empty()) return static_cast<int>(b.size());
  if (most == 1) {
    const bool exchanged = a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
    return (a.size() == 1 && b.size() == 1) || exchanged ? 1 : 2;
  }
  std::array<std::array<int, kLongestCompared + 1>, 3> line{};
  for (size_t j = 0; j <= b.size(); ++j) line[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& now = line[i % 3];
    const auto& before = line[(i + 2) % 3];
    const auto& earlier = line[(i + 1) % 3];
    int least = now[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({now[j - 1] + 1, before[j] + 1, before[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], earlier[j - 2] + 1);
      least = std::min(least, now[j]);
    }
    if (least > most) return most + 1;
  }
  return std::min(line[a.size() % 3][b.size()], most + 1);
}

size_t days_alike(uint64_t a, uint64_t b) {
  constexpr uint64_t kTen = 10;
  if (a / kYear == b / kYear && a / kMonth % kMonth == b % kMonth &&
      b / kMonth % kMonth == a % kMonth)
    return 2;
  int off = 0;
  for (uint64_t x = a, y = b; x || y; x /= kTen, y /= kTen) off += x % kTen != y % kTen;
  if (off == 1) return 2;
  return a / kYear == b / kYear ? 3 : 4;
}

// The step above: a village's township, a township's county.
size_t step_above(size_t digits) { return digits <= kCountyDigits ? digits - 2 : digits - 3; }

size_t areas_alike(std::string_view a, std::string_view b) {
  const size_t digits = std::min(a.size(), b.size());
  if (digits > 2 && a.substr(0, step_above(digits)) == b.substr(0, step_above(digits))) return 2;
  return a.substr(0, kCountyDigits) == b.substr(0, kCountyDigits) ? 3 : 4;
}

}  // namespace

size_t levels_of(Likeness kind) { return kind == Likeness::same ? 3 : kLevelsMax; }

List::List(const std::vector<Field>& fields, const std::vector<Block>& blocks,
           const store::Batch& batch)
    : rows_(batch.rows()) {
  for (const Field& field : fields) {
    kinds_.push_back(field.kind);
    columns_.push_back(&batch[field.name]);
    at_.push_back(stride_);
    stride_ += field.kind == Likeness::name ? 2 : 1;
  }
  for (const Block& block : blocks) {
    blocks_.emplace_back();
    for (const Part& part : block) blocks_.back().push_back(slot(part));
  }
  cells_.resize(rows_ * stride_);
  for (size_t field = 0; field < fields.size(); ++field) fill(field);
}

size_t List::slot(const Part& part) {
  if (part.digits == 0) return at_[part.field] + part.sound;
  for (const auto& [begin, slot] : begins_)
    if (begin.field == part.field && begin.digits == part.digits) return slot;
  begins_.emplace_back(part, stride_);
  return stride_++;
}

void List::fill(size_t field) {
  const store::Column& column = *columns_[field];
  for (size_t row = 0; row < rows_; ++row) {
    if (column.is_null(row)) continue;
    uint64_t* cell = &cells_[row * stride_ + at_[field]];
    if (kinds_[field] == Likeness::name) {
      const std::u32string name = folded_name(column.text(row));
      cell[0] = packed(name);
      cell[1] = name.empty() ? 0 : sound_of(name);
    } else if (column.type() == store::Type::text) {
      cell[0] = packed(column.text(row));
    } else if (column.type() == store::Type::day) {
      const CivilDay day = civil(column.day(row));
      cell[0] = static_cast<uint64_t>(day.year) * kYear + day.month * kMonth + day.day;
    } else {
      cell[0] = static_cast<uint64_t>(column.numbers()[row]) * kMix | kNotPacked;
    }
    for (const auto& [begin, slot] : begins_) {
      if (begin.field != field) continue;
      std::array<char, kPackedDigits + 2> room;
      cells_[row * stride_ + slot] =
          kinds_[field] == Likeness::day
              ? cell[0] / (begin.digits == 4 ? kYear : kMonth)
              : packed(text(field, row, room.data()).substr(0, begin.digits));
    }
  }
}

uint64_t List::key(size_t block, size_t row) const {
  uint64_t hash = 1;
  for (const size_t slot : blocks_[block]) {
    const uint64_t value = cells_[row * stride_ + slot];
    if (value == 0) return 0;
    hash = (hash ^ value) * kMix;
    hash ^= hash >> 32;
  }
  return hash ? hash : 1;
}

std::u32string_view List::name(size_t field, size_t row, char32_t* room,
                               std::u32string& kept) const {
  const uint64_t value = cell(field, row);
  if (value & kNotPacked) return kept = folded_name(columns_[field]->text(row));
  size_t count = 0;
  for (size_t at = kPackedChars; at-- > 0;)
    if (const uint64_t c = value >> (at * kCharBits) & kCharMask)
      room[count++] = static_cast<char32_t>(c);
  return {room, count};
}

std::string_view List::text(size_t field, size_t row, char* room) const {
  uint64_t value = cell(field, row);
  if (value & kNotPacked) return columns_[field]->text(row);
  char* at = room + kPackedDigits;
  for (; value >= 10; value /= 10) *--at = static_cast<char>('0' + value % 10);
  return {at, static_cast<size_t>(room + kPackedDigits - at)};
}

size_t List::unequal(size_t field, const List& a, size_t row_a, const List& b, size_t row_b) {
  const Likeness kind = a.kinds_[field];
  if (kind == Likeness::same) return 2;
  if (kind == Likeness::day) return days_alike(a.cell(field, row_a), b.cell(field, row_b));
  if (kind == Likeness::name) {
    if (a.sound(field, row_a) == b.sound(field, row_b)) return 2;
    std::array<char32_t, kPackedChars> room_a, room_b;
    std::u32string kept_a, kept_b;
    return edits(a.name(field, row_a, room_a.data(), kept_a),
                 b.name(field, row_b, room_b.data(), kept_b), 1) == 1
               ? 3
               : 4;
  }
  std::array<char, kPackedDigits + 2> room_a, room_b;
  const std::string_view text_a = a.text(field, row_a, room_a.data()),
                         text_b = b.text(field, row_b, room_b.data());
  return kind == Likeness::area ? areas_alike(text_a, text_b)
                                : static_cast<size_t>(1 + edits(text_a, text_b, 2));
}

}  // namespace diaodu::linkage
