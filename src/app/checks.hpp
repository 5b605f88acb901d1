#pragma once
// What verify and doctor find: a list of checks, each good or with what to do.
#include <string>
#include <vector>

#include "app/output.hpp"

namespace diaodu::app {

struct Check {
  std::string id;  // "chain", "high_water", ...
  Words name;
  bool good = true;
  Words found;  // what was looked at, or what is wrong
  Words to_do;
};

class Checks {
 public:
  explicit Checks(Output& out) : out_(out) {}
  void add(Check check);  // prints it
  bool all_good() const { return all_good_; }
  boost::json::array items() const;

 private:
  Output& out_;
  bool all_good_ = true;
  std::vector<Check> checks_;
};

}  // namespace diaodu::app
