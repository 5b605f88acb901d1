// /api/today: what is red for me, what I must do, how my place stands.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/numbers.hpp"
#include "api/shape.hpp"
#include "api/sql.hpp"
#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "finding/explain.hpp"
#include "finding/sums.hpp"
#include "frame/built_in.hpp"
#include "frame/sql_fill.hpp"
#include "standing/standing.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr size_t kLinesOfOneKind = 8, kCounty = 6;
constexpr int kTrendDays = 30, kScale = 2;

struct Line {
  int order = 0;
  int64_t count = 0;
  json::object shape;
};

json::object action_shape(const char* verb, const std::string& path) {
  return {{"verb", verb}, {"path", path}};
}

json::object line_shape(const char* kind, const char* weight, int64_t count,
                        const std::string& area, const Words& title, const Words& text,
                        json::array actions) {
  return {{"kind", kind},
          {"weight", weight},
          {"count", count},
          {"register", nullptr},
          {"rule", nullptr},
          {"column", nullptr},
          {"area", show_area(area)},
          {"title", shape(title)},
          {"text", shape(text)},
          {"due", nullptr},
          {"actions", std::move(actions)}};
}

Words fix_of_built_in(const std::string& rule) {
  const frame::BuiltIn* found = frame::built_in(rule);
  if (!found) return {};
  const auto dots = [](std::string_view) -> std::optional<std::string> { return "…"; };
  return {fill_template(found->fix.zh, dots), fill_template(found->fix.en, dots)};
}

class Today {
 public:
  Today(Call& call, store::Session& session, std::string area, Day day)
      : call_(call), session_(session), area_(std::move(area)), day_(day) {}
  Result<json::object> make();

 private:
  bool may(Action action) const { return access::may(call_.who, action).ok(); }
  Result<void> add_findings();
  Result<void> add_explanations();
  Result<void> add_objections();
  Result<void> add_missing();
  json::array with_workbook(json::object first, const std::string& register_id,
                            const std::string& narrowed) const;
  Result<void> add_parcels();
  Result<void> add_standing(json::object& today);
  void add(int order, int64_t count, json::object shape) {
    lines_.push_back({order, count, std::move(shape)});
  }

  Call& call_;
  store::Session& session_;
  std::string area_;
  Day day_;
  std::vector<Line> lines_;
  int64_t parcels_today_ = 0;
};

Words of_column(int64_t count, const Words& title, bool is_wrong) {
  if (is_wrong)
    return {fmt::format("{} 处“{}”有误，没有入库", count, title.zh),
            fmt::format("\"{}\": {} wrong, not taken", title.en, count)};
  return {fmt::format("{} 处“{}”待核实", count, title.zh),
          fmt::format("\"{}\": {} to be checked", title.en, count)};
}
Words of_kind(int64_t count, const Words& kind, bool is_wrong) {
  if (is_wrong)
    return {fmt::format("{} 行没有入库：{}", count, kind.zh),
            fmt::format("Rows not taken: {}, {}", count, kind.en)};
  return {fmt::format("{} 处待核实：{}", count, kind.zh),
          fmt::format("{} to be checked: {}", count, kind.en)};
}

// The workbook of a county or a place below goes with it.
json::array Today::with_workbook(json::object first, const std::string& register_id,
                                 const std::string& narrowed) const {
  json::array actions{std::move(first)};
  if (area_.size() >= kCounty && may(Action::finding_export))
    actions.push_back(
        action_shape("download", fmt::format("/findings/workbook?area={}&register={}&{}",
                                             show_area(area_), register_id, narrowed)));
  return actions;
}

Result<void> Today::add_findings() {
  if (!access::may(call_.who, Action::finding_read)) return {};
  TRY_ASSIGN(const access::Scope scope, call_.scope(Action::finding_read));
  finding::Ask ask;
  ask.area = area_;
  TRY_ASSIGN(const auto sums, finding::sum(session_, scope, ask, finding::By::rule));
  size_t shown = 0;
  for (const finding::Sum& sum : sums) {
    const pack::Rule* rule = call_.pack().rule(sum.register_id, sum.key);
    const int64_t count = sum.count - sum.explained;  // what is explained is not asked about
    if (sum.grade == "note" || count == 0 || shown == kLinesOfOneKind) continue;
    ++shown;
    const bool is_wrong = sum.grade == "reject";
    const std::string path =
        fmt::format("/findings?area={}&register={}&rule={}{}", show_area(area_), sum.register_id,
                    sum.key, sum.explained > 0 ? "&explained=no" : "");
    const pack::Register* of = call_.pack().register_(sum.register_id);
    const pack::ColumnDef* column = of && rule ? of->find(rule->column) : nullptr;
    json::object line = line_shape(
        "findings", is_wrong ? "red" : "amber", count, area_,
        column ? of_column(count, column->title, is_wrong)
               : of_kind(count, kind_of_finding(call_.pack(), sum.register_id, sum.key), is_wrong),
        rule ? rule->fix : fix_of_built_in(sum.key),
        with_workbook(action_shape("mend", path), sum.register_id, "rule=" + sum.key));
    line["register"] = sum.register_id;
    line["rule"] = sum.key;
    if (rule) line["column"] = text_or_null(rule->column);
    add(is_wrong ? 2 : 4, count, std::move(line));
  }
  return {};
}

// 情况说明: those that wait for this place's word, and its own that wait for the place above.
Result<void> Today::add_explanations() {
  if (!may(Action::finding_read)) return {};
  TRY_ASSIGN(const access::Scope scope, call_.scope(Action::finding_read));
  TRY_ASSIGN(const finding::Waiting waiting, finding::waiting_explanations(session_, scope, area_));
  const std::string path = "/explanations?area=" + show_area(area_);
  if (waiting.here > 0 && may(Action::finding_approve))
    add(2, waiting.here,
        line_shape("approve", "red", waiting.here, area_,
                   {fmt::format("{} 处情况说明等您审批", waiting.here),
                    fmt::format("Explanations that wait for your word: {}", waiting.here)},
                   {"看原因和依据，同意或不同意", "look at reason and evidence; approve or refuse"},
                   {action_shape("answer", path)}));
  if (waiting.above > 0 && !area_.empty())
    add(9, waiting.above,
        line_shape("waiting", "plain", waiting.above, area_,
                   {fmt::format("{} 处情况说明待上一级审批", waiting.above),
                    fmt::format("Explanations that wait for the place above: {}", waiting.above)},
                   {"等别人办，您不用再做什么", "others do it; nothing is to be done by you"},
                   {action_shape("look", path)}));
  return {};
}

// 异议: those of the places below, for this place's word, and its own that wait for it above.
Result<void> Today::add_objections() {
  const bool may_answer = may(Action::objection_answer);
  const Action action = may_answer ? Action::objection_answer : Action::objection_raise;
  if (!may(action)) return {};
  TRY_ASSIGN(const access::Scope scope, call_.scope(action));
  TRY_ASSIGN(const auto waiting, standing::waiting_objections(session_, scope, area_));
  const std::string path = "/board?area=" + show_area(area_);
  if (waiting.here > 0 && may_answer)
    add(2, waiting.here,
        line_shape("approve", "red", waiting.here, area_,
                   {fmt::format("{} 件异议等您答复，其中逾期 {} 件", waiting.here, waiting.overdue),
                    fmt::format("{} objections wait for your word, {} of them past their day",
                                waiting.here, waiting.overdue)},
                   {"答复之前，提异议的地方不排位", "until then these places are not ranked"},
                   {action_shape("answer", path)}));
  if (waiting.above > 0)
    add(9, waiting.above,
        line_shape("waiting", "plain", waiting.above, area_,
                   {fmt::format("{} 件异议待上一级答复，位次暂停", waiting.above),
                    fmt::format("{} objections wait for the place above; the rank is paused",
                                waiting.above)},
                   {"等别人办，您不用再做什么", "others do it; nothing is to be done by you"},
                   {action_shape("look", path)}));
  return {};
}

// Needed cells without value or reason, by column, from the figures: nothing is counted here.
Result<void> Today::add_missing() {
  if (!may(Action::figure_read)) return {};
  TRY_ASSIGN(const access::Scope scope, call_.scope(Action::figure_read));
  for (const pack::Indicator& one : call_.pack().indicators) {
    if (one.measure != "field_filled" || !call_.register_of(one.register_id, Action::figure_read))
      continue;
    std::map<std::string, int64_t> missing;
    for (const char* axis : {"column", "column_explained"}) {
      TRY_ASSIGN(const auto figures,
                 figure::show(session_, call_.pack(), scope, {one.id, area_, axis, day_, false}));
      for (const figure::Figure& figure : figures) {
        const auto n = parse_decimal(figure.n, kScale), d = parse_decimal(figure.d, kScale);
        if (!n || !d) continue;
        const bool is_filled = figure.axis == "column";
        missing[figure.part] += ((is_filled ? *d : 0) - *n) / kPowersOfTen[kScale];
      }
    }
    const pack::Register* of = call_.pack().register_(one.register_id);
    std::vector<std::pair<int64_t, std::string>> most;
    for (const auto& [column, count] : missing)
      if (count > 0) most.emplace_back(count, column);
    std::sort(most.rbegin(), most.rend());
    if (most.size() > kLinesOfOneKind) most.resize(kLinesOfOneKind);
    for (const auto& [count, name] : most) {
      const pack::ColumnDef* column = of ? of->find(name) : nullptr;
      const Words title = column ? column->title : Words{name, name};
      json::object line = line_shape(
          "missing", "amber", count, area_,
          {fmt::format("{} 条缺“{}”", count, title.zh),
           fmt::format("Records without \"{}\": {}", title.en, count)},
          {"补填，或注明无法填报的原因", "fill it in, or say why it cannot be filled"},
          with_workbook(action_shape("look", fmt::format("/records/{}?area={}&where={}:missing",
                                                         one.register_id, show_area(area_), name)),
                        one.register_id, "column=" + name));
      line["register"] = one.register_id;
      line["column"] = name;
      add(3, count, std::move(line));
    }
  }
  return {};
}

Result<void> Today::add_parcels() {
  if (!may(Action::parcel_read)) return {};
  TRY_ASSIGN(const access::Scope scope, call_.scope(Action::parcel_read));
  TRY_ASSIGN(
      const store::Batch rows,
      session_.query(frame::fill(sql::parcels_of_day, {{"scope", scope.predicate("", "area")}}),
                     {{"area", area_}, {"area_end", range_end(area_)}, {"day", day_}}));
  for (size_t i = 0; i < rows.rows(); ++i) {
    const std::string state(rows["state"].text(i));
    const int64_t count = rows["n"].int64(i);
    parcels_today_ += count;
    if (state != "returned" && state != "unreadable") continue;
    const bool is_returned = state == "returned";
    add(is_returned ? 0 : 1, count,
        line_shape(is_returned ? "returned" : "unreadable", "red", count, area_,
                   is_returned ? Words{fmt::format("{} 件报送被退回", count),
                                       fmt::format("{} parcels were sent back", count)}
                               : Words{fmt::format("{} 件报送读不出来", count),
                                       fmt::format("Parcels that cannot be read: {}", count)},
                   {"打开看原因，改好后重新报送", "open it, see why, and send it again"},
                   {action_shape("look", fmt::format("/parcels?area={}&day={}&state={}",
                                                     show_area(area_), to_text(day_), state))}));
  }
  return {};
}

Result<void> Today::add_standing(json::object& today) {
  json::array unsent;
  today["standing"] = nullptr;
  today["trend"] = json::array();
  today["ranking"] = json::object{{"on", false}, {"basis", nullptr}, {"end", nullptr}};
  const pack::Target* target = nullptr;
  for (const pack::Target& one : call_.pack().targets)
    if (!target &&
        (one.register_id.empty() || call_.register_of(one.register_id, Action::standing_read)))
      target = &one;
  if (target && may(Action::standing_read)) {
    TRY_ASSIGN(const access::Scope scope, call_.scope(Action::standing_read));
    const std::optional<Level> level = level_of(area_);
    if (level && *level != Level::nation && *level <= Level::county) {
      TRY_ASSIGN(const auto own,
                 standing::show(session_, call_.pack(), scope, {target->id, area_, *level, day_}));
      for (const standing::Standing& one : own) {
        if (one.area != area_) continue;
        today["standing"] = shape(one);
        if (one.state == "silent" && one.not_ranked != "not_expected")
          unsent.push_back(json::object{{"area", show_area(area_)}, {"name", one.name}});
      }
      for (const pack::RankLevel& rank : target->rank) {
        if (rank.level != level_of(parent_of(area_))) continue;
        today["ranking"] = json::object{{"on", rank.on && (!rank.end || day_ <= *rank.end)},
                                        {"basis", text_or_null(rank.basis)},
                                        {"end", day_or_null(rank.end)}};
      }
    }
    const auto children = call_.used.areas->children(area_);
    const auto below = children.empty() ? std::nullopt : level_of(children.front());
    if (below && *below <= Level::county) {
      TRY_ASSIGN(const auto all,
                 standing::show(session_, call_.pack(), scope, {target->id, area_, *below, day_}));
      for (const standing::Standing& one : all)
        if (one.parent == area_ && one.state == "silent" && one.not_ranked != "not_expected")
          unsent.push_back(json::object{{"area", show_area(one.area)}, {"name", one.name}});
    }
    const pack::Indicator* indicator = call_.pack().indicator(target->indicator);
    if (indicator && may(Action::figure_read)) {
      TRY_ASSIGN(auto rows,
                 figure::series(session_, call_.pack(), scope,
                                {indicator->id, area_, "", day_ - (kTrendDays - 1), day_, false}));
      if (!rows.empty()) {
        const Day first = std::max(rows.front().day, day_ - (kTrendDays - 1));
        today["trend"] = points(*indicator, by_area(std::move(rows)), area_, first, day_,
                                target->shown_decimals);
      }
    }
  }
  if (!unsent.empty()) {
    const auto count = static_cast<int64_t>(unsent.size());
    add(1, count,
        line_shape("unsent", "red", count, area_,
                   {fmt::format("{} 个地方今天还没有报送", count),
                    fmt::format("Places that have not reported today: {}", count)},
                   {"报送文件，或报零报告", "send the file, or report that nothing changed"},
                   {action_shape("send", "/parcels?area=" + show_area(area_))}));
  }
  today["unsent"] = std::move(unsent);
  return {};
}

Result<json::object> Today::make() {
  json::object today{
      {"area", show_area(area_)},
      {"name", call_.area_name(area_)},
      {"day", day_ == Day{} ? json::value() : json::value(to_text(day_))},
      {"round", call_.seal ? json::value(std::to_string(call_.seal->round)) : json::value()},
      {"synthetic", call_.pack().synthetic}};
  TRY(add_standing(today));
  TRY(add_parcels());
  TRY(add_findings());
  TRY(add_explanations());
  TRY(add_objections());
  TRY(add_missing());
  std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
    return a.order != b.order ? a.order < b.order : a.count > b.count;
  });
  json::array items;
  for (Line& line : lines_) items.push_back(std::move(line.shape));
  today["next"] =
      items.empty()
          ? json::value(shape(Words{"今天没有需要您办的事", "Nothing is waiting for you today"}))
          : items.front().as_object().at("title");
  today["items"] = std::move(items);
  today["parcels_today"] = parcels_today_;
  return today;
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const Day day, call.day_or_last());
  std::string area = call.own_area();
  if (call.value("area")) {
    TRY_ASSIGN(area, call.area(Action::standing_read));
  }
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(store::Transaction snapshot, store::Transaction::begin(*session));
  TRY_ASSIGN(const json::object today, Today(call, *session, area, day).make());
  return answer(call, today);
}

}  // namespace

std::vector<Entry> today_routes() {
  return {{.method = "GET", .pattern = "/api/today", .answer = show, .has_etag = true}};
}

}  // namespace diaodu::api
