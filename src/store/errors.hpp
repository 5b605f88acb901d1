#pragma once
// Every error of the store in one place: code, words in both languages, hint. Engine texts that may
// hold a value of a row are shown with the value struck out: errors go to logs (design 12.14).
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "store/batch.hpp"

namespace diaodu::store {

// What went wrong, by class; both engines' own codes are mapped onto these.
enum class Fault {
  sql,  // does not parse or bind
  unique,
  check,
  not_null,
  conflict,    // another transaction was first; serialization, deadlock
  conversion,  // a value does not fit its type
  division,    // by zero
  interrupted,
  disk_full,
  out_of_memory,
  disconnected,  // the server or the connection is gone
  denied,
  fatal,  // the engine accepts nothing more
  other
};
Error fault_error(Fault fault, std::string_view engine_text);
Fault duckdb_fault(std::string_view engine_text);
Fault sqlstate_fault(std::string_view sqlstate);

Error no_library_error(const std::string& tried);
Error missing_error(const std::string& where);
Error locked_error(const std::string& folder, const std::string& holder);
Error cannot_open_error(const std::string& where, std::string_view engine_text);
Error cannot_connect_error(std::string_view engine_text);
Error collation_error(const std::string& collation, const std::string& encoding);
Error several_statements_error();
Error empty_statement_error();
Error transaction_word_error(const std::string& word);
Error shim_arguments_error(const std::string& name, size_t given);
Error missing_param_error(const std::string& name);
Error bad_param_error(const std::string& name);
Error transaction_failed_error();
Error no_transaction_error();
Error nested_transaction_error();
Error unsupported_type_error(const std::string& column, std::string_view type);
Error overflow_error(const std::string& column);
Error no_such_column_error(const std::string& table, const std::string& column);
Error no_such_table_error(const std::string& table);
Error ragged_batch_error(const std::string& table, const std::string& column);
Error bad_text_error(const std::string& table, const std::string& column);
Error column_type_error(const std::string& table, const std::string& column, Type given,
                        std::string_view wanted);
Error not_one_select_error(std::string_view engine_text);
Error newer_schema_error(int found, int known);
Error edited_migration_error(const std::string& name);
Error migration_order_error(const std::string& name);

std::string_view to_text(Type type);
// Replaces what stands in '..' or ".." by an ellipsis.
std::string without_values(std::string_view engine_text);

}  // namespace diaodu::store
