#pragma once
// Who may read what. Every reading function of a room takes a Scope; a Scope is made only in
// access/, so that code without one does not compile. It emits its predicate and decides on masks
// itself.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace diaodu::access {

enum class Side { home, host };

struct Grant {
  std::string area;         // everything under this place ...
  Side side = Side::home;   // ... by where people are registered, or where they work
  std::string register_id;  // empty: every register
};

class Scope {
 public:
  // The holder of the data folder at the command line: the whole tree, masked unless a purpose is
  // stated. purpose: one of purposes(); error "access.unknown_purpose".
  static Result<Scope> of_operator(const std::string& actor, std::optional<std::string> purpose);
  static std::vector<std::string>
  purposes();  // 入户核实 电话核实 部门比对 资金发放 群众申诉 审计检查

  const std::string& actor() const { return actor_; }
  const std::string& purpose() const { return purpose_; }  // empty: masked
  bool unmasked() const { return !purpose_.empty(); }
  bool covers(std::string_view area) const;
  // SQL over the given columns, e.g. (area >= '51' and area < '52'); "true" for the whole tree;
  // never empty.
  std::string predicate(std::string_view register_id, std::string_view home_column,
                        std::string_view host_column = {}) const;

 private:
  friend class ScopeMaker;  // access/ only
  Scope() = default;
  std::string actor_, purpose_;
  std::vector<Grant> grants_;
};

// The round's own: it reads everything, and only the round has it.
class RoundScope {
 private:
  friend class RoundScopeMaker;  // app/round.cpp
  RoundScope() = default;
};

}  // namespace diaodu::access
