#include "frame/query_fault.hpp"

#include "base/text.hpp"
#include "pack/sql_scan.hpp"

namespace diaodu::frame {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view after(std::string_view text, std::string_view part) {
  const size_t at = text.find(part);
  return at == std::string_view::npos ? std::string_view() : text.substr(at + part.size());
}

// The first run in quotes of that kind.
std::string quoted_run(std::string_view text, char quote = '"') {
  const size_t open = text.find(quote);
  if (open == std::string_view::npos) return {};
  const size_t close = text.find(quote, open + 1);
  if (close == std::string_view::npos) return {};
  return std::string(text.substr(open + 1, close - open - 1));
}

std::string word_after(std::string_view text, std::string_view part) {
  std::string_view rest = after(text, part);
  return std::string(rest.substr(0, rest.find_first_of(" !\n")));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// "a.b" gives b: the engine names a candidate with its table.
std::vector<std::string> candidates(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string_view part : {"Candidate bindings", "Did you mean", "Candidate tables"}) {
    std::string_view line = after(text, part);
    line = line.substr(0, line.find('\n'));
    for (size_t open = line.find('"'); open != std::string_view::npos; open = line.find('"')) {
      const size_t close = line.find('"', open + 1);
      if (close == std::string_view::npos) break;
      const std::string_view whole = line.substr(open + 1, close - open - 1);
      names.emplace_back(
          whole.substr(whole.rfind('.') == std::string_view::npos ? 0 : whole.rfind('.') + 1));
      line.remove_prefix(close + 1);
    }
  }
  return names;
}

QueryProblem told(QueryFault kind, std::string name, std::string_view text) {
  return {kind, std::move(name), {}, candidates(text)};
}

}  // namespace

QueryProblem problem_of(const std::string& text) {
  using enum QueryFault;
  if (has(text, "does not have a column named")) {
    QueryProblem problem =
        told(unknown_column, quoted_run(after(text, "does not have a column named")), text);
    problem.table = quoted_run(text);
    return problem;
  }
  if (has(text, "Referenced column")) return told(unknown_column, quoted_run(text), text);
  if (has(text, "Referenced table")) return told(unknown_relation, quoted_run(text), text);
  if (has(text, "Table with name"))
    return told(unknown_relation, word_after(text, "Table with name "), text);
  if (has(text, "Function with name"))
    return told(unknown_function, word_after(text, "Function with name "), text);
  if (has(text, "mbiguous reference")) return told(ambiguous, quoted_run(text), text);
  if (has(text, "syntax error at or near")) return told(syntax, quoted_run(text), text);
  if (has(text, "syntax error") || has(text, "Parser Error")) return told(syntax, "", text);
  if (has(text, "GROUP BY clause")) return told(not_grouped, quoted_run(text), text);
  if (has(text, "No function matches"))
    return told(
        types,
        lower(word_after(quoted_run(text, '\''), "").substr(0, quoted_run(text, '\'').find('('))),
        text);
  for (const std::string_view part : {"Cannot compare values", "explicit cast", "Conversion Error",
                                      "Cannot mix values", "type casts", "must be a boolean"})
    if (has(text, part)) return told(types, "", text);
  return told(other, "", text);
}

namespace {

// The token that the problem is about, or null.
const pack::SqlToken* token_of(const QueryProblem& problem,
                               const std::vector<pack::SqlToken>& tokens) {
  using Kind = pack::SqlToken::Kind;
  const std::string name = lower(problem.name), table = lower(problem.table);
  const auto text_at = [&](size_t i) {
    return i < tokens.size() ? lower(tokens[i].text) : std::string();
  };
  const pack::SqlToken* first = nullptr;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (text_at(i) != name || tokens[i].kind == Kind::text) continue;
    const bool is_call = text_at(i + 1) == "(";
    const bool of_table = i >= 2 && text_at(i - 1) == "." && text_at(i - 2) == table;
    const bool is_source =
        i >= 1 && (text_at(i - 1) == "from" || text_at(i - 1) == "join" || text_at(i - 1) == ",");
    const bool is_owner = text_at(i + 1) == ".";
    const bool named = i >= 1 && text_at(i - 1) == "as";
    bool fits = true;
    if (problem.kind == QueryFault::unknown_function) fits = is_call;
    if (problem.kind == QueryFault::unknown_relation) fits = is_source || is_owner;
    if (problem.kind == QueryFault::unknown_column)
      fits = !is_call && !named && (table.empty() || of_table);
    if (fits) return &tokens[i];
    if (!first) first = &tokens[i];
  }
  return first;
}

}  // namespace

pack::Place place_of(const QueryProblem& problem, const std::string& sql,
                     const pack::Place& start) {
  if (problem.name.empty()) return start;
  const std::vector<pack::SqlToken> tokens = pack::sql_tokens(sql);
  const pack::SqlToken* token = token_of(problem, tokens);
  return token ? pack::place_in(start, sql, token->at) : start;
}

bool without_column(const QueryProblem& problem, std::string& sql) {
  const std::vector<pack::SqlToken> tokens = pack::sql_tokens(sql);
  const pack::SqlToken* token = token_of(problem, tokens);
  if (!token || token->kind != pack::SqlToken::Kind::word) return false;
  size_t from = token->at;
  const size_t to = token->at + token->text.size();
  const auto at = static_cast<size_t>(token - tokens.data());
  if (at >= 2 && tokens[at - 1].text == ".") from = tokens[at - 2].at;
  sql.replace(from, to - from, "null");
  return true;
}

Words said(const QueryProblem& problem) {
  const std::string zh = "“" + problem.name + "”", en = " \"" + problem.name + "\"";
  switch (problem.kind) {
    case QueryFault::unknown_column:
      if (!problem.table.empty())
        return {"用到列" + zh + "，“" + problem.table + "”里没有这一列。",
                "names column" + en + ", which \"" + problem.table + "\" lacks."};
      return {"用到列" + zh + "，所读的表里都没有这一列。",
              "names column" + en + ", which none of the tables it reads has."};
    case QueryFault::unknown_relation:
      return {"读了" + zh + "，没有这张表。", "reads" + en + ", and there is no such table."};
    case QueryFault::unknown_function:
      return {"用到函数" + zh + "，不在允许之列。",
              "calls" + en + ", which is not among the functions allowed."};
    case QueryFault::ambiguous:
      return {"用到列" + zh + "，所读的表里不止一张有它。",
              "names column" + en + ", which more than one of its tables has."};
    case QueryFault::syntax:
      if (problem.name.empty()) return {"的写法不完整。", "is not complete as written."};
      return {"的写法在" + zh + "处断了。", "cannot be read at" + en + "."};
    case QueryFault::types:
      if (problem.name.empty())
        return {"比较或计算了类型不同的值。",
                "compares or computes with values of different types."};
      return {"用" + zh + "的值类型不合。",
              "calls" + en + " with values of a type it does not take."};
    case QueryFault::not_grouped:
      return {"用到列" + zh + "，它既不在 group by 里，也没有汇总。",
              "names column" + en + ", which is neither in the group by nor aggregated."};
    case QueryFault::other: return {"的写法，数据库不接受。", "is not taken by the database."};
  }
  return {};
}

Words advice(const QueryProblem& problem, const std::vector<std::string>& known) {
  const bool is_name = problem.kind == QueryFault::unknown_column ||
                       problem.kind == QueryFault::unknown_relation ||
                       problem.kind == QueryFault::unknown_function;
  if (is_name) {
    for (const std::vector<std::string>& names : {problem.near, known})
      if (const auto near = did_you_mean(problem.name, names))
        return {"是不是“" + *near + "”？", "Did you mean \"" + *near + "\"?"};
  }
  switch (problem.kind) {
    case QueryFault::unknown_column:
      return {"列名见 registers/ 下的登记表。", "Columns stand in the files of registers/."};
    case QueryFault::unknown_relation:
      return {"可以读：" + join(known, "、"), "It may read: " + join(known, ", ")};
    case QueryFault::unknown_function:
      return {"可用的函数见 docs/pack.md。", "docs/pack.md lists the functions."};
    case QueryFault::ambiguous:
      return {"在列名前写上表的名称，例如 i." + problem.name + "。",
              "Put the table's name before it, as in i." + problem.name + "."};
    case QueryFault::syntax:
      return {"看看这里之前是否少了逗号、括号或引号。",
              "See whether a comma, a bracket or a quote is missing before it."};
    case QueryFault::types:
      return {"文字、数、日期之间用 cast(… as …) 转换后再比较。",
              "Convert between texts, numbers and days with cast(... as ...) first."};
    case QueryFault::not_grouped:
      return {"把它加进 group by，或用 min()、max() 等汇总。",
              "Add it to the group by, or aggregate it with min(), max() and the like."};
    case QueryFault::other:
      return {"核对列名、函数和类型。", "Check columns, functions and types."};
  }
  return {};
}

}  // namespace diaodu::frame
