// Errors of the API, the status each error of the program gets, and the reading of JSON bodies.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "api/call.hpp"
#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

constexpr int kDepthMax = 8;

const std::map<std::string_view, unsigned>& statuses() {
  static const std::map<std::string_view, unsigned> kStatuses = {
      {"api.not_found", 404},
      {"api.sign_in", 401},
      {"api.csrf", 403},
      {"api.origin", 403},
      {"api.key_reused", 409},
      {"api.key_in_progress", 409},
      {"api.mended_meanwhile", 409},
      {"api.explanation_decided", 409},
      {"api.explanation_own", 403},
      {"api.explanation_not_above", 403},
      {"api.objection_open", 409},
      {"api.objection_answered", 409},
      {"api.objection_own", 403},
      {"api.objection_not_above", 403},
      {"api.upload_incomplete", 409},
      {"api.upload_differs", 409},
      {"api.uploads_many", 429},
      {"api.not_ready", 503},
      {"api.upload_failed", 507},
      {"api.disk", 507},
      {"access.forbidden", 403},
      {"access.cannot_unmask", 403},
      {"access.password_must_change", 403},
      {"access.second_factor_must", 403},
      {"access.second_factor_there", 409},
      {"access.session_ended", 401},
      {"access.token_refused", 401},
      {"access.log_in_refused", 401},
      {"access.platform_unlinked", 401},
      {"access.platform_refused", 401},
      {"access.platform_failed", 502},
      {"access.code_needed", 401},
      {"access.code_refused", 401},
      {"access.throttled", 429},
      {"access.too_busy", 503},
      {"access.login_taken", 409},
      {"journal.queue_full", 429},
      {"journal.key_reused", 409},
      {"round.day_closed", 409},
      {"round.day_far", 409},
      {"app.full_ends_many", 409},
      {"app.full_ends_other", 409},
      {"app.disk_full", 507},
  };
  return kStatuses;
}

}  // namespace

unsigned status_of(const Error& error) {
  const auto found = statuses().find(error.code);
  if (found != statuses().end()) return found->second;
  if (error.exit == Exit::usage) return 400;
  if (error.exit == Exit::found_something) return 409;
  return error.exit == Exit::storage_failed ? 503 : 500;
}

Error not_found() {
  return Error{"api.not_found",
               {"没有找到", "there is no such thing"},
               {"核对编号和地区；不在您数据权限内的内容不会显示",
                "check number and place; what lies outside your scope is not shown"},
               {},
               {},
               Exit::usage};
}

Error bad_value(std::string_view name, std::string_view value, const Words& wanted) {
  std::string shown(value.substr(0, 80));
  if (!is_utf8(shown)) shown.clear();
  return Error{"api.bad_value",
               {fmt::format("“{}”的值“{}”不对", name, shown),
                fmt::format("the value \"{}\" of \"{}\" makes no sense", shown, name)},
               {"要写" + wanted.zh, "It should be " + wanted.en},
               {},
               {{"name", std::string(name)}},
               Exit::usage};
}

namespace {

Error bad_json(const Words& why) {
  return Error{"api.bad_json",
               {"请求内容不是正确的 JSON：" + why.zh, "the body is no good JSON: " + why.en},
               {"格式见 /api/openapi.yaml", "its form is in /api/openapi.yaml"},
               {},
               {},
               Exit::usage};
}

}  // namespace

Result<json::object> body_of(const http::Request& request) {
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::error_code failed;
  const json::value value = json::parse(request.body, failed, {}, options);
  if (failed) return bad_json({"不能解析", "it cannot be parsed"});
  if (!value.is_object()) return bad_json({"不是对象", "it is no object"});
  return value.get_object();
}

Result<std::string> text_in(const json::object& body, std::string_view name) {
  const json::value* found = body.if_contains(name);
  if (!found || !found->is_string() || trim_ascii(found->get_string()).empty())
    return bad_value(name, "", {"一段文字", "a text"});
  const std::string text(found->get_string());
  if (!is_utf8(text) || text.find('\0') != std::string::npos)
    return bad_value(name, "", {"一段文字", "a text"});
  return text;
}

Result<std::string> text_in(const json::object& body, std::string_view name,
                            std::string otherwise) {
  const json::value* found = body.if_contains(name);
  if (!found || found->is_null()) return otherwise;
  if (found->is_string() && found->get_string().empty()) return std::string();
  return text_in(body, name);
}

Result<std::string> short_text(const json::object& body, std::string_view name, bool must) {
  TRY_ASSIGN(const std::string text, must ? text_in(body, name) : text_in(body, name, ""));
  if (text.size() > kTextMax)
    return bad_value(name, "", {"不超过六百字", "no more than 2,000 bytes"});
  return text;
}

Result<bool> flag_in(const json::object& body, std::string_view name, bool otherwise) {
  const json::value* found = body.if_contains(name);
  if (!found) return otherwise;
  if (!found->is_bool()) return bad_value(name, "", {"true 或 false", "true or false"});
  return found->get_bool();
}

Result<std::optional<int64_t>> number_in(const json::object& body, std::string_view name) {
  const json::value* found = body.if_contains(name);
  if (!found || found->is_null()) return std::optional<int64_t>();
  if (!found->is_int64() || found->get_int64() < 0)
    return bad_value(name, "", {"不小于 0 的整数", "a whole number, 0 or more"});
  return std::optional<int64_t>(found->get_int64());
}

Result<std::optional<Day>> day_in(const json::object& body, std::string_view name) {
  const json::value* found = body.if_contains(name);
  if (!found || found->is_null()) return std::optional<Day>();
  const Words wanted{"写成 2020-03-06 这样的日期", "a day such as 2020-03-06"};
  if (!found->is_string()) return bad_value(name, "", wanted);
  const std::optional<Day> day = parse_day(std::string_view(found->get_string()));
  if (!day) return bad_value(name, std::string_view(found->get_string()), wanted);
  return day;
}

Result<std::vector<std::string>> texts_in(const json::object& body, std::string_view name) {
  const json::value* found = body.if_contains(name);
  std::vector<std::string> texts;
  if (!found) return texts;
  const Words wanted{"一组文字", "a list of texts"};
  if (!found->is_array()) return bad_value(name, "", wanted);
  for (const json::value& one : found->get_array()) {
    if (!one.is_string()) return bad_value(name, "", wanted);
    texts.emplace_back(one.get_string());
  }
  return texts;
}

Result<void> only(const json::object& body, std::initializer_list<std::string_view> names) {
  for (const auto& member : body) {
    const std::string_view key = member.key();
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    const std::vector<std::string> known(names.begin(), names.end());
    return bad_value(key, "", {"下列之一：" + join(known, "、"), "one of " + join(known, ", ")});
  }
  return {};
}

}  // namespace diaodu::api
