#pragma once
// Every dated place of a pack's area files, in memory (about 665,000; 100 MB), for casting and for
// checks. Reads CSV files with the header code,name,from_year,to_year,successor,source
// (docs/pack.md, "Areas"). Promised: codes are never trimmed; names are looked up among living
// places only; a vanished place is found by its code and carries its years. Not promised: the
// divisions of any particular year.
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/area_code.hpp"
#include "base/result.hpp"
#include "pack/pack.hpp"

namespace diaodu::pack {

struct AreaRow {  // texts live as long as the index
  std::string_view code, name;
  int from_year = 0, to_year = 0;  // ends included; 0: not known / still valid
  std::string_view successor, source;
};

class AreaIndex {
 public:
  // Places below `deepest` are left out: down to counties takes a tenth of the time and memory.
  static Result<std::shared_ptr<const AreaIndex>> load(const Pack& pack,
                                                       Level deepest = Level::village);
  const AreaRow* find(std::string_view code) const;  // any year; the living row, else the latest
  bool existed(std::string_view county_code,
               int year) const;  // an id number issued then may carry it
  // In some year from `first` to `last`, ends included.
  bool existed_within(std::string_view county_code, int first, int last) const;
  // By code of any level, or by name or path of names ("四川省凉山州木里县",
  // "四川/凉山彝族自治州/木里", levels may be left out); empty: unknown; more than one: ambiguous
  // (同名). Sorted by code.
  std::vector<std::string> resolve(std::string_view typed) const;
  std::string path(std::string_view code) const;  // "四川省凉山彝族自治州木里藏族自治县"
  std::vector<std::string_view> children(
      std::string_view code) const;  // living ones, in code order
  const std::vector<AreaRow>& rows() const { return rows_; }

 private:
  friend struct AreaIndexBuilder;
  friend struct AreaNames;
  size_t first_of(std::string_view code) const;  // index of its first row; rows_.size(): none
  std::vector<std::string> bytes_;               // the files; the rows point into them
  std::vector<AreaRow> rows_;                    // by code, the living row last, then by from_year
  std::vector<uint64_t> keys_;  // of each row: its code as a number, in the order of the texts
  std::vector<uint64_t>
      upper_keys_;  // of counties and above only, without doubles: small enough to stay in cache
  std::vector<uint32_t> upper_rows_;  // the first row of each
  std::unordered_multimap<std::string, uint32_t, TextHash, std::equal_to<>>
      by_name_;  // province..township
};

// Looks each name up once: a path to a village costs 50 microseconds, and a file repeats it row by
// row. For one thread; when full it starts again.
class AreaMemo {
 public:
  const std::vector<std::string>& resolve(const AreaIndex& index, std::string_view typed);

 private:
  std::unordered_map<std::string, std::vector<std::string>, TextHash, std::equal_to<>> known_;
};

}  // namespace diaodu::pack
