#pragma once
// Makes the scope of a round: included by app/round.cpp and by tests of rooms, nowhere else.
#include "access/scope.hpp"

namespace diaodu::access {

class RoundScopeMaker {
 public:
  static RoundScope make() { return {}; }
};

}  // namespace diaodu::access
