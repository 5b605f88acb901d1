#pragma once
// PostgreSQL behind the Session interface: inner parts of postgres_store.cpp, shared by its files.
#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/names.hpp"
#include "store/sql_text.hpp"
#include "store/statement_cache.hpp"
#include "store/store.hpp"

namespace diaodu::store {

// What the sessions of one store share.
struct PostgresShared {
  std::string url;
  std::atomic<bool> dead{false};
  NamesParser names;
};

// Types by their numbers in pg_type, which never change.
namespace oid {
constexpr Oid kBool = 16, kChar = 18, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
              kOid = 26, kJson = 114, kUnknown = 705, kBpchar = 1042, kVarchar = 1043, kDate = 1082,
              kTimestamp = 1114, kTimestamptz = 1184, kNumeric = 1700, kVoid = 2278;
constexpr Oid kFloat4 = 700, kFloat8 = 701;
}  // namespace oid
constexpr int32_t kEpochDays = 10'957;  // from 1970-01-01 to PostgreSQL's 2000-01-01
constexpr int64_t kEpochMicros = int64_t{kEpochDays} * 86'400'000'000;

struct PgResultFree {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgResultFree>;

// postgres_fetch.cpp: all rows of a binary result. Without rows (of a description), a numeric of
// unknown scale is told as int64.
Result<Batch> fetch_all(const PGresult* result);

// postgres_copy.cpp: the bytes of COPY ... BINARY.
struct CopyColumn {
  const Column* column;
  Oid type;
};
void append_copy_header(std::string& out);
Result<void> append_copy_row(std::string& out, const std::vector<CopyColumn>& columns, size_t row);
void append_copy_end(std::string& out);

// Names of evicted statements, to be closed on the server when it next listens.
class PostgresStatement {
 public:
  PostgresStatement(std::string name, std::vector<std::string> params,
                    std::vector<std::string>& closed)
      : name_(std::move(name)), params_(std::move(params)), closed_(&closed) {}
  PostgresStatement(PostgresStatement&& other) noexcept
      : name_(std::move(other.name_)),
        params_(std::move(other.params_)),
        closed_(std::exchange(other.closed_, nullptr)) {}
  PostgresStatement& operator=(PostgresStatement&&) = delete;
  ~PostgresStatement() {
    if (closed_ && !name_.empty()) closed_->push_back(name_);
  }
  const std::string& name() const { return name_; }
  const std::vector<std::string>& params() const { return params_; }

 private:
  std::string name_;  // empty: the unnamed one, replaced by the next
  std::vector<std::string> params_;
  std::vector<std::string>* closed_;
};

class PostgresSession : public Session {
 public:
  explicit PostgresSession(PostgresShared& shared) : shared_(shared) {}
  PostgresSession(const PostgresSession&) = delete;
  ~PostgresSession() override;
  Result<void> connect();
  Engine engine() const override { return Engine::postgres; }
  Result<Batch> query(std::string_view sql, const Params& params) override;
  Result<int64_t> run(std::string_view sql, const Params& params) override;
  Result<void> append(std::string_view table, const Batch& batch) override;
  Result<void> begin() override;
  Result<void> commit() override;
  void rollback() override;
  void interrupt() override;
  Result<void> checkpoint() override { return {}; }
  Result<Names> names_in_select(std::string_view sql) override;
  Result<Batch> describe(std::string_view sql, const Params& params) override;

 private:
  template <typename T, typename Body>
  Result<T> counted(Body&& body);
  Error error_of(const PGresult* result);
  Result<PgResult> good(PGresult* result);
  Result<void> control(const char* sql);
  Result<void> close_evicted();
  Result<const PostgresStatement*> prepare(std::string_view sql, const Params& params);
  Result<PgResult> execute(std::string_view sql, const Params& params);
  Result<std::vector<CopyColumn>> copy_columns(const std::string& table, const Batch& batch);
  Result<void> send(const std::vector<CopyColumn>& columns, size_t rows);

  PostgresShared& shared_;
  PGconn* connection_ = nullptr;
  PGcancel* cancel_ = nullptr;
  std::vector<std::string> closed_;  // before the cache, whose statements write into it
  StatementCache<PostgresStatement> cache_;
  std::optional<PostgresStatement> unnamed_;
  uint64_t statements_ = 0;
  bool open_ = false;
  bool failed_ = false;
};

}  // namespace diaodu::store
