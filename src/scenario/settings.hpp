#pragma once
// Typed reading of a scenario's settings; a missing or wrong one is an Error with the scenario's
// place.
#include <string>

#include "base/result.hpp"
#include "pack/pack.hpp"

namespace diaodu::scenario {

class Settings {
 public:
  explicit Settings(const pack::ScenarioDef& scenario) : scenario_(scenario) {}
  Result<std::string> text(const std::string& name) const;
  Result<int64_t> whole(const std::string& name) const;
  Result<double> number(const std::string& name) const;
  Result<Day> day(const std::string& name) const;
  // Rows of [[name]]; none if the table is absent.
  const std::vector<std::map<std::string, std::string>>& table(const std::string& name) const;

 private:
  Error wrong(const std::string& name, const Words& wanted) const;
  const pack::ScenarioDef& scenario_;
};

// A cell of a table row, "" if absent; numbers default as given.
std::string cell(const std::map<std::string, std::string>& row, const std::string& name);
double cell_number(const std::map<std::string, std::string>& row, const std::string& name,
                   double otherwise);

}  // namespace diaodu::scenario
