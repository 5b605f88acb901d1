#pragma once
// Links that a comparison proposes: rows of a list whose key finds no record of ours, with the
// record that is most probably meant. Reads the two registers; changes nothing.
#include "access/scope.hpp"
#include "linkage/link.hpp"
#include "pack/comparison.hpp"
#include "store/store.hpp"

namespace diaodu::linkage {

struct Shown {
  std::string record;    // "513422-8231...": county and hash of the key
  std::string id, name;  // as lists show them, masked by the scope
};

struct Proposal {
  Shown ours, theirs;
  double probability = 0, weight = 0;
  bool is_proposed = false;    // else a clerk has to look
  bool is_decided = false;     // somebody said that it is the same
  std::vector<size_t> levels;  // by field of the comparison's link
  std::vector<double> weights;
};

struct Proposals {
  std::vector<Proposal> items;
  size_t ours = 0, theirs = 0, without_record = 0;  // rows; of theirs those that the key links not
  uint64_t compared = 0, crowded = 0;
};

struct Asked {
  std::string area;
  Day day;  // for params
  int threads = 2;
};

// Error linkage.no_link: the comparison declares no [[link]].
Result<Proposals> propose(store::Session& session, const pack::Pack& pack,
                          const pack::Comparison& of, const access::Scope& scope,
                          const Asked& asked);

// How alike two values are, in words; level: of Proposal::levels, as: of the comparison's link.
Words level_words(const std::string& as, size_t level);

// Whether a record ("513422-8231...") lives that the scope may see.
Result<bool> is_there(store::Session& session, const pack::Register& of, const access::Scope& scope,
                      const std::string& record);

}  // namespace diaodu::linkage
