// objection raise, answer, withdraw, list: 异议 and the word of the place above.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/commands.hpp"
#include "app/asked.hpp"
#include "app/keyed.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"

namespace diaodu::app {
namespace {

constexpr size_t kCountyDigits = 6;

Error refused(const char* code, const Words& message, const Words& hint) {
  return Error{code, message, hint, {}, {}, Exit::usage};
}

Error unknown(const std::string& typed, const Words& what) {
  return refused(
      "asked.unknown_objection",
      {fmt::format("没有{}“{}”", what.zh, typed),
       fmt::format("there is no {} \"{}\"", what.en, typed)},
      {"编号见 objection list、finding list、parcel list；进度见 standing show",
       "objection list, finding list, parcel list and standing show tell what there is"});
}

Result<int64_t> carry(App& app, journal::Command command, const Request& request) {
  command.idempotency_key = request.key;
  TRY_ASSIGN(const int64_t seq, submit_once(app, std::move(command)).get());
  TRY(app.run_rounds(seq, {}, {}));
  TRY(was_taken(app, seq));
  return seq;
}

Words state_words(const standing::Objection& of) {
  if (of.state == "upheld") return {"成立", "upheld"};
  if (of.state == "refused") return {"不成立", "refused"};
  if (of.state == "withdrawn") return {"已撤回", "withdrawn"};
  return of.is_overdue ? Words{"逾期未答复", "not answered in time"}
                       : Words{"异议中", "waits for the place above"};
}

Words about_words(const standing::Objection& of) {
  if (of.about == "finding") return {"疑点 " + of.what, "finding " + of.what};
  if (of.about == "parcel") return {"报送件 " + of.what, "parcel " + of.what};
  return {"进度 " + of.what, "standing " + of.what};
}

Done show(App& app, const Request& request, const std::vector<standing::Objection>& all,
          Output& out) {
  const Used used = app.used();
  using Align = Table::Align;
  Table table({{{"编号", "number"}, Align::right},
               {{"地区", "area"}},
               {{"关于", "about"}},
               {{"状态", "state"}},
               {{"理由", "reason"}},
               {{"答复期限", "answer by"}},
               {{"答复", "answer"}}});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  for (const standing::Objection& one : all) {
    table.row({std::to_string(one.objection), shown_area(used, one.area, out.chinese()),
               out.pick(about_words(one)), out.pick(state_words(one)), one.reason,
               to_text(one.until), one.note.empty() ? "-" : one.note});
    object["items"].as_array().push_back(shape(one));
  }
  if (request.limit > 0 && static_cast<int>(all.size()) == request.limit)
    object["next"] = std::to_string(all.back().objection);
  out.table(table);
  out.object(object);
  return Exit::good;
}

Result<standing::Objection> found(App& app, const Request& request, int64_t id) {
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(auto one, standing::find_objection(*session, scope, id));
  if (!one) return unknown(std::to_string(id), {"异议", "objection"});
  return *std::move(one);
}

Result<standing::Objection> open_one(App& app, const Request& request) {
  TRY_ASSIGN(const int64_t id, asked_number(request.name));
  TRY_ASSIGN(standing::Objection one, found(app, request, id));
  if (one.state != "open")
    return refused("api.objection_answered",
                   {"这份异议已经办结", "this objection has been answered or withdrawn"},
                   {"用 objection list 看结果", "objection list tells how"});
  return one;
}

// What it is about, looked up: whose it is, and of which register.
Result<void> look_up(App& app, const Request& request, api::Objecting& said) {
  const Used used = app.used();
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  std::string area;
  if (said.about == "finding") {
    TRY_ASSIGN(const int64_t id, asked_number(said.what));
    TRY_ASSIGN(const auto spot, finding::find(*session, *used.pack, scope, id));
    if (!spot) return unknown(said.what, {"未处理的疑点", "open finding"});
    area = spot->finding.area.substr(0, kCountyDigits);
    said.register_id = spot->finding.register_id;
  } else if (said.about == "parcel") {
    TRY_ASSIGN(const int64_t id, asked_number(said.what));
    TRY_ASSIGN(const auto parcel, parcel::find(*session, scope, id));
    if (!parcel) return unknown(said.what, {"报送件", "parcel"});
    area = parcel->area;
    said.register_id = parcel->register_id;
  } else {
    TRY_ASSIGN(const pack::Target* target, asked_target(used, said.what));
    said.register_id = target->register_id;
  }
  said.area = said.area.empty() ? area : said.area;
  if (!said.area.empty() && !area.empty() && !is_under(area, said.area))
    return refused("usage",
                   {fmt::format("这件事在 {}，不在 {} 之下", area, said.area),
                    fmt::format("that is of {}, which is not under {}", area, said.area)},
                   {"--area 写本地，或不写", "--area is one's own place, or leave it out"});
  if (said.area.empty())
    return refused("usage",
                   {"--area 写提异议的地区，在全国以下", "--area is the place that objects"}, {});
  if (said.about != "standing") return {};
  const std::optional<Level> level = level_of(said.area);
  if (!level || *level > Level::county) return unknown(request.area, {"进度", "standing of"});
  TRY_ASSIGN(const auto rows, standing::show(*session, *used.pack, scope,
                                             {said.what, said.area, *level, said.of_day}));
  for (const standing::Standing& one : rows)
    if (one.area == said.area) return {};
  return unknown(request.area, {"进度", "standing of"});
}

}  // namespace

Done objection_raise(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  api::Objecting said;
  said.about = request.about.empty() ? "standing" : request.about;
  said.what = request.name;
  TRY_ASSIGN(said.reason, asked_text("--reason", request.reason));
  TRY_ASSIGN(said.evidence, asked_text("--evidence", request.evidence, false));
  said.by = request.by.empty() ? request.actor : request.by;
  const Day today = app.latest_day();
  said.of_day = request.day.value_or(today);
  if (!request.area.empty()) {
    TRY_ASSIGN(said.area, asked_area(used, request.area));
  }
  TRY(look_up(app, request, said));
  said.until = today + standing::answer_days(*used.pack, said.area, today);
  api::Sender sender;
  sender.actor = request.actor;
  sender.area = said.area;
  TRY_ASSIGN(const int64_t seq, carry(app, api::raised_command(sender, said), request));
  const auto one = found(app, request, seq);
  if (!one)
    return refused("api.objection_open",
                   {"这件事已经提过异议，还没有答复", "there is an objection to it that waits"},
                   {"等上一级答复；要补充，撤回后重提",
                    "wait for the answer; to add to it, withdraw it and raise it again"});
  return show(app, request, {*one}, out);
}

Done objection_answer(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const std::string reason, asked_text("--reason", request.reason));
  TRY_ASSIGN(const standing::Objection one, open_one(app, request));
  if (one.actor == request.actor)
    return refused("api.objection_own",
                   {"自己提的异议不能自己答复", "nobody answers his own objection"},
                   {"请上一级的其他人办理", "somebody else one level up does"});
  api::Sender sender;
  sender.actor = request.actor;
  TRY(carry(app, api::answered_command(sender, one.objection, request.state == "upheld", reason),
            request));
  TRY_ASSIGN(const standing::Objection now, found(app, request, one.objection));
  return show(app, request, {now}, out);
}

Done objection_withdraw(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const standing::Objection one, open_one(app, request));
  api::Sender sender;
  sender.actor = request.actor;
  TRY(carry(app, api::withdrawn_command(sender, one.objection, request.reason), request));
  TRY_ASSIGN(const standing::Objection now, found(app, request, one.objection));
  return show(app, request, {now}, out);
}

Done objection_list(App& app, const Request& request, Output& out) {
  standing::ObjectionAsk ask;
  TRY_ASSIGN(ask.area, asked_area(app.used(), request.area.empty() ? "cn" : request.area));
  ask.state = request.state;
  ask.after = request.after.value_or(0);
  if (request.limit > 0) ask.limit = request.limit;
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const auto all, standing::list_objections(*session, scope, ask));
  return show(app, request, all, out);
}

}  // namespace diaodu::app
