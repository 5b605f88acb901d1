// Rows of a Batch to a DuckDB table, as data chunks whose vectors are written directly.
#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "store/batch_check.hpp"
#include "store/duckdb_session.hpp"
#include "store/errors.hpp"

namespace diaodu::store {
namespace {

constexpr size_t kChunkRows = 2048;  // DuckDB's vector size

// "DECIMAL(18,2)" -> numeric, scale 2.
TargetType target_of(std::string_view type) {
  if (type == "BOOLEAN") return {TargetKind::boolean, 0};
  if (type == "SMALLINT" || type == "INTEGER" || type == "BIGINT" || type == "TINYINT" ||
      type == "HUGEINT")
    return {TargetKind::whole, 0};
  if (type == "DATE") return {TargetKind::day, 0};
  if (type == "VARCHAR" || type == "JSON") return {TargetKind::text, 0};
  if (type.starts_with("TIMESTAMP")) return {TargetKind::timestamp, 0};
  if (type.starts_with("DECIMAL(")) {
    int scale = 0;
    for (const char c : type.substr(std::min(type.find(','), type.size() - 1) + 1))
      if (c >= '0' && c <= '9') scale = scale * 10 + (c - '0');
    return {TargetKind::numeric, scale};
  }
  return {TargetKind::other, 0};
}

duckdb_logical_type chunk_type(const DuckdbApi& api, const Column& column) {
  switch (column.type()) {
    case Type::boolean: return api.create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case Type::int32: return api.create_logical_type(DUCKDB_TYPE_INTEGER);
    case Type::int64: return api.create_logical_type(DUCKDB_TYPE_BIGINT);
    case Type::decimal: return api.create_decimal_type(18, static_cast<uint8_t>(column.scale()));
    case Type::day: return api.create_logical_type(DUCKDB_TYPE_DATE);
    case Type::text: return api.create_logical_type(DUCKDB_TYPE_VARCHAR);
  }
  CHECK(false, "no such type");
}

template <typename T>
void write_numbers(const Column& column, size_t from, size_t rows, void* data) {
  const int64_t* numbers = column.numbers().data() + from;
  T* to = static_cast<T*>(data);
  for (size_t i = 0; i < rows; ++i) to[i] = static_cast<T>(numbers[i]);
}

// Long texts are pointed at, not copied: the appender copies them when it takes the chunk.
void write_texts(const Column& column, size_t from, size_t rows, void* data) {
  auto* to = static_cast<duckdb_string_t*>(data);
  const char* bytes = column.bytes().data();
  const uint64_t* ends = column.text_ends().data() + from;
  for (size_t i = 0; i < rows; ++i) {
    const char* text = bytes + ends[i];
    const auto length = static_cast<uint32_t>(ends[i + 1] - ends[i]);
    duckdb_string_t& out = to[i];
    out.value.inlined.length = length;
    if (length <= 12) {
      std::memset(out.value.inlined.inlined, 0, 12);
      std::memcpy(out.value.inlined.inlined, text, length);
    } else {
      std::memcpy(out.value.pointer.prefix, text, 4);
      out.value.pointer.ptr = const_cast<char*>(text);
    }
  }
}

void write_validity(const DuckdbApi& api, const Column& column, size_t from, size_t rows,
                    duckdb_vector vector) {
  const uint8_t* valid = column.valid().data() + from;
  if (!std::memchr(valid, 0, rows)) return;
  api.vector_ensure_validity_writable(vector);
  uint64_t* mask = api.vector_get_validity(vector);
  for (size_t word = 0; word * 64 < rows; ++word) {
    uint64_t bits = ~uint64_t{0};
    const size_t end = std::min<size_t>(64, rows - word * 64);
    for (size_t i = 0; i < end; ++i)
      if (valid[word * 64 + i] == 0) bits &= ~(uint64_t{1} << i);
    mask[word] = bits;
  }
}

void write_vector(const DuckdbApi& api, const Column& column, size_t from, size_t rows,
                  duckdb_vector vector) {
  void* data = api.vector_get_data(vector);
  switch (column.type()) {
    case Type::boolean: write_numbers<uint8_t>(column, from, rows, data); break;
    case Type::int32:
    case Type::day: write_numbers<int32_t>(column, from, rows, data); break;
    case Type::int64:
    case Type::decimal: write_numbers<int64_t>(column, from, rows, data); break;
    case Type::text: write_texts(column, from, rows, data); break;
  }
  write_validity(api, column, from, rows, vector);
}

class Appender {
 public:
  explicit Appender(DuckdbShared& shared) : shared_(shared), api_(*shared.api) {}
  Appender(const Appender&) = delete;
  ~Appender() {
    if (chunk_) api_.destroy_data_chunk(&chunk_);
    for (duckdb_logical_type& type : types_) api_.destroy_logical_type(&type);
    if (appender_) api_.appender_destroy(&appender_);
  }

  Result<void> open(duckdb_connection connection, const AppendTarget& target, const Batch& batch) {
    TRY(good(
        api_.appender_create_ext(connection, nullptr, "main", target.table.c_str(), &appender_)));
    for (const Column& column : batch.columns) {
      TRY(good(api_.appender_add_column(appender_, column.name().c_str())));
      types_.push_back(chunk_type(api_, column));
    }
    chunk_ = api_.create_data_chunk(types_.data(), types_.size());
    return {};
  }
  Result<void> add(const Batch& batch) {
    for (size_t from = 0; from < batch.rows(); from += kChunkRows) {
      const size_t rows = std::min(kChunkRows, batch.rows() - from);
      api_.data_chunk_reset(chunk_);
      for (size_t i = 0; i < batch.columns.size(); ++i)
        write_vector(api_, batch.columns[i], from, rows, api_.data_chunk_get_vector(chunk_, i));
      api_.data_chunk_set_size(chunk_, rows);
      TRY(good(api_.append_data_chunk(appender_, chunk_)));
    }
    return good(api_.appender_close(appender_));
  }

 private:
  Result<void> good(duckdb_state state) {
    if (state == DuckDBSuccess) return {};
    return duckdb_error(shared_, appender_ ? api_.appender_error(appender_) : nullptr);
  }

  DuckdbShared& shared_;
  const DuckdbApi& api_;
  duckdb_appender appender_ = nullptr;
  std::vector<duckdb_logical_type> types_;
  duckdb_data_chunk chunk_ = nullptr;
};

}  // namespace

Result<void> append_rows(DuckdbShared& shared, duckdb_connection connection,
                         const AppendTarget& target, const Batch& batch) {
  for (const Column& column : batch.columns) {
    const auto found = target.types.find(lower_ascii(column.name()));
    if (found == target.types.end()) return no_such_column_error(target.table, column.name());
    TRY(check_column(target.table, batch, column, target_of(found->second), found->second));
  }
  Appender appender(shared);
  TRY(appender.open(connection, target, batch));
  return appender.add(batch);
}

}  // namespace diaodu::store
