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
// Of a column or a register, as its pack declares it.
enum class Secrecy { open, internal, personal };
// Which columns of its rows a grant shows. open: no others at all; internal: personal ones only as
// masks; personal: in full where a purpose is stated; host_view: only those a register shows to the
// host place, otherwise like personal.
enum class Columns { open, internal, personal, host_view };
enum class Shown { plain, masked, hidden };

struct Grant {
  std::string area;         // everything under this place ...
  Side side = Side::home;   // ... by where people are registered, or where they work
  std::string register_id;  // empty: every register
  Columns columns = Columns::personal;
  std::string other_area;  // and, where given, whose other place lies under this one
  std::string role;        // the role it goes with; empty: each role of the account
  // Only rows that a register's own-list column names so (of helpers: their households); empty:
  // all. What has no such column, and every sum, is then not shown at all.
  std::vector<std::string> own;
  bool operator==(const Grant&) const = default;
};

class Scope {
 public:
  // The holder of the data folder at the command line: the whole tree, masked unless a purpose is
  // stated. purpose: one of purposes(); error "access.unknown_purpose".
  static Result<Scope> of_operator(const std::string& actor, std::optional<std::string> purpose);
  static std::vector<std::string>
  purposes();  // 入户核实 电话核实 部门比对 资金发放 群众申诉 审计检查

  const std::string& actor() const { return actor_; }
  const std::string& on_behalf_of() const { return on_behalf_of_; }
  const std::string& purpose() const { return purpose_; }  // empty: masked
  // Is every personal cell shown in full: a purpose is stated, and no grant shows less?
  bool unmasked() const;
  bool covers(std::string_view area) const;
  // SQL over the given columns, e.g. (area >= '51' and area < '52'); "true" for the whole tree;
  // never empty. own_column: what grants of own rows go by; without one they show nothing.
  std::string predicate(std::string_view register_id, std::string_view home_column,
                        std::string_view host_column = {}, std::string_view own_column = {}) const;
  // How a column of a register's rows is shown; host_view: the register shows it to host places.
  // Where several grants cover a register the narrowest one speaks: read side by side (of_side).
  Shown shows(std::string_view register_id, Secrecy secrecy, bool host_view = false) const;
  // The grants of one side only: the two sides of a register are read apart.
  Scope of_side(Side side) const;
  bool sees_side(Side side) const;
  // For one request: in full, for this purpose. Errors "access.unknown_purpose",
  // "access.cannot_unmask" (no grant shows personal cells, or the role may not).
  Result<Scope> with_purpose(const std::string& purpose) const;
  const std::vector<Grant>& grants() const { return grants_; }

 private:
  friend class ScopeMaker;  // access/ only
  Scope() = default;
  std::string actor_, on_behalf_of_, purpose_;
  std::vector<Grant> grants_;
  bool may_unmask_ = true;
};

// The round's own: it reads everything, and only the round has it.
class RoundScope {
 private:
  friend class RoundScopeMaker;  // app/round.cpp
  RoundScope() = default;
};

}  // namespace diaodu::access
