#pragma once
// Where a cell's text really stands: a cell merged downward counts for each of its rows, and its
// address is that of the top left one. Intake keeps the ranges as findings `_merged`
// (parcel/caster_merged.cpp).
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "store/store.hpp"

namespace diaodu::finding {

class MergedCells {
 public:
  // Of the parcels of a page of findings (list.sql).
  static Result<MergedCells> read(store::Session& session, const store::Batch& rows);
  // The row of the range's first cell; row_no itself where nothing is merged.
  int row_of(int64_t parcel, int sheet, const std::string& column, int row_no) const;

 private:
  struct Range {
    int first = 0, last = 0;
  };
  std::map<std::tuple<int64_t, int, std::string>, std::vector<Range>> ranges_;
};

}  // namespace diaodu::finding
