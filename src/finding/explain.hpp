#pragma once
// 情况说明: why a question stands as it is. Makes table explanation out of the journal's commands
// finding_explained and explanation_decided. One that is approved holds while the finding says the
// same and its last day has not passed; such findings are counted apart.
#include <map>

#include "finding/finding.hpp"

namespace diaodu::finding {

constexpr int kExplainedDaysMax = 90;

// The commands of the round; after its judging.
Result<void> take_explanations(frame::RoundContext& round);

// One, whatever its finding says now; nullopt: none that the scope lets see.
Result<std::optional<Explanation>> find_explanation(store::Session& session,
                                                    const access::Scope& scope,
                                                    int64_t explanation);
// How many findings under an area are explained, by the places directly below (codes of that
// length); the places that have any.
Result<std::map<std::string, int64_t>> explained_by_place(store::Session& session,
                                                          const access::Scope& scope,
                                                          const std::string& area, int below);

// How many explanations of a place wait for the one above it, and of those below it for this one.
struct Waiting {
  int64_t above = 0, here = 0;
};
Result<Waiting> waiting_explanations(store::Session& session, const access::Scope& scope,
                                     const std::string& area);

// Those sent in the name of places under an area.
struct ExplanationAsk {
  std::string area, kind = "waiting";  // waiting | decided | expiring (kExpiringDays)
  Day today;
  int64_t after = 0;  // key paging: the last one seen; 0: from the first on
  int limit = 100;
};
constexpr int kExpiringDays = 14;
Result<std::vector<Explanation>> list_explanations(store::Session& session,
                                                   const access::Scope& scope,
                                                   const ExplanationAsk& ask);
struct ExplanationCounts {
  int64_t waiting = 0, decided = 0, expiring = 0;
};
Result<ExplanationCounts> count_explanations(store::Session& session, const access::Scope& scope,
                                             const ExplanationAsk& ask);

}  // namespace diaodu::finding
