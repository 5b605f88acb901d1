// /api/findings/explain, /api/explanations/{explanation}: why a question stands as it is
// (情况说明), and the word of the place above.
#include "finding/explain.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/handing.hpp"
#include "api/shape.hpp"
#include "api/small_file.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr size_t kItemsMax = 100;
constexpr int kPageUsual = 50, kPageMax = 100;

Error not_a_question(int64_t finding) {
  return Error{"api.not_a_question",
               {"只有“待核”的疑点可以写情况说明；错误要改正",
                "only a question can be explained; what is wrong has to be mended"},
               {"改正这一格，或在“无法填报原因”里选一项",
                "mend the cell, or choose why it cannot be filled in"},
               {},
               {{"finding", std::to_string(finding)}},
               Exit::usage};
}

Error decided_before() {
  return Error{"api.explanation_decided",
               {"这份情况说明已经办过", "this explanation has been decided"},
               {"刷新后看结果", "load the page again and see how"},
               {},
               {},
               Exit::found_something};
}

Error not_by_sender() {
  return Error{"api.explanation_own",
               {"自己写的情况说明不能自己审批", "nobody approves his own explanation"},
               {"请上一级的审核人办理", "a reviewer one level up does"},
               {},
               {},
               Exit::usage};
}

Error not_above() {
  return Error{"api.explanation_not_above",
               {"情况说明由上一级审批", "an explanation is approved one level up"},
               {"请上一级的审核人办理", "a reviewer one level up does"},
               {},
               {},
               Exit::usage};
}

Result<Said> said_in(const Call& call, const json::object& body) {
  Said said;
  TRY_ASSIGN(said.reason, short_text(body, "reason", true));
  TRY_ASSIGN(said.evidence, short_text(body, "evidence", false));
  TRY_ASSIGN(said.by, text_in(body, "by", call.who.name));
  if (said.by.empty()) said.by = call.who.login;
  TRY_ASSIGN(const std::optional<Day> until, day_in(body, "until"));
  const Day today = call.inside.backend.latest_day();
  if (!until || *until < today || *until - today > finding::kExplainedDaysMax)
    return bad_value(
        "until", until ? to_text(*until) : "",
        {fmt::format("{} 到 {} 之间的日期：最长 {} 天", to_text(today),
                     to_text(today + finding::kExplainedDaysMax), finding::kExplainedDaysMax),
         fmt::format("a day from {} to {}: {} days at most", to_text(today),
                     to_text(today + finding::kExplainedDaysMax), finding::kExplainedDaysMax)});
  said.until = *until;
  return said;
}

Sender sender_of(const Call& call, const std::string& area, size_t number) {
  Sender sender;
  sender.area = area;
  sender.actor = call.who.login;
  if (!call.once_key.empty())
    sender.idempotency_key =
        number == 0 ? call.once_key : call.once_key + "-" + std::to_string(number + 1);
  return sender;
}

Result<std::vector<finding::Spot>> questions_in(Call& call, const json::object& body) {
  TRY_ASSIGN(const std::vector<std::string> typed, texts_in(body, "findings"));
  if (typed.empty() || typed.size() > kItemsMax)
    return bad_value("findings", "", {"1 到 100 处", "1 to 100 of them"});
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_explain));
  TRY_ASSIGN(const Lease session, call.reader());
  std::vector<finding::Spot> spots;
  for (const std::string& one : typed) {
    TRY_ASSIGN(const int64_t id, call.id(one));
    TRY_ASSIGN(auto spot, finding::find(*session, call.pack(), scope, id));
    if (!spot) return not_found();
    TRY(call.area_of(show_area(spot->finding.area), Action::finding_explain,
                     spot->finding.register_id));
    if (spot->finding.grade != "question") return not_a_question(id);
    spots.push_back(std::move(*spot));
  }
  return spots;
}

Result<http::Reply> explain(Call& call) {
  TRY(access::may(call.who, Action::finding_explain));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"findings", "reason", "evidence", "by", "until"}));
  TRY_ASSIGN(Said said, said_in(call, body));
  TRY_ASSIGN(const std::vector<finding::Spot> spots, questions_in(call, body));
  json::array made;
  std::vector<std::future<Result<int64_t>>> waiting;
  for (const finding::Spot& spot : spots) {
    said.finding = spot.finding.finding;
    const Sender sender = sender_of(call, sender_area(call, spot.finding.area), waiting.size());
    waiting.push_back(call.inside.backend.submit(explained_command(sender, said)));
  }
  int64_t last = 0;
  for (auto& one : waiting) {
    TRY_ASSIGN(last, one.get());
    made.push_back(json::value(std::to_string(last)));
  }
  TRY(run_until(call, last));
  return answer({{"explanations", std::move(made)}, {"until", to_text(said.until)}}, 201);
}

// One level up: somebody else, who does it for the place above the sender's; for the nation's own,
// somebody else of the nation.
Result<finding::Explanation> to_decide(Call& call, int64_t id) {
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_approve));
  std::optional<finding::Explanation> found;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(found, finding::find_explanation(*session, scope, id));
  }
  if (!found) return not_found();
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(found->register_id, Action::finding_approve));
  if (found->actor == call.who.login || found->actor == call.who.on_behalf_of)
    return not_by_sender();
  const access::Subject above{std::string(parent_of(found->from_area)), of->id,
                              secrecy_of(of->secret)};
  if (!access::may(call.who, Action::finding_approve, above)) return not_above();
  if (found->state != "asked") return decided_before();
  return *std::move(found);
}

Result<http::Reply> decide(Call& call) {
  TRY(access::may(call.who, Action::finding_approve));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("explanation")));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"approve", "note"}));
  if (!body.contains("approve"))
    return bad_value("approve", "", {"true 或 false", "true or false"});
  TRY_ASSIGN(const bool is_approved, flag_in(body, "approve", false));
  TRY_ASSIGN(const std::string note, short_text(body, "note", !is_approved));
  TRY_ASSIGN(const finding::Explanation found, to_decide(call, id));
  TRY_ASSIGN(const int64_t seq, call.inside.backend
                                    .submit(decided_command(sender_of(call, found.from_area, 0), id,
                                                            is_approved, note))
                                    .get());
  TRY(run_until(call, seq));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_approve));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto now, finding::find_explanation(*session, scope, id));
  if (!now) return not_found();
  return answer(shape(*now));
}

// The finding it is about, as it stands now; null when it is open no more.
Result<http::Reply> list(Call& call) {
  finding::ExplanationAsk ask;
  TRY_ASSIGN(ask.area, call.area(Action::finding_read));
  ask.kind = call.value("kind").value_or("waiting");
  if (ask.kind != "waiting" && ask.kind != "decided" && ask.kind != "expiring")
    return bad_value("kind", ask.kind,
                     {"waiting、decided 或 expiring", "waiting, decided or expiring"});
  TRY_ASSIGN(ask.limit, call.number("limit", kPageUsual, 1, kPageMax));
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(ask.after, call.id(*after));
  }
  ask.today = call.inside.backend.latest_day();
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto found, finding::list_explanations(*session, scope, ask));
  TRY_ASSIGN(const auto counts, finding::count_explanations(*session, scope, ask));
  json::array items;
  for (const finding::Explanation& one : found) {
    if (!call.register_of(one.register_id, Action::finding_read)) continue;
    TRY_ASSIGN(const auto spot, finding::find(*session, call.pack(), scope, one.finding));
    items.push_back(
        json::object{{"explanation", shape(one)},
                     {"register", one.register_id},
                     {"area_name", call.area_name(one.from_area)},
                     {"finding", spot ? json::value(shape(spot->finding)) : json::value()}});
  }
  if (call.purpose())
    TRY(call.audit(Action::finding_read, {}, ask.area, static_cast<int64_t>(items.size())));
  const bool is_full = static_cast<int>(found.size()) == ask.limit;
  json::object page =
      call.page(std::move(items), {}, is_full ? std::to_string(found.back().explanation) : "");
  page["counts"] = json::object{
      {"waiting", counts.waiting}, {"decided", counts.decided}, {"expiring", counts.expiring}};
  return answer(call, page);
}

}  // namespace

std::vector<Entry> explain_routes() {
  return {{.method = "GET", .pattern = "/api/explanations", .answer = list, .has_etag = true},
          {"POST", "/api/findings/explain", Door::writer, explain},
          {"POST", "/api/explanations/{explanation}/decide", Door::writer, decide}};
}

}  // namespace diaodu::api
