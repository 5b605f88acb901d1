#pragma once
// The policy table as rows: (role, action, highest class of data). Internal to access/ and its
// tests; allowed() reads it.
#include <vector>

#include "access/rights.hpp"

namespace diaodu::access {

struct PolicyRow {
  Role role;
  Action action;
  Secrecy up_to;
};
const std::vector<PolicyRow>& policy();

}  // namespace diaodu::access
