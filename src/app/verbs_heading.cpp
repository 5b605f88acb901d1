// heading: what a person has confirmed that a heading means.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <set>

#include "app/asked.hpp"
#include "app/intake.hpp"
#include "app/keyed.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "app/verdict.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"
#include "parcel/confirmed.hpp"

namespace diaodu::app {
namespace {

constexpr std::string_view kNone = "none";

Error no_such_heading(const parcel::Parcel& parcel, const std::string& typed) {
  std::vector<std::string> there;
  for (const auto& one : parcel.headings) there.push_back(one.heading);
  return Error{"app.no_such_heading",
               {fmt::format("报送件 {} 的表头里没有“{}”", parcel.parcel, typed),
                fmt::format("parcel {} has no heading \"{}\"", parcel.parcel, typed)},
               {"有这些：" + join(there, "、"), "there are: " + join(there, ", ")},
               {},
               {},
               Exit::usage};
}

Error no_such_column(const pack::Register& of, const std::string& typed) {
  std::vector<std::string> zh, en;
  for (const pack::ColumnDef& column : of.columns) {
    zh.push_back(column.name + " " + column.title.zh);
    en.push_back(column.name);
  }
  return Error{"app.no_such_column",
               {fmt::format("台账“{}”没有“{}”这一列", of.id, typed),
                fmt::format("register \"{}\" has no column \"{}\"", of.id, typed)},
               {"写列名之一：" + join(zh, "、") + "；不要读这一列，写 none",
                "name one of: " + join(en, ", ") + "; to leave it unread, none"},
               {},
               {},
               Exit::usage};
}

std::string column_title(const pack::Register* of, const std::string& name, bool chinese) {
  if (name.empty()) return chinese ? "（不读）" : "(not read)";
  const pack::ColumnDef* column = of ? of->find(name) : nullptr;
  if (!column) return name;
  const std::string& title = chinese ? column->title.zh : column->title.en;
  return title.empty() ? name : title;
}

boost::json::object shape(const parcel::Meaning& one) {
  return {{"register", one.register_id},
          {"area", show_area(one.area)},
          {"layout", one.layout},
          {"heading", one.heading},
          {"column", one.column.empty() ? boost::json::value() : boost::json::value(one.column)},
          {"day", to_text(one.day)},
          {"actor", one.actor}};
}

Result<void> show_meanings(App& app, const Request& request, const access::Scope& scope,
                           const std::string& area, const std::string& register_id, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<parcel::Meaning> all,
             parcel::list_meanings(*session, scope, area, register_id));
  Table table({{{"台账", "register"}},
               {{"报送单位", "sender"}},
               {{"版式", "layout"}},
               {{"表头", "heading"}},
               {{"读作", "read as"}},
               {{"确认人", "by"}}});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  for (const parcel::Meaning& one : all) {
    const pack::Register* of = used.pack->register_(one.register_id);
    table.row({one.register_id, shown_area(used, one.area, out.chinese()), one.layout, one.heading,
               column_title(of, one.column, out.chinese()), one.actor});
    object["items"].as_array().push_back(shape(one));
  }
  out.table(table);
  out.object(object);
  return {};
}

}  // namespace

Done heading_confirm(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const int64_t number, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  std::optional<parcel::Parcel> found;
  {
    TRY_ASSIGN(const auto session, app.reader());
    TRY_ASSIGN(const Verdict verdict, verdict_of(*session, *used.pack, scope, number));
    found = verdict.parcel;
  }
  const pack::Register* of = used.pack->register_(found->register_id);
  if (!of || (request.column != kNone && !of->find(request.column)))
    return no_such_column(of ? *of : pack::Register{}, request.column);
  std::set<std::string> layouts;  // of every sheet that has the heading
  for (const auto& one : found->headings)
    if (one.heading == request.heading) layouts.insert(parcel::layout_of(*found, one.sheet));
  if (layouts.empty()) return no_such_heading(*found, request.heading);
  size_t at = 0;
  int64_t last = 0;
  for (const std::string& layout : layouts) {
    const api::Sender sender{found->register_id, found->area, request.actor, Day{},
                             key_of_file(request.key, at++)};
    TRY_ASSIGN(
        last,
        submit_once(app, api::meaning_command(
                             sender, {layout, request.heading,
                                      request.column == kNone ? std::string() : request.column}))
            .get());
  }
  TRY(app.run_rounds(last, {}, {}));
  TRY(was_taken(app, last));
  out.line({fmt::format("已记住：{} 报来的这种表，“{}”读作“{}”。已报的文件不变，重报即按此读取",
                        shown_area(used, found->area, true), request.heading,
                        column_title(of, request.column == kNone ? "" : request.column, true)),
            fmt::format("remembered: in such files of {}, \"{}\" is read as \"{}\"; what was taken "
                        "stays, send it again to have it read so",
                        shown_area(used, found->area, false), request.heading,
                        column_title(of, request.column == kNone ? "" : request.column, false))});
  TRY(show_meanings(app, request, scope, found->area, found->register_id, out));
  return Exit::good;
}

Done heading_list(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  if (!request.register_id.empty()) TRY(asked_register(used, request.register_id));
  TRY_ASSIGN(const std::string area, asked_area(used, request.area.empty() ? "cn" : request.area));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "headings", area));
  TRY(show_meanings(app, request, scope, area, request.register_id, out));
  return Exit::good;
}

}  // namespace diaodu::app
