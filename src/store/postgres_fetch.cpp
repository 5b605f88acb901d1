// A binary result of libpq into a Batch.
#include <algorithm>
#include <limits>

#include "store/batch_check.hpp"
#include "store/big_endian.hpp"
#include "store/errors.hpp"
#include "store/postgres_session.hpp"
#include "store/timestamp.hpp"

namespace diaodu::store {
namespace {

using Wide = __int128;

// A numeric as sent: base 10,000 digits, the first worth 10000^weight.
struct Numeric {
  const char* digits;
  int count;
  int weight;
  bool negative;
  bool finite;
  int scale;  // decimals shown
};

Numeric read_numeric(const char* bytes) {
  const uint16_t sign = get_u16(bytes + 4);
  return {.digits = bytes + 8,
          .count = get_i16(bytes),
          .weight = get_i16(bytes + 2),
          .negative = sign == 0x4000,
          .finite = sign == 0 || sign == 0x4000,
          .scale = get_i16(bytes + 6)};
}

int used_scale(const Numeric& numeric) {
  if (numeric.count == 0) return 0;
  int scale = 4 * (numeric.count - 1 - numeric.weight);
  for (int last = get_i16(numeric.digits + 2 * (numeric.count - 1)); last != 0 && last % 10 == 0;
       last /= 10)
    --scale;
  return std::max(scale, 0);
}

// The value in units of 10^-scale; nullopt: it does not fit `max`, or has more decimals.
std::optional<int64_t> units_of(const Numeric& numeric, int scale, int64_t max) {
  if (!numeric.finite || numeric.weight > 6 || scale > 18) return std::nullopt;
  if (used_scale(numeric) > scale) return std::nullopt;
  Wide value = 0;
  for (int i = 0; i < numeric.count; ++i) {
    Wide digit = get_i16(numeric.digits + 2 * i);
    int exponent = 4 * (numeric.weight - i) + scale;
    for (; exponent < 0; ++exponent) digit /= 10;
    for (; exponent > 0; --exponent) {
      digit *= 10;
      if (digit > Wide{max} * 10) return std::nullopt;
    }
    value += digit;
  }
  if (value > max) return std::nullopt;
  return static_cast<int64_t>(numeric.negative ? -value : value);
}

std::string_view type_name(Oid type) {
  if (type == oid::kFloat4 || type == oid::kFloat8) return "double";
  return "?";
}

Result<Type> type_of(Oid type, const std::string& name) {
  switch (type) {
    case oid::kBool: return Type::boolean;
    case oid::kInt2:
    case oid::kInt4: return Type::int32;
    case oid::kInt8:
    case oid::kOid: return Type::int64;
    case oid::kNumeric: return Type::decimal;
    case oid::kDate: return Type::day;
    case oid::kText:
    case oid::kVarchar:
    case oid::kBpchar:
    case oid::kChar:
    case oid::kName:
    case oid::kJson:
    case oid::kUnknown:
    case oid::kTimestamp:
    case oid::kTimestamptz:
    case oid::kVoid: return Type::text;
    default:
      return unsupported_type_error(name, type_name(type) == "?" ? "oid " + std::to_string(type)
                                                                 : std::string(type_name(type)));
  }
}

// The scale of a numeric column: the declared one; else the most decimals its values show, or,
// where that does not fit, the most they need. nullopt: none fits.
std::optional<int> scale_of(const PGresult* result, int c) {
  const int modifier = PQfmod(result, c);
  if (modifier >= 4) return (modifier - 4) & 0x7ff;
  int shown = 0;
  int used = 0;
  const int rows = PQntuples(result);
  for (int row = 0; row < rows; ++row) {
    if (PQgetisnull(result, row, c)) continue;
    const Numeric numeric = read_numeric(PQgetvalue(result, row, c));
    shown = std::max(shown, numeric.scale);
    used = std::max(used, used_scale(numeric));
  }
  for (const int scale : {shown, used}) {
    bool fits = true;
    for (int row = 0; row < rows && fits; ++row)
      fits = PQgetisnull(result, row, c) ||
             units_of(read_numeric(PQgetvalue(result, row, c)), scale,
                      scale == 0 ? std::numeric_limits<int64_t>::max() : kDecimalMax);
    if (fits) return scale;
  }
  return std::nullopt;
}

Result<void> add_numerics(const PGresult* result, int c, Column& column) {
  const int64_t max =
      column.type() == Type::int64 ? std::numeric_limits<int64_t>::max() : kDecimalMax;
  for (int row = 0; row < PQntuples(result); ++row) {
    if (PQgetisnull(result, row, c)) {
      column.add_null();
      continue;
    }
    const std::optional<int64_t> units =
        units_of(read_numeric(PQgetvalue(result, row, c)), column.scale(), max);
    if (!units) return overflow_error(column.name());
    column.add(*units);
  }
  return {};
}

Result<void> add_value(Column& column, Oid type, const char* bytes, int length) {
  switch (type) {
    case oid::kBool: column.add(bytes[0] != 0); return {};
    case oid::kInt2: column.add(int32_t{get_i16(bytes)}); return {};
    case oid::kInt4: column.add(get_i32(bytes)); return {};
    case oid::kInt8: column.add(get_i64(bytes)); return {};
    case oid::kOid:
      column.add(static_cast<int64_t>(static_cast<uint32_t>(get_i32(bytes))));
      return {};
    case oid::kDate: {
      const int32_t days = get_i32(bytes);
      if (days > std::numeric_limits<int32_t>::max() - kEpochDays ||
          days == std::numeric_limits<int32_t>::min())
        return overflow_error(column.name());  // "infinity"
      column.add(Day{days + kEpochDays});
      return {};
    }
    case oid::kTimestamp:
    case oid::kTimestamptz: {
      const int64_t micros = get_i64(bytes);
      if (micros > std::numeric_limits<int64_t>::max() - kEpochMicros ||
          micros == std::numeric_limits<int64_t>::min())
        return overflow_error(column.name());
      column.add(timestamp_text(micros + kEpochMicros, type == oid::kTimestamptz));
      return {};
    }
    default: column.add(std::string_view(bytes, static_cast<size_t>(length))); return {};
  }
}

Result<void> add_column(const PGresult* result, int c, Column& column) {
  const Oid type = PQftype(result, c);
  if (type == oid::kNumeric) return add_numerics(result, c, column);
  const int rows = PQntuples(result);
  column.reserve(static_cast<size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    if (PQgetisnull(result, row, c) || type == oid::kVoid) {
      column.add_null();
      continue;
    }
    TRY(add_value(column, type, PQgetvalue(result, row, c), PQgetlength(result, row, c)));
  }
  return {};
}

}  // namespace

Result<Batch> fetch_all(const PGresult* result) {
  Batch batch;
  for (int c = 0; c < PQnfields(result); ++c) {
    const std::string name = PQfname(result, c);
    TRY_ASSIGN(Type type, type_of(PQftype(result, c), name));
    int scale = 0;
    if (type == Type::decimal) {
      const std::optional<int> found = scale_of(result, c);
      if (!found) return overflow_error(name);
      scale = *found;
      if (scale == 0) type = Type::int64;
    }
    Column column(name, type, scale);
    TRY(add_column(result, c, column));
    batch.columns.push_back(std::move(column));
  }
  return batch;
}

}  // namespace diaodu::store
