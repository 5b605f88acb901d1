// Workbooks that go out to be filled in and come back: 补正表 of a place or of one parcel, one a
// village in an archive, and a register's template.
#include "api/inside.hpp"
#include "api/own_file.hpp"
#include "base/own_folder.hpp"
#include "base/text.hpp"
#include "finding/workbook.hpp"
#include "parcel/parcel.hpp"

namespace diaodu::api {

using access::Action;

namespace {

constexpr int kWorkbookRows = 1'000'000;
constexpr size_t kCounty = 6, kPasswordBytesMin = 8;
constexpr const char* kWorkbook =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// Whose copy it is; stands on each sheet.
std::string issued_to(const Call& call) {
  return call.who.unit_name.empty() ? call.who.name : call.who.unit_name + " " + call.who.name;
}

Result<http::Reply> workbook(Call& call, finding::Ask ask, const std::string& name) {
  ask.limit = kWorkbookRows;
  ask.issued_to = issued_to(call);
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_export));
  TRY_ASSIGN(OwnFile file, OwnFile::make(call, "findings"));
  TRY_ASSIGN(const Lease session, call.reader());
  int64_t rows = 0;
  if (ask.day) {  // as it stood then: to be read
    TRY_ASSIGN(rows, finding::write_list(*session, call.pack(), scope, ask, file.path()));
  } else {
    TRY_ASSIGN(const finding::Written written,
               finding::write_workbook(*session, call.pack(), scope, ask, file.path()));
    rows = written.rows;
  }
  TRY(call.audit(Action::finding_export, ask.register_id, ask.area, rows, {},
                 ask.parcel ? "parcel " + std::to_string(*ask.parcel) : ""));
  return file.as_answer(kWorkbook, name);
}

Result<http::Reply> of_place(Call& call) {
  TRY_ASSIGN(const finding::Ask ask, asked_findings(call, Action::finding_export));
  return workbook(call, ask, "补正表-" + call.area_name(ask.area) + ".xlsx");
}

Result<http::Reply> of_parcel(Call& call) {
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("parcel")));
  TRY(access::may(call.who, Action::finding_export));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  finding::Ask ask;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(const auto parcel, parcel::find(*session, scope, id));
    if (!parcel) return not_found();
    TRY(call.register_of(parcel->register_id, Action::finding_export));
    ask.register_id = parcel->register_id;
  }
  ask.parcel = id;
  return workbook(call, ask, "补正表-" + std::to_string(id) + ".xlsx");
}

// One request makes the workbooks of a county at most.
Result<void> check_small(const std::string& area) {
  if (area.size() >= kCounty) return {};
  return bad_value("area", area.empty() ? "cn" : area,
                   {"一个县或县以下的地区；更大的范围请管理员用命令行导出",
                    "a county or a place below; greater ones are exported on the command line"});
}

Result<http::Reply> archive(Call& call) {
  TRY_ASSIGN(finding::Ask ask, asked_findings(call, Action::finding_export));
  TRY(check_small(ask.area));
  if (ask.day) return bad_value("day", to_text(*ask.day), {"不写日期", "no day: it is of now"});
  finding::ZipAsk how;
  const std::string level = call.value("level").value_or("village");
  if (level != "village" && level != "township")
    return bad_value("level", level, {"village 或 township", "village or township"});
  how.by = level == "township" ? Level::township : Level::village;
  how.password = call.header("x-archive-password").value_or("");
  if (!how.password.empty() && (how.password.size() < kPasswordBytesMin || !is_utf8(how.password)))
    return bad_value("X-Archive-Password", "", {"不少于 8 个字符", "8 characters or more"});
  ask.issued_to = issued_to(call);
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_export));
  const std::optional<OwnFolder> folder =
      OwnFolder::make(call.inside.backend.tmp_folder(), "forms");
  if (!folder) return OwnFile::failed();
  how.folder = folder->path();
  TRY_ASSIGN(OwnFile file, OwnFile::make(call, "archive"));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const finding::Written written,
             finding::write_zip(*session, call.pack(), scope, ask, how, file.path()));
  TRY(call.audit(Action::finding_export, ask.register_id, ask.area, written.rows, {},
                 "zip " + std::to_string(written.files) + (how.password.empty() ? "" : " AES")));
  return file.as_answer("application/zip", "补正表-" + call.area_name(ask.area) + ".zip");
}

Result<http::Reply> form_of_register(Call& call) {
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(call.request.param("register"), Action::finding_export));
  TRY_ASSIGN(const std::string area, call.area(Action::finding_export, of->id));
  TRY(check_small(area));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_export, secrecy_of(of->secret)));
  TRY_ASSIGN(OwnFile file, OwnFile::make(call, "template"));
  TRY_ASSIGN(const Lease session, call.reader());
  finding::Ask ask;
  ask.area = area;
  ask.register_id = of->id;
  ask.issued_to = issued_to(call);
  TRY_ASSIGN(const finding::Written written,
             finding::write_template(*session, call.pack(), scope, ask, file.path()));
  TRY(call.audit(Action::finding_export, of->id, area, written.rows, {}, "template"));
  return file.as_answer(kWorkbook,
                        "台账模板-" + of->name.zh + "-" + call.area_name(area) + ".xlsx");
}

}  // namespace

std::vector<Entry> form_routes() {
  return {
      {.method = "GET", .pattern = "/api/findings/workbook", .answer = of_place},
      {.method = "GET", .pattern = "/api/findings/archive", .answer = archive},
      {.method = "GET", .pattern = "/api/parcels/{parcel}/workbook", .answer = of_parcel},
      {.method = "GET", .pattern = "/api/records/{register}/template", .answer = form_of_register}};
}

}  // namespace diaodu::api
