#pragma once
// The files of a drive as counties would send them: CSV in UTF-8 or GB18030, some XLSX; headings by
// title or synonym, in an order of the county's own; some with a title above and totals below,
// stray rows, wrong cells.
#include <string>

#include "scenario/drive_plan.hpp"
#include "scenario/makers.hpp"

namespace diaodu::scenario {

struct FileShares {
  double xlsx = 0, gb18030 = 0, bom = 0, synonym = 0, title = 0, stray = 0;
};
Result<FileShares> file_shares(const Settings& settings);

struct FileMade {
  std::string path;  // empty: nothing to send, a nil report
  int64_t rows = 0;  // of people, stray ones and repeated ones included
  int64_t bytes = 0;
};
// The file of one county and day (0: the first, with every column). `makers` has entered the
// county.
Result<FileMade> make_file(const MakeOptions& options, const pack::Register& register_,
                           const FileShares& shares, const DrivePlan& plan,
                           const CountyPlan& county, const Makers& makers, int day);

}  // namespace diaodu::scenario
