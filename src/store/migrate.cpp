#include "store/migrate.hpp"

#include "base/hash.hpp"
#include "store/embedded_schema.hpp"
#include "store/errors.hpp"
#include "store/sql_text.hpp"

namespace diaodu::store {
namespace {

// "0007_name.sql" -> 7; 0: not so named.
int version_of(std::string_view name) {
  if (name.size() < 5 || name[4] != '_') return 0;
  int version = 0;
  for (const char c : name.substr(0, 4)) {
    if (c < '0' || c > '9') return 0;
    version = version * 10 + (c - '0');
  }
  return version;
}

struct Applied {
  int version;
  std::string sha256;
  int64_t statements_done;
};

Result<std::vector<Applied>> read_applied(Session& session) {
  TRY(session.run(
      "create table if not exists migration (version integer not null, name varchar not null, "
      "sha256 varchar not null, statements_done bigint not null)"));
  TRY_ASSIGN(
      const Batch rows,
      session.query("select version, sha256, statements_done from migration order by version"));
  std::vector<Applied> applied;
  for (size_t row = 0; row < rows.rows(); ++row)
    applied.push_back({rows.columns[0].int32(row), std::string(rows.columns[1].text(row)),
                       rows.columns[2].int64(row)});
  return applied;
}

Result<void> check_names(std::span<const SchemaFile> files) {
  int last = 0;
  for (const SchemaFile& file : files) {
    const int version = version_of(file.name);
    if (version <= last) return migration_order_error(std::string(file.name));
    last = version;
  }
  return {};
}

// One statement and the note that it is done, in one transaction: a stop between two statements of
// a file goes on with the next one.
Result<void> apply_statement(Session& session, const SchemaFile& file, const std::string& statement,
                             int64_t done) {
  const Params params = {{"version", version_of(file.name)},
                         {"name", std::string(file.name)},
                         {"sha256", sha256_hex(file.text)},
                         {"done", done}};
  TRY_ASSIGN(Transaction transaction, Transaction::begin(session));
  TRY(session.run(statement));
  TRY(session.run(done == 1
                      ? "insert into migration (version, name, sha256, statements_done) "
                        "values ($version, $name, $sha256, $done)"
                      : "update migration set statements_done = $done where version = $version",
                  params));
  return transaction.commit();
}

Result<void> apply(Session& session, const SchemaFile& file, int64_t done) {
  const std::vector<std::string> statements = split_statements(file.text);
  const auto total = static_cast<int64_t>(statements.size());
  for (int64_t at = done; at < total; ++at) {
    Result<void> applied =
        apply_statement(session, file, statements[static_cast<size_t>(at)], at + 1);
    if (applied.ok()) continue;
    Error error = std::move(applied).error();
    error.place = std::string(file.name) + ", statement " + std::to_string(at + 1);
    return error;
  }
  return {};
}

}  // namespace

Result<void> migrate_files(Session& session, std::span<const SchemaFile> files) {
  TRY(check_names(files));
  TRY_ASSIGN(const std::vector<Applied> applied, read_applied(session));
  const int known = files.empty() ? 0 : version_of(files.back().name);
  if (!applied.empty() && applied.back().version > known)
    return newer_schema_error(applied.back().version, known);
  bool changed = false;
  for (const SchemaFile& file : files) {
    int64_t done = 0;
    for (const Applied& earlier : applied) {
      if (earlier.version != version_of(file.name)) continue;
      if (earlier.sha256 != sha256_hex(file.text))
        return edited_migration_error(std::string(file.name));
      done = earlier.statements_done;
    }
    if (done == static_cast<int64_t>(split_statements(file.text).size())) continue;
    TRY(apply(session, file, done));
    changed = true;
  }
  // The replay of schema changes from the log is the engine's weakest place: none is left there.
  if (changed) return session.checkpoint();
  return {};
}

Result<void> migrate(Session& session) { return migrate_files(session, kEmbeddedSchema); }

}  // namespace diaodu::store
