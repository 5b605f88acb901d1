#pragma once
// The `query` key of rules and indicators: a .sql file beside, or the SELECT itself; and what of a
// rule follows from it. Internal to pack/.
#include <optional>
#include <string>

#include "pack/loading.hpp"

namespace diaodu::pack {

struct Query {
  std::string sql;
  std::string file;  // empty: written in the TOML file
  Place start;       // of its first character
};
// `follows` of a rule; whether it names all that the query reads is asked by follows_missing().
void read_follows(Loading& loading, Reader& reader, const Register& of, Rule& rule);
std::optional<Query> find_query(Loading& loading, Reader& reader, const std::string& folder);

}  // namespace diaodu::pack
