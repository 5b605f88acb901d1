#pragma once
// Makes scopes out of grants. Only access/ (and tests) include this: a room that could make its own
// scope would need none.
#include <string>
#include <utility>
#include <vector>

#include "access/scope.hpp"

namespace diaodu::access {

class ScopeMaker {
 public:
  static Scope make(std::string actor, std::string purpose, std::vector<Grant> grants) {
    Scope scope;
    scope.actor_ = std::move(actor);
    scope.purpose_ = std::move(purpose);
    scope.grants_ = std::move(grants);
    return scope;
  }
};

}  // namespace diaodu::access
