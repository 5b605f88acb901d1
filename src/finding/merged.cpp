#include "finding/merged.hpp"

#include <charconv>
#include <set>

#include "base/text.hpp"
#include "finding/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::finding {
namespace {

// "B17": 17.
int row_in(std::string_view address) {
  const size_t digits = address.find_first_of("0123456789");
  int row = 0;
  if (digits != std::string_view::npos)
    std::from_chars(address.data() + digits, address.data() + address.size(), row);
  return row;
}

}  // namespace

Result<MergedCells> MergedCells::read(store::Session& session, const store::Batch& rows) {
  MergedCells cells;
  std::set<int64_t> parcels;
  for (size_t row = 0; row < rows.rows(); ++row) parcels.insert(rows["parcel"].int64(row));
  if (parcels.empty()) return cells;
  std::vector<std::string> listed;
  for (const int64_t parcel : parcels) listed.push_back(std::to_string(parcel));
  TRY_ASSIGN(const store::Batch found,
             session.query(frame::fill(sql::merged_ranges, {{"parcels", join(listed, ", ")},
                                                            {"ever", std::string(sql::ever)}})));
  for (size_t row = 0; row < found.rows(); ++row) {
    if (found["params"].is_null(row)) continue;
    std::vector<Range>& ranges =
        cells.ranges_[{found["parcel"].int64(row), found["sheet"].int32(row),
                       std::string(found["column_name"].text(row))}];
    const std::string listing =
        replace_all(std::string(found["params"].text(row)), "、", std::string(1, ','));
    for (const std::string& range : split(listing, ',')) {
      const size_t colon = range.find(':');
      if (colon == std::string::npos) continue;
      ranges.push_back({row_in(range.substr(0, colon)), row_in(range.substr(colon + 1))});
    }
  }
  return cells;
}

int MergedCells::row_of(int64_t parcel, int sheet, const std::string& column, int row_no) const {
  const auto found = ranges_.find({parcel, sheet, column});
  if (found == ranges_.end()) return row_no;
  for (const Range& range : found->second)
    if (range.first < row_no && row_no <= range.last) return range.first;
  return row_no;
}

}  // namespace diaodu::finding
