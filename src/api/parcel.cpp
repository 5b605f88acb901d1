// /api/parcels: files handed in, their verdicts, taking back and sending back.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "api/handing.hpp"
#include "api/inside.hpp"
#include "api/shape.hpp"
#include "api/sql.hpp"
#include "base/area_code.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;
using access::Secrecy;

namespace {

constexpr uint64_t kFileBytesMax = uint64_t{2} << 30;
constexpr uint64_t kJsonBytesMax = 64 * 1024;
constexpr int kPageFetched = 1000;

bool is_json(const http::Request& request) {
  return request.header("content-type").value_or("").starts_with("application/json");
}

// The body of this route goes to a file; when it is JSON it is short.
Result<json::object> json_in_file(const http::Request& request) {
  http::Request read = request;
  if (request.body_file) {
    if (request.body_file->bytes > kJsonBytesMax)
      return bad_value("body", "", {"64 KB 以内的 JSON", "JSON of at most 64 KB"});
    std::ifstream in(request.body_file->path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    read.body = text.str();
  }
  return body_of(read);
}

Result<HandedIn> named_upload(Call& call, Upload& upload) {
  TRY_ASSIGN(const json::object body, json_in_file(call.request));
  TRY(only(body, {"upload", "register", "area", "day", "full", "end", "dry_run"}));
  HandedIn in;
  TRY_ASSIGN(const std::string name, text_in(body, "upload"));
  TRY_ASSIGN(upload, call.inside.uploads.find(call.who.login, name));
  TRY_ASSIGN(in.register_id, text_in(body, "register"));
  TRY_ASSIGN(in.area, text_in(body, "area"));
  TRY_ASSIGN(in.day, day_in(body, "day"));
  TRY_ASSIGN(in.is_full, flag_in(body, "full", false));
  TRY_ASSIGN(in.end, number_in(body, "end"));
  TRY_ASSIGN(in.is_trial, flag_in(body, "dry_run", false));
  in.file_name = upload.file_name;
  return in;
}

Result<HandedIn> raw_body(Call& call) {
  HandedIn in;
  in.register_id = call.value("register").value_or("");
  in.area = call.value("area").value_or("");
  TRY_ASSIGN(in.day, call.day());
  TRY_ASSIGN(in.is_full, call.flag("full"));
  TRY_ASSIGN(in.is_trial, call.flag("dry_run"));
  if (call.value("end")) {
    TRY_ASSIGN(const int end, call.number("end", 0, 0, 2'000'000'000));
    in.end = end;
  }
  in.file_name = file_name_of(call.value("file_name").value_or("file"));
  if (!call.request.body_file || call.request.body_file->bytes == 0)
    return bad_value("body", "", {"要报送的文件", "the file to hand in"});
  in.path = call.request.body_file->path;
  return in;
}

// Before the body is read: may he hand in there at all?
Result<http::Admission> let_take(Call& call) {
  if (is_json(call.request)) {
    TRY(access::may(call.who, Action::parcel_take));
    return http::Admission{};
  }
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(call.value("register").value_or(""), Action::parcel_take));
  TRY(call.area_of(call.value("area").value_or(""), Action::parcel_take, of->id));
  return http::Admission{};
}

Result<http::Reply> take(Call& call) {
  TRY_ASSIGN(const int wait, call.number("wait", 10, 0, 30));
  Upload upload;
  HandedIn in;
  if (is_json(call.request)) {
    TRY_ASSIGN(in, named_upload(call, upload));
  } else {
    TRY_ASSIGN(in, raw_body(call));
  }
  TRY_ASSIGN(const pack::Register* of, call.register_of(in.register_id, Action::parcel_take));
  TRY_ASSIGN(in.area, call.area_of(in.area, Action::parcel_take, of->id));
  if (in.path.empty()) {
    TRY_ASSIGN(in.path, call.inside.uploads.take(upload));
  }
  TRY_ASSIGN(json::array verdicts, hand_in_files(call, in, std::chrono::seconds(wait)));
  const bool is_waiting = std::any_of(verdicts.begin(), verdicts.end(), [](const json::value& one) {
    return one.at("state") == "waiting";
  });
  return answer(call.page(std::move(verdicts), in.day, ""), is_waiting ? 202 : 201);
}

Result<http::Reply> list(Call& call) {
  const std::string register_id = call.value("register").value_or("");
  if (!register_id.empty()) TRY(call.register_of(register_id, Action::parcel_read));
  TRY_ASSIGN(const std::string area, call.area(Action::parcel_read, register_id));
  TRY_ASSIGN(const std::optional<Day> day, call.day());
  TRY_ASSIGN(const int limit, call.number("limit", 100, 1, 1000));
  int64_t before = std::numeric_limits<int64_t>::max();
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(before, call.id(*after));
  }
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const store::Batch rows,
             session->query(
                 frame::fill(sql::latest_parcels, {{"scope", scope.predicate(register_id, "area")},
                                                   {"limit", std::to_string(limit)}}),
                 {{"area", area},
                  {"area_end", range_end(area)},
                  {"day", day ? store::Value(*day) : store::Value(nullptr)},
                  {"register", register_id},
                  {"state", call.value("state").value_or("")},
                  {"before", before}}));
  std::set<int64_t> wanted;
  for (size_t i = 0; i < rows.rows(); ++i) wanted.insert(rows["parcel"].int64(i));
  std::vector<parcel::Parcel> found;
  if (!wanted.empty()) {
    TRY_ASSIGN(found, parcel::list(*session, scope, area, day, *wanted.begin() - 1, kPageFetched));
    std::erase_if(found, [&](const parcel::Parcel& one) { return wanted.erase(one.parcel) == 0; });
    for (const int64_t rest : wanted) {
      TRY_ASSIGN(auto one, parcel::find(*session, scope, rest));
      if (one) found.push_back(std::move(*one));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.parcel > b.parcel; });
  json::array items;
  for (const parcel::Parcel& one : found) {
    items.push_back(shape(one));
    items.back().as_object()["area_name"] = call.area_name(one.area);
  }
  const bool is_full = found.size() == static_cast<size_t>(limit);
  return answer(
      call, call.page(std::move(items), day, is_full ? std::to_string(found.back().parcel) : ""));
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("parcel")));
  TRY_ASSIGN(const json::object verdict, verdict_or_waiting(call, id));
  if (verdict.at("state") == "waiting") return answer(verdict);
  return answer(call, verdict);
}

// Said about a parcel of his own: back to the sender, or taken back.
Result<http::Reply> say(Call& call, Action action, const std::string& kind) {
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("parcel")));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"reason"}));
  TRY_ASSIGN(const std::string reason, text_in(body, "reason"));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  Verdict now;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(now, verdict_of(*session, call.pack(), scope, id));
  }
  TRY(call.area_of(show_area(now.parcel.area), action, now.parcel.register_id));
  if (now.parcel.state != "withdrawn") {
    const Sender sender{{}, {}, call.who.login, {}, call.once_key};
    TRY_ASSIGN(const int64_t seq,
               call.inside.backend.submit(parcel_command(kind, id, reason, sender)).get());
    TRY(run_until(call, seq));
    TRY(call.audit(action, now.parcel.register_id, now.parcel.area, 1, {},
                   "parcel " + std::to_string(id)));
  }
  TRY_ASSIGN(const json::object verdict, verdict_or_waiting(call, id));
  return answer(verdict);
}

Result<http::Reply> withdraw(Call& call) {
  return say(call, Action::parcel_withdraw, "parcel_withdrawn");
}
Result<http::Reply> send_back(Call& call) {
  return say(call, Action::parcel_return, "parcel_returned");
}

}  // namespace

std::vector<Entry> parcel_routes() {
  return {{.method = "GET", .pattern = "/api/parcels", .answer = list, .has_etag = true},
          {.method = "POST",
           .pattern = "/api/parcels",
           .door = Door::writer,
           .answer = take,
           .body_to_file = true,
           .body_bytes_max = kFileBytesMax,
           .letting = let_take},
          {.method = "GET", .pattern = "/api/parcels/{parcel}", .answer = show},
          {"POST", "/api/parcels/{parcel}/withdraw", Door::writer, withdraw},
          {"POST", "/api/parcels/{parcel}/return", Door::writer, send_back}};
}

}  // namespace diaodu::api
