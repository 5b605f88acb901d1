// A first load (2,978 counties, an axis of 24 parts and 6 wholes: about 30 figures a county) and a
// touch of 20 counties on what stands then: what figure/ itself costs beside the queries of the
// frame.
#include <fmt/format.h>
#include <stdlib.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "access/round_scope_maker.hpp"
#include "figure/figure.hpp"
#include "frame/temporary.hpp"

using namespace diaodu;

namespace {

constexpr int kCounties = 2978, kDays = 8;
constexpr Day kFirst{18330};

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) {
    fmt::print(stderr, "{}\n", to_line(result.error(), false));
    exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

std::string county(int i) {
  return fmt::format("{:02}{:02}{:02}", 11 + i / 100, 1 + i / 10 % 10, 1 + i % 10);
}

pack::Pack make_pack(const std::string& folder) {
  pack::Pack pack;
  pack.areas.push_back({"areas.csv", folder + "/areas.csv"});
  std::ofstream(folder + "/areas.csv")
      << "code,name,from_year,to_year,successor,source\n11,A,,,,bench\n";
  pack::Register visit;
  visit.id = "visit";
  visit.area = "home";
  pack::ColumnDef home;
  home.name = "home";
  home.type = "area";
  visit.columns = {home};
  pack.registers = {visit};
  for (int i = 0; i < 6; ++i) {
    pack::Indicator one;
    one.id = fmt::format("figure_{}", i);
    one.register_id = "visit";
    one.area = "home";
    one.query =
        i == 0 ? "select dist_county as area, cast(row_no as varchar) as part, sum(parcel) as n"
                 " from visit group by 1, 2"
               : "select dist_county as area, sum(parcel) as n from visit group by 1";
    one.axes = {"sort"};
    pack.indicators.push_back(one);
  }
  return pack;
}

void fill_records(store::Session& session) {
  must(session.run(
      "create table record_visit (dist_county varchar not null, key_hash bigint not null, home "
      "varchar,"
      " parcel bigint not null, sheet integer not null, row_no integer not null, missing bigint not"
      " null, explained bigint not null, verified bigint not null, changed bigint not null, "
      "day_from"
      " date not null, round_from bigint not null)"));
  must(session.run(
      "create table record_visit_past as select *, day_from as day_to, round_from as round_to,"
      " round_from as ended_by from record_visit"));
  store::Batch rows{
      {store::Column("dist_county", store::Type::text), store::Column("home", store::Type::text)}};
  for (const char* name :
       {"key_hash", "parcel", "missing", "explained", "verified", "changed", "round_from"})
    rows.columns.emplace_back(name, store::Type::int64);
  for (const char* name : {"sheet", "row_no"}) rows.columns.emplace_back(name, store::Type::int32);
  rows.columns.emplace_back("day_from", store::Type::day);
  for (int i = 0; i < kCounties * 24; ++i) {
    rows["dist_county"].add(county(i / 24));
    rows["home"].add(county(i / 24));
    rows["key_hash"].add(int64_t{i});
    rows["parcel"].add(int64_t{i % 24 + 1});
    for (const char* name : {"missing", "explained", "verified", "changed"})
      rows[name].add(int64_t{0});
    rows["round_from"].add(int64_t{1});
    rows["sheet"].add(int32_t{0});
    rows["row_no"].add(int32_t{i % 24});
    rows["day_from"].add(kFirst);
  }
  must(session.append("record_visit", rows));
}

}  // namespace

int main() {
  std::string folder = (std::filesystem::temp_directory_path() / "diaodu-bench-XXXXXX").string();
  if (!mkdtemp(folder.data())) return 1;
  const char* url = std::getenv("DIAODU_BENCH_PG");
  auto store = must(store::Store::open({.data = url ? url : folder + "/data", .create = true}));
  auto session = must(store->session());
  must(store::migrate(*session));
  pack::Pack pack = make_pack(folder);
  auto areas = must(pack::AreaIndex::load(pack));
  fill_records(*session);
  const access::RoundScope scope = access::RoundScopeMaker::make();
  frame::RoundContext round{*session, pack, *areas, scope};
  const auto run = [&](const char* what, Day day, int counties, const char* change) {
    must(session->run(change));
    ++round.round;
    round.day = day;
    must(session->begin());
    must(frame::make_round_tables(round));
    store::Batch touched{{store::Column("register", store::Type::text),
                          store::Column("column_name", store::Type::text),
                          store::Column("area", store::Type::text)}};
    for (int i = 0; i < counties; ++i)
      touched["register"].add("visit"), touched["column_name"].add("home"),
          touched["area"].add(county(i));
    must(session->append("touched", touched));
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    const int64_t changed = must(figure::recompute(round));
    const auto taken = std::chrono::steady_clock::now() - start;
    const double cpu_ms = 1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    must(session->commit());
    fmt::print("{:<28} {:>7} figures changed {:>9.1f} ms, {:.1f} ms of processor\n", what, changed,
               std::chrono::duration<double, std::milli>(taken).count(), cpu_ms);
  };
  run("first load, all counties", kFirst, kCounties, "select 1");
  for (int day = 1; day < kDays; ++day)
    run("a later day, all counties", kFirst + day, kCounties,
        "update record_visit set parcel = parcel + 1");
  for (int i = 0; i < 3; ++i)
    run("20 counties of the last day", kFirst + kDays - 1, 20,
        "update record_visit set parcel = parcel + 1 where dist_county < '110301'");
  std::filesystem::remove_all(folder);
  return 0;
}
