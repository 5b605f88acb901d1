#pragma once
// How many findings: by rule, by column, by the places directly below one. And one of them by its
// number. What list() lists, summed.
#include "finding/finding.hpp"

namespace diaodu::finding {

enum class By { rule, column, place };
struct Sum {
  std::string key, register_id, grade;         // key: rule, column, place; grade only by rule
  int64_t count = 0, rows = 0, explained = 0;  // explained: of the count
};
// The most first, at most 1,000. below: length of the codes of the places, by place.
Result<std::vector<Sum>> sum(store::Session& session, const access::Scope& scope, const Ask& ask,
                             By by, int below = 2);

// One that is open; nullopt: none that the scope lets see.
struct Spot {
  Finding finding;
  std::string dist_county;
  std::optional<int64_t> key_hash;  // of the record it belongs to, if there is one
};
Result<std::optional<Spot>> find(store::Session& session, const pack::Pack& pack,
                                 const access::Scope& scope, int64_t finding);

}  // namespace diaodu::finding
