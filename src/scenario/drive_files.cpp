#include "scenario/drive_files.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/text.hpp"
#include "scenario/random.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::scenario {
namespace {

using Make = ColumnMaker::Make;

Error cannot_write(const std::string& path) {
  Error error;
  error.code = "scenario.cannot_write";
  error.place = path;
  error.message = {"推演文件写不进去。", "A file of the replay cannot be written."};
  error.hint = {"看一看磁盘空间和目录权限。", "Check disk space and the folder's rights."};
  return error;
}

// No comma, quote or line end in it: it needs no quotes.
bool is_plain(const std::string& cell) {
  bool special = false;
  for (char c : cell) special |= c == ',' || c == '"' || c == '\r' || c == '\n';
  return !special;
}

// Rows go to a buffer (CSV) or to a workbook.
class FileWriter {
 public:
  FileWriter(std::string path, bool xlsx, bool gb18030, bool bom)
      : path_(std::move(path)), xlsx_(xlsx), gb18030_(gb18030) {
    if (bom && !gb18030 && !xlsx) buffer_ = "\xEF\xBB\xBF";
  }
  Result<void> heads(const std::vector<std::string>& heads, const std::string& title) {
    if (!xlsx_) {
      if (!title.empty()) line({title});
      line(heads);
      return {};
    }
    std::vector<sheet::OutColumn> columns;
    for (const std::string& head : heads) columns.push_back({head, 14});
    std::vector<std::string> notes;
    if (!title.empty()) notes.push_back(title);
    TRY_ASSIGN(auto writer, sheet::WorkbookWriter::create(path_, "Sheet1", columns, notes));
    workbook_ = std::make_unique<sheet::WorkbookWriter>(std::move(writer));
    return {};
  }
  void line(const std::vector<std::string>& cells) {
    if (workbook_) {
      views_.assign(cells.begin(), cells.end());
      workbook_->row(std::span<const std::string_view>(views_));
      return;
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i) buffer_ += ',';
      if (is_plain(cells[i]))
        buffer_ += cells[i];
      else
        sheet::append_csv_field(buffer_, cells[i]);
    }
    buffer_ += "\r\n";
  }
  Result<int64_t> close() {
    if (workbook_) {
      TRY(workbook_->close());
      std::error_code failed;
      const auto bytes = std::filesystem::file_size(path_, failed);
      return failed ? int64_t{0} : static_cast<int64_t>(bytes);
    }
    if (gb18030_) buffer_ = sheet::to_gb18030(buffer_);
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    if (!file) return cannot_write(path_);
    const bool written = std::fwrite(buffer_.data(), 1, buffer_.size(), file) == buffer_.size();
    if (std::fclose(file) != 0 || !written) return cannot_write(path_);
    return static_cast<int64_t>(buffer_.size());
  }

 private:
  std::string path_, buffer_;
  bool xlsx_, gb18030_;
  std::unique_ptr<sheet::WorkbookWriter> workbook_;
  std::vector<std::string_view> views_;
};

// What a file says of a person.
enum class Say : uint8_t {
  stock_complete,    // the first file: everything
  stock_incomplete,  // the first file: without the missing cells
  completed,         // what was missing, and who verified it
  confirmed,         // what is known, unchanged
  added,             // a new person, everything
  added_incomplete,
};

class RowMaker {
 public:
  RowMaker(const Makers& makers, std::vector<size_t> columns, uint64_t style, Day day)
      : makers_(makers),
        columns_(std::move(columns)),
        style_(style),
        day_(day),
        cells_(columns_.size()) {}

  const std::vector<std::string>& row(int64_t number, Say say) {
    const Person person = makers_.person(number);
    const bool incomplete =
        say == Say::stock_incomplete || say == Say::added_incomplete || say == Say::completed;
    const uint64_t missing = incomplete ? makers_.missing(person) : 0;
    const bool explained = say == Say::completed && makers_.is_explained(person);
    for (size_t at = 0; at < columns_.size(); ++at) {
      const size_t column = columns_[at];
      cells_[at].clear();
      if (says(column, say, (missing >> column & 1) != 0, explained)) {
        makers_.cell(person, column, style_, day_, cells_[at]);
      } else if (incomplete && say != Say::completed && (missing >> column & 1) &&
                 makers_.is_damaged(person, column)) {
        cells_[at] = makers_.columns()[column].damaged;
      }
      const ColumnMaker& maker = makers_.columns()[column];
      if (explained && maker.make == Make::reason) {
        ColumnMaker drawn = maker;
        double at_share = unit(mix(person.seed, maker.salt));
        for (const auto& item : drawn.items)
          if (at_share < item.second) {
            cells_[at] = item.first;
            break;
          }
      }
    }
    return cells_;
  }

 private:
  bool says(size_t column, Say say, bool is_missing, bool explained) const {
    const Make make = makers_.columns()[column].make;
    if (make == Make::serial || make == Make::village) return true;
    const bool verification =
        make == Make::verified_code || make == Make::verified_name || make == Make::verified_day;
    switch (say) {
      case Say::stock_complete:
      case Say::stock_incomplete: return !is_missing && !verification;
      case Say::added:
      case Say::added_incomplete: return !is_missing;
      case Say::completed:
        return verification || (is_missing && !explained) || make == Make::person_name;
      case Say::confirmed: return !verification;
    }
    return false;
  }

  const Makers& makers_;
  std::vector<size_t> columns_;
  uint64_t style_;
  Day day_;
  std::vector<std::string> cells_;
};

// Columns in the order this county's form has them; the first is always the key.
std::vector<size_t> column_order(const Makers& makers, uint64_t seed, bool all) {
  std::vector<size_t> order;
  for (size_t i = 0; i < makers.columns().size(); ++i) {
    const ColumnMaker& column = makers.columns()[i];
    const bool needed = column.miss > 0 || column.make == Make::serial ||
                        column.make == Make::village || column.make == Make::person_name ||
                        column.make == Make::reason || column.make == Make::verified_code ||
                        column.make == Make::verified_name || column.make == Make::verified_day;
    if (all || needed) order.push_back(i);
  }
  if (seed % 5 == 0)  // one county in five has its own order
    for (size_t i = order.size(); i > 2; --i)
      std::swap(order[i - 1], order[1 + mix(seed, i) % (i - 1)]);
  return order;
}

std::vector<std::string> headings(const pack::Register& register_, const Makers& makers,
                                  const std::vector<size_t>& order, uint64_t seed, bool synonyms) {
  std::vector<std::string> heads;
  for (size_t column : order) {
    const pack::ColumnDef* def = register_.find(makers.columns()[column].name);
    CHECK(def != nullptr, "a scenario column that the register lacks");
    const bool other = synonyms && !def->heads.empty();
    heads.push_back(other ? def->heads[mix(seed, column) % def->heads.size()] : def->title.zh);
  }
  return heads;
}

struct Range {
  Say say;
  int64_t from, to;
};

std::vector<Range> ranges_of(const DrivePlan& plan, const CountyPlan& county, int day) {
  if (day == 0)
    return {{Say::stock_complete, 0, county.complete},
            {Say::stock_incomplete, county.complete, county.stock}};
  if (county.sends[static_cast<size_t>(day - 1)] != 1) return {};
  const DrivePlan::Sent before = plan.sent(county, day - 1), now = plan.sent(county, day);
  const int64_t complete_new = county.added - county.added_incomplete;
  const int64_t from = std::min(before.added, complete_new), to = std::min(now.added, complete_new);
  return {{Say::confirmed, before.confirmed, now.confirmed},
          {Say::completed, county.complete + before.completed, county.complete + now.completed},
          {Say::added, county.stock + from, county.stock + to},
          {Say::added_incomplete, county.stock + std::max(before.added, complete_new),
           county.stock + std::max(now.added, complete_new)}};
}

}  // namespace

Result<FileShares> file_shares(const Settings& settings) {
  FileShares shares;
  TRY_ASSIGN(shares.xlsx, settings.number("xlsx_share"));
  TRY_ASSIGN(shares.gb18030, settings.number("gb18030_share"));
  TRY_ASSIGN(shares.bom, settings.number("bom_share"));
  TRY_ASSIGN(shares.synonym, settings.number("synonym_share"));
  TRY_ASSIGN(shares.title, settings.number("title_share"));
  TRY_ASSIGN(shares.stray, settings.number("stray_share"));
  return shares;
}

Result<FileMade> make_file(const MakeOptions& options, const pack::Register& register_,
                           const FileShares& shares, const DrivePlan& plan,
                           const CountyPlan& county, const Makers& makers, int day) {
  const std::vector<Range> ranges = ranges_of(plan, county, day);
  FileMade made;
  for (const Range& range : ranges) made.rows += range.to - range.from;
  if (made.rows == 0) return made;
  const uint64_t seed = mix(county.seed, 40),
                 day_seed = mix(county.seed, 41, static_cast<uint64_t>(day));
  const bool xlsx = unit(mix(seed, 1)) < shares.xlsx;
  const bool gb18030 = !xlsx && unit(mix(seed, 2)) < shares.gb18030;
  const bool title = unit(mix(day_seed, 3)) < shares.title;
  const Day on = plan.first_day + day;
  const std::string folder = options.folder + "/" + to_text(on);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return cannot_write(folder);
  made.path = folder + "/" + county.area + (xlsx ? ".xlsx" : ".csv");
  FileWriter writer(made.path, xlsx, gb18030, unit(mix(seed, 4)) < shares.bom);
  const std::vector<size_t> order =
      column_order(makers, seed, day == 0 || day >= plan.new_from_day);
  TRY(writer.heads(headings(register_, makers, order, seed, unit(mix(seed, 5)) < shares.synonym),
                   title ? register_.name.zh + "信息表（合成数据）" : std::string()));
  RowMaker rows(makers, order, seed, on);
  int64_t last = 0;
  for (const Range& range : ranges)
    for (int64_t number = range.from; number < range.to; ++number)
      writer.line(rows.row(last = number, range.say));
  if (unit(mix(day_seed, 6)) < shares.stray && county.stock > 0) {
    // A row of somebody else's village: it goes back to where it belongs.
    std::vector<std::string> stray = rows.row(last, Say::confirmed);
    const std::string foreign = county.area.substr(0, 2) + "0199001001";
    for (size_t at = 0; at < order.size(); ++at) {
      if (makers.columns()[order[at]].make == Make::village) {
        const CountyPlan& neighbour = plan.counties[mix(day_seed, 7) % plan.counties.size()];
        const auto towns = makers.areas().children(neighbour.area);
        const auto villages = towns.empty() ? towns : makers.areas().children(towns.front());
        stray[at] = villages.empty() || neighbour.area == county.area
                        ? foreign
                        : std::string(villages.front());
      }
      if (makers.columns()[order[at]].make == Make::serial) stray[at] = "9" + stray[at].substr(1);
    }
    writer.line(stray);
    ++made.rows;
  }
  if (title) writer.line({"合计", std::to_string(made.rows)});
  TRY_ASSIGN(made.bytes, writer.close());
  return made;
}

}  // namespace diaodu::scenario
