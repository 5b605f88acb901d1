#include "app/show_standing.hpp"

#include <fmt/format.h>

namespace diaodu::app {
namespace {

// Of a place that is not expected to report there is no state to tell.
Words state_words(const standing::Standing& s) {
  const std::string& state = s.state;
  if (s.not_ranked == "not_expected" && state == "silent") return {"-", "-"};
  if (state == "reported") return {"已报", "reported"};
  if (state == "nil") return {"零报告", "nil"};
  if (state == "silent") return {"未报", "not yet"};
  if (state == "returned") return {"退回", "returned"};
  if (state == "suspended") return {"暂停", "suspended"};
  return {state, state};
}

Words unranked_words(const std::string& why) {
  if (why == "silent") return {"未报", "not reported"};
  if (why == "suspended") return {"暂停", "suspended"};
  if (why == "returned") return {"退回", "returned"};
  if (why == "objected") return {"异议中", "objects"};
  if (why == "no_figure") return {"没有指标值", "no figure"};
  if (why == "small") return {"样本少，不排位", "too few to rank"};
  if (why == "switched_off") return {"不排位", "not ranked"};
  if (why == "not_expected") return {"不在本项统计范围", "not counted here"};
  return {why, why};
}

std::string place_text(const standing::Standing& s, bool chinese) {
  if (!s.place_no) {
    const Words why = unranked_words(s.not_ranked);
    return s.not_ranked.empty() ? "-" : (chinese ? why.zh : why.en);
  }
  return std::to_string(*s.place_no) + (s.tied ? (chinese ? " 并列" : " tied") : "");
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

}  // namespace

void print_standings(const Used& used, const standing::Ask& ask,
                     const std::vector<standing::Standing>& standings, Output& out) {
  const pack::Target* target = used.pack->target(ask.target);
  out.text(fmt::format("{}  {}\n", target ? out.pick(target->name) : ask.target, to_text(ask.day)));
  using Align = Table::Align;
  Table table({{{"位次", "place"}, Align::right},
               {{"地区", "area"}},
               {{"状态", "state"}},
               {{"应报", "expected"}, Align::right},
               {{"已报", "reported"}, Align::right},
               {{"数值", "value"}, Align::right},
               {{"达标", "met"}},
               {{"还差", "missing"}, Align::right},
               {{"上日", "before"}, Align::right},
               {{"升降", "delta"}, Align::right},
               {{"上日位次", "place before"}, Align::right},
               {{"预计达标", "forecast"}}});
  for (const standing::Standing& s : standings) {
    const Words state = state_words(s);
    table.row({place_text(s, out.chinese()), s.name, out.pick(state),
               std::to_string(s.children_expected), std::to_string(s.children_reported),
               or_dash(s.shown),
               s.shown.empty() ? "-" : out.pick(s.met ? Words{"是", "yes"} : Words{"否", "no"}),
               or_dash(s.missing_n), or_dash(s.before_shown), or_dash(s.delta),
               s.before_place_no ? std::to_string(*s.before_place_no) : "-",
               s.forecast_day ? to_text(*s.forecast_day) : "-"});
  }
  out.table(table);
}

}  // namespace diaodu::app
