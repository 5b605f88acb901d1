// Rows of a Batch as PostgreSQL's binary COPY format.
#include <array>
#include <limits>

#include "store/big_endian.hpp"
#include "store/errors.hpp"
#include "store/postgres_session.hpp"
#include "store/timestamp.hpp"

namespace diaodu::store {
namespace {

// A numeric is sent as base 10,000 digits aligned at the decimal point, without zeros at either
// end.
void put_numeric(std::string& out, int64_t units, int scale) {
  const int padded = (scale + 3) / 4 * 4;
  unsigned __int128 rest = units < 0 ? static_cast<unsigned __int128>(-static_cast<__int128>(units))
                                     : static_cast<unsigned __int128>(units);
  for (int i = scale; i < padded; ++i) rest *= 10;
  std::array<int16_t, 12> digits{};  // from the last one
  int count = 0;
  while (rest != 0) {
    digits[static_cast<size_t>(count++)] = static_cast<int16_t>(rest % 10'000);
    rest /= 10'000;
  }
  int last = 0;
  while (last < count && digits[static_cast<size_t>(last)] == 0) ++last;
  const int weight = count - 1 - padded / 4;
  put_i32(out, 8 + 2 * (count - last));
  put_i16(out, static_cast<int16_t>(count - last));
  put_i16(out, static_cast<int16_t>(count == 0 ? 0 : weight));
  put_i16(out, units < 0 ? 0x4000 : 0);
  put_i16(out, static_cast<int16_t>(scale));
  for (int i = count - 1; i >= last; --i) put_i16(out, digits[static_cast<size_t>(i)]);
}

template <typename T>
bool fits(int64_t value) {
  return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

bool put_text_value(std::string& out, Oid type, std::string_view text) {
  if (type == oid::kTimestamp || type == oid::kTimestamptz) {
    const std::optional<int64_t> micros = parse_timestamp(text);
    if (!micros) return false;
    put_i32(out, 8);
    put_i64(out, *micros - kEpochMicros);
    return true;
  }
  put_i32(out, static_cast<int32_t>(text.size()));
  out.append(text);
  return true;
}

// False: the value does not fit the type.
bool put_number(std::string& out, Oid type, const Column& column, int64_t value) {
  switch (type) {
    case oid::kBool:
      put_i32(out, 1);
      out += static_cast<char>(value != 0);
      return true;
    case oid::kInt2:
      put_i32(out, 2);
      put_i16(out, static_cast<int16_t>(value));
      return fits<int16_t>(value);
    case oid::kInt4:
      put_i32(out, 4);
      put_i32(out, static_cast<int32_t>(value));
      return fits<int32_t>(value);
    case oid::kInt8:
      put_i32(out, 8);
      put_i64(out, value);
      return true;
    case oid::kDate:
      put_i32(out, 4);
      put_i32(out, static_cast<int32_t>(value) - kEpochDays);
      return true;
    case oid::kNumeric:
      put_numeric(out, value, column.type() == Type::decimal ? column.scale() : 0);
      return true;
    default: return false;
  }
}

}  // namespace

void append_copy_header(std::string& out) {
  out.append(std::string_view("PGCOPY\n\377\r\n\0", 11));
  put_i32(out, 0);
  put_i32(out, 0);
}

Result<void> append_copy_row(std::string& out, const std::vector<CopyColumn>& columns, size_t row) {
  put_i16(out, static_cast<int16_t>(columns.size()));
  for (const auto& [column, type] : columns) {
    if (column->is_null(row)) {
      put_i32(out, -1);
      continue;
    }
    const bool put = column->type() == Type::text
                         ? put_text_value(out, type, column->text(row))
                         : put_number(out, type, *column, column->numbers()[row]);
    if (!put) return fault_error(Fault::conversion, column->name());
  }
  return {};
}

void append_copy_end(std::string& out) { put_i16(out, -1); }

}  // namespace diaodu::store
