#include "store/batch_check.hpp"

#include <cstring>

#include "base/text.hpp"
#include "store/errors.hpp"

namespace diaodu::store {
namespace {

bool goes_into(const Column& column, TargetType target) {
  switch (column.type()) {
    case Type::boolean: return target.kind == TargetKind::boolean;
    case Type::int32:
    case Type::int64: return target.kind == TargetKind::whole || target.kind == TargetKind::numeric;
    case Type::decimal:
      if (target.kind == TargetKind::whole) return column.scale() == 0;
      return target.kind == TargetKind::numeric && column.scale() <= target.scale;
    case Type::day: return target.kind == TargetKind::day;
    case Type::text: return target.kind == TargetKind::text || target.kind == TargetKind::timestamp;
  }
  return false;
}

bool all_ascii(std::string_view bytes) {
  uint64_t seen = 0;
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    seen |= word;
  }
  for (; i < bytes.size(); ++i) seen |= static_cast<unsigned char>(bytes[i]);
  return (seen & 0x8080808080808080ULL) == 0;
}

// The whole run of bytes is checked once; then no text may begin inside a character.
bool good_texts(const Column& column) {
  const std::string_view bytes = column.bytes();
  if (bytes.find('\0') != std::string_view::npos) return false;
  if (all_ascii(bytes)) return true;
  if (!is_utf8(bytes)) return false;
  for (const uint64_t end : column.text_ends())
    if (end < bytes.size() && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) return false;
  return true;
}

bool good_decimals(const Column& column) {
  for (const int64_t value : column.numbers())
    if (value > kDecimalMax || value < -kDecimalMax) return false;
  return true;
}

}  // namespace

Result<void> check_column(const std::string& table, const Batch& batch, const Column& column,
                          TargetType target, std::string_view shown) {
  const bool is_text = column.type() == Type::text;
  const size_t rows = batch.rows();
  if (column.size() != rows || (is_text && column.text_ends().size() != rows + 1) ||
      (!is_text && column.numbers().size() != rows))
    return ragged_batch_error(table, column.name());
  if (!goes_into(column, target))
    return column_type_error(table, column.name(), column.type(), shown);
  if (is_text && !good_texts(column)) return bad_text_error(table, column.name());
  if (column.type() == Type::decimal && !good_decimals(column))
    return overflow_error(column.name());
  return {};
}

bool storable_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && (all_ascii(text) || is_utf8(text));
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace diaodu::store
