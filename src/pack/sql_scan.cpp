#include "pack/sql_scan.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace diaodu::pack {
namespace {

bool word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80);
}
bool word_char(char c) { return word_start(c) || (c >= '0' && c <= '9'); }

// The end of a quoted run that begins at `at`; a doubled quote is part of it.
size_t quoted_end(std::string_view sql, size_t at, char quote) {
  for (size_t i = at + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 < sql.size() && sql[i + 1] == quote)
      ++i;
    else
      return i + 1;
  }
  return sql.size();
}

size_t skip_blank(std::string_view sql, size_t at) {
  while (at < sql.size()) {
    const std::string_view rest = sql.substr(at);
    if (rest.starts_with("--")) {
      const size_t line = rest.find('\n');
      at = line == std::string_view::npos ? sql.size() : at + line + 1;
    } else if (rest.starts_with("/*")) {
      const size_t close = rest.find("*/", 2);
      at = close == std::string_view::npos ? sql.size() : at + close + 2;
    } else if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r') {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::vector<std::string> column_names(const Register& of) {
  std::vector<std::string> names;
  for (const ColumnDef& column : of.columns) names.push_back(column.name);
  return names;
}

struct Scanner {
  const SqlText& text;
  const Register& of;
  const Pack& pack;
  Faults& faults;
  std::vector<SqlToken> tokens = sql_tokens(text.sql);
  SqlUse use = {};

  Place place(const SqlToken& token) const { return place_in(text.start, text.sql, token.at); }
  bool symbol(size_t i, std::string_view what) const {
    return i < tokens.size() && tokens[i].kind == SqlToken::Kind::symbol && tokens[i].text == what;
  }
  bool names_something(size_t i) const {
    return i < tokens.size() &&
           (tokens[i].kind == SqlToken::Kind::quoted ||
            (tokens[i].kind == SqlToken::Kind::word && !is_sql_word(lower(tokens[i].text))));
  }

  void take_param(const SqlToken& token) {
    const std::string name(token.text);
    if (name == "day") {
      use.reads_day = true;
    } else if (pack.param(name)) {
      add_once(use.params, name);
    } else {
      std::vector<std::string> names = {"day"};
      for (const ParamDef& param : pack.params) names.push_back(param.id);
      faults.add_unknown(
          "pack.unknown_param", place(token),
          {std::string(text.what) + " 用到参数“$" + name + "”，规则包里没有。",
           std::string(text.what) + " names param \"$" + name + "\", which the pack lacks."},
          name, names, {"参数在 params/ 里定义。", "Params are declared in params/."});
    }
  }

  void fault_column(const SqlToken& token, std::vector<std::string> names, const Words& otherwise) {
    const std::string name(token.text);
    faults.add_unknown(
        "pack.unknown_column", place(token),
        {std::string(text.what) + " 用到列“" + name + "”，登记表“" + of.id + "”没有。",
         std::string(text.what) + " names column \"" + name + "\", which register \"" + of.id +
             "\" lacks."},
        name, names, otherwise);
  }
  void fault_function(const SqlToken& token) {
    const std::string name(token.text);
    faults.add_unknown("pack.unknown_function", place(token),
                       {std::string(text.what) + " 用到函数“" + name + "”，不在允许之列。",
                        std::string(text.what) + " calls \"" + name +
                            "\", which is not among the functions allowed."},
                       name, sql_functions(),
                       {"可用的函数见 docs/pack.md。", "docs/pack.md lists the functions."});
  }
  bool known_function(const std::string& name) const {
    const auto& all = sql_functions();
    return std::find(all.begin(), all.end(), name) != all.end();
  }

  void expression() {
    for (size_t i = 0; i < tokens.size(); ++i) {
      const SqlToken& token = tokens[i];
      if (token.kind == SqlToken::Kind::param) take_param(token);
      if (symbol(i, ";"))
        faults.add("pack.bad_sql", place(token),
                   {std::string(text.what) + " 只能是一个表达式，不能有分号。",
                    std::string(text.what) + " is one expression, without a semicolon."});
      if (token.kind != SqlToken::Kind::word && token.kind != SqlToken::Kind::quoted) continue;
      expression_word(i);
    }
  }
  void expression_word(size_t i) {
    const SqlToken& token = tokens[i];
    const std::string name =
        token.kind == SqlToken::Kind::word ? lower(token.text) : std::string(token.text);
    if (of.find(name)) return add_once(use.columns, name);
    if (symbol(i + 1, ".") && (name == "incoming" || name == of.id)) return;
    if (token.kind == SqlToken::Kind::word) {
      if (name == "select")
        return faults.add(
            "pack.bad_sql", place(token),
            {std::string(text.what) + " 是对一行的表达式，不能含 select。",
             std::string(text.what) + " is an expression over one row and holds no select."},
            {"要看多行，请改用 query 指向一个 .sql 文件。",
             "To look at several rows, use `query` with a .sql file."});
      if (known_function(name) && symbol(i + 1, "(")) return;
      if (is_sql_word(name)) return;
      if (symbol(i + 1, "(")) return fault_function(token);
    }
    std::vector<std::string> names = column_names(of);
    for (const std::string& function : sql_functions())
      if (function.size() > 3) names.push_back(function);
    fault_column(token, std::move(names),
                 {"列名见 registers/" + of.id + ".toml。",
                  "Its columns stand in registers/" + of.id + ".toml."});
  }

  // Words a select itself brings in: aliases, names of common tables, tables after from and join.
  std::set<std::string> own_names() const {
    std::set<std::string> names;
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind != SqlToken::Kind::word && tokens[i].kind != SqlToken::Kind::quoted)
        continue;
      const std::string before =
          i && tokens[i - 1].kind == SqlToken::Kind::word ? lower(tokens[i - 1].text) : "";
      const std::string after = i + 1 < tokens.size() && tokens[i + 1].kind == SqlToken::Kind::word
                                    ? lower(tokens[i + 1].text)
                                    : "";
      const bool renamed = before == "as" || before == "from" || before == "join" ||
                           before == "with" || before == "end" || after == "as" ||
                           symbol(i + 1, ".") || (i && symbol(i - 1, ")")) ||
                           (i && names_something(i - 1));
      if (renamed && !(after == "as" && of.find(lower(tokens[i].text))))
        names.insert(lower(tokens[i].text));
    }
    return names;
  }

  void query() {
    const std::set<std::string> own = own_names();
    for (size_t i = 0; i < tokens.size(); ++i) {
      const SqlToken& token = tokens[i];
      if (token.kind == SqlToken::Kind::param) take_param(token);
      if (token.kind != SqlToken::Kind::word && token.kind != SqlToken::Kind::quoted) continue;
      const std::string name = lower(token.text);
      if (name == of.id + "_change") use.uses_changes = true;
      if (of.find(name)) {
        add_once(use.columns, name);
        continue;
      }
      if (symbol(i + 1, "(") || is_sql_word(name) || own.contains(name) || is_product_name(name))
        continue;
      if (name.size() < 4 || of_another_register(name)) continue;
      const std::vector<std::string> names = column_names(of);
      if (did_you_mean(name, names)) fault_column(token, names, {});
    }
  }
  bool of_another_register(const std::string& name) const {
    return std::any_of(pack.registers.begin(), pack.registers.end(), [&](const Register& one) {
      return one.find(name) || name == one.id || name == one.id + "_before" ||
             name == one.id + "_change";
    });
  }
};

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql) {
  using Token = SqlToken::Kind;
  std::vector<SqlToken> tokens;
  for (size_t at = skip_blank(sql, 0); at < sql.size(); at = skip_blank(sql, at)) {
    const char c = sql[at];
    size_t end = at + 1;
    if (c == '\'' || c == '"') {
      end = quoted_end(sql, at, c);
      const size_t inner = end - at >= 2 ? end - at - 2 : 0;
      tokens.push_back({c == '"' ? Token::quoted : Token::text, sql.substr(at + 1, inner), at});
    } else if (word_start(c)) {
      while (end < sql.size() && word_char(sql[end])) ++end;
      tokens.push_back({Token::word, sql.substr(at, end - at), at});
    } else if (c == '$' && end < sql.size() && word_start(sql[end])) {
      while (end < sql.size() && word_char(sql[end])) ++end;
      tokens.push_back({Token::param, sql.substr(at + 1, end - at - 1), at});
    } else if (c >= '0' && c <= '9') {
      while (end < sql.size() && (word_char(sql[end]) || sql[end] == '.')) ++end;
      tokens.push_back({Token::number, sql.substr(at, end - at), at});
    } else {
      tokens.push_back({Token::symbol, sql.substr(at, 1), at});
    }
    at = end;
  }
  return tokens;
}

std::vector<OtherUse> scan_others(std::string_view sql, const Register& of, const Pack& pack) {
  const std::vector<SqlToken> tokens = sql_tokens(sql);
  std::set<std::string> read, words;
  bool has_star = false;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string word = lower(tokens[i].text);
    const std::string before = i > 0 ? lower(tokens[i - 1].text) : std::string();
    if (before == "from" || before == "join") read.insert(word);
    has_star = has_star || (word == "*" && before != "(");
    words.insert(word);
  }
  std::vector<OtherUse> others;
  for (const Register& one : pack.registers) {
    const bool is_read = read.contains(one.id) || read.contains(one.id + "_before") ||
                         read.contains(one.id + "_change");
    if (one.id == of.id || !is_read) continue;
    OtherUse other{one.id, {}};
    for (const ColumnDef& column : one.columns)
      if (has_star || words.contains(column.name)) other.columns.push_back(column.name);
    others.push_back(std::move(other));
  }
  return others;
}

Place place_in(const Place& start, std::string_view text, size_t at) {
  Place place = start;
  for (size_t i = 0; i < at && i < text.size(); ++i) {
    if (text[i] == '\n')
      ++place.line, place.column = 1;
    else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
      ++place.column;
  }
  return place;
}

SqlUse scan_expression(const SqlText& text, const Register& of, const Pack& pack, Faults& faults) {
  Scanner scanner{text, of, pack, faults};
  scanner.expression();
  return std::move(scanner.use);
}

SqlUse scan_query(const SqlText& text, const Register& of, const Pack& pack, Faults& faults) {
  Scanner scanner{text, of, pack, faults};
  scanner.query();
  return std::move(scanner.use);
}

}  // namespace diaodu::pack
