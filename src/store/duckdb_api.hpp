#pragma once
// The functions of libduckdb that the store uses, found with dlopen at the first use: a process
// that opens no DuckDB never loads the library (a parser child starts in 0.6 ms instead of 14).
#include <duckdb.h>

#include "base/result.hpp"

namespace diaodu::store {

// clang-format off
#define DIAODU_DUCKDB_FUNCTIONS(X)                                                                 \
  X(open_ext) X(close) X(connect) X(disconnect) X(interrupt) X(free) X(library_version)            \
  X(create_config) X(set_config) X(destroy_config) X(query) X(destroy_result) X(result_error)      \
  X(column_count) X(column_name) X(rows_changed) X(column_logical_type) X(fetch_chunk)             \
  X(result_return_type) X(prepare) X(destroy_prepare) X(prepare_error) X(pending_prepared)         \
  X(pending_execute_task) X(execute_pending) X(destroy_pending) X(pending_error)                   \
  X(clear_bindings) X(nparams) X(bind_boolean) X(bind_int32) X(bind_int64) X(bind_decimal)         \
  X(bind_date) X(bind_varchar_length) X(bind_null) X(create_logical_type) X(create_decimal_type)   \
  X(destroy_logical_type) X(get_type_id) X(decimal_scale) X(decimal_internal_type)                 \
  X(logical_type_get_alias) X(create_data_chunk) X(destroy_data_chunk) X(data_chunk_reset)         \
  X(data_chunk_get_size) X(data_chunk_set_size) X(data_chunk_get_vector) X(vector_get_data)        \
  X(vector_get_validity) X(vector_ensure_validity_writable) X(appender_create_ext)                 \
  X(appender_add_column) X(append_data_chunk) X(appender_close) X(appender_destroy)                \
  X(appender_error)
// clang-format on

struct DuckdbApi {
#define DIAODU_DUCKDB_MEMBER(name) decltype(&::duckdb_##name) name = nullptr;
  DIAODU_DUCKDB_FUNCTIONS(DIAODU_DUCKDB_MEMBER)
#undef DIAODU_DUCKDB_MEMBER
};

// Looked for beside the running program, then in ../lib of it, then where the build found it. The
// library stays loaded; the answer is the same at each call.
Result<const DuckdbApi*> duckdb_api();

}  // namespace diaodu::store
