#include "store/store.hpp"

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "store/duckdb_store.hpp"
#include "store/postgres_store.hpp"

namespace diaodu::store {

Result<Transaction> Transaction::begin(Session& session) {
  TRY(session.begin());
  return Transaction(session);
}

Transaction::~Transaction() {
  if (session_) session_->rollback();
}

Result<void> Transaction::commit() {
  CHECK(session_, "commit of a transaction that has ended");
  return std::exchange(session_, nullptr)->commit();
}

Result<std::unique_ptr<Store>> Store::open(const OpenOptions& options) {
  const std::string_view data = options.data;
  if (data.starts_with("postgresql://") || data.starts_with("postgres://"))
    return open_postgres(options);
  return open_duckdb(options);
}

std::string quoted(std::string_view identifier) {
  return "\"" + replace_all(std::string(identifier), "\"", "\"\"") + "\"";
}

std::string literal(std::string_view text) {
  return "'" +
         replace_all(replace_all(std::string(text), std::string_view("\0", 1), "\uFFFD"), "'",
                     "''") +
         "'";
}

std::string literal(const Value& value) {
  if (const auto* b = std::get_if<bool>(&value)) return *b ? "true" : "false";
  if (const auto* i = std::get_if<int32_t>(&value))
    return *i < 0 ? "(" + std::to_string(*i) + ")" : std::to_string(*i);
  if (const auto* l = std::get_if<int64_t>(&value))
    return "CAST('" + std::to_string(*l) + "' AS bigint)";
  if (const auto* decimal = std::get_if<Decimal>(&value))
    return "CAST('" + decimal_text(decimal->value, decimal->scale) + "' AS numeric(18," +
           std::to_string(decimal->scale) + "))";
  if (const auto* day = std::get_if<Day>(&value)) return "date '" + to_text(*day) + "'";
  if (const auto* text = std::get_if<std::string>(&value)) return literal(std::string_view(*text));
  return "NULL";
}

}  // namespace diaodu::store
