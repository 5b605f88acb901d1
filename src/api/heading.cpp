// /api/parcels/{parcel}/headings: what the headings of a file were read as, and a person's word on
// what they mean, remembered for files of that layout from that sender.
#include "parcel/heading.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "api/handing.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "parcel/confirmed.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr size_t kMeaningsMax = 200;
constexpr auto kPatience = std::chrono::seconds(20);
using Heading = parcel::Parcel::Heading;

bool was_confirmed(const std::vector<parcel::Meaning>& meanings, const std::string& area,
                   const std::string& layout, const Heading& heading) {
  return std::ranges::any_of(meanings, [&](const parcel::Meaning& one) {
    return one.area == area && one.layout == layout && one.heading == heading.heading &&
           one.column == heading.column_name;
  });
}

Result<http::Reply> show(Call& call) {
  TRY(access::may(call.who, Action::parcel_read));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const parcel::Parcel parcel, parcel_with_file(call, scope, *session));
  const pack::Register* of = call.pack().register_(parcel.register_id);
  if (!of) return not_found();
  TRY_ASSIGN(const std::vector<parcel::Meaning> meanings,
             parcel::list_meanings(*session, scope, parcel.area, parcel.register_id));
  const parcel::HeadingNames names(*of);
  json::array headings;
  for (const Heading& one : parcel.headings) {
    const std::string address = sheet::cell_address(static_cast<uint32_t>(one.column_no), 1);
    const int nearest = one.column_name.empty() ? names.nearest(one.heading) : -1;
    headings.push_back(json::object{
        {"sheet", one.sheet},
        {"sheet_name", text_or_null(one.sheet_name)},
        {"column_no", one.column_no},
        {"letter", address.substr(0, address.size() - 1)},
        {"heading", one.heading},
        {"column", text_or_null(one.column_name)},
        {"unknown", parcel::is_unknown_heading(*of, one)},
        {"suggested",
         nearest < 0 ? json::value() : json::value(of->columns[static_cast<size_t>(nearest)].name)},
        {"confirmed",
         was_confirmed(meanings, parcel.area, parcel::layout_of(parcel, one.sheet), one)}});
  }
  return answer(call, {{"parcel", std::to_string(parcel.parcel)},
                       {"register", parcel.register_id},
                       {"area", show_area(parcel.area)},
                       {"headings", std::move(headings)}});
}

struct Confirming {
  std::vector<ConfirmedHeading> meanings;
  bool is_again = true, is_trial = false;
  std::optional<int64_t> end;
};

Error no_such_heading(std::string_view heading) {
  return bad_value("heading", heading,
                   {"这份文件里的表头原文", "a heading as it stands in this file"});
}

Result<ConfirmedHeading> meaning_in(const json::value& item, const pack::Register& of,
                                    const parcel::Parcel& parcel) {
  if (!item.is_object())
    return bad_value("meanings", "", {"表头和它的意思", "headings and what they mean"});
  const json::object& object = item.get_object();
  TRY(only(object, {"sheet", "heading", "column"}));
  TRY_ASSIGN(const std::optional<int64_t> sheet, number_in(object, "sheet"));
  ConfirmedHeading one;
  TRY_ASSIGN(one.heading, text_in(object, "heading"));
  const bool is_there = std::ranges::any_of(parcel.headings, [&](const Heading& there) {
    return there.sheet == sheet.value_or(0) && there.heading == one.heading;
  });
  if (!is_there) return no_such_heading(one.heading);
  one.layout = parcel::layout_of(parcel, static_cast<int>(sheet.value_or(0)));
  const json::value* column = object.if_contains("column");
  if (!column || (!column->is_null() && !column->is_string()))
    return bad_value("column", "", {"列名，或 null（不读）", "a column, or null: not read"});
  if (column->is_string()) one.column = std::string(column->get_string());
  if (!one.column.empty() && !of.find(one.column))
    return bad_value("column", one.column, {"这张台账的列名", "a column of the register"});
  return one;
}

Result<Confirming> confirming_in(const json::object& body, const pack::Register& of,
                                 const parcel::Parcel& parcel) {
  TRY(only(body, {"meanings", "again", "dry_run", "end"}));
  Confirming said;
  TRY_ASSIGN(said.is_again, flag_in(body, "again", true));
  TRY_ASSIGN(said.is_trial, flag_in(body, "dry_run", false));
  TRY_ASSIGN(said.end, number_in(body, "end"));
  const json::value* meanings = body.if_contains("meanings");
  if (!meanings || !meanings->is_array() || meanings->get_array().empty() ||
      meanings->get_array().size() > kMeaningsMax)
    return bad_value("meanings", "", {"1 到 200 个表头", "1 to 200 headings"});
  std::map<std::pair<std::string, std::string>, std::string> of_column, of_heading;
  for (const json::value& item : meanings->get_array()) {
    TRY_ASSIGN(ConfirmedHeading one, meaning_in(item, of, parcel));
    const auto [known, fresh] = of_heading.try_emplace({one.layout, one.heading}, one.column);
    if (!fresh && known->second == one.column) continue;
    if (!fresh)
      return bad_value("heading", one.heading, {"一个表头一个意思", "one meaning a heading"});
    if (!one.column.empty() && !of_column.try_emplace({one.layout, one.column}, one.heading).second)
      return bad_value("column", one.column, {"一列只对应一个表头", "one heading for each column"});
    said.meanings.push_back(std::move(one));
  }
  return said;
}

std::vector<journal::Command> commands_of(const Call& call, const parcel::Parcel& parcel,
                                          const Confirming& said) {
  std::vector<journal::Command> commands;
  for (const ConfirmedHeading& one : said.meanings) {
    std::string key = said.is_trial ? std::string() : call.once_key;
    if (!key.empty() && !commands.empty()) key += "-" + std::to_string(commands.size() + 1);
    commands.push_back(
        meaning_command({parcel.register_id, parcel.area, call.who.login, {}, key}, one));
  }
  return commands;
}

Result<http::Reply> confirm(Call& call) {
  TRY(access::may(call.who, Action::parcel_take));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  std::optional<parcel::Parcel> found;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(found, parcel_with_file(call, scope, *session));
  }
  TRY_ASSIGN(const pack::Register* of, call.register_of(found->register_id, Action::parcel_take));
  TRY(call.area_of(show_area(found->area), Action::parcel_take, of->id));
  TRY_ASSIGN(const Confirming said, confirming_in(body, *of, *found));
  std::vector<journal::Command> commands = commands_of(call, *found, said);
  if (!said.is_again && !said.is_trial) {
    int64_t last = 0;
    for (journal::Command& one : commands) {
      TRY_ASSIGN(last, call.inside.backend.submit(std::move(one)).get());
    }
    TRY(run_until(call, last));
    TRY_ASSIGN(const json::object verdict, verdict_or_waiting(call, found->parcel));
    return answer(verdict, 201);
  }
  const std::string key = call.once_key;
  if (!key.empty()) call.once_key = key + "-" + std::to_string(commands.size() + 1);
  HandedIn in;
  in.register_id = found->register_id;
  in.area = found->area;
  in.file_name = found->file_name;
  in.is_full = found->is_full;
  in.is_trial = said.is_trial;
  in.end = said.end;
  std::error_code failed;
  const std::string path = call.inside.backend.files_folder() + "/" +
                           found->file_sha256.substr(0, 2) + "/" + found->file_sha256;
  const auto bytes = static_cast<int64_t>(std::filesystem::file_size(path, failed));
  if (failed) return not_found();
  Result<json::object> verdict =
      hand_in_kept(call, in, {found->file_sha256, bytes}, std::move(commands), kPatience);
  call.once_key = key;
  if (!verdict) return std::move(verdict).error();
  return answer(*verdict, said.is_trial ? 200 : verdict->at("state") == "waiting" ? 202 : 201);
}

}  // namespace

std::vector<Entry> heading_routes() {
  return {{.method = "GET",
           .pattern = "/api/parcels/{parcel}/headings",
           .answer = show,
           .has_etag = true},
          {"POST", "/api/parcels/{parcel}/headings", Door::writer, confirm}};
}

}  // namespace diaodu::api
