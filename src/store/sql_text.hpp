#pragma once
// SQL as text: one tokenizer, and what is built on it. It knows literals ('..', E'..', $$..$$),
// quoted names, comments (nested, as both engines' parsers do), `::` and `$name`; it does not know
// grammar.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/store.hpp"

namespace diaodu::store {

enum class TokenKind { space, comment, string, quoted_name, word, number, param, symbol };
struct Token {
  TokenKind kind;
  std::string_view text;  // a part of the statement; of a param with its '$'
};
std::vector<Token> tokenize(std::string_view sql);

// The statements of a script, without their ';' and without empty ones.
std::vector<std::string> split_statements(std::string_view script);

// A statement ready for an engine: `$name` has become `$1` (the same number for the same name), the
// calls idiv, rdiv and rx have become the engine's own text.
struct Rewritten {
  std::string text;
  std::vector<std::string> names;  // of $1, $2, ...
  std::string first_word;          // lower case: "select", "insert", ...
};
// Refused: an empty text, more than one statement, transaction control (begin() and commit() are
// for that), a shim with a wrong number of arguments. `null_names`: parameters written as the word
// NULL.
Result<Rewritten> rewrite(std::string_view sql, Engine engine,
                          const std::vector<std::string>& null_names = {});

// True if a statement of this first word leaves prepared statements as they were.
bool keeps_plans(std::string_view first_word);

}  // namespace diaodu::store
