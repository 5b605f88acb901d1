// Writes one CSV of synthetic people for the benches: rows_bench PACK ROWS OUT.csv [SEED [FIRST
// [AREA]]] 15 columns, counties in code order, real damage in a share of the cells. FIRST: number
// of the first person in each county, so that a second file brings other people. AREA: only its
// counties.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "pack/load.hpp"
#include "scenario/makers.hpp"
#include "scenario/random.hpp"
#include "scenario/scenario.hpp"

using namespace diaodu;
using namespace diaodu::scenario;

namespace {

constexpr const char* kColumns[] = {
    "person_id", "household_id", "person_name",     "citizen_id", "phone",
    "home_area", "work_area",    "is_abroad",       "out_month",  "employer",
    "industry",  "job",          "wage_month_yuan", "channel",    "is_point_to_point"};

int fail(const Error& error) {
  std::fprintf(stderr, "%s\n", to_line(error, false).c_str());
  return 3;
}

void write_row(const Makers& makers, const std::vector<size_t>& columns, int64_t number, Day day,
               std::string& out) {
  const Person person = makers.person(number);
  const bool incomplete = unit(mix(person.seed, 50)) < 0.3;
  const uint64_t missing = incomplete ? makers.missing(person) : 0;
  for (size_t at = 0; at < columns.size(); ++at) {
    if (at) out += ',';
    const size_t column = columns[at];
    if ((missing >> column & 1) == 0)
      makers.cell(person, column, 0, day, out);
    else if (makers.is_damaged(person, column))
      out += makers.columns()[column].damaged;
  }
  out += '\n';
}

}  // namespace

int main(int count, char** words) {
  if (count < 4)
    return std::fprintf(stderr, "rows_bench PACK ROWS OUT.csv [SEED [FIRST [AREA]]]\n"), 2;
  const int64_t rows = std::atoll(words[2]);
  auto loaded = pack::load(words[1]);
  if (!loaded.ok()) return fail(loaded.error());
  if (!loaded->pack) return fail(loaded->faults.front());
  auto areas = pack::AreaIndex::load(*loaded->pack);
  if (!areas.ok()) return fail(areas.error());
  MakeOptions options{loaded->pack.get(), areas->get(), "drive_2020_03", 1, 1, ""};
  options.seed = count > 4 ? std::strtoull(words[4], nullptr, 10) : 1;
  const int64_t first = count > 5 ? std::atoll(words[5]) : 0;
  const std::string within = count > 6 ? words[6] : "";
  const pack::ScenarioDef& scenario = *options.pack->scenario(options.scenario);
  auto plan = plan_drive(options, scenario);
  if (!plan.ok()) return fail(plan.error());
  auto makers = Makers::create(options, scenario);
  if (!makers.ok()) return fail(makers.error());
  const pack::Register& register_ = *options.pack->register_("worker");
  std::vector<size_t> columns;
  std::string out;
  for (const char* name : kColumns) {
    for (size_t i = 0; i < makers->columns().size(); ++i)
      if (makers->columns()[i].name == name) columns.push_back(i);
    out += (out.empty() ? "" : ",") + register_.find(name)->title.zh;
  }
  out += '\n';
  std::FILE* file = std::fopen(words[3], "wb");
  if (!file) return std::perror(words[3]), 3;
  int64_t written = 0;
  double stock = 0;
  std::erase_if(plan->counties,
                [&](const CountyPlan& county) { return !county.area.starts_with(within); });
  for (const CountyPlan& county : plan->counties) stock += static_cast<double>(county.stock);
  double sum = 0;
  for (size_t rank = 0; rank < plan->counties.size(); ++rank) {
    makers->enter(plan->counties[rank], rank);
    sum += static_cast<double>(plan->counties[rank].stock);
    const auto until = static_cast<int64_t>(static_cast<double>(rows) * (sum / stock));
    for (int64_t number = 0; written < until && written < rows; ++number, ++written)
      write_row(*makers, columns, first + number, plan->first_day, out);
    if (out.size() > 1 << 20 || rank + 1 == plan->counties.size()) {
      if (std::fwrite(out.data(), 1, out.size(), file) != out.size())
        return std::perror(words[3]), 3;
      out.clear();
    }
  }
  if (std::fclose(file) != 0) return std::perror(words[3]), 3;
  std::printf("%lld rows\n", static_cast<long long>(written));
  return 0;
}
