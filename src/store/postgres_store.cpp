// Sessions of a PostgreSQL database.
#include "store/postgres_store.hpp"

#include <algorithm>

#include "store/batch_check.hpp"
#include "store/errors.hpp"
#include "store/postgres_session.hpp"

namespace diaodu::store {
namespace {

constexpr size_t kCachedBytesMax = 20'000;      // longer statements are one-off
constexpr size_t kCopyBytes = size_t{1} << 20;  // sent at a time

const Value* find_param(const Params& params, std::string_view name) {
  const Value* found = nullptr;
  for (const Param& param : params)
    if (param.name == name) found = &param.value;
  return found;
}

Oid type_of(const Value& value) {
  constexpr Oid kTypes[] = {oid::kText,    oid::kBool, oid::kInt4, oid::kInt8,
                            oid::kNumeric, oid::kDate, oid::kText};
  return kTypes[value.index()];
}

// Exact, all decimals of the scale written.
std::string decimal_digits(const Decimal& decimal) {
  std::string digits = std::to_string(decimal.value);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  const auto scale = static_cast<size_t>(decimal.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return negative ? "-" + digits : digits;
}

// nullopt: not storable.
std::optional<std::string> param_text(const Value& value) {
  if (const auto* b = std::get_if<bool>(&value)) return std::string(*b ? "t" : "f");
  if (const auto* i = std::get_if<int32_t>(&value)) return std::to_string(*i);
  if (const auto* l = std::get_if<int64_t>(&value)) return std::to_string(*l);
  if (const auto* day = std::get_if<Day>(&value)) return to_text(*day);
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    if (decimal->value > kDecimalMax || decimal->value < -kDecimalMax) return std::nullopt;
    return decimal_digits(*decimal);
  }
  const std::string& text = std::get<std::string>(value);
  if (!storable_text(text)) return std::nullopt;
  return text;
}

TargetType target_of(Oid type, int modifier) {
  switch (type) {
    case oid::kBool: return {TargetKind::boolean, 0};
    case oid::kInt2:
    case oid::kInt4:
    case oid::kInt8: return {TargetKind::whole, 0};
    case oid::kDate: return {TargetKind::day, 0};
    case oid::kText:
    case oid::kVarchar:
    case oid::kJson: return {TargetKind::text, 0};
    case oid::kTimestamp:
    case oid::kTimestamptz: return {TargetKind::timestamp, 0};
    case oid::kNumeric:
      return {TargetKind::numeric, modifier >= 4 ? (modifier - 4) & 0x7ff : kUnknownScale};
    default: return {TargetKind::other, 0};
  }
}

}  // namespace

PostgresSession::~PostgresSession() {
  if (cancel_) PQfreeCancel(cancel_);
  if (connection_) PQfinish(connection_);  // an open transaction is rolled back
}

Result<void> PostgresSession::connect() {
  connection_ = PQconnectdb(shared_.url.c_str());
  if (PQstatus(connection_) != CONNECTION_OK) {
    const std::string text = PQerrorMessage(connection_);
    if (text.find("does not exist") != std::string::npos &&
        text.find("database") != std::string::npos)
      return missing_error(PQdb(connection_) ? PQdb(connection_) : "");
    return cannot_connect_error(text);
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  cancel_ = PQgetCancel(connection_);
  for (const char* setting :
       {"set client_encoding = 'UTF8'", "set timezone = 'UTC'", "set datestyle = 'ISO, YMD'",
        "set standard_conforming_strings = on", "set escape_string_warning = off",
        // A round joins and sorts some 100,000 rows at a time: the server's 4 MB would go to disk.
        "set work_mem = '64MB'", "set temp_buffers = '64MB'"})
    TRY(control(setting));
  return {};
}

Error PostgresSession::error_of(const PGresult* result) {
  const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  Fault fault = sqlstate_fault(state ? state : "");
  if (!state && PQstatus(connection_) == CONNECTION_OK) fault = Fault::other;
  if (fault == Fault::fatal) shared_.dead = true;
  const char* message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  return fault_error(fault, message ? message : PQerrorMessage(connection_));
}

Result<PgResult> PostgresSession::good(PGresult* raw) {
  PgResult result(raw);
  const ExecStatusType status = raw ? PQresultStatus(raw) : PGRES_FATAL_ERROR;
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN)
    return result;
  return error_of(raw);
}

Result<void> PostgresSession::control(const char* sql) {
  TRY(good(PQexec(connection_, sql)));
  return {};
}

template <typename T, typename Body>
Result<T> PostgresSession::counted(Body&& body) {
  if (shared_.dead) return fault_error(Fault::fatal, "stopped before");
  if (failed_) return transaction_failed_error();
  Result<T> result = body();
  if (!result.ok() && open_) failed_ = true;
  return result;
}

Result<void> PostgresSession::close_evicted() {
  for (const std::string& name : closed_) TRY(control(("deallocate " + name).c_str()));
  closed_.clear();
  return {};
}

Result<const PostgresStatement*> PostgresSession::prepare(std::string_view sql,
                                                          const Params& params) {
  // The same text with parameters of other types is another statement.
  std::string key(sql);
  std::vector<std::string> null_names;
  for (const Param& param : params) {
    key += '\0' + param.name + static_cast<char>('0' + param.value.index());
    if (std::holds_alternative<std::nullptr_t>(param.value)) null_names.push_back(param.name);
  }
  if (const PostgresStatement* found = cache_.find(key)) return found;
  TRY_ASSIGN(Rewritten rewritten, rewrite(sql, Engine::postgres, null_names));
  std::vector<Oid> types;
  for (const std::string& name : rewritten.names) {
    const Value* value = find_param(params, name);
    if (!value) return missing_param_error(name);
    types.push_back(type_of(*value));
  }
  TRY(close_evicted());
  const bool plain = keeps_plans(rewritten.first_word);
  if (!plain) cache_.clear();  // tables or views change under the plans
  const bool cached = plain && sql.size() <= kCachedBytesMax;
  const std::string name = cached ? "s" + std::to_string(++statements_) : "";
  TRY(good(PQprepare(connection_, name.c_str(), rewritten.text.c_str(),
                     static_cast<int>(types.size()), types.data())));
  PostgresStatement statement(name, std::move(rewritten.names), closed_);
  if (cached) return cache_.add(key, std::move(statement));
  unnamed_.reset();
  return &unnamed_.emplace(std::move(statement));
}

Result<PgResult> PostgresSession::execute(std::string_view sql, const Params& params) {
  TRY_ASSIGN(const PostgresStatement* statement, prepare(sql, params));
  std::vector<std::string> texts;
  for (const std::string& name : statement->params()) {
    const Value* value = find_param(params, name);
    if (!value) return missing_param_error(name);
    std::optional<std::string> text = param_text(*value);
    if (!text) return bad_param_error(name);
    texts.push_back(std::move(*text));
  }
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  return good(PQexecPrepared(connection_, statement->name().c_str(),
                             static_cast<int>(values.size()), values.data(), nullptr, nullptr, 1));
}

Result<Batch> PostgresSession::query(std::string_view sql, const Params& params) {
  return counted<Batch>([&]() -> Result<Batch> {
    TRY_ASSIGN(const PgResult result, execute(sql, params));
    return fetch_all(result.get());
  });
}

Result<int64_t> PostgresSession::run(std::string_view sql, const Params& params) {
  return counted<int64_t>([&]() -> Result<int64_t> {
    TRY_ASSIGN(const PgResult result, execute(sql, params));
    if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) return 0;
    const char* changed = PQcmdTuples(result.get());
    return *changed == '\0' ? 0 : std::stoll(changed);
  });
}

Result<std::vector<CopyColumn>> PostgresSession::copy_columns(const std::string& table,
                                                              const Batch& batch) {
  constexpr std::string_view kColumns =
      "select attname, atttypid, cast(atttypmod as bigint) as modifier, "
      "cast(format_type(atttypid, atttypmod) as text) as shown from pg_attribute "
      "where attrelid = to_regclass($table) and attnum > 0 and not attisdropped";
  TRY_ASSIGN(const PgResult result, execute(kColumns, {{"table", quoted(table)}}));
  TRY_ASSIGN(const Batch known, fetch_all(result.get()));
  if (known.rows() == 0) return no_such_table_error(table);
  std::vector<CopyColumn> columns;
  for (const Column& column : batch.columns) {
    size_t row = 0;
    while (row < known.rows() && known.columns[0].text(row) != lower_ascii(column.name())) ++row;
    if (row == known.rows()) return no_such_column_error(table, column.name());
    const auto type = static_cast<Oid>(known.columns[1].int64(row));
    const auto modifier = static_cast<int>(known.columns[2].int64(row));
    TRY(check_column(table, batch, column, target_of(type, modifier), known.columns[3].text(row)));
    columns.push_back({&column, type});
  }
  return columns;
}

Result<void> PostgresSession::send(const std::vector<CopyColumn>& columns, size_t rows) {
  std::string buffer;
  buffer.reserve(kCopyBytes + 4096);
  append_copy_header(buffer);
  Result<void> outcome;
  const auto put = [&] {
    if (outcome.ok() &&
        PQputCopyData(connection_, buffer.data(), static_cast<int>(buffer.size())) != 1)
      outcome = error_of(nullptr);
    buffer.clear();
  };
  for (size_t row = 0; row < rows && outcome.ok(); ++row) {
    outcome = append_copy_row(buffer, columns, row);
    if (buffer.size() >= kCopyBytes) put();
  }
  append_copy_end(buffer);
  put();
  PQputCopyEnd(connection_, outcome.ok() ? nullptr : "stopped by the sender");
  while (PGresult* raw = PQgetResult(connection_)) {
    Result<PgResult> result = good(raw);
    if (!result.ok() && outcome.ok()) outcome = std::move(result).error();
  }
  return outcome;
}

Result<void> PostgresSession::append(std::string_view table, const Batch& batch) {
  return counted<void>([&]() -> Result<void> {
    const std::string name = lower_ascii(table);
    TRY_ASSIGN(const std::vector<CopyColumn> columns, copy_columns(name, batch));
    std::string names;
    for (const Column& column : batch.columns)
      names += (names.empty() ? "" : ", ") + quoted(lower_ascii(column.name()));
    const std::string sql = "copy " + quoted(name) + " (" + names + ") from stdin (format binary)";
    TRY(good(PQexec(connection_, sql.c_str())));
    return send(columns, batch.rows());
  });
}

Result<void> PostgresSession::begin() {
  if (shared_.dead) return fault_error(Fault::fatal, "stopped before");
  if (open_) return nested_transaction_error();
  // One snapshot for the whole transaction, as on DuckDB; a lost race is store.conflict on both.
  TRY(control("begin isolation level repeatable read"));
  open_ = true;
  failed_ = false;
  return {};
}

Result<void> PostgresSession::commit() {
  if (!open_) return no_transaction_error();
  if (failed_) {
    rollback();
    return transaction_failed_error();
  }
  open_ = false;
  TRY_ASSIGN(const PgResult result, good(PQexec(connection_, "commit")));
  // After a failed statement the server answers COMMIT with success and the tag ROLLBACK.
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") return transaction_failed_error();
  return {};
}

void PostgresSession::rollback() {
  if (!open_) return;
  open_ = failed_ = false;
  (void)control("rollback");  // if the connection is gone, so is the transaction
}

void PostgresSession::interrupt() {
  char ignored[256];
  PQcancel(cancel_, ignored, sizeof ignored);
}

Result<Session::Names> PostgresSession::names_in_select(std::string_view sql) {
  return shared_.names.parse(sql);
}

Result<Batch> PostgresSession::describe(std::string_view sql, const Params& params) {
  return counted<Batch>([&]() -> Result<Batch> {
    TRY_ASSIGN(const PostgresStatement* statement, prepare(sql, params));
    TRY_ASSIGN(const PgResult result,
               good(PQdescribePrepared(connection_, statement->name().c_str())));
    return fetch_all(result.get());
  });
}

namespace {

class PostgresStore : public Store {
 public:
  Engine engine() const override { return Engine::postgres; }
  bool is_dead() const override { return shared_.dead; }
  Result<std::unique_ptr<Session>> session() override {
    if (shared_.dead) return fault_error(Fault::fatal, "stopped before");
    auto session = std::make_unique<PostgresSession>(shared_);
    TRY(session->connect());
    return std::unique_ptr<Session>(std::move(session));
  }
  Result<void> open(const OpenOptions& options) {
    shared_.url = options.data;
    TRY_ASSIGN(const std::unique_ptr<Session> session, this->session());
    TRY_ASSIGN(const Batch database,
               session->query("select datcollate, pg_encoding_to_char(encoding) as encoding "
                              "from pg_database where datname = current_database()"));
    const std::string collation(database["datcollate"].text(0));
    const std::string encoding(database["encoding"].text(0));
    // Codes are compared as ranges of text: another order would give other answers, silently.
    const bool binary = collation == "C" || collation == "POSIX" || collation.starts_with("C.");
    if (!binary || encoding != "UTF8") return collation_error(collation, encoding);
    return {};
  }

 private:
  PostgresShared shared_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_postgres(const OpenOptions& options) {
  auto store = std::make_unique<PostgresStore>();
  TRY(store->open(options));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace diaodu::store
