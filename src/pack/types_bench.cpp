// How fast cells are cast, and how long the area index takes: types_bench [areas.csv].
#include "pack/types.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <ctime>

#include "pack/area_index.hpp"
#include "pack/load.hpp"

using namespace diaodu;
using namespace diaodu::pack;

namespace {
// Of this process's own work: a busy machine does not change it much.
double seconds(std::clock_t since) {
  return static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}
long peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

void run(const char* type, const std::vector<std::string>& cells, const ColumnDef& column,
         const CastContext& context) {
  const ColumnType* found = find_type(type);
  constexpr size_t kCells = 2'000'000;
  store::Column out("c", found->stored(), column.scale);
  size_t failed = 0;
  const auto start = std::clock();
  for (size_t i = 0; i < kCells; ++i) {
    if (i % 100'000 == 0) out.clear();
    failed += found->cast(cells[i % cells.size()], false, column, context, out).has_value();
  }
  std::printf("%-12s %6.1f M cells/s  (%zu of %zu failed)\n", type, kCells / seconds(start) / 1e6,
              failed, kCells);
}
}  // namespace

int main(int argc, char** argv) {
  Pack pack = *load(DIAODU_SOURCE_DIR "/packs/demo")->pack;
  pack.areas = {{"", argc > 1 ? argv[1] : DIAODU_SOURCE_DIR "/third_party/areas/areas.csv"}};
  for (Level deepest : {Level::county, Level::village}) {
    const auto start = std::clock();
    const auto index = AreaIndex::load(pack, deepest);
    if (!index.ok()) return std::puts(to_line(index.error(), false).c_str()), 3;
    std::printf("areas to %-8s %.3f s, %zu rows, peak %ld MB\n",
                std::string(to_text(deepest)).c_str(), seconds(start), (*index)->rows().size(),
                peak_mb());
  }
  const auto areas = AreaIndex::load(pack).value();
  AreaMemo memo;
  const CastContext context{&pack, areas.get(), *parse_day("2020-03-06"), &memo};
  ColumnDef money, county, village, quality;
  money.scale = 2, county.level = Level::county, village.level = Level::village,
  quality.codes = "water_quality";
  quality.codes_at = static_cast<int>(pack.code_list("water_quality") - pack.codes.data());
  std::vector<std::string> villages, counties;
  for (const AreaRow& row : areas->rows()) {
    if (row.code.size() == 12) villages.emplace_back(row.code);
    if (row.code.size() == 6 && row.to_year == 0 && row.source == "china-division")
      counties.emplace_back(row.code);
  }
  run("citizen_id", {"11010519491231002X", "110105194912310021"}, {}, context);
  run("person_name", {"张小三", "阿依古丽·买买提"}, {}, context);
  run("yes_no", {"是", "否", "无"}, money, context);
  run("phone", {"13812341234", "15900001111"}, {}, context);
  run("day", {"2020-03-01", "2020/3/1", "2020年3月1日"}, {}, context);
  run("decimal", {"3500", "4200.50"}, money, context);
  run("code", {"1", "可饮用", "不合格"}, quality, context);
  run("text", {"某某建筑劳务有限公司"}, {}, context);
  run("area", counties, county, context);
  run("area", villages, village, context);
  run("area", {"四川省凉山彝族自治州木里藏族自治县"}, county, context);
  return 0;
}
