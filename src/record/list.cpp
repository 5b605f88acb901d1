// Reads records: the list as people see it, the history of a key, what a parcel did.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/show_value.hpp"
#include "frame/temporary.hpp"
#include "record/names.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using store::literal;
using store::quoted;

Error no_register(const std::string& id) {
  return {
      .code = "record.no_register",
      .message = {"规则包里没有登记表“" + id + "”。", "The pack has no register \"" + id + "\"."},
      .hint = {"用 pack check 可列出登记表。", "`pack check` names the registers."},
      .place = "",
      .params = {{"register", id}},
      .exit = Exit::usage};
}

namespace {

constexpr int kPageRows = 20'000;
constexpr size_t kBefore = 2;  // columns of a page before the register's own
constexpr char kBetween = '\x1f';

// Under a place: by county as far as that decides, below it by the area column.
std::string under(const pack::Register& register_, const std::string& area) {
  if (area.empty()) return "true";
  const std::string county = area.substr(0, 6);
  std::string sql =
      "l.dist_county >= " + literal(county) + " and l.dist_county < " + literal(range_end(county));
  if (area.size() > 6) {
    const std::string column = "l." + quoted(register_.area);
    sql += " and " + column + " >= " + literal(area) + " and " + column + " < " +
           literal(range_end(area));
  }
  return "(" + sql + ")";
}

Error page_gone() {
  return {.code = "record.page_gone",
          .message = {"上一页的最后一条记录已经不在，无法接着往下列。",
                      "The last record of the page before is gone; the list cannot go on from it."},
          .hint = {"从第一页重新列。", "List it again from the first page."},
          .place = "",
          .params = {},
          .exit = Exit::usage};
}

// Rows after the key "county U+001F key ...".
std::string after(const pack::Register& register_, const std::string& after_key) {
  if (after_key.empty()) return "true";
  const std::vector<std::string> parts = split(after_key, kBetween);
  std::vector<std::string> columns = {"l.dist_county"}, values;
  for (const std::string& key : register_.key) columns.push_back("l." + quoted(key));
  for (size_t i = 0; i < columns.size(); ++i)
    values.push_back(literal(i < parts.size() ? parts[i] : std::string()));
  return "l.dist_county >= " + values.front() + " and (" + join(columns, ", ") + ") > (" +
         join(values, ", ") + ")";
}

class Lister {
 public:
  Lister(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
         const pack::Register& of, const Ask& ask)
      : session_(session), pack_(pack), scope_(scope), register_(of), ask_(ask) {}

  Result<int64_t> run(const std::function<bool(const std::vector<std::string>&)>& row,
                      std::string* next);

 private:
  std::string here() const;
  Result<std::string> key_after();
  Result<store::Batch> page(const std::string& after_key, int limit);
  std::vector<std::string> shown(const store::Batch& batch, size_t row) const;
  bool is_hidden(const pack::ColumnDef& column) const {  // such a column is left out
    return scope_.shows(register_.id, static_cast<access::Secrecy>(column.secret),
                        column.host_view) == access::Shown::hidden;
  }
  std::string key_of(const store::Batch& batch, size_t row) const;

  store::Session& session_;
  const pack::Pack& pack_;
  const access::Scope& scope_;
  const pack::Register& register_;
  const Ask& ask_;
};

// Of the host side alone a place is where people work.
std::string Lister::here() const {
  if (scope_.sees_side(access::Side::home) || register_.also_area.empty() || ask_.area.empty())
    return under(register_, ask_.area);
  const std::string work = "l." + quoted(register_.also_area);
  return "(" + work + " >= " + literal(ask_.area) + " and " + work + " < " +
         literal(range_end(ask_.area)) + ")";
}

Result<store::Batch> Lister::page(const std::string& after_key, int limit) {
  const std::string which =
      here() + " and " + allowed(scope_, register_) + " and " + after(register_, after_key);
  const std::string rows = fill(ask_.day ? sql::list_as_of : sql::list_living,
                                {{"columns", frame::column_list(register_, "l.")},
                                 {"record", quoted(living_name(register_))},
                                 {"past", quoted(past_name(register_))},
                                 {"which", which},
                                 {"day", ask_.day ? literal(store::Value(*ask_.day)) : ""}});
  std::vector<std::string> keys;
  for (const std::string& key : register_.key) keys.push_back("r." + quoted(key));
  return session_.query(fill(sql::list_page, {{"columns", frame::column_list(register_, "r.")},
                                              {"rows", rows},
                                              {"keys", join(keys, ", ")},
                                              {"limit", std::to_string(limit)}}));
}

std::vector<std::string> Lister::shown(const store::Batch& batch, size_t row) const {
  std::vector<std::string> cells;
  for (size_t i = 0; i < register_.columns.size(); ++i) {
    const pack::ColumnDef& column = register_.columns[i];
    if (is_hidden(column)) continue;
    const std::string stored = frame::stored_text(batch.columns[i + kBefore], row);
    const std::string shown =
        ask_.is_stored ? stored : frame::show_value(pack_, column, stored, ask_.chinese);
    cells.push_back(frame::masked(register_, column, shown, scope_));
  }
  return cells;
}

std::string Lister::key_of(const store::Batch& batch, size_t row) const {
  std::string key(batch["dist_county"].text(row));
  for (const std::string& column : register_.key)
    key += kBetween + frame::stored_text(batch[column], row);
  return key;
}

// "county-hash" of the last record that was seen -> its key, which only the store knows.
Result<std::string> Lister::key_after() {
  if (ask_.after.empty()) return std::string();
  const size_t dash = ask_.after.find('-');
  const std::string county = ask_.after.substr(0, dash);
  int64_t hash = 0;
  const char* const from = ask_.after.data() + std::min(dash, ask_.after.size() - 1) + 1;
  const char* const end = ask_.after.data() + ask_.after.size();
  if (const auto [at, failed] = std::from_chars(from, end, hash);
      dash == std::string::npos || failed != std::errc() || at != end)
    return page_gone();
  std::vector<std::string> columns;
  for (const std::string& key : register_.key) columns.push_back("l." + quoted(key));
  TRY_ASSIGN(const store::Batch found,
             session_.query(fill(sql::key_of_hash, {{"columns", join(columns, ", ")},
                                                    {"record", quoted(living_name(register_))},
                                                    {"past", quoted(past_name(register_))},
                                                    {"allowed", allowed(scope_, register_)}}),
                            {{"dist_county", county}, {"key_hash", hash}}));
  if (found.rows() == 0) return page_gone();
  return key_of(found, 0);
}

Result<int64_t> Lister::run(const std::function<bool(const std::vector<std::string>&)>& row,
                            std::string* next) {
  std::vector<std::string> header;
  for (const pack::ColumnDef& column : register_.columns)
    if (!is_hidden(column))
      header.push_back(ask_.is_stored ? column.name
                       : ask_.chinese ? column.title.zh
                                      : column.title.en);
  TRY_ASSIGN(std::string after_key, key_after());
  if (!row(header)) return int64_t{0};
  int64_t given = 0;
  while (given < ask_.limit) {
    // One more than is asked for tells whether a next page has something.
    const int limit = static_cast<int>(std::min<int64_t>(kPageRows, ask_.limit - given));
    TRY_ASSIGN(const store::Batch batch, page(after_key, limit + 1));
    const size_t rows = std::min(batch.rows(), static_cast<size_t>(limit));
    for (size_t i = 0; i < rows; ++i, ++given)
      if (!row(shown(batch, i))) return given;
    if (batch.rows() <= rows) return given;
    after_key = key_of(batch, rows - 1);
    if (next != nullptr)
      *next = std::string(batch["dist_county"].text(rows - 1)) + "-" +
              std::to_string(batch["key_hash"].int64(rows - 1));
  }
  return given;
}

}  // namespace

Result<int64_t> list(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                     const Ask& ask,
                     const std::function<bool(const std::vector<std::string>&)>& row,
                     std::string* next) {
  const pack::Register* register_ = pack.register_(ask.register_id);
  if (!register_) return no_register(ask.register_id);
  return Lister(session, pack, scope, *register_, ask).run(row, next);
}

Result<std::vector<Version>> history(store::Session& session, const pack::Pack& pack,
                                     const access::Scope& scope, const std::string& register_id,
                                     const std::string& dist_county, int64_t key_hash) {
  const pack::Register* register_ = pack.register_(register_id);
  if (!register_) return no_register(register_id);
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::history, {{"columns", frame::column_list(*register_, "v.")},
                                               {"l_columns", frame::column_list(*register_, "l.")},
                                               {"record", quoted(living_name(*register_))},
                                               {"past", quoted(past_name(*register_))},
                                               {"allowed", allowed(scope, *register_)}}),
                           {{"dist_county", dist_county}, {"key_hash", key_hash}}));
  std::vector<Version> versions;
  for (size_t row = 0; row < rows.rows(); ++row) {
    Version version;
    version.parcel = rows["parcel"].int64(row);
    version.sheet = rows["sheet"].int32(row);
    version.row_no = rows["row_no"].int32(row);
    version.round_from = rows["round_from"].int64(row);
    version.round_to = rows["round_to"].int64(row);
    version.day_from = rows["day_from"].day(row);
    const int64_t changed = rows["changed"].int64(row);
    for (size_t i = 0; i < register_->columns.size(); ++i) {
      const pack::ColumnDef& column = register_->columns[i];
      if ((changed & frame::bit(i)) != 0) version.changed.push_back(column.name);
      const std::string stored = frame::stored_text(rows[column.name], row);
      version.values.push_back(frame::masked(*register_, column, stored, scope));
    }
    versions.push_back(std::move(version));
  }
  return versions;
}

Result<Ending> ending(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                      const Ask& of, const std::vector<int64_t>& parcels) {
  constexpr size_t kExamples = 5;
  const pack::Register* register_ = pack.register_(of.register_id);
  if (!register_) return no_register(of.register_id);
  std::vector<std::string> numbers;
  Ending told;
  for (const int64_t parcel : parcels) numbers.push_back(std::to_string(parcel));
  TRY_ASSIGN(const auto done, changes(session, scope, parcels));
  for (const auto& [parcel, one] : done) told.living -= one.rows_new;
  const std::string& name =
      register_->show_id.empty() ? register_->key.front() : register_->show_id;
  const std::string allowed_here = allowed(scope, *register_, "i");
  TRY_ASSIGN(const store::Batch ended,
             session.query(fill(sql::ended_by_parcels,
                                {{"show_id", "i." + quoted(name)},
                                 {"past", quoted(past_name(*register_))},
                                 {"record", quoted(living_name(*register_))},
                                 {"parcels", join(numbers, ", ")},
                                 {"which", allowed_here},
                                 {"same_key", frame::same_key(*register_, "l", "i")}})));
  TRY_ASSIGN(const store::Batch living,
             session.query(fill(sql::count_living, {{"record", quoted(living_name(*register_))},
                                                    {"which", under(*register_, of.area)}})));
  told.ended = static_cast<int64_t>(ended.rows());
  told.living += living["n"].int64(0) + told.ended;
  for (size_t row = 0; row < std::min(ended.rows(), kExamples); ++row) {
    const pack::ColumnDef& column = *register_->find(name);
    const std::string stored = frame::stored_text(ended.columns[0], row);
    told.examples.push_back(
        frame::masked(column, frame::show_value(pack, column, stored, true), scope));
  }
  return told;
}

Result<std::map<int64_t, Accepted>> changes(store::Session& session, const access::Scope& scope,
                                            const std::vector<int64_t>& parcels) {
  TRY_ASSIGN(const store::Batch sums,
             session.query(fill(sql::changes_of_parcels,
                                {{"which", frame::in_numbers("c.parcel", parcels)},
                                 {"allowed", scope.predicate("", "c.dist_county")}})));
  std::map<int64_t, Accepted> all;
  for (size_t row = 0; row < sums.rows(); ++row) {
    Accepted& total = all[sums["parcel"].int64(row)];
    total.rows_new = sums["rows_new"].int64(row);
    total.rows_changed = sums["rows_changed"].int64(row);
    total.rows_unchanged = sums["rows_unchanged"].int64(row);
    total.rows_ended = sums["rows_ended"].int64(row);
    total.cells_changed = sums["cells_changed"].int64(row);
  }
  return all;
}

}  // namespace diaodu::record
