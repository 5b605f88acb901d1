#include "store/sql_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"

#include "store/errors.hpp"

namespace diaodu::store {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) { return starts_word(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// End of a run in quotes that starts at `at`; a doubled quote stands for itself. Unclosed: the end.
size_t quoted_end(std::string_view sql, size_t at, bool backslash) {
  const char quote = sql[at];
  for (size_t i = at + 1; i < sql.size(); ++i) {
    if (backslash && sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      if (i + 1 >= sql.size() || sql[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return sql.size();
}

size_t block_comment_end(std::string_view sql, size_t at) {
  int depth = 0;
  for (size_t i = at; i + 1 < sql.size(); ++i) {
    if (sql.substr(i, 2) == "/*") {
      ++depth, ++i;
    } else if (sql.substr(i, 2) == "*/") {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return sql.size();
}

size_t word_end(std::string_view sql, size_t at) {
  while (at < sql.size() && continues_word(sql[at])) ++at;
  return at;
}

// `$name`, `$1`, or a whole dollar-quoted text.
Token dollar(std::string_view sql, size_t at) {
  const size_t name = word_end(sql, at + 1);
  if (name < sql.size() && sql[name] == '$' && (name == at + 1 || !is_digit(sql[at + 1]))) {
    const std::string_view tag = sql.substr(at, name + 1 - at);
    const size_t close = sql.find(tag, name + 1);
    const size_t end = close == std::string_view::npos ? sql.size() : close + tag.size();
    return {TokenKind::string, sql.substr(at, end - at)};
  }
  if (name == at + 1) return {TokenKind::symbol, sql.substr(at, 1)};
  return {TokenKind::param, sql.substr(at, name - at)};
}

size_t number_end(std::string_view sql, size_t at) {
  while (at < sql.size() && (continues_word(sql[at]) || sql[at] == '.')) {
    const bool exponent = sql[at] == 'e' || sql[at] == 'E';
    ++at;
    if (exponent && at < sql.size() && (sql[at] == '+' || sql[at] == '-')) ++at;
  }
  return at;
}

Token next_token(std::string_view sql, size_t at) {
  const char c = sql[at];
  const auto token = [&](TokenKind kind, size_t end) {
    return Token{kind, sql.substr(at, end - at)};
  };
  if (is_space(c)) {
    size_t end = at;
    while (end < sql.size() && is_space(sql[end])) ++end;
    return token(TokenKind::space, end);
  }
  if (sql.substr(at, 2) == "--")
    return token(TokenKind::comment, std::min(sql.find('\n', at), sql.size()));
  if (sql.substr(at, 2) == "/*") return token(TokenKind::comment, block_comment_end(sql, at));
  if (c == '\'') return token(TokenKind::string, quoted_end(sql, at, false));
  if (c == '"') return token(TokenKind::quoted_name, quoted_end(sql, at, false));
  if ((c == 'e' || c == 'E') && at + 1 < sql.size() && sql[at + 1] == '\'')
    return token(TokenKind::string, quoted_end(sql, at + 1, true));
  if (c == '$') return dollar(sql, at);
  if (starts_word(c)) {
    size_t end = word_end(sql, at);
    while (end < sql.size() && sql[end] == '$') end = word_end(sql, end + 1);  // a$b is one name
    return token(TokenKind::word, end);
  }
  if (is_digit(c)) return token(TokenKind::number, number_end(sql, at));
  if (sql.substr(at, 2) == "::") return token(TokenKind::symbol, at + 2);
  return token(TokenKind::symbol, at + 1);
}

bool is_blank(const Token& token) {
  return token.kind == TokenKind::space || token.kind == TokenKind::comment;
}

constexpr std::array<std::string_view, 8> kTransactionWords = {
    "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"};

// The engine's text of a shim; arguments are rewritten already.
std::string shim_text(std::string_view name, const std::vector<std::string>& args, Engine engine) {
  const std::string& a = args[0];
  const std::string& b = args[1];
  const bool duckdb = engine == Engine::duckdb;
  if (name == "rx") {
    return duckdb ? "regexp_matches((" + a + "), (" + b + "))" : "((" + a + ") ~ (" + b + "))";
  }
  if (name == "idiv") {
    if (duckdb)
      return "CAST(CAST((" + a + ") AS HUGEINT) // nullif(CAST((" + b +
             ") AS HUGEINT), 0) AS BIGINT)";
    return "CAST(div(CAST((" + a + ") AS numeric), nullif(CAST((" + b +
           ") AS numeric), 0)) AS bigint)";
  }
  // rdiv: whole numbers cut after the seventh decimal, then rounded to the sixth: a cut below a tie
  // stays below it, so the answer is the exact quotient rounded once, half away from zero.
  if (duckdb) {
    const auto scaled = [](const std::string& x) {
      return "CAST(CAST((" + x + ") AS DECIMAL(28,6)) * 1000000 AS HUGEINT)";
    };
    return "CAST(CAST(" + scaled(a) + " * 10000000 // nullif(" + scaled(b) +
           ", 0) AS DECIMAL(25,0)) * 0.0000001 AS DECIMAL(18,6))";
  }
  return "CAST(div(CAST((" + a + ") AS numeric) * 10000000, nullif(CAST((" + b +
         ") AS numeric), 0)) * 0.0000001 AS numeric(18,6))";
}

class Rewriter {
 public:
  Rewriter(std::string_view sql, Engine engine, const std::vector<std::string>& null_names)
      : tokens_(tokenize(sql)), engine_(engine), null_names_(null_names) {}

  Result<Rewritten> run() {
    TRY(check_shape());
    TRY_ASSIGN(out_.text, text_of(tokens_));
    return std::move(out_);
  }

 private:
  Result<void> check_shape() {
    while (!tokens_.empty() && (is_blank(tokens_.back()) || tokens_.back().text == ";"))
      tokens_.pop_back();
    for (const Token& token : tokens_) {
      if (token.kind == TokenKind::symbol && token.text == ";") return several_statements_error();
      if (token.kind == TokenKind::word && out_.first_word.empty())
        out_.first_word = lower(token.text);
    }
    if (tokens_.empty()) return empty_statement_error();
    if (std::ranges::find(kTransactionWords, out_.first_word) != kTransactionWords.end())
      return transaction_word_error(out_.first_word);
    return {};
  }

  Result<std::string> text_of(std::span<const Token> tokens) {
    std::string text;
    for (size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (token.kind == TokenKind::param) {
        text += param_text(std::string(token.text.substr(1)));
        continue;
      }
      const size_t open = shim_open(tokens, i);
      if (open == 0) {
        text += token.text;
        continue;
      }
      TRY_ASSIGN(const size_t close, add_shim(tokens, i, open, text));
      i = close;
    }
    return text;
  }

  std::string param_text(const std::string& name) {
    if (std::ranges::find(null_names_, name) != null_names_.end()) return "NULL";
    auto found = std::ranges::find(out_.names, name);
    if (found == out_.names.end()) {
      out_.names.push_back(name);
      found = out_.names.end() - 1;
    }
    return "$" + std::to_string(found - out_.names.begin() + 1);
  }

  // Index of the '(' of a shim call that starts at i, or 0.
  static size_t shim_open(std::span<const Token> tokens, size_t i) {
    if (tokens[i].kind != TokenKind::word) return 0;
    const std::string name = lower(tokens[i].text);
    if (name != "rx" && name != "idiv" && name != "rdiv") return 0;
    if (i > 0 && tokens[i - 1].text == ".") return 0;
    size_t open = i + 1;
    while (open < tokens.size() && is_blank(tokens[open])) ++open;
    return open < tokens.size() && tokens[open].text == "(" ? open : 0;
  }

  // Appends the call's engine text; gives the index of its ')'.
  Result<size_t> add_shim(std::span<const Token> tokens, size_t i, size_t open, std::string& text) {
    const std::string name = lower(tokens[i].text);
    std::vector<std::string> args;
    int depth = 0;
    size_t from = open + 1;
    for (size_t at = open; at < tokens.size(); ++at) {
      const std::string_view symbol = tokens[at].kind == TokenKind::symbol ? tokens[at].text : "";
      if (symbol == "(" || symbol == "[" || symbol == "{") ++depth;
      if (symbol == ")" || symbol == "]" || symbol == "}") --depth;
      const bool ends = depth == 0 && symbol == ")";
      if (!ends && !(depth == 1 && symbol == ",")) continue;
      TRY_ASSIGN(std::string arg, text_of(tokens.subspan(from, at - from)));
      // A comment to the end of the line must not swallow what follows the argument.
      args.push_back(arg.find("--") == std::string::npos ? std::move(arg) : arg + "\n");
      from = at + 1;
      if (!ends) continue;
      if (args.size() != 2) return shim_arguments_error(name, args.size());
      text += shim_text(name, args, engine_);
      return at;
    }
    return shim_arguments_error(name, args.size());
  }

  std::vector<Token> tokens_;
  Engine engine_;
  const std::vector<std::string>& null_names_;
  Rewritten out_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view sql) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < sql.size(); at += tokens.back().text.size())
    tokens.push_back(next_token(sql, at));
  return tokens;
}

std::vector<std::string> split_statements(std::string_view script) {
  std::vector<std::string> statements;
  std::string text;
  bool blank = true;
  const auto finish = [&] {
    if (!blank) statements.push_back(std::string(trim_ascii(text)));
    text.clear();
    blank = true;
  };
  for (const Token& token : tokenize(script)) {
    if (token.kind == TokenKind::symbol && token.text == ";") {
      finish();
      continue;
    }
    if (!is_blank(token)) blank = false;
    text += token.text;
  }
  finish();
  return statements;
}

Result<Rewritten> rewrite(std::string_view sql, Engine engine,
                          const std::vector<std::string>& null_names) {
  return Rewriter(sql, engine, null_names).run();
}

bool keeps_plans(std::string_view first_word) {
  constexpr std::array<std::string_view, 8> kPlain = {"select", "with",  "insert", "update",
                                                      "delete", "merge", "values", "explain"};
  return std::ranges::find(kPlain, first_word) != kPlain.end();
}

}  // namespace diaodu::store
