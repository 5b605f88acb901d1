#pragma once
// DuckDB behind the Session interface: inner parts of duckdb_store.cpp, shared by its files.
#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/duckdb_api.hpp"
#include "store/names.hpp"
#include "store/sql_text.hpp"
#include "store/store.hpp"

namespace diaodu::store {

// What the sessions of one store share.
struct DuckdbShared {
  const DuckdbApi* api = nullptr;
  duckdb_database database = nullptr;
  std::atomic<bool> dead{false};
  NamesParser names;
};

// duckdb_store.cpp: opens shared.database under these settings, in this order; a connection of it.
using DuckdbSettings = std::vector<std::pair<const char*, std::string>>;
Result<void> open_database(DuckdbShared& shared, const std::string& file,
                           const DuckdbSettings& settings);
Result<std::unique_ptr<Session>> connect(DuckdbShared& shared);

// Turns an engine's text into an Error and notes a fatal one.
Error duckdb_error(DuckdbShared& shared, const char* engine_text);

class DuckdbStatement {
 public:
  DuckdbStatement(const DuckdbApi& api, duckdb_prepared_statement handle, Rewritten rewritten)
      : api_(&api), handle_(handle), rewritten_(std::move(rewritten)) {}
  DuckdbStatement(DuckdbStatement&& other) noexcept
      : api_(other.api_),
        handle_(std::exchange(other.handle_, nullptr)),
        rewritten_(std::move(other.rewritten_)) {}
  DuckdbStatement& operator=(DuckdbStatement&&) = delete;
  ~DuckdbStatement() {
    if (handle_) api_->destroy_prepare(&handle_);
  }
  duckdb_prepared_statement handle() const { return handle_; }
  const Rewritten& rewritten() const { return rewritten_; }

 private:
  const DuckdbApi* api_;
  duckdb_prepared_statement handle_;
  Rewritten rewritten_;
};

class DuckdbResult {
 public:
  explicit DuckdbResult(const DuckdbApi& api) : api_(api) {}
  DuckdbResult(const DuckdbResult&) = delete;
  ~DuckdbResult() { api_.destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  const DuckdbApi& api_;
  duckdb_result result_{};
};

// duckdb_fetch.cpp: all rows of a result, column by column.
Result<Batch> fetch_all(const DuckdbApi& api, duckdb_result& result);

// duckdb_append.cpp: rows to a table of a connection whose transaction is open. `types`: the
// columns of the table by lower-case name, as the catalog writes them ("DECIMAL(18,2)").
using ColumnTypes = std::unordered_map<std::string, std::string>;
struct AppendTarget {
  std::string table;
  ColumnTypes types;
};
Result<void> append_rows(DuckdbShared& shared, duckdb_connection connection,
                         const AppendTarget& target, const Batch& batch);

class DuckdbSession : public Session {
 public:
  DuckdbSession(DuckdbShared& shared, duckdb_connection connection)
      : shared_(shared), connection_(connection) {}
  ~DuckdbSession() override;
  Engine engine() const override { return Engine::duckdb; }
  Result<Batch> query(std::string_view sql, const Params& params) override;
  Result<int64_t> run(std::string_view sql, const Params& params) override;
  Result<void> append(std::string_view table, const Batch& batch) override;
  Result<void> begin() override;
  Result<void> commit() override;
  void rollback() override;
  void interrupt() override;
  Result<void> checkpoint() override;
  Result<Names> names_in_select(std::string_view sql) override;
  Result<Batch> describe(std::string_view sql, const Params& params) override;

 private:
  // Runs one statement whose outcome counts for the open transaction.
  template <typename T, typename Body>
  Result<T> counted(Body&& body);
  template <typename T, typename Body>
  Result<T> in_transaction(Body&& body);
  Result<DuckdbStatement> prepare(std::string_view sql);
  Result<void> bind(const DuckdbStatement& statement, const Params& params);
  Result<void> execute_prepared(duckdb_prepared_statement statement, DuckdbResult& result);
  Result<void> execute(std::string_view sql, const Params& params, DuckdbResult& result);
  Result<void> control(const char* sql);
  Result<AppendTarget> append_target(std::string_view table);

  DuckdbShared& shared_;
  duckdb_connection connection_;
  bool open_ = false;    // a transaction is open
  bool failed_ = false;  // a statement of it failed
};

}  // namespace diaodu::store
