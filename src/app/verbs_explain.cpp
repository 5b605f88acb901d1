// finding explain, approve, refuse: 情况说明 and the word of the place above.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/commands.hpp"
#include "app/asked.hpp"
#include "app/keyed.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "finding/explain.hpp"
#include "finding/sums.hpp"

namespace diaodu::app {
namespace {

constexpr size_t kCountyDigits = 6;

Error unknown(const std::string& typed, const Words& what) {
  return Error{"asked.unknown_finding",
               {fmt::format("没有{}“{}”", what.zh, typed),
                fmt::format("there is no {} \"{}\"", what.en, typed)},
               {"编号在 finding list 的结果里", "numbers stand in the answer of finding list"},
               {},
               {{"typed", typed}},
               Exit::usage};
}

Error refused(const char* code, const Words& message, const Words& hint) {
  return Error{code, message, hint, {}, {}, Exit::usage};
}

// Submits it and runs its round; the explanation as it then stands.
Result<int64_t> carry(App& app, journal::Command command, const Request& request) {
  command.idempotency_key = request.key;
  TRY_ASSIGN(const int64_t seq, submit_once(app, std::move(command)).get());
  TRY(app.run_rounds(seq, {}, {}));
  TRY(was_taken(app, seq));
  return seq;
}

Done show(App& app, const Request& request, int64_t id, Output& out) {
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const auto found, finding::find_explanation(*session, scope, id));
  if (!found) return unknown(std::to_string(id), {"情况说明", "explanation"});
  const Words state = found->state == "asked" ? Words{"待上一级审批", "waits for the place above"}
                      : found->state == "approved" ? Words{"已同意", "approved"}
                                                   : Words{"不同意", "refused"};
  out.line({fmt::format("情况说明 {}：{}，{}，有效期至 {}", id, found->reason, state.zh,
                        to_text(found->until)),
            fmt::format("explanation {}: {}; {}; until {}", id, found->reason, state.en,
                        to_text(found->until))});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"].as_array().push_back(shape(*found));
  out.object(object);
  return Exit::good;
}

Done decide(App& app, const Request& request, bool is_approved, Output& out) {
  TRY_ASSIGN(const int64_t id, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  {
    TRY_ASSIGN(const auto session, app.reader());
    TRY_ASSIGN(const auto found, finding::find_explanation(*session, scope, id));
    if (!found) return unknown(request.name, {"情况说明", "explanation"});
    if (found->state != "asked" && request.key.empty())
      return refused("api.explanation_decided",
                     {"这份情况说明已经办过", "this explanation has been decided"},
                     {"用 finding list 看结果", "finding list tells how"});
    if (found->actor == request.actor)
      return refused("api.explanation_own",
                     {"自己写的情况说明不能自己审批", "nobody approves his own explanation"},
                     {"请上一级的审核人办理", "a reviewer one level up does"});
  }
  TRY_ASSIGN(const std::string reason, asked_text("--reason", request.reason, !is_approved));
  api::Sender sender;
  sender.actor = request.actor;
  TRY(carry(app, api::decided_command(sender, id, is_approved, reason), request));
  return show(app, request, id, out);
}

}  // namespace

Done finding_explain(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const int64_t id, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  api::Sender sender;
  sender.actor = request.actor;
  {
    TRY_ASSIGN(const auto session, app.reader());
    TRY_ASSIGN(const auto spot, finding::find(*session, *used.pack, scope, id));
    if (!spot) return unknown(request.name, {"未处理的疑点", "open finding"});
    if (spot->finding.grade != "question")
      return refused("api.not_a_question",
                     {"只有“待核”的疑点可以写情况说明；错误要改正",
                      "only a question can be explained; what is wrong has to be mended"},
                     {"改正这一格，或在“无法填报原因”里选一项",
                      "mend the cell, or choose why it cannot be filled in"});
    sender.area = spot->finding.area.substr(0, kCountyDigits);
  }
  if (!request.area.empty()) {
    const std::string county = sender.area;
    TRY_ASSIGN(sender.area, asked_area(used, request.area));
    if (!is_under(county, sender.area))
      return refused(
          "usage",
          {fmt::format("--area 写疑点所在的县 {} 或它的上级", county),
           fmt::format("--area is the county of the finding, {}, or a place above it", county)},
          {"情况说明以本地或上级的名义报送",
           "an explanation is sent in the name of the place or of one above it"});
  }
  const Day today = app.latest_day();
  const Day until = request.to.value_or(today);
  if (until < today || until - today > finding::kExplainedDaysMax)
    return refused("usage",
                   {fmt::format("--until 写 {} 到 {} 之间的日期", to_text(today),
                                to_text(today + finding::kExplainedDaysMax)),
                    fmt::format("--until is a day from {} to {}", to_text(today),
                                to_text(today + finding::kExplainedDaysMax))},
                   {});
  TRY_ASSIGN(const std::string reason, asked_text("--reason", request.reason));
  TRY_ASSIGN(const std::string evidence, asked_text("--evidence", request.evidence, false));
  const api::Said said{id, reason, evidence, request.by.empty() ? request.actor : request.by,
                       until};
  TRY_ASSIGN(const int64_t seq, carry(app, api::explained_command(sender, said), request));
  return show(app, request, seq, out);
}

Done finding_approve(App& app, const Request& request, Output& out) {
  return decide(app, request, true, out);
}
Done finding_refuse(App& app, const Request& request, Output& out) {
  return decide(app, request, false, out);
}

}  // namespace diaodu::app
