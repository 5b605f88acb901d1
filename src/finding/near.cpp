#include "finding/near.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "finding/judge.hpp"
#include "finding/sql.hpp"
#include "frame/masks.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::finding {

using frame::fill;
using store::quoted;

namespace {

bool is_of_word(char letter) {
  return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

// In a query in lower case. More than is used may be found (in a comment, say), never less.
bool is_named(const std::string& query, const std::string& word) {
  for (size_t at = query.find(word); at != std::string::npos; at = query.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !is_of_word(query[at - 1])) && (end == query.size() || !is_of_word(query[end])))
      return true;
  }
  return false;
}

bool has_star(std::string query) {
  query = replace_all(query, "count(*)", "");
  return query.find('*') != std::string::npos;
}

std::string near_table(const pack::Register& register_, int64_t number) {
  return quoted("near_" + register_.id + "_" + std::to_string(number));
}

class Near {
 public:
  Near(frame::RoundContext& round, const pack::Register& of, const Shares& shares)
      : round_(round), session_(round.session), register_(of), shares_(shares) {
    std::vector<Shares> sets;
    for (const pack::Rule& rule : round.pack.rules) {
      if (rule.register_id != of.id || rule.shares.empty()) continue;
      if (std::ranges::find(sets, rule.shares) == sets.end()) sets.push_back(rule.shares);
    }
    number_ = std::ranges::find(sets, shares) - sets.begin();
  }

  std::string table() const { return near_table(register_, number_); }
  store::Params made() const { return {{"register", register_.id}, {"no", number_}}; }
  std::string select_list() const;
  // The text for each shared column, `{}` standing for its name.
  std::string each(const std::string& text, const char* between) const;
  frame::Fills fills(const std::string& judged = {}) const {
    return {{"table", table()},
            {"judged", judged},
            {"shown", select_list()},
            {"record", frame::table_name("record", register_)},
            {"incoming", frame::table_name("incoming", register_)},
            {"shares", each("i.{}", ", ")},
            {"shares_v", each("v.{}", ", ")},
            {"shares_n", each("n.{}", ", ")},
            {"has_value", each("v.{} is not null", " and ")},
            {"same_now", each("now.{} = v.{}", " and ")},
            {"same", each("held.{} = l.{}", " and ")}};
  }

 private:
  std::vector<std::string> needed() const;

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  const Shares& shares_;
  int64_t number_ = 0;
};

std::vector<std::string> Near::needed() const {
  std::vector<std::string> names = frame::area_columns(round_.pack, register_);
  const auto add = [&](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  add(shares_), add(register_.key);
  add({register_.area, register_.show_id});
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id || rule.shares != shares_) continue;
    add(rule.columns), add(kept_names(rule));
    names.push_back(rule.column);
    std::string query = rule.query;
    std::ranges::transform(query, query.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const pack::ColumnDef& column : register_.columns)
      if (has_star(query) || is_named(query, column.name)) names.push_back(column.name);
  }
  return names;
}

std::string Near::select_list() const {
  const std::vector<std::string> names = needed();
  std::string list;
  for (const pack::ColumnDef& column : register_.columns)
    list += std::ranges::count(names, column.name) > 0
                ? "l." + quoted(column.name) + ", "
                : "cast(null as " + frame::sql_type(column) + ") as " + quoted(column.name) + ", ";
  return list +
         "l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.missing, l.explained,"
         " l.verified, l.changed, l.day_from, l.round_from";
}

std::string Near::each(const std::string& text, const char* between) const {
  std::vector<std::string> parts;
  for (const std::string& name : shares_) parts.push_back(replace_all(text, "{}", quoted(name)));
  return join(parts, between);
}

}  // namespace

Result<void> forget_near(frame::RoundContext& round, const pack::Register& register_) {
  TRY(round.session.run(sql::near_made_table));
  TRY_ASSIGN(const store::Batch made,
             round.session.query(sql::near_numbers, {{"register", register_.id}}));
  for (size_t i = 0; i < made.rows(); ++i)
    TRY(round.session.run(
        fill(sql::drop_near, {{"table", near_table(register_, made["no"].int64(i))}})));
  TRY(round.session.run(sql::forget_near, {{"register", register_.id}}));
  return {};
}

Result<std::string> make_near(frame::RoundContext& round, const pack::Register& register_,
                              const Shares& shares, const std::string& judged) {
  const Near near(round, register_, shares);
  TRY_ASSIGN(const bool ended_later, frame::any_ended_later(round.session, register_, round.day));
  if (ended_later) return std::string();
  TRY_ASSIGN(
      const store::Batch any,
      round.session.query(fill(sql::any_earlier, near.fills()),
                          {{"round", round.round + 1}}));  // or by an earlier wave of this one
  if (any.rows() == 0)
    TRY(round.session.run(fill(sql::near_empty, near.fills())));
  else
    TRY(round.session.run(fill(sql::near_table, near.fills(judged)), {{"day", round.day}}));
  if (round.session.engine() == store::Engine::postgres)
    TRY(round.session.run(fill(sql::analyze_near, near.fills())));
  TRY(round.session.run(sql::near_is_made, near.made()));
  return near.table();
}

Result<std::string> renew_near(frame::RoundContext& round, const pack::Register& register_,
                               const Shares& shares) {
  const Near near(round, register_, shares);
  TRY_ASSIGN(const store::Batch made, round.session.query(sql::is_near_made, near.made()));
  if (made.rows() == 0) return std::string();
  TRY(round.session.run(fill(sql::near_leave, near.fills())));
  TRY_ASSIGN(const store::Batch given_up,
             round.session.query(fill(sql::any_given_up, near.fills())));
  if (given_up.rows() > 0)
    TRY(round.session.run(fill(sql::near_given_up, near.fills()), {{"round", round.round}}));
  TRY(round.session.run(fill(sql::near_join, near.fills()), {{"round", round.round}}));
  return near.table();
}

}  // namespace diaodu::finding
