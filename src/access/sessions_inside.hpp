#pragma once
// What sessions.cpp and log_in.cpp share. Internal to access/.
#include "access/person.hpp"

namespace diaodu::access {

struct Opening {
  std::string remote;
  std::string replaces;  // hash of the id it takes the place of
  int64_t begun = 0;     // of the session it goes on with; 0: now
  std::vector<AuditEntry> audit;
  bool is_log_in = false;    // noted at the account
  bool by_platform = false;  // logged in elsewhere: its first password is of no account
};
Result<SignedIn> open_session(State& state, const Kept& own, std::optional<int64_t> acts_for,
                              const Opening& opening);
// Its end by idleness or age is looked at; activity is noted unless quiet.
Result<Open> session_of(State& state, std::string_view id, bool quiet);

}  // namespace diaodu::access
