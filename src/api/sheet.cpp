// /api/parcels/{parcel}/sheet and /file: the sheet as it is, wrong cells marked; the file itself.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "api/handing.hpp"
#include "api/inside.hpp"
#include "api/shape.hpp"
#include "frame/show_value.hpp"
#include "parcel/peek.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kFindingsMax = 10'000, kRowsMax = 500, kRowsUsual = 100;

int weight(std::string_view grade) {
  if (grade == "reject") return 3;
  return grade == "question" ? 2 : grade == "note" ? 1 : 0;
}

std::string kept_path(const Call& call, const parcel::Parcel& parcel) {
  return call.inside.backend.files_folder() + "/" + parcel.file_sha256.substr(0, 2) + "/" +
         parcel.file_sha256;
}

// How a cell of the file may be seen: what is in no known column counts as personal.
class Veil {
 public:
  Veil(const pack::Register& of, const access::Scope& scope, const parcel::Parcel& parcel,
       int sheet)
      : register_(of), scope_(scope) {
    unknown_.type = "text";
    unknown_.secret = pack::Secret::personal;
    for (const auto& heading : parcel.headings) {
      if (heading.sheet != sheet) continue;
      heads_[heading.column_no] = &heading;
      row_first_ = heading.row_first;
    }
  }
  std::string seen(int row, int column, const std::string& text) const {
    const auto head = heads_.find(column);
    if (row < row_first_) {  // above the rows: headings as they are, the rest as if personal
      if (head != heads_.end() && head->second->heading == text) return text;
      return frame::masked(unknown_, text, scope_);
    }
    const pack::ColumnDef* known =
        head == heads_.end() ? nullptr : register_.find(head->second->column_name);
    return known ? frame::masked(register_, *known, text, scope_)
                 : frame::masked(unknown_, text, scope_);
  }
  json::array columns() const {
    json::array out;
    for (const auto& [column_no, heading] : heads_) {
      const std::string address = sheet::cell_address(static_cast<uint32_t>(column_no), 1);
      const pack::ColumnDef* known = register_.find(heading->column_name);
      out.push_back(
          json::object{{"column_no", column_no},
                       {"letter", address.substr(0, address.size() - 1)},
                       {"heading", heading->heading},
                       {"column", text_or_null(heading->column_name)},
                       {"title", known ? json::value(shape(known->title)) : json::value()}});
    }
    return out;
  }
  int column_no(const std::string& name) const {
    for (const auto& [number, heading] : heads_)
      if (heading->column_name == name) return number;
    return -1;
  }

 private:
  const pack::Register& register_;
  const access::Scope& scope_;
  pack::ColumnDef unknown_;
  std::map<int, const parcel::Parcel::Heading*> heads_;
  int row_first_ = 0;
};

struct Marks {
  std::map<std::pair<int, int>, std::vector<const finding::Finding*>> of_cell;  // row, column; -1
};

json::object cell_shape(const std::string& text, const std::vector<const finding::Finding*>* of) {
  json::array findings;
  std::string_view mark;
  for (const finding::Finding* one : of ? *of : std::vector<const finding::Finding*>{}) {
    findings.push_back(json::value(std::to_string(one->finding)));
    if (weight(one->grade) > weight(mark)) mark = one->grade;
  }
  return {{"text", text},
          {"mark", mark.empty() ? json::value() : json::value(mark)},
          {"findings", std::move(findings)}};
}

json::object row_shape(const Veil& veil, const Marks& marks, const parcel::PeekRow& row) {
  const auto of = [&](int column) {
    const auto found = marks.of_cell.find({row.row_no, column});
    return found == marks.of_cell.end() ? nullptr : &found->second;
  };
  json::array cells;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const int column = static_cast<int>(i);
    cells.push_back(cell_shape(veil.seen(row.row_no, column, row.cells[i]), of(column)));
  }
  json::object out = cell_shape("", of(-1));
  out.erase("text");
  out["row"] = row.row_no;
  out["cells"] = std::move(cells);
  return out;
}

Result<http::Reply> show(Call& call) {
  TRY(access::may(call.who, Action::parcel_read));
  TRY_ASSIGN(const int sheet_no, call.number("sheet", 0, 0, 10'000));
  TRY_ASSIGN(const int from, call.number("from", 1, 1, 2'000'000'000));
  TRY_ASSIGN(const int rows, call.number("rows", kRowsUsual, 1, kRowsMax));
  TRY_ASSIGN(const bool is_wrong_only, call.flag("wrong_only"));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const parcel::Parcel parcel, parcel_with_file(call, scope, *session));
  const pack::Register* of = call.pack().register_(parcel.register_id);
  if (!of) return not_found();
  finding::Ask asked;
  asked.parcel = parcel.parcel;
  asked.limit = kFindingsMax;
  TRY_ASSIGN(std::vector<finding::Finding> found,
             finding::list(*session, call.pack(), scope, asked));
  std::erase_if(found, [&](const auto& one) { return one.sheet != sheet_no || one.row_no < from; });
  parcel::PeekAsk ask{kept_path(call, parcel), sheet_no, from, rows, {}};
  if (is_wrong_only) {
    std::set<int> wrong;
    for (const finding::Finding& one : found)
      if (one.row_no > 0) wrong.insert(one.row_no);
    ask.only.assign(wrong.begin(), wrong.end());
    if (ask.only.size() > static_cast<size_t>(rows)) ask.only.resize(static_cast<size_t>(rows) + 1);
    if (ask.only.empty()) ask.only.push_back(0);  // none
  }
  TRY_ASSIGN(const parcel::Peeked peeked, parcel::peek(ask));
  const Veil veil(*of, scope, parcel, sheet_no);
  Marks marks;
  std::set<int> shown;
  for (const parcel::PeekRow& row : peeked.rows) shown.insert(row.row_no);
  json::array items, findings;
  for (const finding::Finding& one : found) {
    if (shown.count(one.row_no) == 0) continue;
    marks.of_cell[{one.row_no, veil.column_no(one.column)}].push_back(&one);
    findings.push_back(shape(one));
  }
  for (const parcel::PeekRow& row : peeked.rows) items.push_back(row_shape(veil, marks, row));
  TRY(call.audit(Action::parcel_read, of->id, parcel.area, static_cast<int64_t>(peeked.rows.size()),
                 {}, "sheet of parcel " + std::to_string(parcel.parcel)));
  return answer(call, {{"parcel", std::to_string(parcel.parcel)},
                       {"sheet", sheet_no},
                       {"sheet_name", text_or_null(peeked.sheet_name)},
                       {"sheets", std::max(peeked.sheets, 1)},
                       {"columns", veil.columns()},
                       {"rows", std::move(items)},
                       {"findings", std::move(findings)},
                       {"next", peeked.next > 0 ? json::value(peeked.next) : json::value()},
                       {"masked", !scope.unmasked()}});
}

// The file bit for bit: nothing in it can be masked, so it takes a purpose where it may hold
// people.
Result<http::Reply> download(Call& call) {
  TRY(access::may(call.who, Action::parcel_read));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const parcel::Parcel parcel, parcel_with_file(call, scope, *session));
  const pack::Register* of = call.pack().register_(parcel.register_id);
  if (!scope.unmasked() && (!of || of->secret != pack::Secret::open)) {
    return bad_value("purpose", "",
                     {"查看用途（原件未作遮盖）", "a purpose: nothing in the file is masked"});
  }
  TRY(call.audit(Action::parcel_read, parcel.register_id, parcel.area, parcel.rows_in, {},
                 "file of parcel " + std::to_string(parcel.parcel)));
  return http::file(kept_path(call, parcel), "application/octet-stream", parcel.file_name);
}

}  // namespace

std::vector<Entry> sheet_routes() {
  return {
      {.method = "GET", .pattern = "/api/parcels/{parcel}/sheet", .answer = show, .has_etag = true},
      {.method = "GET", .pattern = "/api/parcels/{parcel}/file", .answer = download}};
}

}  // namespace diaodu::api
