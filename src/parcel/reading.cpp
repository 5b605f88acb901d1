// What others read of parcels: find, list, and one cell of a kept file again.
#include <sys/stat.h>

#include <map>

#include "base/area_code.hpp"
#include "frame/sql_fill.hpp"
#include "parcel/error_json.hpp"
#include "parcel/parcel.hpp"
#include "parcel/parsers.hpp"
#include "parcel/peek.hpp"
#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

std::string text_or_empty(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

std::vector<Parcel> to_parcels(const store::Batch& rows) {
  std::vector<Parcel> parcels;
  for (size_t row = 0; row < rows.rows(); ++row) {
    Parcel parcel;
    parcel.parcel = rows["parcel"].int64(row);
    parcel.register_id = rows["register"].text(row);
    parcel.area = rows["area"].text(row);
    parcel.day = rows["day"].day(row);
    parcel.actor = rows["actor"].text(row);
    parcel.state = rows["state"].text(row);
    parcel.is_full = rows["is_full"].boolean(row);
    parcel.file_name = text_or_empty(rows["file_name"], row);
    parcel.file_sha256 = text_or_empty(rows["file_sha256"], row);
    parcel.format = text_or_empty(rows["format"], row);
    parcel.encoding = text_or_empty(rows["encoding"], row);
    if (!rows["same_as"].is_null(row)) parcel.same_as = rows["same_as"].int64(row);
    if (!rows["error_code"].is_null(row))
      parcel.error = error_from_json(std::string(rows["error_code"].text(row)),
                                     text_or_empty(rows["error_params"], row));
    parcel.rows_in = rows["rows_in"].int64(row);
    parcel.rows_left_out = rows["rows_left_out"].int64(row);
    parcel.round_from = rows["round_from"].int64(row);
    parcel.is_in_progress = rows["round_last"].is_null(row);
    parcels.push_back(std::move(parcel));
  }
  return parcels;
}

// `parcels` in order of their numbers.
Result<void> add_headings(store::Session& session, std::vector<Parcel>& parcels) {
  if (parcels.empty()) return {};
  std::map<int64_t, Parcel*> by_number;
  for (Parcel& parcel : parcels) by_number[parcel.parcel] = &parcel;
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::headings_of,
                           {{"first", parcels.front().parcel}, {"last", parcels.back().parcel}}));
  for (size_t row = 0; row < rows.rows(); ++row) {
    const auto at = by_number.find(rows["parcel"].int64(row));
    if (at == by_number.end()) continue;
    at->second->headings.push_back({.sheet = rows["sheet"].int32(row),
                                    .column_no = rows["column_no"].int32(row),
                                    .row_first = rows["row_first"].int32(row),
                                    .sheet_name = text_or_empty(rows["sheet_name"], row),
                                    .heading = std::string(rows["heading"].text(row)),
                                    .column_name = text_or_empty(rows["column_name"], row)});
  }
  return {};
}

}  // namespace

Result<std::optional<Parcel>> find(store::Session& session, const access::Scope& scope,
                                   int64_t parcel) {
  TRY_ASSIGN(std::vector<Parcel> parcels, find_all(session, scope, {parcel}));
  if (parcels.empty()) return std::optional<Parcel>();
  return std::optional<Parcel>(std::move(parcels.front()));
}

Result<std::vector<Parcel>> find_all(store::Session& session, const access::Scope& scope,
                                     const std::vector<int64_t>& numbers) {
  const std::string text = frame::fill(
      sql::find_parcels,
      {{"which", frame::in_numbers("parcel", numbers)}, {"scope", scope.predicate({}, "area")}});
  TRY_ASSIGN(const store::Batch rows, session.query(text, {}));
  std::vector<Parcel> parcels = to_parcels(rows);
  TRY(add_headings(session, parcels));
  return parcels;
}

Result<std::vector<Parcel>> list(store::Session& session, const access::Scope& scope,
                                 const std::string& area, std::optional<Day> day, int64_t after,
                                 int limit) {
  const std::string text = frame::fill(
      sql::list_parcels,
      {{"scope", scope.predicate({}, "area")}, {"limit", std::to_string(std::max(0, limit))}});
  TRY_ASSIGN(const store::Batch rows,
             session.query(text, {{"area", area},
                                  {"area_end", range_end(area)},
                                  {"day", day ? store::Value(*day) : store::Value(nullptr)},
                                  {"after", after}}));
  std::vector<Parcel> parcels = to_parcels(rows);
  TRY(add_headings(session, parcels));
  return parcels;
}

Result<std::string> read_cell(const std::string& files_folder, const Parcel& parcel, int sheet,
                              int row_no, const std::string& column, int* stands_in_row,
                              const std::string& program) {
  for (const Parcel::Heading& heading : parcel.headings) {
    if (heading.sheet != sheet || heading.column_name != column) continue;
    const std::string& sha256 = parcel.file_sha256;
    const std::string path = files_folder + "/" + sha256.substr(0, 2) + "/" + sha256;
    struct stat is_there {};
    if (stat(path.c_str(), &is_there) != 0) return file_missing(path);
    PeekAsk ask;
    ask.path = path;
    ask.sheet = sheet;
    ask.only = {row_no};
    ask.cell_column = heading.column_no;
    ask.cell_row_first = heading.row_first;
    ask.program = program;
    TRY_ASSIGN(Peeked peeked, peek(ask));
    const auto at = static_cast<size_t>(heading.column_no);
    if (peeked.rows.empty()) return std::string();
    if (stands_in_row != nullptr) *stands_in_row = peeked.rows.front().row_no;
    std::vector<std::string>& cells = peeked.rows.front().cells;
    return at < cells.size() ? std::move(cells[at]) : std::string();
  }
  return Error{.code = "parcel.no_such_column",
               .message = {"这份文件里没有“" + column + "”这一列",
                           "The file has no column \"" + column + "\""},
               .hint = {"用 parcel 的表头清单查看文件有哪些列",
                        "See the headings of the parcel for the columns it has."},
               .place = {},
               .params = {{"column", column}}};
}

}  // namespace diaodu::parcel
