// Sessions of one DuckDB database in this process.
#include "store/duckdb_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "store/batch_check.hpp"
#include "store/duckdb_session.hpp"
#include "store/errors.hpp"
#include "store/statement_trace.hpp"

namespace diaodu::store {

Error duckdb_error(DuckdbShared& shared, const char* engine_text) {
  const std::string_view text = engine_text ? engine_text : "no message";
  const Fault fault = duckdb_fault(text);
  if (fault == Fault::fatal) shared.dead = true;
  return fault_error(fault, text);
}

DuckdbSession::~DuckdbSession() {
  rollback();
  shared_.api->disconnect(&connection_);
}

template <typename T, typename Body>
Result<T> DuckdbSession::counted(Body&& body) {
  if (shared_.dead) return fault_error(Fault::fatal, "stopped before");
  if (failed_) return transaction_failed_error();
  Result<T> result = body();
  if (!result.ok() && open_) failed_ = true;
  return result;
}

// Each time anew: 1.5.6 keeps in a plan what the statistics said when it was made, and a plan made
// when the table was empty gives no rows, or garbage, once there are some (plans_test.cpp).
Result<DuckdbStatement> DuckdbSession::prepare(std::string_view sql) {
  TRY_ASSIGN(Rewritten rewritten, rewrite(sql, Engine::duckdb));
  duckdb_prepared_statement handle = nullptr;
  if (shared_.api->prepare(connection_, rewritten.text.c_str(), &handle) != DuckDBSuccess) {
    Error error = duckdb_error(shared_, shared_.api->prepare_error(handle));
    shared_.api->destroy_prepare(&handle);
    return error;
  }
  return DuckdbStatement(*shared_.api, handle, std::move(rewritten));
}

namespace {

duckdb_state bind_value(const DuckdbApi& api, duckdb_prepared_statement statement, idx_t at,
                        const Value& value) {
  if (const auto* b = std::get_if<bool>(&value)) return api.bind_boolean(statement, at, *b);
  if (const auto* i = std::get_if<int32_t>(&value)) return api.bind_int32(statement, at, *i);
  if (const auto* l = std::get_if<int64_t>(&value)) return api.bind_int64(statement, at, *l);
  if (const auto* day = std::get_if<Day>(&value))
    return api.bind_date(statement, at, duckdb_date{day->since_epoch});
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (!storable_text(*text)) return DuckDBError;
    return api.bind_varchar_length(statement, at, text->data(), text->size());
  }
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    if (decimal->value > kDecimalMax || decimal->value < -kDecimalMax) return DuckDBError;
    const duckdb_hugeint units{static_cast<uint64_t>(decimal->value), decimal->value < 0 ? -1 : 0};
    return api.bind_decimal(statement, at,
                            duckdb_decimal{18, static_cast<uint8_t>(decimal->scale), units});
  }
  return api.bind_null(statement, at);
}

}  // namespace

Result<void> DuckdbSession::bind(const DuckdbStatement& statement, const Params& params) {
  const std::vector<std::string>& names = statement.rewritten().names;
  for (size_t i = 0; i < names.size(); ++i) {
    const Value* value = nullptr;
    for (const Param& param : params)
      if (param.name == names[i]) value = &param.value;
    if (!value) return missing_param_error(names[i]);
    if (bind_value(*shared_.api, statement.handle(), i + 1, *value) != DuckDBSuccess)
      return bad_param_error(names[i]);
  }
  return {};
}

// As duckdb_execute_prepared, which keeps asking for work as fast as it can while the engine's
// other threads have the last of it: here the caller sleeps a little.
Result<void> DuckdbSession::execute_prepared(duckdb_prepared_statement statement,
                                             DuckdbResult& result) {
  constexpr int kAsksBeforeSleep = 20;
  const DuckdbApi& api = *shared_.api;
  duckdb_pending_result pending = nullptr;
  bool good = api.pending_prepared(statement, &pending) == DuckDBSuccess;
  for (int idle = 0; good;) {
    const duckdb_pending_state now = api.pending_execute_task(pending);
    good = now != DUCKDB_PENDING_ERROR;
    if (now == DUCKDB_PENDING_RESULT_READY) break;
    if (now != DUCKDB_PENDING_NO_TASKS_AVAILABLE)
      idle = 0;
    else if (++idle > kAsksBeforeSleep)
      std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  Result<void> outcome;
  if (!good)
    outcome = duckdb_error(shared_, api.pending_error(pending));
  else if (api.execute_pending(pending, result.get()) != DuckDBSuccess)
    outcome = duckdb_error(shared_, api.result_error(result.get()));
  api.destroy_pending(&pending);
  return outcome;
}

Result<void> DuckdbSession::execute(std::string_view sql, const Params& params,
                                    DuckdbResult& result) {
  const StatementTrace trace("run", sql);
  TRY_ASSIGN(const DuckdbStatement statement, prepare(sql));
  TRY(bind(statement, params));
  return execute_prepared(statement.handle(), result);
}

// Outside a transaction, planning and running share one all the same, so that no commit of another
// session comes between the statistics and the rows.
template <typename T, typename Body>
Result<T> DuckdbSession::in_transaction(Body&& body) {
  if (open_ || shared_.dead) return counted<T>(body);
  TRY(begin());
  Result<T> result = counted<T>(body);
  if (!result.ok()) {
    rollback();
    return result;
  }
  TRY(commit());
  return result;
}

Result<Batch> DuckdbSession::query(std::string_view sql, const Params& params) {
  return in_transaction<Batch>([&]() -> Result<Batch> {
    DuckdbResult result(*shared_.api);
    TRY(execute(sql, params, result));
    return fetch_all(*shared_.api, *result.get());
  });
}

Result<int64_t> DuckdbSession::run(std::string_view sql, const Params& params) {
  return in_transaction<int64_t>([&]() -> Result<int64_t> {
    DuckdbResult result(*shared_.api);
    TRY(execute(sql, params, result));
    return static_cast<int64_t>(shared_.api->rows_changed(result.get()));
  });
}

// duckdb_columns() would look at every table there is.
Result<AppendTarget> DuckdbSession::append_target(std::string_view table) {
  constexpr std::string_view kColumns =
      "select lower(name) as name, type from pragma_table_info($table)";
  DuckdbResult result(*shared_.api);
  const Result<void> found = execute(kColumns, {{"table", quoted(table)}}, result);
  if (!found) return shared_.dead ? found.error() : no_such_table_error(std::string(table));
  TRY_ASSIGN(const Batch columns, fetch_all(*shared_.api, *result.get()));
  AppendTarget target{.table = std::string(table)};
  for (size_t row = 0; row < columns.rows(); ++row)
    target.types[std::string(columns.columns[0].text(row))] = columns.columns[1].text(row);
  return target;
}

Result<void> DuckdbSession::append(std::string_view table, const Batch& batch) {
  const bool own = !open_;  // the appender would commit piecewise
  if (own) TRY(begin());
  const StatementTrace trace("append", table);
  Result<void> result = counted<void>([&]() -> Result<void> {
    TRY_ASSIGN(const AppendTarget target, append_target(table));
    return append_rows(shared_, connection_, target, batch);
  });
  if (!own) return result;
  if (!result.ok()) {
    rollback();
    return result;
  }
  return commit();
}

Result<void> DuckdbSession::control(const char* sql) {
  const StatementTrace trace("control", sql);
  DuckdbResult result(*shared_.api);
  if (shared_.api->query(connection_, sql, result.get()) == DuckDBSuccess) return {};
  return duckdb_error(shared_, shared_.api->result_error(result.get()));
}

Result<void> DuckdbSession::begin() {
  if (shared_.dead) return fault_error(Fault::fatal, "stopped before");
  if (open_) return nested_transaction_error();
  TRY(control("BEGIN TRANSACTION"));
  open_ = true;
  failed_ = false;
  return {};
}

Result<void> DuckdbSession::commit() {
  if (!open_) return no_transaction_error();
  if (failed_) {
    rollback();
    return transaction_failed_error();
  }
  Result<void> result = control("COMMIT");
  if (!result.ok()) {
    rollback();
    return result;
  }
  open_ = false;
  return {};
}

void DuckdbSession::rollback() {
  if (!open_) return;
  open_ = failed_ = false;
  // A failure here leaves nothing to do: the engine has rolled back already, or is dead.
  (void)control("ROLLBACK");
}

void DuckdbSession::interrupt() { shared_.api->interrupt(connection_); }

Result<void> DuckdbSession::checkpoint() {
  return counted<void>([&] { return control("CHECKPOINT"); });
}

Result<Session::Names> DuckdbSession::names_in_select(std::string_view sql) {
  return shared_.names.parse(sql);
}

Result<Batch> DuckdbSession::describe(std::string_view sql, const Params& params) {
  return counted<Batch>([&]() -> Result<Batch> {
    TRY(prepare(sql));  // its errors are about the text as given
    DuckdbResult result(*shared_.api);
    TRY(execute("select * from (" + std::string(sql) + "\n) as described limit 0", params, result));
    return fetch_all(*shared_.api, *result.get());
  });
}

Result<void> open_database(DuckdbShared& shared, const std::string& file,
                           const DuckdbSettings& settings) {
  const DuckdbApi& api = *shared.api;
  duckdb_config config = nullptr;
  api.create_config(&config);
  for (const auto& [name, value] : settings) {
    if (api.set_config(config, name, value.c_str()) == DuckDBSuccess) continue;
    api.destroy_config(&config);
    return cannot_open_error(file, std::string(name) + " = " + value);
  }
  char* message = nullptr;
  const duckdb_state state = api.open_ext(file.c_str(), &shared.database, config, &message);
  api.destroy_config(&config);
  if (state == DuckDBSuccess) return {};
  Error error = cannot_open_error(file, message ? message : "");
  api.free(message);
  return error;
}

Result<std::unique_ptr<Session>> connect(DuckdbShared& shared) {
  if (shared.dead) return fault_error(Fault::fatal, "stopped before");
  duckdb_connection connection = nullptr;
  if (shared.api->connect(shared.database, &connection) != DuckDBSuccess)
    return fault_error(Fault::other, "duckdb_connect");
  return std::unique_ptr<Session>(new DuckdbSession(shared, connection));
}

namespace {

DuckdbSettings settings_of(const OpenOptions& options, const std::string& tmp) {
  return {
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
      {"threads", std::to_string(options.threads)},
      {"memory_limit", std::to_string(options.memory_bytes_max / 1024) + "KiB"},
      {"temp_directory", tmp},  // before the next, which closes it
      {"enable_external_access", "false"},
      {"checkpoint_threshold", "256MB"},  // a small one rewrites the file at every small commit
      {"preserve_insertion_order", "true"},
      {"storage_compatibility_version", "v1.4.0"},
      {"lock_configuration", "true"},
  };
}

class DuckdbStore : public Store {
 public:
  DuckdbStore() = default;
  DuckdbStore(const DuckdbStore&) = delete;
  ~DuckdbStore() override {
    if (shared_.database) shared_.api->close(&shared_.database);
    if (lock_ >= 0) ::close(lock_);
  }
  Engine engine() const override { return Engine::duckdb; }
  bool is_dead() const override { return shared_.dead; }

  Result<void> open(const OpenOptions& options) {
    const std::filesystem::path folder = options.data;
    const std::filesystem::path file = folder / "diaodu.db";
    std::error_code failed;
    if (!options.create && !std::filesystem::exists(file, failed))
      return missing_error(file.string());
    std::filesystem::create_directories(folder / "tmp", failed);
    if (failed) return cannot_open_error(folder.string(), failed.message());
    TRY(lock(folder));
    TRY_ASSIGN(shared_.api, duckdb_api());
    return open_database(shared_, file.string(), settings_of(options, (folder / "tmp").string()));
  }

  Result<std::unique_ptr<Session>> session() override { return connect(shared_); }

 private:
  // DuckDB's own lock is lost as soon as anything in the process closes the file (fcntl), and does
  // not keep out a second open in the same process: this one is on a file of its own.
  Result<void> lock(const std::filesystem::path& folder) {
    const std::string path = (folder / ".lock").string();
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0)
      return cannot_open_error(path, std::error_code(errno, std::generic_category()).message());
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
      char holder[32] = {};
      const ssize_t bytes = ::pread(lock_, holder, sizeof holder - 1, 0);
      return locked_error(folder.string(), bytes > 0 ? " (pid " + std::string(holder) + ")" : "");
    }
    const std::string pid = std::to_string(::getpid());
    if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, pid.data(), pid.size(), 0) < 0)
      return cannot_open_error(path, std::error_code(errno, std::generic_category()).message());
    return {};
  }

  DuckdbShared shared_;
  int lock_ = -1;
};

}  // namespace

Result<std::unique_ptr<Store>> open_duckdb(const OpenOptions& options) {
  auto store = std::make_unique<DuckdbStore>();
  TRY(store->open(options));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace diaodu::store
