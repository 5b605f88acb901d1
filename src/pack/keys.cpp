// Every key of the pack format, by the table it stands in. docs/pack.md explains each; a test
// checks it.
#include <algorithm>

#include "pack/reader.hpp"

namespace diaodu::pack {

const std::vector<Section>& all_sections() {
  static const std::vector<Section> kSections = {
      {"words", {"zh", "en"}},
      {"pack.toml", {"pack"}},
      {"pack", {"id", "version", "name", "utc_offset", "synthetic", "areas"}},
      {"register file", {"register", "column"}},
      {"register",
       {"id", "name", "grain", "key", "area", "also_area", "secret", "reason", "verified_by",
        "verified_on", "verified_way", "remark", "own", "show_id", "show_name", "form_no",
        "filing_no", "valid_to", "order"}},
      {"column",
       {"name", "title", "type", "codes", "level", "scale", "fixed_line", "need", "when", "secret",
        "heads", "group", "host_view"}},
      {"rules file", {"rule"}},
      {"rule",
       {"grade", "column", "fails", "query", "reach", "shares", "follows", "says", "fix", "basis"}},
      {"comparison file", {"comparison", "field", "link"}},
      {"comparison",
       {"id", "name", "ours", "theirs", "key", "covers", "where_ours", "where_theirs", "settled",
        "finds", "asks", "days", "basis", "blocks", "propose", "review"}},
      {"comparison field", {"columns", "number", "percent", "days"}},
      {"comparison link", {"columns", "as"}},
      {"codes file", {"codes", "id", "name", "basis", "items"}},
      {"codes", {"name", "basis", "items"}},
      {"code item", {"code", "zh", "en", "also", "explains"}},
      {"param", {"unit", "type", "values"}},
      {"param value", {"from", "area", "value", "basis"}},
      {"indicator file", {"indicator", "parts"}},
      {"indicator",
       {"id", "name", "unit", "explain", "kind", "register", "area", "axes", "better", "query",
        "measure", "counts", "counts_part", "stored_to", "parts_add_up", "basis"}},
      {"parts_add_up", {"axis"}},
      {"target file", {"target", "rank"}},
      {"target",
       {"id", "name", "indicator", "compare", "goal", "due", "expects", "register",
        "shown_decimals", "rank_min_n", "speed_days"}},
      {"rank", {"level", "on", "basis", "end"}},
      {"groups.toml", {"group"}},
      {"group", {"id", "name", "areas", "from", "to", "basis"}},
      {"pairs.toml", {"pair"}},
      {"pair", {"from_area", "to_area", "from", "to", "basis"}},
      {"cases file", {"case"}},
      {"case", {"rule", "fails", "row", "rows", "with", "day"}},
      {"scenario", {"id", "name", "maker"}},
  };
  return kSections;
}

const std::vector<std::string>& keys_of(std::string_view section) {
  const auto& all = all_sections();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Section& one) { return one.name == section; });
  CHECK(found != all.end(), "a section not declared in keys.cpp");
  return found->keys;
}

}  // namespace diaodu::pack
