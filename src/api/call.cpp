#include "api/call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <functional>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;
using access::Secrecy;

namespace {

constexpr int kFieldsMax = 64;

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Headers are ASCII: what is not is sent percent-encoded.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_coded =
        text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
    out += is_coded ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
    if (is_coded) i += 2;
  }
  return out;
}

json::array with_fields(json::array items, const std::vector<std::string>& fields) {
  for (json::value& item : items) {
    json::object kept;
    for (const std::string& field : fields)
      if (const json::value* value = item.as_object().if_contains(field)) kept[field] = *value;
    item = std::move(kept);
  }
  return items;
}

Secrecy most_secret(const pack::Pack& pack, const std::string& register_id) {
  Secrecy most = Secrecy::open;
  for (const pack::Register& one : pack.registers)
    if (register_id.empty() || one.id == register_id) most = std::max(most, secrecy_of(one.secret));
  return most;
}

bool is_of_sums(Action action) {
  return action == Action::figure_read || action == Action::standing_read ||
         action == Action::live_read;
}

}  // namespace

Secrecy secrecy_of(pack::Secret secret) {
  if (secret == pack::Secret::personal) return Secrecy::personal;
  return secret == pack::Secret::internal ? Secrecy::internal : Secrecy::open;
}

std::optional<std::string> Call::value(std::string_view name) const {
  const auto found = request.query_value(name);
  if (!found || found->empty()) return std::nullopt;
  return std::string(*found);
}

Result<std::optional<Day>> Call::day(std::string_view name) const {
  const auto typed = value(name);
  if (!typed) return std::optional<Day>();
  const std::optional<Day> day = parse_day(*typed);
  if (!day)
    return bad_value(name, *typed, {"写成 2020-03-06 这样的日期", "a day such as 2020-03-06"});
  return day;
}

Result<Day> Call::day_or_last(std::string_view name) const {
  TRY_ASSIGN(const std::optional<Day> said, day(name));
  if (said) return *said;
  return seal ? seal->day : Day{};
}

Result<int> Call::number(std::string_view name, int otherwise, int from, int to) const {
  const auto typed = value(name);
  if (!typed) return otherwise;
  int number = 0;
  const auto [end, failed] = std::from_chars(typed->data(), typed->data() + typed->size(), number);
  if (failed == std::errc() && end == typed->data() + typed->size() && number >= from &&
      number <= to)
    return number;
  return bad_value(name, *typed,
                   {fmt::format("{} 到 {} 之间的整数", from, to),
                    fmt::format("a whole number from {} to {}", from, to)});
}

Result<bool> Call::flag(std::string_view name) const {
  const auto typed = value(name);
  if (!typed || *typed == "false" || *typed == "0") return false;
  if (*typed == "true" || *typed == "1") return true;
  return bad_value(name, *typed, {"true 或 false", "true or false"});
}

Result<int64_t> Call::id(std::string_view text) const {
  int64_t id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc() || end != text.data() + text.size()) return not_found();
  return id;
}

std::string Call::own_area() const {
  for (const access::Grant& grant : who.grants)
    if (is_under(who.unit_area, grant.area)) return who.unit_area;
  return who.grants.empty() ? who.unit_area : who.grants.front().area;
}

Result<std::string> Call::area(Action action, const std::string& register_id) const {
  const auto typed = value("area");
  if (!typed) return area_of(show_area(own_area()), action, register_id);
  return area_of(*typed, action, register_id);
}

Result<std::string> Call::area_of(const std::string& typed, Action action,
                                  const std::string& register_id) const {
  if (typed.empty()) return bad_value("area", "", {"一个地区的代码", "the code of a place"});
  const std::optional<std::string> code = parse_area(typed);
  // The role is asked first: a place that is none is told from another's by nobody.
  const Secrecy secrecy = is_of_sums(action) ? Secrecy::open : most_secret(*used.pack, register_id);
  TRY(access::may(who, action, secrecy));
  if (!code || (!code->empty() && !used.areas->find(*code))) return not_found();
  access::Subject subject{*code, register_id, secrecy};
  Result<void> may = access::may(who, action, subject);
  if (!may) {
    subject.side = access::Side::host;
    may = access::may(who, action, subject);
  }
  if (!may) return std::move(may).error();
  return *code;
}

Result<const pack::Register*> Call::register_of(std::string_view id, Action action) const {
  const pack::Register* found = used.pack->register_(id);
  const bool is_open = !found || is_of_sums(action);  // sums show nobody
  TRY(access::may(who, action, is_open ? Secrecy::open : secrecy_of(found->secret)));
  if (!found) return not_found();
  for (const access::Grant& grant : who.grants)
    if (grant.register_id.empty() || grant.register_id == id) return found;
  return not_found();
}

std::optional<std::string> Call::header(std::string_view name) const {
  const auto found = request.header(name);
  if (!found || found->empty()) return std::nullopt;
  return percent_decoded(*found);
}

std::optional<std::string> Call::purpose() const {
  if (auto stated = header("x-purpose")) return stated;
  return value("purpose");
}

Result<access::Scope> Call::scope(Action action, Secrecy secrecy) const {
  TRY_ASSIGN(access::Scope scope, access::scope_of(who, action, secrecy));
  if (const auto stated = purpose()) return scope.with_purpose(*stated);
  return scope;
}

Result<int64_t> Call::audit(Action action, const std::string& register_id, const std::string& area,
                            int64_t count, std::vector<std::string> ids,
                            const std::string& detail) const {
  access::AuditEntry entry;
  entry.actor = who.login;
  entry.on_behalf_of = who.on_behalf_of;
  entry.action = std::string(access::to_text(action));
  entry.register_id = register_id;
  entry.area = area;
  entry.purpose = purpose().value_or("");
  entry.count = count;
  entry.ids = std::move(ids);
  entry.detail = detail;
  entry.request_id = request.id;
  entry.remote = request.remote_address;
  return inside.backend.access().audit().record(entry);
}

Result<Lease> Call::reader() const { return inside.readers.lend(); }

json::object Call::page(json::array items, std::optional<Day> asked,
                        const std::string& next) const {
  if (const auto fields = value("fields")) {
    std::vector<std::string> names = split(*fields, ',');
    if (names.size() > kFieldsMax) names.resize(kFieldsMax);
    items = with_fields(std::move(items), names);
  }
  if (!asked && seal && seal->day != Day{}) asked = seal->day;
  return {{"items", std::move(items)},
          {"day", day_or_null(asked)},
          {"round", seal ? json::value(std::to_string(seal->round)) : json::value()},
          {"next", text_or_null(next)}};
}

std::string Call::area_name(std::string_view area) const {
  if (area.empty()) return chinese() ? "全国" : "the nation";
  const pack::AreaRow* row = used.areas->find(area);
  return row ? std::string(row->name) : std::string(area);
}

json::array Call::area_path(std::string_view area) const {
  std::vector<std::string_view> above;
  while (!area.empty()) above.push_back(area = parent_of(area));
  json::array path;
  for (auto one = above.rbegin(); one != above.rend(); ++one)
    path.push_back(json::object{{"area", show_area(*one)}, {"name", area_name(*one)}});
  return path;
}

std::string Call::etag() const {
  std::string asked = request.path + '\x1f' + request.raw_query + '\x1f' + who.login + '\x1f' +
                      who.on_behalf_of + '\x1f' + used.pack->sha256;
  asked += chinese() ? "zh" : "en";
  for (const access::Grant& grant : who.grants)
    asked += fmt::format("\x1f{}\x1f{}\x1f{}\x1f{}", grant.area, static_cast<int>(grant.side),
                         grant.register_id, static_cast<int>(grant.columns));
  for (const access::Role role : who.roles) asked += fmt::format("\x1f{}", access::to_text(role));
  return fmt::format("\"r{}-{}\"", seal ? seal->round : 0, sha256_hex(asked).substr(0, 20));
}

http::Reply answer(const json::object& object, unsigned status) {
  return http::json(json::serialize(object), status);
}

http::Reply answer(const Call& call, const json::object& object) {
  http::Reply reply = answer(object);
  if (!call.purpose()) reply.set("ETag", call.etag()).set("Cache-Control", "private, no-cache");
  return reply;
}

}  // namespace diaodu::api
