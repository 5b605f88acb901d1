// /api/records: the rows of a register, one of them with its history, two days side by side.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "api/inside.hpp"
#include "api/own_file.hpp"
#include "api/record.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/show_value.hpp"
#include "record/page.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kExportRows = 1'000'000;
constexpr size_t kFiltersMax = 16, kCounty = 6;

bool is_hidden(const access::Scope& scope, const pack::Register& of, const std::string& name) {
  const pack::ColumnDef* column = of.find(name);
  return !column ||
         scope.shows(of.id, secrecy_of(column->secret), column->host_view) == access::Shown::hidden;
}

// Names of columns that he may know of: that one is empty, or was changed, tells something too.
json::array seen(const access::Scope& scope, const pack::Register& of,
                 const std::vector<std::string>& columns) {
  json::array names;
  for (const std::string& name : columns)
    if (!is_hidden(scope, of, name)) names.push_back(json::value(name));
  return names;
}

// Is each group of cells confirmed by a person? null: there are none, or it is not for him to know.
json::value is_verified(const access::Scope& scope, const pack::Register& of, int64_t verified) {
  if (of.verified_by.empty() || of.groups().empty() || is_hidden(scope, of, of.verified_by))
    return nullptr;
  return (verified & frame::all_groups(of)) == frame::all_groups(of);
}

// Titles of the columns of each group, and whether it is confirmed.
json::array groups_of(const access::Scope& scope, const pack::Register& of, int64_t verified) {
  json::array out;
  if (is_verified(scope, of, verified).is_null()) return out;
  const std::vector<std::string> groups = of.groups();
  for (size_t i = 0; i < groups.size(); ++i) {
    std::vector<std::string> names;
    for (const pack::ColumnDef& column : of.columns)
      if (column.group == groups[i]) names.push_back(column.name);
    out.push_back(json::object{{"group", groups[i]},
                               {"columns", seen(scope, of, names)},
                               {"verified", (verified & frame::bit(i)) != 0}});
  }
  return out;
}

json::array bits(const access::Scope& scope, const pack::Register& of, int64_t mask) {
  std::vector<std::string> names;
  const std::vector<size_t> expected = of.expected();
  for (size_t i = 0; i < expected.size(); ++i)
    if ((mask & frame::bit(i)) != 0) names.push_back(of.columns[expected[i]].name);
  return seen(scope, of, names);
}

json::object cells(const access::Scope& scope, const pack::Register& of,
                   const std::vector<std::string>& values) {
  json::object out;
  for (size_t i = 0; i < of.columns.size(); ++i) {
    const std::string& name = of.columns[i].name;
    out[name] = is_hidden(scope, of, name) ? json::value() : text_or_null(values[i]);
  }
  return out;
}

// A host place is not told where somebody is registered.
json::value area_of(const access::Scope& scope, const pack::Register& of, const record::Row& row) {
  if (is_hidden(scope, of, of.area)) return nullptr;
  return json::value(row.stored[of.index_of(of.area)]);
}

json::array column_names(const pack::Register& of, const std::vector<std::string>& chosen) {
  json::array columns;
  for (const pack::ColumnDef& column : of.columns)
    if (chosen.empty() || std::find(chosen.begin(), chosen.end(), column.name) != chosen.end())
      columns.push_back(json::object{{"column", column.name}, {"title", shape(column.title)}});
  return columns;
}

// A filter on what is masked would tell what it hides.
Result<void> check_seen(const access::Scope& scope, const pack::Register& of,
                        const std::string& name) {
  const pack::ColumnDef* column = of.find(name);
  const access::Shown how = column
                                ? scope.shows(of.id, secrecy_of(column->secret), column->host_view)
                                : access::Shown::hidden;
  if (how == access::Shown::hidden)
    return bad_value("where", name, {"本表的列名", "a column of the register"});
  if (how == access::Shown::plain) return {};
  return Error{"api.filter_masked",
               {fmt::format("“{}”是个人信息，说明用途后才能按它筛选或排序", column->title.zh),
                fmt::format("\"{}\" is personal: state a purpose to filter or sort by it",
                            column->title.en)},
               {"选择查看用途后再试", "choose a purpose and try again"},
               {},
               {{"column", name}},
               Exit::usage};
}

Result<void> add_filters(const Call& call, const access::Scope& scope, const pack::Register& of,
                         record::PageAsk& ask) {
  for (const std::string_view typed : call.request.query_values("where")) {
    const size_t first = typed.find(':');
    const size_t second = first == std::string_view::npos ? first : typed.find(':', first + 1);
    record::Filter filter{std::string(typed.substr(0, first)), "", ""};
    if (first != std::string_view::npos)
      filter.op =
          typed.substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
    if (second != std::string_view::npos) filter.value = typed.substr(second + 1);
    TRY(check_seen(scope, of, filter.column));
    ask.where.push_back(std::move(filter));
    if (ask.where.size() > kFiltersMax)
      return bad_value("where", typed, {"至多 16 个条件", "at most 16 conditions"});
  }
  if (auto sort = call.value("sort")) {
    ask.is_downwards = sort->starts_with("-");
    ask.sort = ask.is_downwards ? sort->substr(1) : *sort;
    TRY(check_seen(scope, of, ask.sort));
    if (ask.area.size() < kCounty)
      return bad_value("sort", *sort, {"只在县及县以下排序", "an order within a county or below"});
  }
  return {};
}

struct Listing {
  const pack::Register* of = nullptr;
  access::Scope scope;
  record::PageAsk ask;
};
Result<Listing> listing(Call& call, Action action) {
  TRY_ASSIGN(const pack::Register* of, call.register_of(call.request.param("register"), action));
  TRY_ASSIGN(access::Scope scope, call.scope(action, secrecy_of(of->secret)));
  Listing out{of, std::move(scope), {}};
  out.ask.register_id = of->id;
  TRY_ASSIGN(out.ask.area, call.area(action, of->id));
  // A host place reads what works there, and nothing of where it is registered.
  access::Subject at_home{out.ask.area, of->id, secrecy_of(of->secret)};
  if (!access::may(call.who, action, at_home)) out.scope = out.scope.of_side(access::Side::host);
  TRY_ASSIGN(out.ask.day, call.day());
  if (out.ask.day && call.seal && *out.ask.day < call.seal->day)
    out.scope = out.scope.of_side(access::Side::home);  // see of_today
  TRY(add_filters(call, out.scope, *of, out.ask));
  return out;
}

// What names a person, for the audit, which keeps only its keyed hash.
std::string clear_id(const pack::Register& of, const record::Row& row) {
  return row.stored[of.index_of(of.show_id.empty() ? of.key.front() : of.show_id)];
}
std::vector<std::string> clear_ids(const pack::Register& of, const record::Page& page) {
  std::vector<std::string> ids;
  for (const record::Row& row : page.rows) ids.push_back(clear_id(of, row));
  return ids;
}

// Districts stand below a place of the code table that is none to people.
bool is_nameless(std::string_view name) {
  return name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划");
}

// "珠海市 香洲区"; empty: the code is none.
std::string place_name(const Call& call, const std::string& code) {
  if (code.empty() || !call.used.areas->find(code)) return {};
  std::string_view above = parent_of(code);
  if (!above.empty() && is_nameless(call.area_name(above))) above = parent_of(above);
  return (above.empty() ? "" : call.area_name(above) + " ") + call.area_name(code);
}

// Names of the places that the page shows, of every province: {"440402": "珠海市 香洲区"}.
json::object places_of(const Call& call, const pack::Register& of, const record::Page& page,
                       const std::vector<std::string>& chosen) {
  json::object names;
  for (size_t i = 0; i < of.columns.size(); ++i) {
    const pack::ColumnDef& column = of.columns[i];
    const bool is_shown =
        chosen.empty() || std::find(chosen.begin(), chosen.end(), column.name) != chosen.end();
    if (column.type != "area" || !is_shown) continue;
    for (const record::Row& row : page.rows) {
      const std::string& code = row.shown[i];
      if (names.contains(code)) continue;
      if (std::string name = place_name(call, code); !name.empty()) names[code] = name;
    }
  }
  return names;
}

Result<http::Reply> list(Call& call) {
  TRY_ASSIGN(Listing of, listing(call, Action::record_read));
  of.ask.after = call.value("after").value_or("");
  TRY_ASSIGN(of.ask.limit, call.number("limit", 100, 1, 1000));
  std::vector<std::string> chosen;
  if (const auto columns = call.value("columns")) chosen = split(*columns, ',');
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const record::Page page, record::page(*session, call.pack(), of.scope, of.ask));
  json::array items;
  for (const record::Row& row : page.rows) {
    const json::value home = area_of(of.scope, *of.of, row);
    json::object item{{"_record", name_of(row, !home.is_null())},
                      {"_area", home},
                      {"_missing", bits(of.scope, *of.of, row.missing)},
                      {"_verified", is_verified(of.scope, *of.of, row.verified)}};
    for (const auto& cell : cells(of.scope, *of.of, row.shown)) {
      if (chosen.empty() || std::find(chosen.begin(), chosen.end(), cell.key()) != chosen.end())
        item[cell.key()] = cell.value();
    }
    items.push_back(std::move(item));
  }
  TRY(call.audit(Action::record_read, of.of->id, of.ask.area,
                 static_cast<int64_t>(page.rows.size()), clear_ids(*of.of, page)));
  json::object object = call.page(std::move(items), of.ask.day, page.next);
  object["columns"] = column_names(*of.of, chosen);
  object["places"] = places_of(call, *of.of, page, chosen);
  object["masked"] = !of.scope.unmasked();
  return answer(call, object);
}

// Likewise of one record, as it stands and as it stood.
json::object places_of(const Call& call, const pack::Register& of, const json::object& values,
                       const json::array& history) {
  json::object names;
  const auto add = [&](const json::object& cells) {
    for (const pack::ColumnDef& column : of.columns) {
      const json::value* code = cells.if_contains(column.name);
      if (column.type != "area" || !code || !code->is_string()) continue;
      std::string name = place_name(call, std::string(code->get_string()));
      if (!name.empty()) names[code->get_string()] = name;
    }
  };
  add(values);
  for (const json::value& version : history) add(version.at("values").as_object());
  return names;
}

json::object shown_codes(const Call& call, const pack::Register& of, const record::Row& row) {
  json::object out;
  for (size_t i = 0; i < of.columns.size(); ++i) {
    const pack::ColumnDef& column = of.columns[i];
    if (row.shown[i] != row.stored[i] || row.stored[i].empty()) {
      out[column.name] = nullptr;
      continue;
    }
    out[column.name] = shape(Words{frame::show_value(call.pack(), column, row.stored[i], true),
                                   frame::show_value(call.pack(), column, row.stored[i], false)});
  }
  return out;
}

// Who worked at a place and no longer does is none of its people, on no day.
Result<access::Scope> of_today(Call& call, store::Session& session, const access::Scope& scope,
                               const pack::Register& of, const Named& which) {
  if (!scope.sees_side(access::Side::host)) return scope;
  TRY_ASSIGN(const auto living, record::one(session, call.pack(), scope, of.id, which.dist_county,
                                            which.key_hash, std::nullopt));
  return living ? scope : scope.of_side(access::Side::home);
}

Result<json::array> history_of(Call& call, store::Session& session, const access::Scope& scope,
                               const pack::Register& of, const Named& which) {
  TRY_ASSIGN(const auto versions, record::history(session, call.pack(), scope, of.id,
                                                  which.dist_county, which.key_hash));
  json::array out;
  for (const record::Version& version : versions) {
    TRY_ASSIGN(const auto parcel, parcel::find(session, scope, version.parcel));
    out.push_back(
        json::object{{"parcel", std::to_string(version.parcel)},
                     {"day_from", to_text(version.day_from)},
                     {"round_from", std::to_string(version.round_from)},
                     {"round_to", id_or_null(version.round_to)},
                     {"sheet", version.sheet},
                     {"row", version.row_no},
                     {"file_name", parcel ? text_or_null(parcel->file_name) : json::value()},
                     {"changed", seen(scope, of, version.changed)},
                     {"values", cells(scope, of, version.values)}});
  }
  return out;
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(call.request.param("register"), Action::record_read));
  TRY_ASSIGN(Named which, named(call.request.param("record")));
  TRY_ASSIGN(const std::optional<Day> day, call.day());
  TRY_ASSIGN(const access::Scope whole, call.scope(Action::record_read, secrecy_of(of->secret)));
  if (is_hidden(whole, *of, of->area)) which.dist_county.clear();  // nor told by guessing
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const access::Scope scope, of_today(call, *session, whole, *of, which));
  TRY_ASSIGN(const auto row, record::one(*session, call.pack(), scope, of->id, which.dist_county,
                                         which.key_hash, day));
  if (!row) return not_found();
  const std::string& area = row->stored[of->index_of(of->area)];
  finding::Ask ask;
  ask.register_id = of->id;
  ask.record = {row->dist_county, row->key_hash};
  ask.day = day;
  TRY_ASSIGN(const auto findings, finding::list(*session, call.pack(), scope, ask));
  json::array open;
  for (const finding::Finding& one : findings) open.push_back(shape(one));
  const json::value home = area_of(scope, *of, *row);
  TRY_ASSIGN(json::array history,
             history_of(call, *session, scope, *of, {row->dist_county, row->key_hash}));
  TRY(call.audit(Action::record_read, of->id, area, 1, {clear_id(*of, *row)}));
  return answer(
      call, {{"record", name_of(*row, !home.is_null())},
             {"register", of->id},
             {"area", home},
             {"area_name", home.is_null() ? json::value() : json::value(call.area_name(area))},
             {"places", places_of(call, *of, cells(scope, *of, row->shown), history)},
             {"values", cells(scope, *of, row->shown)},
             {"shown", shown_codes(call, *of, *row)},
             {"missing", bits(scope, *of, row->missing)},
             {"explained", bits(scope, *of, row->explained)},
             {"groups", groups_of(scope, *of, row->verified)},
             {"columns", column_names(*of, {})},
             {"findings", std::move(open)},
             {"history", std::move(history)},
             {"masked", !scope.unmasked()},
             {"day", day_or_null(day)},
             {"round", call.seal ? json::value(std::to_string(call.seal->round)) : json::value()}});
}

Result<http::Reply> compare(Call& call) {
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(call.request.param("register"), Action::record_read));
  TRY_ASSIGN(Named which, named(call.request.param("record")));
  TRY_ASSIGN(const std::optional<Day> first, call.day("first"));
  TRY_ASSIGN(const std::optional<Day> second, call.day("second"));
  if (!first || !second) return bad_value(first ? "second" : "first", "", {"一个日期", "a day"});
  TRY_ASSIGN(const access::Scope whole, call.scope(Action::record_read, secrecy_of(of->secret)));
  if (is_hidden(whole, *of, of->area)) which.dist_county.clear();  // nor told by guessing
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const access::Scope scope, of_today(call, *session, whole, *of, which));
  TRY_ASSIGN(const auto a, record::one(*session, call.pack(), scope, of->id, which.dist_county,
                                       which.key_hash, first));
  TRY_ASSIGN(const auto b, record::one(*session, call.pack(), scope, of->id, which.dist_county,
                                       which.key_hash, second));
  if (!a && !b) return not_found();
  json::array pairs;
  const json::object first_cells = a ? cells(scope, *of, a->shown) : json::object();
  const json::object second_cells = b ? cells(scope, *of, b->shown) : json::object();
  for (size_t i = 0; i < of->columns.size(); ++i) {
    const pack::ColumnDef& column = of->columns[i];
    pairs.push_back(json::object{{"column", column.name},
                                 {"title", shape(column.title)},
                                 {"first", a ? first_cells.at(column.name) : json::value()},
                                 {"second", b ? second_cells.at(column.name) : json::value()},
                                 {"changed", !is_hidden(scope, *of, column.name) &&
                                                 (!a || !b || a->stored[i] != b->stored[i])}});
  }
  const record::Row& either = a ? *a : *b;
  TRY(call.audit(Action::record_read, of->id, either.dist_county, 1, {clear_id(*of, either)}));
  return answer({{"record", call.request.param("record")},
                 {"register", of->id},
                 {"first_day", to_text(*first)},
                 {"second_day", to_text(*second)},
                 {"cells", std::move(pairs)},
                 {"masked", !scope.unmasked()}});
}

Result<http::Reply> export_csv(Call& call) {
  TRY_ASSIGN(Listing of, listing(call, Action::record_export));
  record::Ask ask;
  ask.register_id = of.of->id;
  ask.area = of.ask.area;
  ask.day = of.ask.day;
  ask.limit = kExportRows;
  ask.chinese = call.chinese();
  if (of.of->secret == pack::Secret::personal && !call.purpose())
    return bad_value("purpose", "", {"查看用途", "a purpose, from those of the session"});
  TRY_ASSIGN(OwnFile file, OwnFile::make(call, "records"));
  std::ofstream out(file.path(), std::ios::binary);
  out << "\xEF\xBB\xBF";  // what WPS and Excel know UTF-8 by
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const int64_t rows, record::list(*session, call.pack(), of.scope, ask,
                                              [&](const std::vector<std::string>& row) {
                                                std::string line;
                                                for (size_t i = 0; i < row.size(); ++i) {
                                                  if (i > 0) line += ',';
                                                  sheet::append_csv_field(line, row[i]);
                                                }
                                                out << line << "\r\n";
                                                return out.good();
                                              }));
  // Recorded before it is given; whose it is stands at its end.
  TRY_ASSIGN(const int64_t number, call.audit(Action::record_export, of.of->id, ask.area, rows));
  out << (call.chinese() ? "导出：" : "exported: ") << call.who.unit_name << ' ' << call.who.name
      << (call.chinese() ? " 审计编号 " : " audit ") << number << "\r\n";
  out.close();
  if (!out) return OwnFile::failed();  // a part of a list is not given as the whole
  return file.as_answer("text/csv; charset=utf-8",
                        (call.chinese() ? of.of->name.zh : of.of->name.en) + ".csv");
}

}  // namespace

std::vector<Entry> record_routes() {
  return {
      {.method = "GET", .pattern = "/api/records/{register}", .answer = list, .has_etag = true},
      {.method = "GET", .pattern = "/api/records/{register}/export", .answer = export_csv},
      {.method = "GET",
       .pattern = "/api/records/{register}/{record}",
       .answer = show,
       .has_etag = true},
      {.method = "GET", .pattern = "/api/records/{register}/{record}/compare", .answer = compare}};
}

}  // namespace diaodu::api
