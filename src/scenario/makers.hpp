#pragma once
// How each column of a synthetic person is made. A scenario's [[column]] names a maker:
//   serial household person_name citizen_id phone village host_county abroad month blank pool code
//   amount yes_no reason verified_code verified_name verified_day
// Everything follows from (county seed, number of the person): nothing is stored, any row can be
// made again.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scenario/drive_plan.hpp"

namespace diaodu::scenario {

enum class WorkClass : uint8_t { home, province, outside, abroad };

// What several columns of one person have in common.
struct Person {
  uint64_t seed = 0;
  int64_t number = 0;  // within the county
  WorkClass work_class = WorkClass::home;
  std::string_view host;  // six digits, or "abroad"; lives in Makers
};

struct ColumnMaker {
  enum class Make : uint8_t {
    serial,
    household,
    person_name,
    citizen_id,
    phone,
    village,
    host_county,
    abroad,
    month,
    blank,
    pool,
    code,
    amount,
    yes_no,
    reason,
    verified_code,
    verified_name,
    verified_day
  };
  std::string name;
  Make make = Make::blank;
  uint64_t salt = 0;
  double miss = 0;  // weight of being missing in an incomplete record
  std::string damaged, odd;
  double odd_share = 0, share = 0, home_share = 0;
  int64_t from = 0, to = 0, step = 1;
  std::vector<std::pair<std::string, double>> items, home_items;  // code, cumulative share
  std::vector<std::string> heads, tails;
  int64_t numbers = 0;
};

// Everything that is the same for the whole replay.
class Makers {
 public:
  static Result<Makers> create(const MakeOptions& options, const pack::ScenarioDef& scenario);
  const std::vector<ColumnMaker>& columns() const { return columns_; }

  // Enters a county: its villages and the codes its people's numbers carry.
  void enter(const CountyPlan& county, size_t rank);
  Person person(int64_t number) const;
  // Which columns an incomplete record lacks: at least one; bit i = column i.
  uint64_t missing(const Person& person) const;
  bool is_damaged(const Person& person,
                  size_t column) const;           // the missing cell comes as a wrong value
  bool is_explained(const Person& person) const;  // completed by a reason code
  // Appends the cell's text. `style` varies the spelling of months and places by county.
  void cell(const Person& person, size_t column, uint64_t style, Day day, std::string& out) const;
  const pack::AreaIndex& areas() const { return *areas_; }

 private:
  Result<void> read_columns(const Settings& settings);
  void citizen_id(const Person& person, std::string& out) const;

  const pack::AreaIndex* areas_ = nullptr;
  std::vector<ColumnMaker> columns_;
  double class_home_ = 0, class_province_ = 0, abroad_share_ = 0, damaged_share_ = 0,
         explained_share_ = 0;
  Day birth_from_{}, birth_to_{};
  std::vector<std::pair<const std::vector<std::string>*, double>>
      hosts_;                                                 // its counties, cumulative share
  std::map<std::string, std::vector<std::string>> counties_;  // province -> living counties
  std::map<std::pair<std::string, int>, std::vector<std::string>>
      issuing_;                                                // province, year -> codes
  std::map<std::string, std::vector<std::string>> borrowers_;  // province -> counties too young
  // The county entered.
  std::string county_;
  const std::vector<std::string>* siblings_ = nullptr;  // living counties of the province
  int64_t borrowed_from_ = 0, borrowed_slots_ = 0;      // sequence numbers under borrowed codes
  int64_t birth_step_ = 1;                              // prime to the number of birthdays
  uint64_t county_seed_ = 0;
  size_t rank_ = 0;
  std::vector<std::string> villages_;
  std::vector<std::string> by_year_;  // issuing area by birth year, from birth_from's
};

}  // namespace diaodu::scenario
