// finding export, record template: workbooks that go out to be filled in.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <thread>

#include "app/asked.hpp"
#include "app/scratch.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "finding/workbook.hpp"

namespace diaodu::app {
namespace {

constexpr size_t kPasswordBytesMin = 8;

// The first line of a file: on the command line others of the machine would see it.
Result<std::string> password_of(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (line.ends_with('\r') || line.ends_with('\n')) line.pop_back();
  if (line.size() >= kPasswordBytesMin) return line;
  return Error{"app.password_file",
               {"密码文件读不出，或第一行不足 8 个字符",
                "the password file cannot be read, or its "
                "first line is shorter than 8 characters"},
               {"把密码单独写在文件的第一行", "write the password alone in the file's first line"},
               path,
               {},
               Exit::usage};
}

boost::json::object item_of(const std::string& path, const finding::Written& written) {
  return {{"path", path}, {"files", written.files}, {"rows", written.rows}};
}

Result<finding::Written> write_list(store::Session& session, const Used& used,
                                    const access::Scope& scope, finding::Ask ask,
                                    const std::string& path, Output& out) {
  ask.limit = 1'000'000;  // about what a sheet holds
  TRY_ASSIGN(const int64_t rows, finding::write_list(session, *used.pack, scope, ask, path));
  out.line({fmt::format("{}：{} 条疑点，供查看", path, rows),
            fmt::format("{}: {} findings, to be read", path, rows)});
  return finding::Written{1, rows};
}

Result<finding::Written> write_zip(store::Session& session, const Used& used,
                                   const access::Scope& scope, const finding::Ask& ask,
                                   const Request& request, Output& out) {
  TRY_ASSIGN(const OwnFolder scratch, scratch_folder());
  finding::ZipAsk how;
  how.by = request.level == "township" ? Level::township : Level::village;
  how.folder = scratch.path();
  how.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  TRY_ASSIGN(how.password, password_of(request.password_file));
  TRY_ASSIGN(const finding::Written written,
             finding::write_zip(session, *used.pack, scope, ask, how, request.zip));
  out.line({fmt::format("{}：{} 份补正表，{} 行要补正{}", request.zip, written.files, written.rows,
                        how.password.empty() ? "；未加密" : "；已加密，密码请另行告知"),
            fmt::format("{}: {} workbooks, {} rows to mend; {}", request.zip, written.files,
                        written.rows,
                        how.password.empty() ? "not encrypted"
                                             : "encrypted: send the password "
                                               "another way")});
  return written;
}

}  // namespace

Done finding_export(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  finding::Ask ask;
  TRY_ASSIGN(ask.area, asked_area(used, request.area));
  ask.day = request.day;
  ask.register_id = request.register_id;
  if (!ask.register_id.empty()) TRY(asked_register(used, ask.register_id));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "findings workbook", ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  finding::Written written;
  if (request.day) {
    TRY_ASSIGN(written, write_list(*session, used, scope, ask, request.xlsx, out));
  } else if (!request.zip.empty()) {
    TRY_ASSIGN(written, write_zip(*session, used, scope, ask, request, out));
  } else {
    TRY_ASSIGN(written, finding::write_workbook(*session, *used.pack, scope, ask, request.xlsx));
    out.line({fmt::format("{}：{} 行要补正，填好后用 parcel take 报回", request.xlsx, written.rows),
              fmt::format("{}: {} rows to mend; filled in, it goes back by parcel take",
                          request.xlsx, written.rows)});
  }
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"].as_array().push_back(
      item_of(request.zip.empty() ? request.xlsx : request.zip, written));
  out.object(object);
  return Exit::good;
}

Done record_template(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY(asked_register(used, request.name));
  TRY_ASSIGN(const std::string area, asked_area(used, request.area));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "template " + request.name, area));
  TRY_ASSIGN(const auto session, app.reader());
  finding::Ask ask;
  ask.area = area;
  ask.register_id = request.name;
  TRY_ASSIGN(const finding::Written written,
             finding::write_template(*session, *used.pack, scope, ask, request.xlsx));
  out.line({fmt::format("{}：{} 条记录，改好后用 parcel take 报回", request.xlsx, written.rows),
            fmt::format("{}: {} records; changed, it goes back by parcel take", request.xlsx,
                        written.rows)});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"].as_array().push_back(item_of(request.xlsx, written));
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
