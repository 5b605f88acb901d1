// /api/suggestions (意见建议): a button on each page, and what became of it. They are commands of
// the journal that no round takes: suggestion_made {"page","text","area"}, suggestion_answered
// {"suggestion","state","answer"}.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "api/sql.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr size_t kTextCharacters = 1000, kPageBytes = 300;

struct Suggestion {
  int64_t seq = 0;
  std::string page, text, actor, area, happened_at, state = "open", answer, answered_by;
};

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

Result<std::map<int64_t, Suggestion>> all(const Call& call) {
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const store::Batch rows, session->query(sql::suggestions));
  std::map<int64_t, Suggestion> found;
  for (size_t i = 0; i < rows.rows(); ++i) {
    json::error_code failed;
    const json::value value = json::parse(std::string(rows["payload"].text(i)), failed);
    if (failed || !value.is_object()) continue;
    const json::object& payload = value.get_object();
    const std::string actor(rows["actor"].text(i));
    if (rows["kind"].text(i) == "suggestion_made") {
      Suggestion one;
      one.seq = rows["seq"].int64(i);
      one.page = text_at(payload, "page");
      one.text = text_at(payload, "text");
      one.area = text_at(payload, "area");
      one.actor = actor;
      one.happened_at = rows["happened_at"].text(i);
      found[one.seq] = std::move(one);
    } else if (const json::value* of = payload.if_contains("suggestion"); of && of->is_int64()) {
      const auto at = found.find(of->get_int64());
      if (at == found.end()) continue;
      at->second.state = text_at(payload, "state");
      at->second.answer = text_at(payload, "answer");
      at->second.answered_by = actor;
    }
  }
  return found;
}

// His own; and of his reach, for those who handle them.
bool is_seen(const Call& call, const Suggestion& one) {
  if (one.actor == call.who.login) return true;
  return access::may(call.who, Action::suggestion_handle) && is_under(one.area, call.who.unit_area);
}

json::object suggestion_shape(const Suggestion& one) {
  return {{"suggestion", std::to_string(one.seq)},
          {"page", one.page},
          {"text", one.text},
          {"actor", one.actor},
          {"area", show_area(one.area)},
          {"happened_at", one.happened_at},
          {"state", one.state},
          {"answer", text_or_null(one.answer)},
          {"answered_by", text_or_null(one.answered_by)}};
}

Result<http::Reply> list(Call& call) {
  TRY_ASSIGN(const int limit, call.number("limit", 100, 1, 1000));
  int64_t before = std::numeric_limits<int64_t>::max();
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(before, call.id(*after));
  }
  TRY_ASSIGN(const auto found, all(call));
  json::array items;
  std::string next;
  for (auto one = found.rbegin(); one != found.rend(); ++one) {
    if (one->first >= before || !is_seen(call, one->second)) continue;
    items.push_back(suggestion_shape(one->second));
    if (items.size() < static_cast<size_t>(limit)) continue;
    next = std::to_string(one->first);
    break;
  }
  return answer(call.page(std::move(items), {}, next));
}

Result<http::Reply> shown(Call& call, int64_t seq, unsigned status) {
  TRY_ASSIGN(const auto found, all(call));
  const auto at = found.find(seq);
  if (at == found.end() || !is_seen(call, at->second)) return not_found();
  return answer(suggestion_shape(at->second), status);
}

Result<http::Reply> add(Call& call) {
  TRY(access::may(call.who, Action::suggestion_write));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"page", "text"}));
  TRY_ASSIGN(const std::string page, text_in(body, "page"));
  TRY_ASSIGN(const std::string text, text_in(body, "text"));
  if (page.size() > kPageBytes || !page.starts_with("/"))
    return bad_value("page", "", {"页面的路径", "the path of a page"});
  if (code_points(text) > kTextCharacters)
    return bad_value("text", "", {"1000 字以内", "at most 1,000 characters"});
  const json::object payload{{"page", page}, {"text", text}, {"area", call.who.unit_area}};
  TRY_ASSIGN(const int64_t seq,
             call.inside.backend.journal_only({"suggestion_made", json::serialize(payload),
                                               call.who.login, Day{}, call.once_key}));
  return shown(call, seq, 201);
}

Result<http::Reply> reply_to(Call& call) {
  TRY(access::may(call.who, Action::suggestion_handle));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("suggestion")));
  TRY_ASSIGN(const auto found, all(call));
  const auto at = found.find(id);
  if (at == found.end() || !is_seen(call, at->second)) return not_found();
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"state", "answer"}));
  TRY_ASSIGN(const std::string state, text_in(body, "state"));
  TRY_ASSIGN(const std::string said, text_in(body, "answer"));
  if (state != "seen" && state != "done" && state != "declined")
    return bad_value("state", state, {"seen、done 或 declined", "seen, done or declined"});
  if (code_points(said) > kTextCharacters)
    return bad_value("answer", "", {"1000 字以内", "at most 1,000 characters"});
  const json::object payload{{"suggestion", id}, {"state", state}, {"answer", said}};
  TRY(call.inside.backend.journal_only(
      {"suggestion_answered", json::serialize(payload), call.who.login, Day{}, call.once_key}));
  return shown(call, id, 200);
}

}  // namespace

std::vector<Entry> suggestion_routes() {
  return {{.method = "GET", .pattern = "/api/suggestions", .answer = list},
          {"POST", "/api/suggestions", Door::writer, add},
          {"POST", "/api/suggestions/{suggestion}/answer", Door::writer, reply_to}};
}

}  // namespace diaodu::api
