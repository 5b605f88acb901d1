#include "pack/load.hpp"

#include <doctest/doctest.h>

#include "pack/area_index.hpp"
#include "pack/types.hpp"

using namespace diaodu;
using namespace diaodu::pack;

TEST_CASE("the demo pack loads without a fault") {
  auto loaded = load(DIAODU_SOURCE_DIR "/packs/demo");
  REQUIRE(loaded.ok());
  for (const Error& fault : loaded->faults) MESSAGE(to_line(fault, false));
  REQUIRE(loaded->pack);
  const Pack& pack = *loaded->pack;
  CHECK(pack.registers.size() == 1);
  CHECK(pack.rules.size() == 4);
  CHECK(pack.cases.size() == 8);
  CHECK(pack.sha256.size() == 64);
  const Register& well = *pack.register_("well");
  CHECK(well.expected().size() == 4);
  CHECK(well.groups() == std::vector<std::string>{"water", "visit"});
  const Rule& depth = *pack.rule("well", "depth_plausible");
  CHECK(depth.columns == std::vector<std::string>{"depth_m"});
  CHECK(depth.params == std::vector<std::string>{"well_depth_m_max"});
  const ParamDef& most = *pack.param("well_depth_m_max");
  CHECK(most.at("910101", *parse_day("2020-03-01")) == "80");
  CHECK(most.at("920101", *parse_day("2020-03-01")) == "150");
  CHECK(!most.at("920101", *parse_day("2019-12-31")));
}
