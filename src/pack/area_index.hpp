#pragma once
// Every dated place of a pack's area files, in memory (about 665,000), for casting and for checks.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/area_code.hpp"
#include "base/result.hpp"
#include "pack/pack.hpp"

namespace diaodu::pack {

struct AreaRow {
  std::string code, name;
  int from_year = 0, to_year = 0;    // 0: not known / still valid
  std::string successor, source;
};

class AreaIndex {
 public:
  // Reads the pack's area files: CSV with header code,name,from_year,to_year,successor,source.
  static Result<std::shared_ptr<const AreaIndex>> load(const Pack& pack);
  const AreaRow* find(std::string_view code) const;            // any year; the latest row of the code
  bool existed(std::string_view county_code, int year) const;  // an id number issued then may carry it
  // By code of any level, or by name or full path of names ("四川省凉山州木里县", "四川省/凉山彝族自治州/木里藏族自治县");
  // empty: unknown; more than one: ambiguous (同名).
  std::vector<std::string> resolve(std::string_view typed) const;
  std::string path(std::string_view code) const;               // "四川省凉山彝族自治州木里藏族自治县"
  std::vector<std::string_view> children(std::string_view code) const;  // living ones, in code order
  const std::vector<AreaRow>& rows() const { return rows_; }

 private:
  friend struct AreaIndexBuilder;
  std::vector<AreaRow> rows_;                                  // sorted by code, then from_year
  std::unordered_multimap<std::string, uint32_t> by_name_;     // names of province..township and short forms
};

}  // namespace diaodu::pack
