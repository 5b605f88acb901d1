// /api/board: all of a place's dispatch board in one answer. It holds no row of a person, is made
// once a round for all who may see the place, and is sent from memory. Where many are to be made
// anew, that of the round before (which it names) is sent until its turn has come.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/numbers.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "finding/explain.hpp"
#include "standing/standing.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kSparkDays = 14, kTrendDays = 30;
constexpr size_t kHeadlines = 4;

struct BoardAsk {  // values only: it outlives the request
  std::string area, target, indicator;
  std::optional<Day> day;
  std::vector<std::string> registers;  // those he may see
  bool is_chinese = true;
};

class Board {
 public:
  Board(const Used& used, const access::Scope& scope, const BoardAsk& ask, store::Session& session)
      : used_(used), pack_(*used.pack), scope_(scope), ask_(ask), session_(session) {}
  Result<json::object> make();

 private:
  bool is_seen(const std::string& register_id) const {
    return register_id.empty() || std::find(ask_.registers.begin(), ask_.registers.end(),
                                            register_id) != ask_.registers.end();
  }
  const pack::Indicator* with_measure(std::string_view measure) const;
  std::string name_of(std::string_view area) const;
  json::object place(std::string_view area) const {
    return {{"area", show_area(area)}, {"name", name_of(area)}};
  }
  json::array path() const;
  Result<ByArea> read(const pack::Indicator& indicator, int days, bool children);
  Result<void> read_standings();
  std::vector<const pack::Indicator*> headlines() const;
  Result<void> add_headlines(json::object& board);
  Result<void> add_tiles(json::object& board);
  Result<void> add_heat(json::object& board);
  Result<void> add_trend(json::object& board);
  json::object ranking() const;
  json::value forecast(const ByArea& rows) const;

  const Used& used_;
  const pack::Pack& pack_;
  const access::Scope& scope_;
  const BoardAsk& ask_;
  store::Session& session_;
  Day day_, last_day_;
  const pack::Target* target_ = nullptr;
  const pack::Indicator* indicator_ = nullptr;  // of the target
  const pack::Indicator* colour_ = nullptr;     // of the tiles
  std::vector<standing::Standing> standings_;
  std::optional<standing::Standing> own_;
  int decimals_ = 1;
};

std::string Board::name_of(std::string_view area) const {
  if (area.empty()) return ask_.is_chinese ? "全国" : "the nation";
  const pack::AreaRow* row = used_.areas->find(area);
  return row ? std::string(row->name) : std::string(area);
}

json::array Board::path() const {
  std::vector<std::string_view> above;
  std::string_view area = ask_.area;
  while (!area.empty()) above.push_back(area = parent_of(area));
  json::array out;
  for (auto one = above.rbegin(); one != above.rend(); ++one)
    if (scope_.covers(*one)) out.push_back(place(*one));
  return out;
}

const pack::Indicator* Board::with_measure(std::string_view measure) const {
  for (const pack::Indicator& one : pack_.indicators)
    if (one.measure == measure && is_seen(one.register_id) &&
        (!target_ || target_->register_id.empty() || one.register_id == target_->register_id))
      return &one;
  return nullptr;
}

Result<ByArea> Board::read(const pack::Indicator& indicator, int days, bool children) {
  figure::SeriesAsk ask;
  ask.indicator = indicator.id;
  ask.area = ask_.area;
  ask.from = day_ - (days - 1);
  ask.to = day_;
  ask.children = children;
  TRY_ASSIGN(std::vector<figure::Figure> rows, figure::series(session_, pack_, scope_, ask));
  return by_area(std::move(rows));
}

Result<void> Board::read_standings() {
  if (!target_) return {};
  const auto children = used_.areas->children(ask_.area);
  standing::Ask ask{target_->id, ask_.area, Level::province, day_};
  if (!children.empty()) ask.level = level_of(children.front()).value_or(Level::village);
  if (ask.level <= Level::county) {
    TRY_ASSIGN(standings_, standing::show(session_, pack_, scope_, ask));
    std::erase_if(standings_, [&](const auto& one) { return one.parent != ask_.area; });
  }
  const std::optional<Level> level = level_of(ask_.area);
  if (ask_.area.empty() || !level || *level > Level::county) return {};
  TRY_ASSIGN(const auto of_parent,
             standing::show(session_, pack_, scope_, {target_->id, ask_.area, *level, day_}));
  for (const standing::Standing& one : of_parent)
    if (one.area == ask_.area) own_ = one;
  return {};
}

// The target's own number first, then what stands in its register, then what changed there today,
// then what stands in others.
std::vector<const pack::Indicator*> Board::headlines() const {
  std::vector<const pack::Indicator*> chosen;
  if (indicator_) chosen.push_back(indicator_);
  const std::string& main = target_ ? target_->register_id : std::string();
  for (const auto& [is_main, is_change] :
       {std::pair{true, false}, std::pair{true, true}, std::pair{false, false}}) {
    for (const pack::Indicator& one : pack_.indicators) {
      if (chosen.size() == kHeadlines) return chosen;
      const bool is_its = main.empty() || one.register_id == main;
      if (&one == indicator_ || one.measure == "field_filled" || !is_seen(one.register_id))
        continue;
      if (is_its == is_main && one.uses_changes == is_change) chosen.push_back(&one);
    }
  }
  return chosen;
}

Result<void> Board::add_headlines(json::object& board) {
  const std::vector<const pack::Indicator*> chosen = headlines();
  json::array headlines;
  for (const pack::Indicator* one : chosen) {
    TRY_ASSIGN(const ByArea rows, read(*one, kSparkDays, false));
    const figure::Figure* now = on_day(*one, rows, ask_.area, day_);
    const figure::Figure* before = on_day(*one, rows, ask_.area, day_ - 1);
    const auto shown = [&](const figure::Figure* figure) {
      return figure ? shown_number(figure->n, figure->d, decimals_) : std::string();
    };
    const Words said = sentence(*one, name_of(ask_.area), day_, now, decimals_);
    if (one == indicator_) board["sentence"] = shape(said);
    headlines.push_back(json::object{
        {"indicator", one->id},
        {"name", shape(one->name)},
        {"unit", shape(one->unit)},
        {"value", now ? number_shape(now->n, now->d) : json::value()},
        {"shown", text_or_null(shown(now))},
        {"before", before ? number_shape(before->n, before->d) : json::value()},
        {"delta", text_or_null(delta_text(shown(now), shown(before),
                                          one->kind == pack::Kind::ratio ? decimals_ : 2))},
        {"sentence", shape(said)},
        {"spark", points(*one, rows, ask_.area, day_ - (kSparkDays - 1), day_, decimals_)},
        {"figure", now ? id_or_null(now->figure) : json::value()},
        {"higher_is_better", one->higher_is_better}});
  }
  board["headlines"] = std::move(headlines);
  return {};
}

// A place below of which nothing is known yet.
standing::Standing unknown_place(const std::string& target, const std::string& parent,
                                 std::string_view area, Day day) {
  standing::Standing none;
  none.target = target;
  none.parent = parent;
  none.area = area;
  none.state = "silent";
  none.not_ranked = "no_figure";
  none.day = day;
  return none;
}

Result<void> Board::add_tiles(json::object& board) {
  ByArea rows;
  if (colour_) {
    TRY_ASSIGN(rows, read(*colour_, kSparkDays, true));
  }
  if (standings_.empty() && target_) {
    for (const std::string_view child : used_.areas->children(ask_.area))
      standings_.push_back(unknown_place(target_->id, ask_.area, child, day_));
  }
  const auto children = used_.areas->children(ask_.area);
  std::map<std::string, int64_t> explained;  // questions, counted apart
  if (!children.empty()) {
    TRY_ASSIGN(explained, finding::explained_by_place(session_, scope_, ask_.area,
                                                      static_cast<int>(children.front().size())));
  }
  json::array tiles, silent, suspended;
  std::map<std::string, int64_t> states;
  for (standing::Standing& one : standings_) {
    if (one.name.empty()) one.name = name_of(one.area);
    json::object tile = shape(one);
    if (colour_ && colour_ != indicator_) {  // coloured by another number than the target's
      const figure::Figure* now = on_day(*colour_, rows, one.area, day_);
      tile["value"] = now ? number_shape(now->n, now->d) : json::value();
      tile["shown"] = now ? text_or_null(shown_number(now->n, now->d, decimals_)) : json::value();
      tile["figure"] = now ? id_or_null(now->figure) : json::value();
    }
    tile["spark"] = colour_
                        ? points(*colour_, rows, one.area, day_ - (kSparkDays - 1), day_, decimals_)
                        : json::array();
    tile["explained"] = explained[one.area];
    tile["has_children"] = !used_.areas->children(one.area).empty();
    tiles.push_back(std::move(tile));
    const bool is_expected = one.not_ranked != "not_expected";
    ++states[is_expected ? one.state : "not_expected"];
    if (is_expected && one.state == "silent") silent.push_back(place(one.area));
    if (is_expected && one.state == "suspended") suspended.push_back(place(one.area));
  }
  board["tiles"] = std::move(tiles);
  board["silent"] = std::move(silent);
  board["suspended"] = std::move(suspended);
  board["states"] =
      json::object{{"reported", states["reported"]},   {"nil", states["nil"]},
                   {"silent", states["silent"]},       {"returned", states["returned"]},
                   {"suspended", states["suspended"]}, {"not_expected", states["not_expected"]}};
  return {};
}

// Share of filled, explained and verified cells, place by column.
Result<void> Board::add_heat(json::object& board) {
  const pack::Indicator* fields = with_measure("field_filled");
  const pack::Indicator* verified = with_measure("verified");
  const pack::Register* of = fields ? pack_.register_(fields->register_id) : nullptr;
  json::array columns, rows;
  if (fields && of) {
    for (const size_t at : of->expected())
      columns.push_back(
          json::object{{"column", of->columns[at].name}, {"title", shape(of->columns[at].title)}});
    std::map<std::string, std::map<std::string, json::object>> cells;
    for (const char* axis : {"column", "column_explained"}) {
      TRY_ASSIGN(const auto figures,
                 figure::show(session_, pack_, scope_, {fields->id, ask_.area, axis, day_, true}));
      for (const figure::Figure& one : figures) {
        json::object& cell = cells[one.area][one.part];
        if (cell.empty())
          cell = {{"column", one.part},
                  {"filled", nullptr},
                  {"explained", nullptr},
                  {"figure", nullptr}};
        const bool is_filled = one.axis == "column";
        cell[is_filled ? "filled" : "explained"] = number_shape(one.n, one.d);
        if (is_filled) cell["figure"] = id_or_null(one.figure);
      }
    }
    std::map<std::string, json::value> checked;
    if (verified) {
      TRY_ASSIGN(const auto figures,
                 figure::show(session_, pack_, scope_, {verified->id, ask_.area, "", day_, true}));
      for (const figure::Figure& one : figures) checked[one.area] = number_shape(one.n, one.d);
    }
    for (auto& [area, by_column] : cells) {
      json::array row;
      for (const size_t at : of->expected()) {
        const auto cell = by_column.find(of->columns[at].name);
        if (cell != by_column.end()) row.push_back(std::move(cell->second));
      }
      rows.push_back(json::object{{"area", show_area(area)},
                                  {"name", name_of(area)},
                                  {"verified", checked[area]},
                                  {"cells", std::move(row)}});
    }
  }
  board["heat"] = json::object{{"indicator", fields ? json::value(fields->id) : json::value()},
                               {"columns", std::move(columns)},
                               {"rows", std::move(rows)}};
  return {};
}

// When the goal is reached if it goes on as in the last days; of a place without a standing.
json::value Board::forecast(const ByArea& rows) const {
  if (own_) return day_or_null(own_->forecast_day);
  if (!target_ || !indicator_ || indicator_->kind != pack::Kind::ratio) return nullptr;
  const figure::Figure* now = on_day(*indicator_, rows, ask_.area, day_);
  const int span = std::max(1, target_->speed_days);
  const figure::Figure* then = on_day(*indicator_, rows, ask_.area, day_ - span);
  if (!now || !then) return nullptr;
  constexpr int kPlaces = 4;
  const auto share = [&](const figure::Figure* of) {
    return parse_decimal(shown_number(of->n, of->d, kPlaces), kPlaces);
  };
  const auto a = share(now), b = share(then), goal = parse_decimal(target_->goal, kPlaces + 2);
  if (!a || !b || !goal || *a <= *b || *a >= *goal) return nullptr;
  const int64_t days = ((*goal - *a) * span + (*a - *b) - 1) / (*a - *b);
  constexpr int64_t kFar = 366;
  return days > kFar ? json::value() : json::value(to_text(day_ + static_cast<int>(days)));
}

Result<void> Board::add_trend(json::object& board) {
  board["trend"] = json::array();
  board["forecast_day"] = nullptr;
  if (!indicator_) return {};
  TRY_ASSIGN(const ByArea rows, read(*indicator_, kTrendDays, false));
  const auto found = rows.find(ask_.area);
  if (found == rows.end() || found->second.empty()) return {};
  const Day first = std::max(found->second.front().day, day_ - (kTrendDays - 1));
  board["trend"] = points(*indicator_, rows, ask_.area, first, day_, decimals_);
  board["forecast_day"] = forecast(rows);
  return {};
}

json::object Board::ranking() const {
  json::object out{{"on", false}, {"basis", nullptr}, {"end", nullptr}};
  if (!target_) return out;
  for (const pack::RankLevel& level : target_->rank) {
    if (level.level != level_of(ask_.area)) continue;
    out["on"] = level.on && (!level.end || day_ <= *level.end);
    out["basis"] = text_or_null(level.basis);
    out["end"] = day_or_null(level.end);
  }
  return out;
}

Result<json::object> Board::make() {
  TRY_ASSIGN(const auto seal, journal::last_seal(session_));
  last_day_ = seal ? seal->day : Day{};
  day_ = ask_.day.value_or(last_day_);
  json::array targets;
  for (const pack::Target& one : pack_.targets) {
    if (!is_seen(one.register_id)) continue;
    targets.push_back(target_shape(one));
    if (ask_.target.empty() ? !target_ : one.id == ask_.target) target_ = &one;
  }
  if (target_) {
    indicator_ = pack_.indicator(target_->indicator);
    decimals_ = target_->shown_decimals;
  }
  colour_ = ask_.indicator.empty() ? indicator_ : pack_.indicator(ask_.indicator);
  TRY(read_standings());
  const bool has_day = day_ != Day{};
  json::object board{
      {"area", show_area(ask_.area)},
      {"name", name_of(ask_.area)},
      {"level", level_shape(ask_.area)},
      {"path", path()},
      {"day", has_day ? json::value(to_text(day_)) : json::value()},
      {"last_day", last_day_ != Day{} ? json::value(to_text(last_day_)) : json::value()},
      {"round", seal ? json::value(std::to_string(seal->round)) : json::value()},
      {"target", target_ ? json::value(target_shape(*target_)) : json::value()},
      {"targets", std::move(targets)},
      {"indicator", colour_ ? json::value(colour_->id) : json::value()},
      {"sentence", shape(Words{})},
      {"own", own_ ? json::value(shape(*own_)) : json::value()},
      {"ranking", ranking()},
      {"goal", target_ ? json::value(target_->goal) : json::value()},
      {"synthetic", pack_.synthetic}};
  TRY(add_headlines(board));
  TRY(add_tiles(board));
  TRY(add_heat(board));
  TRY(add_trend(board));
  return board;
}

Result<std::string> make_board(Inside& inside, const access::Scope& scope, const BoardAsk& ask) {
  const Used used = inside.backend.used();
  TRY_ASSIGN(const Lease session, inside.readers.lend());
  TRY_ASSIGN(store::Transaction snapshot, store::Transaction::begin(*session));  // one reading
  TRY_ASSIGN(const json::object board, Board(used, scope, ask, *session).make());
  return json::serialize(board);
}

struct Wanted {
  BoardAsk ask;
  std::string key;
};
Result<Wanted> wanted(Call& call) {
  BoardAsk ask;
  TRY_ASSIGN(ask.area, call.area(Action::standing_read));
  TRY_ASSIGN(ask.day, call.day());
  ask.target = call.value("target").value_or("");
  ask.indicator = call.value("indicator").value_or("");
  ask.is_chinese = call.chinese();
  for (const pack::Register& one : call.pack().registers)
    if (call.register_of(one.id, Action::standing_read)) ask.registers.push_back(one.id);
  const pack::Target* target = call.pack().target(ask.target);
  if (!ask.target.empty() &&
      (!target || (!target->register_id.empty() &&
                   !call.register_of(target->register_id, Action::standing_read))))
    return not_found();
  const pack::Indicator* colour = call.pack().indicator(ask.indicator);
  if (!ask.indicator.empty() && (!colour || colour->measure == "field_filled")) return not_found();
  if (colour && !colour->register_id.empty())
    TRY(call.register_of(colour->register_id, Action::standing_read));
  // What is seen depends on the places his grants cover above, and the registers.
  size_t shortest = ask.area.size();
  for (const access::Grant& grant : call.who.grants)
    if (grant.own.empty() && is_under(ask.area, grant.area))
      shortest = std::min(shortest, grant.area.size());
  std::string key =
      fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", ask.area,
                  ask.day ? to_text(*ask.day) : "", ask.target, ask.indicator,
                  join(ask.registers, ","), ask.is_chinese, shortest, call.pack().sha256);
  return Wanted{std::move(ask), std::move(key)};
}

int64_t round_of(const Call& call) { return call.seal ? call.seal->round : 0; }

http::Reply reply_of(const Boards::Body& body) {
  http::Reply reply = http::ready(body);
  reply.set("Cache-Control", "private, no-cache");
  return reply;
}

Result<std::optional<http::Reply>> from_memory(Call& call) {
  TRY_ASSIGN(const Wanted wants, wanted(call));
  const Boards::Body body = call.inside.boards.find(wants.key, round_of(call));
  return body ? std::optional(reply_of(body)) : std::nullopt;
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const Wanted wants, wanted(call));
  TRY_ASSIGN(const access::Scope scope, access::scope_of(call.who, Action::standing_read));
  Inside& inside = call.inside;
  TRY_ASSIGN(const Boards::Body body,
             inside.boards.get(wants.key, round_of(call), [&inside, scope, ask = wants.ask] {
               return make_board(inside, scope, ask);
             }));
  return reply_of(body);
}

}  // namespace

std::vector<Entry> board_routes() {
  return {{.method = "GET", .pattern = "/api/board", .answer = show, .from_memory = from_memory}};
}

}  // namespace diaodu::api
