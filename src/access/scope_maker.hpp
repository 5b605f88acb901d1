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
  static Scope make(std::string actor, std::string purpose, std::vector<Grant> grants,
                    std::string on_behalf_of = {}, bool may_unmask = true) {
    Scope scope;
    scope.actor_ = std::move(actor);
    scope.purpose_ = std::move(purpose);
    scope.grants_ = std::move(grants);
    scope.on_behalf_of_ = std::move(on_behalf_of);
    scope.may_unmask_ = may_unmask;
    return scope;
  }
};

}  // namespace diaodu::access
