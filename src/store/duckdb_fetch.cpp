// Chunks of a DuckDB result into a Batch, column by column.
#include <cstring>
#include <limits>

#include "store/duckdb_session.hpp"
#include "store/errors.hpp"
#include "store/timestamp.hpp"

namespace diaodu::store {
namespace {

enum class Form {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  huge,
  day,
  text,
  timestamp,
  timestamp_tz
};

struct Reader {
  Form form;
  Type type;
  int scale = 0;
};

std::string_view type_name(duckdb_type id) {
  switch (id) {
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE: return "double";
    case DUCKDB_TYPE_INTERVAL: return "interval";
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_ARRAY: return "list";
    case DUCKDB_TYPE_STRUCT: return "struct";
    case DUCKDB_TYPE_BLOB: return "blob";
    case DUCKDB_TYPE_UUID: return "uuid";
    case DUCKDB_TYPE_ENUM: return "enum";
    default: return "?";
  }
}

Form decimal_form(duckdb_type internal) {
  switch (internal) {
    case DUCKDB_TYPE_SMALLINT: return Form::int16;
    case DUCKDB_TYPE_INTEGER: return Form::int32;
    case DUCKDB_TYPE_BIGINT: return Form::int64;
    default: return Form::huge;
  }
}

Result<Reader> reader_of(const DuckdbApi& api, duckdb_logical_type type, const std::string& name) {
  const duckdb_type id = api.get_type_id(type);
  switch (id) {
    case DUCKDB_TYPE_BOOLEAN: return Reader{Form::boolean, Type::boolean};
    case DUCKDB_TYPE_TINYINT: return Reader{Form::int8, Type::int32};
    case DUCKDB_TYPE_SMALLINT: return Reader{Form::int16, Type::int32};
    case DUCKDB_TYPE_SQLNULL:
    case DUCKDB_TYPE_INTEGER: return Reader{Form::int32, Type::int32};
    case DUCKDB_TYPE_UTINYINT: return Reader{Form::uint8, Type::int32};
    case DUCKDB_TYPE_USMALLINT: return Reader{Form::uint16, Type::int32};
    case DUCKDB_TYPE_UINTEGER: return Reader{Form::uint32, Type::int64};
    case DUCKDB_TYPE_UBIGINT: return Reader{Form::uint64, Type::int64};
    case DUCKDB_TYPE_BIGINT: return Reader{Form::int64, Type::int64};
    case DUCKDB_TYPE_HUGEINT: return Reader{Form::huge, Type::int64};
    case DUCKDB_TYPE_DATE: return Reader{Form::day, Type::day};
    case DUCKDB_TYPE_VARCHAR: return Reader{Form::text, Type::text};
    case DUCKDB_TYPE_TIMESTAMP: return Reader{Form::timestamp, Type::text};
    case DUCKDB_TYPE_TIMESTAMP_TZ: return Reader{Form::timestamp_tz, Type::text};
    case DUCKDB_TYPE_DECIMAL: {
      // Without decimal places it is a whole number: sums on the other engine come so.
      const int scale = api.decimal_scale(type);
      return Reader{decimal_form(api.decimal_internal_type(type)),
                    scale == 0 ? Type::int64 : Type::decimal, scale};
    }
    default: return unsupported_type_error(name, type_name(id));
  }
}

template <typename T>
void add_numbers(const void* data, size_t rows, std::vector<int64_t>& out) {
  const T* from = static_cast<const T*>(data);
  const size_t start = out.size();
  out.resize(start + rows);
  int64_t* to = out.data() + start;
  for (size_t i = 0; i < rows; ++i) to[i] = static_cast<int64_t>(from[i]);
}

// Rows of hugeint or uint64 that do not fit are refused.
bool add_huge(const void* data, const uint8_t* valid, size_t rows, std::vector<int64_t>& out) {
  const auto* from = static_cast<const duckdb_hugeint*>(data);
  for (size_t i = 0; i < rows; ++i) {
    const int64_t low = static_cast<int64_t>(from[i].lower);
    if (valid[i] != 0 && from[i].upper != (low < 0 ? -1 : 0)) return false;
    out.push_back(valid[i] != 0 ? low : 0);
  }
  return true;
}

bool add_unsigned(const void* data, const uint8_t* valid, size_t rows, std::vector<int64_t>& out) {
  const auto* from = static_cast<const uint64_t*>(data);
  for (size_t i = 0; i < rows; ++i) {
    if (valid[i] != 0 && from[i] > uint64_t{std::numeric_limits<int64_t>::max()}) return false;
    out.push_back(valid[i] != 0 ? static_cast<int64_t>(from[i]) : 0);
  }
  return true;
}

void add_texts(const void* data, const uint8_t* valid, size_t rows, Column& column) {
  const auto* from = static_cast<const duckdb_string_t*>(data);
  std::string& bytes = column.bytes();
  std::vector<uint64_t>& ends = column.text_ends();
  for (size_t i = 0; i < rows; ++i) {
    if (valid[i] != 0) {
      const uint32_t length = from[i].value.inlined.length;
      bytes.append(length <= 12 ? from[i].value.inlined.inlined : from[i].value.pointer.ptr,
                   length);
    }
    ends.push_back(bytes.size());
  }
}

void add_timestamps(const void* data, const uint8_t* valid, size_t rows, Column& column, bool tz) {
  const auto* micros = static_cast<const int64_t*>(data);
  for (size_t i = 0; i < rows; ++i) {
    if (valid[i] != 0) column.bytes() += timestamp_text(micros[i], tz);
    column.text_ends().push_back(column.bytes().size());
  }
}

void add_validity(const uint64_t* mask, size_t rows, std::vector<uint8_t>& valid) {
  const size_t start = valid.size();
  valid.resize(start + rows, 1);
  if (!mask) return;
  for (size_t i = 0; i < rows; ++i)
    valid[start + i] = static_cast<uint8_t>((mask[i >> 6] >> (i & 63)) & 1);
}

Result<void> add_vector(const DuckdbApi& api, duckdb_vector vector, size_t rows, Form form,
                        Column& column) {
  const void* data = api.vector_get_data(vector);
  const size_t start = column.valid().size();
  add_validity(api.vector_get_validity(vector), rows, column.valid());
  const uint8_t* valid = column.valid().data() + start;
  std::vector<int64_t>& numbers = column.numbers();
  bool fits = true;
  switch (form) {
    case Form::boolean:
    case Form::uint8: add_numbers<uint8_t>(data, rows, numbers); break;
    case Form::int8: add_numbers<int8_t>(data, rows, numbers); break;
    case Form::int16: add_numbers<int16_t>(data, rows, numbers); break;
    case Form::day:
    case Form::int32: add_numbers<int32_t>(data, rows, numbers); break;
    case Form::int64: add_numbers<int64_t>(data, rows, numbers); break;
    case Form::uint16: add_numbers<uint16_t>(data, rows, numbers); break;
    case Form::uint32: add_numbers<uint32_t>(data, rows, numbers); break;
    case Form::uint64: fits = add_unsigned(data, valid, rows, numbers); break;
    case Form::huge: fits = add_huge(data, valid, rows, numbers); break;
    case Form::text: add_texts(data, valid, rows, column); break;
    case Form::timestamp:
    case Form::timestamp_tz:
      add_timestamps(data, valid, rows, column, form == Form::timestamp_tz);
      break;
  }
  if (!fits) return overflow_error(column.name());
  return {};
}

}  // namespace

Result<Batch> fetch_all(const DuckdbApi& api, duckdb_result& result) {
  Batch batch;
  std::vector<Form> forms;
  const idx_t columns = api.column_count(&result);
  for (idx_t i = 0; i < columns; ++i) {
    duckdb_logical_type type = api.column_logical_type(&result, i);
    const std::string name = api.column_name(&result, i);
    Result<Reader> reader = reader_of(api, type, name);
    api.destroy_logical_type(&type);
    if (!reader.ok()) return std::move(reader).error();
    batch.columns.emplace_back(name, reader->type, reader->scale);
    forms.push_back(reader->form);
  }
  while (duckdb_data_chunk chunk = api.fetch_chunk(result)) {
    const size_t rows = api.data_chunk_get_size(chunk);
    Result<void> added;
    for (idx_t i = 0; i < columns && added.ok() && rows > 0; ++i)
      added =
          add_vector(api, api.data_chunk_get_vector(chunk, i), rows, forms[i], batch.columns[i]);
    api.destroy_data_chunk(&chunk);
    if (!added.ok()) return std::move(added).error();
  }
  return batch;
}

}  // namespace diaodu::store
