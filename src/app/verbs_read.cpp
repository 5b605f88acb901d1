// finding, record: what is wrong, what was accepted.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "app/asked.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "app/verdict.hpp"
#include "base/area_code.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::app {
namespace {

Error cannot_write(const std::string& path) {
  const std::string why = std::strerror(errno);
  return Error{
      "app.cannot_write",
      {"文件写不进去：" + why, "the file cannot be written: " + why},
      {"核对路径、权限和磁盘空间", "see the path, the permissions and the disk's free space"},
      path};
}

}  // namespace

Done finding_list(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  finding::Ask ask;
  TRY_ASSIGN(ask.area, asked_area(used, request.area));
  ask.day = request.day;
  ask.parcel = request.parcel;
  ask.explained = request.explained;
  ask.after = request.after.value_or(0);
  ask.limit = request.limit > 0 ? request.limit : 1000;
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "findings", ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<finding::Finding> findings,
             finding::list(*session, *used.pack, scope, ask));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table = finding_table();
  for (const finding::Finding& finding : findings) {
    table.row(finding_row(finding, out.chinese()));
    object["items"].as_array().push_back(shape(finding));
  }
  if (static_cast<int>(findings.size()) == ask.limit) {
    object["next"] = std::to_string(findings.back().finding);
  }
  if (findings.empty()) {
    out.line({"没有未处理的疑点", "nothing is open"});
  } else {
    out.table(table);
  }
  if (!object["next"].is_null()) {
    out.line({fmt::format("还有更多：加 --after {}", findings.back().finding),
              fmt::format("there are more: add --after {}", findings.back().finding)});
  }
  out.object(object);
  return Exit::good;
}

namespace {

// Where the rows of record list go: a CSV file, a JSON array or a table.
class Rows {
 public:
  Rows(const Request& request, Output& out) : out_(out), table_({}) {
    if (!request.csv.empty()) csv_ = std::make_unique<std::ofstream>(request.csv, std::ios::binary);
  }
  bool good() const { return !csv_ || csv_->good(); }
  void add(const std::vector<std::string>& cells) {
    if (csv_) return add_csv(cells);
    if (heads_.empty()) {
      heads_ = cells;
      std::vector<Table::Head> heads;
      for (const std::string& cell : cells) heads.push_back({{cell, cell}});
      table_ = Table(std::move(heads));
    } else if (out_.json()) {
      boost::json::object row;
      for (size_t i = 0; i < heads_.size(); ++i) row[heads_[i]] = text_or_null(cells[i]);
      items.push_back(std::move(row));
    } else {
      table_.row(cells);
    }
  }
  Result<void> finish(const Request& request) {
    if (csv_) {
      csv_->close();
      if (!csv_->good()) return cannot_write(request.csv);
    } else {
      out_.table(table_);
    }
    return {};
  }
  boost::json::array items;

 private:
  void add_csv(const std::vector<std::string>& cells) {
    std::string line = is_first_ ? "\xEF\xBB\xBF" : "";  // what WPS and Excel know UTF-8 by
    is_first_ = false;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += ',';
      sheet::append_csv_field(line, cells[i]);
    }
    *csv_ << line << "\r\n";
  }

  Output& out_;
  std::unique_ptr<std::ofstream> csv_;
  Table table_;
  std::vector<std::string> heads_;
  bool is_first_ = true;
};

}  // namespace

Done record_list(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY(asked_register(used, request.name));
  record::Ask ask;
  ask.register_id = request.name;
  TRY_ASSIGN(ask.area, asked_area(used, request.area));
  ask.day = request.day;
  ask.limit = request.limit > 0 ? request.limit : (request.csv.empty() ? 100 : 100'000'000);
  ask.after = request.after_record;
  ask.is_stored = out.json() && request.csv.empty();
  ask.chinese = out.chinese();
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "record " + request.name, ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  Rows rows(request, out);
  if (!rows.good()) return cannot_write(request.csv);
  std::string next;
  TRY_ASSIGN(const int64_t count, record::list(
                                      *session, *used.pack, scope, ask,
                                      [&](const std::vector<std::string>& cells) {
                                        rows.add(cells);
                                        return rows.good();
                                      },
                                      &next));
  TRY(rows.finish(request));
  out.line(
      {fmt::format("{} 条{}", count, next.empty() ? "" : "；下一页：--after " + next),
       fmt::format("{} records{}", count, next.empty() ? "" : "; next page: --after " + next)});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"] = std::move(rows.items);
  if (!next.empty()) object["next"] = next;
  if (!request.csv.empty()) {
    object["items"].as_array().push_back(
        boost::json::object{{"path", request.csv}, {"rows", count}});
  }
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
