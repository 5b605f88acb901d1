#pragma once
// What standings are made of: the figures of a day and of earlier ones, report states, yesterday's
// places.
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "frame/round_context.hpp"
#include "standing/score.hpp"

namespace diaodu::standing {

// The tree from the top down to counties, as a list of parents with their living children.
struct Tree {
  std::vector<std::pair<std::string, std::vector<std::string>>> parents;
  std::vector<std::string> counties;
};
Tree read_tree(const pack::AreaIndex& areas);

// How each place stands with its report, with the counts of its counties.
struct Reporting {
  std::string state;
  int64_t expected = 0, reported = 0;
  bool is_expected = false;
};
class Reports {
 public:
  static Result<Reports> read(frame::RoundContext& round, const pack::Target& target, Day day,
                              const Tree& tree);
  Reporting of(const std::string& area) const;

 private:
  std::string county_state(const std::string& county) const;
  void add_counties(const Tree& tree);

  const pack::GroupDef* group_ = nullptr;
  std::map<std::string, std::string, std::less<>> said_;  // place -> state, as reported
  std::map<std::string, std::string, std::less<>>
      below_;  // county -> best state of places below it
  std::set<std::string, std::less<>> covered_;
  std::unordered_map<std::string, Reporting> places_;
};

struct FigureOf {
  Value value;
  Day day;
  int64_t figure = 0;
};
using Figures = std::unordered_map<std::string, FigureOf>;
Result<void> ask_for(store::Session& session,
                     const std::vector<std::string>& areas);  // fills standing_asked
Result<Figures> figures_of_day(store::Session& session, const pack::Indicator& indicator, Day day);
Result<Figures> first_figures(store::Session& session, const pack::Indicator& indicator, Day after,
                              Day before);

// Living rows of a day, by area; round_from beside.
struct Kept {
  Row row;
  int64_t round_from = 0;
};
using KeptRows = std::unordered_map<std::string, Kept>;
Result<KeptRows> rows_of_day(store::Session& session, const pack::Target& target, Day day);
Result<std::optional<Day>> day_before(store::Session& session, const pack::Target& target, Day day);

}  // namespace diaodu::standing
