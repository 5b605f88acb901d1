// /api/comparisons: lists of other offices held against registers; who on them is probably who, and
// a person's word on it.
#include <boost/json.hpp>

#include <algorithm>

#include "api/handing.hpp"
#include "api/shape.hpp"
#include "api/small_file.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"
#include "linkage/propose.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kPairsUsual = 100, kPairsMax = 500;
constexpr size_t kPlaceDigits = 4;  // pairs are looked for within a city or a county
constexpr int kThreads = 1;         // others wait for answers too

// Of both registers the stricter one.
access::Secrecy secrecy_of_both(const Call& call, const pack::Comparison& of) {
  return std::max(secrecy_of(call.pack().register_(of.ours)->secret),
                  secrecy_of(call.pack().register_(of.theirs)->secret));
}

bool reads_both(const Call& call, const pack::Comparison& of, Action action) {
  return call.register_of(of.ours, action).ok() && call.register_of(of.theirs, action).ok();
}

Result<pack::Comparison> comparison_of(const Call& call, Action action) {
  TRY_ASSIGN(std::vector<pack::Comparison> all, pack::comparisons_of(call.pack()));
  for (pack::Comparison& one : all)
    if (one.id == call.request.param("comparison") && reads_both(call, one, action))
      return std::move(one);
  return not_found();
}

// The rules that tell its differences, each with how many stand open.
json::array shape_of_rules(const pack::Comparison& of, const std::vector<finding::Sum>& sums) {
  json::array out;
  for (const pack::ComparisonRule& rule : pack::rules_of(of)) {
    const std::string id = of.id + "_" + rule.what;
    int64_t open = 0;
    for (const finding::Sum& sum : sums)
      if (sum.key == id && sum.register_id == rule.register_id) open += sum.count;
    out.push_back(json::object{
        {"rule", id}, {"register", rule.register_id}, {"kind", rule.what}, {"open", open}});
  }
  return out;
}

Result<http::Reply> list(Call& call) {
  TRY(access::may(call.who, Action::finding_read));
  TRY_ASSIGN(const std::string area, call.area(Action::finding_read));
  TRY_ASSIGN(const std::vector<pack::Comparison> all, pack::comparisons_of(call.pack()));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_read));
  TRY_ASSIGN(const Lease session, call.reader());
  finding::Ask ask;
  ask.area = area;
  TRY_ASSIGN(const auto sums, finding::sum(*session, scope, ask, finding::By::rule, 0));
  json::array items;
  for (const pack::Comparison& one : all) {
    if (!reads_both(call, one, Action::finding_read)) continue;
    items.push_back(json::object{{"comparison", one.id},
                                 {"name", shape(one.name)},
                                 {"ours", one.ours},
                                 {"theirs", one.theirs},
                                 {"days", one.days},
                                 {"basis", one.basis},
                                 {"links", !one.link.empty()},
                                 {"rules", shape_of_rules(one, sums)}});
  }
  return answer(call, call.page(std::move(items), std::nullopt, ""));
}

Result<http::Reply> pairs(Call& call) {
  TRY(access::may(call.who, Action::finding_read));
  TRY_ASSIGN(const pack::Comparison of, comparison_of(call, Action::finding_read));
  TRY_ASSIGN(const std::string area, call.area(Action::finding_read));
  if (area.size() < kPlaceDigits)
    return bad_value("area", show_area(area), {"一个市或县", "a city or a county"});
  TRY_ASSIGN(const int limit, call.number("limit", kPairsUsual, 1, kPairsMax));
  TRY_ASSIGN(const access::Scope scope,
             call.scope(Action::finding_read, secrecy_of_both(call, of)));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(linkage::Proposals found,
             linkage::propose(*session, call.pack(), of, scope,
                              {area, call.inside.backend.latest_day(), kThreads}));
  // What a person has to look at first, then what is proposed, then what was decided.
  std::ranges::stable_sort(found.items, {}, [](const linkage::Proposal& one) {
    return std::pair(one.is_decided ? 2 : one.is_proposed ? 1 : 0, -one.probability);
  });
  json::array items;
  for (const linkage::Proposal& one : found.items) {
    if (items.size() >= static_cast<size_t>(limit)) break;
    items.push_back(shape(of, one));
  }
  TRY(call.audit(Action::finding_read, of.theirs, area, static_cast<int64_t>(items.size()), {},
                 "comparison " + of.id));
  json::object page = call.page(std::move(items), std::nullopt, "");
  page["pairs"] = found.items.size();
  page["rows_theirs"] = found.theirs;
  page["rows_without_record"] = found.without_record;
  page["pairs_left_out"] = found.crowded;
  page["masked"] = !scope.unmasked();
  return answer(page);
}

Result<http::Reply> decide(Call& call) {
  TRY(access::may(call.who, Action::finding_mend));
  TRY_ASSIGN(const pack::Comparison of, comparison_of(call, Action::finding_mend));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"ours", "theirs", "same", "reason"}));
  TRY_ASSIGN(const std::string ours, text_in(body, "ours"));
  TRY_ASSIGN(const std::string theirs, text_in(body, "theirs"));
  if (!body.contains("same")) return bad_value("same", "", {"true 或 false", "true or false"});
  TRY_ASSIGN(const bool is_same, flag_in(body, "same", false));
  TRY_ASSIGN(const std::string reason, short_text(body, "reason", false));
  TRY_ASSIGN(const access::Scope scope,
             call.scope(Action::finding_mend, secrecy_of_both(call, of)));
  {
    TRY_ASSIGN(const Lease session, call.reader());
    for (const auto& [id, record] : {std::pair(of.ours, ours), std::pair(of.theirs, theirs)}) {
      TRY_ASSIGN(const bool is_there,
                 linkage::is_there(*session, *call.pack().register_(id), scope, record));
      if (!is_there) return not_found();
    }
  }
  Sender sender;
  sender.actor = call.who.login;
  sender.day = call.inside.backend.latest_day();
  sender.idempotency_key = call.once_key;
  TRY_ASSIGN(
      const int64_t seq,
      call.inside.backend.submit(link_command(sender, of.id, ours, theirs, is_same, reason)).get());
  TRY(run_until(call, seq));
  return answer(
      json::object{{"comparison", of.id}, {"ours", ours}, {"theirs", theirs}, {"same", is_same}});
}

}  // namespace

std::vector<Entry> comparison_routes() {
  return {{.method = "GET", .pattern = "/api/comparisons", .answer = list, .has_etag = true},
          {.method = "GET", .pattern = "/api/comparisons/{comparison}/pairs", .answer = pairs},
          {.method = "POST",
           .pattern = "/api/comparisons/{comparison}/decide",
           .door = Door::writer,
           .answer = decide}};
}

}  // namespace diaodu::api
