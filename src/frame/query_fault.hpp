#pragma once
// Why the engine does not take a pack's SQL, told in both languages and with its place: the engine
// says it in English, about a text in which params are filled already.
#include <string>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::frame {

enum class QueryFault {
  unknown_column,
  unknown_relation,
  unknown_function,
  ambiguous,
  syntax,
  types,
  not_grouped,
  other
};

struct QueryProblem {
  QueryFault kind = QueryFault::other;
  std::string name;   // of the column, table, function; the token at which the syntax breaks
  std::string table;  // "i" of i.name, or empty
  std::vector<std::string> near;  // names the engine proposes
};
QueryProblem problem_of(const std::string& engine_text);

// Where the problem stands in the text as its author wrote it; `start` if that cannot be told.
pack::Place place_of(const QueryProblem& problem, const std::string& sql, const pack::Place& start);
// Puts null in place of the unknown column, so that the next one is found; false: it is not there.
bool without_column(const QueryProblem& problem, std::string& sql);
// What is wrong, to follow "rule “x”"; and what to do. known: names that could be meant.
Words said(const QueryProblem& problem);
Words advice(const QueryProblem& problem, const std::vector<std::string>& known);

}  // namespace diaodu::frame
