// scenario: a synthetic population and its submissions, played through the very same doors.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <chrono>
#include <filesystem>

#include "app/asked.hpp"
#include "app/player.hpp"
#include "app/scale.hpp"
#include "app/shape.hpp"
#include "app/show_standing.hpp"
#include "app/sql.hpp"
#include "app/trace.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/payload.hpp"

namespace diaodu::app {
namespace {

const Words kSynthetic{"合成数据：以下所有的人都是编造的",
                       "synthetic data: all people below are made up"};

Result<const pack::ScenarioDef*> asked_scenario(const Used& used, const std::string& typed) {
  if (const pack::ScenarioDef* found = used.pack->scenario(typed)) return found;
  std::vector<std::string> names;
  for (const pack::ScenarioDef& scenario : used.pack->scenarios) names.push_back(scenario.id);
  return Error{"asked.unknown_scenario",
               {"规则包里没有推演“" + typed + "”", "the pack has no scenario \"" + typed + "\""},
               {"可用的有：" + join(names, "、"), "There are: " + join(names, ", ")},
               {},
               {{"typed", typed}},
               Exit::usage};
}

class Show {
 public:
  Show(App& app, const access::Scope& scope, const pack::ScenarioDef& scenario,
       const std::string& actor, Output& out)
      : app_(app), scope_(scope), scenario_(scenario), player_(app, actor), out_(out) {}

  Result<void> begin_day(Day day, int64_t files, int64_t rows) {
    started_ = std::chrono::steady_clock::now();
    day_ = day, files_ = files, rows_ = rows, sent_ = 0;
    return {};
  }
  Result<void> submit(const scenario::Submission& submission) {
    TRY(player_.submit(submission));
    if (++sent_ % 20 == 0 || sent_ == files_) out_.progress(bar());
    return {};
  }
  Result<void> end_day(const scenario::DaySummary& summary) {
    TRY(player_.finish_day());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
    TRY_ASSIGN(const std::string headline, headline_of(summary.day));
    out_.line({fmt::format("{}  文件 {}，{} 行，{:.1f} 秒  {}", to_text(summary.day), summary.files,
                           summary.rows, took.count(), headline),
               fmt::format("{}  {} files, {} rows, {:.1f} s  {}", to_text(summary.day),
                           summary.files, summary.rows, took.count(), headline)});
    TRY(print_ranking(summary.day));
    last_day_ = summary.day;
    items.push_back(boost::json::object{{"day", to_text(summary.day)},
                                        {"files", summary.files},
                                        {"rows", summary.rows},
                                        {"bytes", std::to_string(summary.bytes)},
                                        {"value", value_},
                                        {"figure", std::to_string(figure_)}});
    return {};
  }
  Result<void> trace_last() {
    if (figure_ == 0) return {};
    out_.line({"\n追溯一个指标值到单元格：", "\none figure, back to its cell:"});
    TRY(print_trace(app_, scope_, figure_, out_));
    return {};
  }
  boost::json::array items;

 private:
  std::string bar() const {
    const int64_t full = files_ > 0 ? sent_ * 30 / files_ : 0;
    std::string text = to_text(day_) + " [";
    for (int64_t i = 0; i < 30; ++i) text += i < full ? "█" : "·";
    return fmt::format("{}] {}/{}", text, sent_, files_);
  }
  Result<std::string> headline_of(Day day) {
    const Used used = app_.used();
    const std::string id = scenario::setting(scenario_, "show_figure", "");
    const pack::Indicator* indicator = used.pack->indicator(id);
    if (!indicator) return std::string();
    TRY_ASSIGN(const auto session, app_.reader());
    TRY_ASSIGN(const auto figures,
               figure::show(*session, *used.pack, scope_, {id, "", "", day, false}));
    if (figures.empty()) return std::string();
    const figure::Figure& figure = figures.front();
    figure_ = figure.figure;
    value_ = figure.d.empty()
                 ? boost::json::value(figure.n)
                 : boost::json::value(boost::json::object{{"n", figure.n}, {"d", figure.d}});
    const std::string shown =
        figure.d.empty()
            ? figure.n
            : fmt::format("{} ({}/{})", shown_ratio(figure.n, figure.d), figure.n, figure.d);
    return fmt::format("{} {}", out_.pick(indicator->name), shown);
  }
  Result<void> print_ranking(Day day) {
    const Used used = app_.used();
    const std::string target = scenario::setting(scenario_, "target", "");
    if (!used.pack->target(target)) return {};
    const standing::Ask ask{target, "", Level::province, day};
    TRY_ASSIGN(const auto session, app_.reader());
    TRY_ASSIGN(const auto standings, standing::show(*session, *used.pack, scope_, ask));
    print_standings(used, ask, standings, out_);
    out_.text("\n");
    return {};
  }

  App& app_;
  const access::Scope& scope_;
  const pack::ScenarioDef& scenario_;
  Player player_;
  Output& out_;
  std::chrono::steady_clock::time_point started_;
  Day day_, last_day_;
  int64_t files_ = 0, rows_ = 0, sent_ = 0, figure_ = 0;
  boost::json::value value_;
};

}  // namespace

Done scenario_play(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const pack::ScenarioDef* scenario, asked_scenario(used, request.name));
  TRY_ASSIGN(const double scale, asked_scale(request.scale));
  TRY_ASSIGN(const int64_t seed, asked_number(request.seed));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  const boost::json::object played{
      {"scenario", scenario->id}, {"scale", request.scale}, {"seed", seed}};
  TRY(app.journal_only(
      {"scenario_played", boost::json::serialize(played), request.actor, Day{}, {}}));
  out.line(scenario->name);
  out.line(kSynthetic);
  scenario::MakeOptions options;
  options.pack = used.pack.get();
  options.areas = used.areas.get();
  options.scenario = scenario->id;
  options.scale = scale;
  options.seed = static_cast<uint64_t>(seed);
  options.folder = app.home().tmp() + "/scenario";
  std::error_code ignored;
  std::filesystem::remove_all(options.folder, ignored);
  std::filesystem::create_directories(options.folder, ignored);
  Show show(app, scope, *scenario, request.actor, out);
  scenario::Callbacks callbacks;
  callbacks.day_begins = [&](Day day, int64_t files, int64_t rows) {
    return show.begin_day(day, files, rows);
  };
  callbacks.submit = [&](const scenario::Submission& submission) {
    return show.submit(submission);
  };
  callbacks.day_ends = [&](const scenario::DaySummary& summary) { return show.end_day(summary); };
  TRY(scenario::make(options, callbacks));
  std::filesystem::remove_all(options.folder, ignored);
  TRY(show.trace_last());
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"] = std::move(show.items);
  object["synthetic"] = true;
  out.object(object);
  return Exit::good;
}

namespace {

struct Sum {
  std::string n, d;
};

// The figure an expectation speaks of, or the sum of the figures of its days.
Result<Sum> found_figure(store::Session& session, const Used& used, const access::Scope& scope,
                         const scenario::Expectation& expected) {
  std::optional<int64_t> n, d;
  for (Day day = expected.from_day.value_or(expected.day); day <= expected.day; day = day + 1) {
    TRY_ASSIGN(const auto figures,
               figure::show(session, *used.pack, scope,
                            {expected.indicator, expected.area, expected.axis, day, false}));
    for (const figure::Figure& figure : figures) {
      if (figure.axis != expected.axis || figure.part != expected.part) continue;
      if (const auto value = parse_decimal(figure.n, 2)) n = n.value_or(0) + *value;
      if (const auto value = parse_decimal(figure.d, 2)) d = d.value_or(0) + *value;
    }
  }
  return Sum{n ? decimal_text(*n, 2) : "", d ? decimal_text(*d, 2) : ""};
}

Result<double> scale_played(store::Session& session, const std::string& scenario) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::last_played));
  for (size_t i = 0; i < rows.rows(); ++i) {
    const frame::Payload payload(rows["payload"].text(i));
    if (payload.text("scenario") == scenario) return asked_scale(payload.text("scale"));
  }
  return Error{"scenario.not_played",
               {"这个推演还没有跑过", "this scenario has not been played here"},
               {"先运行 diaodu scenario play " + scenario,
                "run diaodu scenario play " + scenario + " first"},
               {},
               {{"scenario", scenario}}};
}

}  // namespace

Done scenario_check(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const pack::ScenarioDef* scenario, asked_scenario(used, request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const double scale, scale_played(*session, scenario->id));
  TRY_ASSIGN(const auto expectations, scenario::expectations(*used.pack, scenario->id));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table({{{"编号", "id"}},
               {{"指标", "indicator"}},
               {{"分项", "part"}},
               {{"日期", "day"}},
               {{"公布", "published"}, Table::Align::right},
               {{"算得", "computed"}, Table::Align::right},
               {{"", ""}},
               {{"出处", "source"}}});
  bool all_equal = true;
  for (const scenario::Expectation& expected : expectations) {
    TRY_ASSIGN(const Sum sum, found_figure(*session, used, scope, expected));
    const scenario::Outcome outcome = scenario::compare(expected, sum.n, sum.d, scale);
    all_equal = all_equal && outcome.equal;
    table.row({expected.id, expected.indicator, expected.part, to_text(expected.day),
               outcome.expected, outcome.found,
               out.pick(outcome.equal ? Words{"相同", "equal"} : Words{"不同", "DIFFERENT"}),
               expected.source});
    object["items"].as_array().push_back(
        boost::json::object{{"id", expected.id},
                            {"indicator", expected.indicator},
                            {"area", show_area(expected.area)},
                            {"axis", text_or_null(expected.axis)},
                            {"part", text_or_null(expected.part)},
                            {"day", to_text(expected.day)},
                            {"published", outcome.expected},
                            {"computed", text_or_null(outcome.found)},
                            {"equal", outcome.equal},
                            {"source", text_or_null(expected.source)}});
  }
  out.line(kSynthetic);
  out.table(table);
  out.line(all_equal ? Words{"全部相同", "all equal"} : Words{"有不同", "some differ"});
  out.object(object);
  return all_equal ? Exit::good : Exit::found_something;
}

}  // namespace diaodu::app
