#pragma once
// The only place that knows an engine. One text of SQL runs on both: DuckDB 1.5.6 through its C API
// (opened lazily with dlopen, so that a parser child never loads it) and PostgreSQL 15 through
// libpq.
//
// A Store is opened once in a process and gives out Sessions, one connection each. Two sessions
// write: the clerk's and the round's, and they share no table; any number read. Parameters are
// named: `$name`. Engine differences are bridged by calls that this layer rewrites before the
// statement is prepared:
//   idiv(a,b)  whole-number division, null when b = 0
//   rdiv(a,b)  exact quotient, numeric(18,6), null when b = 0
//   rx(s,p)    does the pattern (RE2 subset) match a part of s
// Promised: a commit reports success only if every statement of its transaction succeeded (both
// engines report success for COMMIT after a failed statement). After Error code "store.fatal" the
// store accepts nothing more and the program must end with exit 70. A failed statement leaves the
// transaction failed: all that follow fail with "store.transaction_failed". Transactions read one
// snapshot on both engines. A session serves one thread at a time (interrupt() excepted) and ends
// before its store. Errors hold no value of a row. Not promised: that a computed column without an
// alias has the same name on both.
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "store/batch.hpp"

namespace diaodu::store {

struct Decimal {
  int64_t value;
  int scale;
};
using Value = std::variant<std::nullptr_t, bool, int32_t, int64_t, Decimal, Day, std::string>;
struct Param {
  std::string name;  // without '$'
  Value value;
};
using Params = std::vector<Param>;

enum class Engine { duckdb, postgres };

class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;
  // One statement. query: its rows, columns typed from the engine's (numeric of 18 digits at most;
  // counts and sums come as int64). run: the number of rows changed.
  virtual Result<Batch> query(std::string_view sql, const Params& params = {}) = 0;
  virtual Result<int64_t> run(std::string_view sql, const Params& params = {}) = 0;
  // Bulk: appends rows to a table (also a temporary one of this session), all or none; columns by
  // name, those not given take their default. No value is cut or rounded to fit. Text also goes
  // into timestamp columns, written "2020-05-01 13:07:09".
  virtual Result<void> append(std::string_view table, const Batch& batch) = 0;
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;  // fails, and rolls back, if any statement since begin failed
  virtual void rollback() = 0;
  virtual void
  interrupt() = 0;  // from another thread: the running statement ends with store.interrupted
  // Writes the log back into the database file (DuckDB CHECKPOINT; nothing on PostgreSQL).
  virtual Result<void> checkpoint() = 0;
  // Parses one SELECT without running it and gives the relations and functions it names; error
  // "store.not_one_select" otherwise. On either engine the text is parsed by DuckDB's parser.
  // Relations as written, CTEs in scope left out; functions lower case, the shims and current_date
  // and its like among them; extract() is told as date_part.
  struct Names {
    std::vector<std::string> relations;
    std::vector<std::string> functions;
  };
  virtual Result<Names> names_in_select(std::string_view sql) = 0;
  // Prepares a SELECT and gives its result columns, without running it. On PostgreSQL a numeric of
  // unknown scale (a sum) is told as int64: cast where the scale matters.
  virtual Result<Batch> describe(std::string_view sql, const Params& params = {}) = 0;
};

// Rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Session& session);
  Transaction(Transaction&& other) noexcept : session_(std::exchange(other.session_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Session& session) : session_(&session) {}
  Session* session_;
};

struct OpenOptions {
  std::string data;  // a folder, or postgresql://...
  int threads = 2;   // DuckDB
  int64_t memory_bytes_max = int64_t{4} << 30;
  bool create = false;  // false: a missing database is an error
};

class Store {
 public:
  virtual ~Store() = default;
  static Result<std::unique_ptr<Store>> open(const OpenOptions& options);
  virtual Engine engine() const = 0;
  virtual Result<std::unique_ptr<Session>> session() = 0;
  virtual bool is_dead() const = 0;  // after store.fatal
};

// Applies the numbered files of schema/ (embedded) that the database has not had yet, one statement
// a transaction, in order, and records each in table `migration`. Refuses a database newer than
// itself.
Result<void> migrate(Session& session);

// Writes an identifier or a text as SQL, the one quoting function of the program.
std::string quoted(std::string_view identifier);
inline std::string quoted(const std::string& name) { return quoted(std::string_view(name)); }
std::string literal(std::string_view text);
inline std::string literal(const std::string& text) { return literal(std::string_view(text)); }
inline std::string literal(const char* text) { return literal(std::string_view(text)); }
std::string literal(const Value& value);

}  // namespace diaodu::store
