// Files as offices make them, damaged in every way that hands and programs damage them: whatever
// is read, each row is accepted or refused with a reason, and no accepted value says another thing
// than the cell it comes from. DIAODU_NIGHTLY=1: ten thousand of them; else one in ten.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "base/decimal.hpp"
#include "parcel/caster.hpp"
#include "parcel/office_files_test.hpp"
#include "parcel/office_readings_test.hpp"

namespace diaodu::parcel {
namespace {

struct Seen {  // of the bytes, by the reader alone
  struct Row {
    std::vector<std::string> cells;
    bool damaged = false;
  };
  std::map<std::pair<int, int>, Row> rows;  // by sheet and row
};
class Both final : public sheet::Sink {  // what the caster is told, remembered
 public:
  explicit Both(Caster& caster) : caster_(caster) {}
  bool sheet(const sheet::SheetInfo& info) override {
    sheet_ = static_cast<int>(info.index);
    return caster_.sheet(info);
  }
  bool row(const sheet::RowView& row) override {
    Seen::Row& kept = seen.rows[{sheet_, static_cast<int>(row.row_no)}];
    for (const sheet::Cell& cell : row.cells) kept.cells.emplace_back(cell.text);
    kept.damaged = row.damaged;
    return caster_.row(row);
  }
  void merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t column1) override {
    any_merged = true;
    caster_.merged(row0, column0, row1, column1);
  }
  void hidden_columns(uint32_t first, uint32_t last) override {
    caster_.hidden_columns(first, last);
  }
  Seen seen;
  bool any_merged = false;

 private:
  Caster& caster_;
  int sheet_ = 0;
};

struct Taken {
  store::Batch rows = patch_batch(office_pack().pack->registers.front());
  store::Batch failures = failure_batch();
  Outcome outcome;
  Seen seen;
  bool any_merged = false;
};

Taken take(const std::string& bytes) {
  const TestPack& demo = office_pack();
  const pack::Register& well = demo.pack->registers.front();
  Taken out;
  Caster caster(*demo.pack, *demo.areas, well, kTestKey, [&](const Part& part) {
    add_rows(out.rows, part.rows);
    add_rows(out.failures, part.failures);
    for (const Outcome& ended : part.ended) out.outcome = ended;
  });
  Both both(caster);
  caster.begin({.parcel = 7, .register_id = "well", .sender = "910101", .day = test_day()});
  caster.end(sheet::read_bytes(bytes, {}, both));
  caster.flush();
  out.seen = std::move(both.seen);
  out.any_merged = both.any_merged;
  return out;
}

std::string stored_text(const store::Column& column, size_t row) {
  switch (column.type()) {
    case store::Type::text: return std::string(column.text(row));
    case store::Type::day: return to_text(column.day(row));
    case store::Type::decimal: return decimal_text(column.decimal(row), column.scale());
    case store::Type::boolean: return column.boolean(row) ? "true" : "false";
    default: return std::to_string(column.int64(row));
  }
}

bool is_of_data(const OfficeTable& table, size_t row) {  // no line of headings or numbers
  const auto at = std::ranges::find(table.means, "village") - table.means.begin();
  const std::string cell = plain(table.rows.at(row).cells.at(static_cast<size_t>(at)));
  return cell.starts_with("9101") || cell.ends_with("渡村");
}

// Everything that is wrong with what was taken, a line each. `table`: what the file is known to
// hold; null: what the reader saw counts.
class Judge {
 public:
  Judge(const Taken& taken, const OfficeTable* table) : taken_(taken), table_(table) {}

  std::vector<std::string> faults() {
    read_failures();
    if (taken_.outcome.error) {
      if (taken_.rows.rows() + taken_.failures.rows() > 0) fault(0, "an unread file left rows");
      const Error& error = *taken_.outcome.error;
      if (error.message.zh.empty() || error.message.en.empty()) fault(0, "an error without words");
      return std::move(faults_);
    }
    judge_accepted();
    judge_counts();
    judge_rows();
    judge_columns();
    return std::move(faults_);
  }

  bool tells_hidden = false;  // the format can hide columns

 private:
  using Key = std::pair<int, int>;
  void fault(int row, const std::string& what) {
    faults_.push_back("row " + std::to_string(row) + ": " +
                      replace_all(what, std::string(1, 0), "\\0"));
  }
  void read_failures() {
    const store::Batch& all = taken_.failures;
    for (size_t i = 0; i < all.rows(); ++i) {
      const Key key{all["sheet"].int32(i), all["row_no"].int32(i)};
      const std::string rule(all["rule"].text(i));
      if (all["grade"].text(i) == "reject") refused_.insert(key);
      if (rule == "_left_out" || rule == "_twice_same" || rule == "_form_mark") noted_.insert(key);
      said_.insert({key, std::string(all["column_name"].text(i))});
    }
  }
  std::string cell_at(Key key, int column) const {
    if (column < 0) return {};
    const auto at = static_cast<size_t>(column);
    if (table_ == nullptr || key.first != 0) {
      const Seen::Row& row = taken_.seen.rows.at(key);
      return at < row.cells.size() ? row.cells[at] : std::string();
    }
    size_t row = static_cast<size_t>(key.second) - 1;
    for (const auto& [row0, column0, row1, column1] : table_->merged)
      if (row >= row0 && row <= row1 && at == column0) row = row0;
    const std::vector<std::string>& cells = table_->rows.at(row).cells;
    return at < cells.size() ? cells[at] : std::string();
  }
  int column_of(int sheet, const std::string& name) const {
    for (const SheetHeading& one : taken_.outcome.headings)
      if (one.sheet == sheet && one.column_name == name) return one.column_no;
    return -1;
  }
  void judge_accepted() {
    const std::vector<pack::ColumnDef>& columns = office_pack().pack->registers.front().columns;
    for (size_t row = 0; row < taken_.rows.rows(); ++row) {
      const Key key{taken_.rows.columns[1].int32(row), taken_.rows.columns[2].int32(row)};
      if (!accepted_.insert(key).second) fault(key.second, "accepted twice");
      const int64_t touched = taken_.rows["touched"].int64(row);
      const int64_t erased = taken_.rows["erased"].int64(row);
      for (size_t i = 0; i < columns.size(); ++i) {
        const store::Column& column = taken_.rows.columns[kPatchColumns + i];
        const int at = column_of(key.first, columns[i].name);
        if (table_ && at >= 0 && table_->means.at(static_cast<size_t>(at)) != columns[i].name)
          fault(key.second, columns[i].name + " is read from another column");
        const std::string cell = cell_at(key, at);
        const bool is_blank = trim_cell(cell).empty();
        if (touched >> i & 1) {
          if (column.is_null(row) || is_blank ||
              !says_same(columns[i], cell, stored_text(column, row)))
            fault(key.second, columns[i].name + " says \"" + cell + "\", stored as \"" +
                                  (column.is_null(row) ? "null" : stored_text(column, row)) + "\"");
        } else if (erased >> i & 1) {
          if (cell.find("清空") == std::string::npos)
            fault(key.second, columns[i].name + " is erased");
        } else if (!is_blank && !said_.contains({key, columns[i].name}) && !is_covered(key, at)) {
          fault(key.second, columns[i].name + " says \"" + cell + "\" and is passed over");
        }
      }
    }
  }
  // Under a merged cell that begins in a line that is no record: not seen, as on the screen.
  bool is_covered(Key key, int column) const {
    if (table_ == nullptr) return taken_.any_merged;
    for (const auto& [row0, column0, row1, column1] : table_->merged)
      if (static_cast<uint32_t>(column) == column0 &&
          static_cast<uint32_t>(key.second) > row0 + 1 &&
          static_cast<uint32_t>(key.second) <= row1 + 1)
        return !accepted_.contains({0, static_cast<int>(row0) + 1});
    return false;
  }
  void judge_counts() {
    const Outcome& outcome = taken_.outcome;
    if (outcome.rows_in != static_cast<int64_t>(accepted_.size()) + outcome.rows_refused)
      fault(0, "rows in are not accepted and refused");
    if (static_cast<int64_t>(refused_.size()) != outcome.rows_refused)
      fault(0, std::to_string(outcome.rows_refused) + " refused, but a reason at " +
                   std::to_string(refused_.size()));
    for (const Key& key : accepted_)
      if (refused_.contains(key)) fault(key.second, "accepted and refused");
  }
  // A column that was not read, or is hidden, was told of.
  void judge_columns() {
    if (table_ == nullptr) return;
    std::set<std::string> rules;
    for (size_t i = 0; i < taken_.failures.rows(); ++i)
      rules.insert(std::string(taken_.failures["rule"].text(i)));
    for (size_t at = 0; at < table_->means.size(); ++at) {
      const SheetHeading* heading = nullptr;
      for (const SheetHeading& one : taken_.outcome.headings)
        if (one.column_no == static_cast<int>(at)) heading = &one;
      const bool is_read = heading != nullptr && !heading->column_name.empty();
      bool any = false;
      for (const Key& key : accepted_)
        any |= !trim_cell(cell_at(key, static_cast<int>(at))).empty();
      if (!is_read && any && !(heading != nullptr && plain(heading->heading) == "序号") &&
          !rules.contains(heading == nullptr ? "_heading_none" : "_heading_unknown") &&
          !rules.contains("_heading_twice") && !rules.contains("_heading_vague"))
        fault(0, "column " + std::to_string(at) + " (" +
                     (heading == nullptr ? "no heading" : heading->heading) +
                     ") is not read, without a word");
      if (is_read && std::ranges::count(table_->hidden_columns, at) > 0 && tells_hidden &&
          !rules.contains("_hidden_columns"))
        fault(0, "column " + std::to_string(at) + " is hidden, without a word");
    }
  }
  // Each row under the headings came to something.
  void judge_rows() {
    std::map<int, int> first;
    for (const SheetHeading& one : taken_.outcome.headings)
      first.try_emplace(one.sheet, one.row_first);
    const auto judge = [&](Key key) {
      const auto from = first.find(key.first);
      if (from == first.end()) return;
      const bool is_known = table_ != nullptr && key.first == 0;
      if (key.second < (is_known ? static_cast<int>(table_->heading) + 2 : from->second)) return;
      if (is_known && key.second < from->second &&
          !is_of_data(*table_, static_cast<size_t>(key.second) - 1))
        return;
      if (accepted_.contains(key) || refused_.contains(key) || noted_.contains(key)) return;
      for (const SheetHeading& one : taken_.outcome.headings)
        if (one.sheet == key.first && !one.column_name.empty() &&
            !trim_cell(cell_at(key, one.column_no)).empty() && !taken_.any_merged)
          return fault(key.second, "is gone without a word");
    };
    for (const auto& [key, row] : taken_.seen.rows) judge(key);
    if (table_ != nullptr)
      for (size_t row = 0; row < table_->rows.size(); ++row) judge({0, static_cast<int>(row) + 1});
  }

  const Taken& taken_;
  const OfficeTable* const table_;
  std::set<Key> accepted_, refused_, noted_;
  std::set<std::pair<Key, std::string>> said_;
  std::vector<std::string> faults_;
};

// ---- mutations of what is in the table

const std::vector<std::string>& odd_texts() {
  static const std::vector<std::string> kAll = {"",
                                                " ",
                                                "　",
                                                "清空",
                                                "[清空]",
                                                "1.23457E+17",
                                                "513422199001010029",
                                                "#N/A",
                                                "-",
                                                "/",
                                                "无",
                                                "０",
                                                "-0",
                                                "00",
                                                "1e3",
                                                "0x10",
                                                "1E400",
                                                "1,23",
                                                ",5",
                                                "12,345,67",
                                                "½",
                                                "三十",
                                                "约30",
                                                "30米",
                                                "30-40",
                                                "0.35万元",
                                                "3500万",
                                                "0.00001",
                                                "99999999999999999999",
                                                "-5",
                                                "+5",
                                                "2020.7",
                                                "2020.10",
                                                "2020年7月",
                                                "2020-13-01",
                                                "2020-02-30",
                                                "43831",
                                                "43831.75",
                                                "7月",
                                                "今天",
                                                "20200301 18:00",
                                                "2020-3-1 08:00:00",
                                                "1900-01-00",
                                                "0000-00-00",
                                                "02/03/2020",
                                                "是 ",
                                                "是的",
                                                "√×",
                                                "TRUE",
                                                "张三\n李四",
                                                "张　三",
                                                "Ａｎｎａ",
                                                "买买提·艾力",
                                                "\xEE\x80\x80王",
                                                "？？",
                                                "***",
                                                "合计",
                                                "合计：",
                                                "小计",
                                                "填报人：李四",
                                                "注：以上为准",
                                                "=1+1",
                                                "=cmd|' /C calc'!A0",
                                                "@SUM(1)",
                                                "1380000123",
                                                "138000012345",
                                                "13800001234/13900001234",
                                                "0834-1234567",
                                                "东渡村 ",
                                                "东 渡村",
                                                "东渡",
                                                "柳湾村",
                                                "910102001001",
                                                "910101",
                                                "91010100100100",
                                                "9101010010O1",
                                                "不详",
                                                "unknown",
                                                "境外",
                                                "\xC2\xA0"
                                                "30",
                                                "\xE2\x80\x8B"
                                                "30",
                                                "\xEF\xBB\xBF"
                                                "30",
                                                "30\xE2\x80\x8B",
                                                "a\tb",
                                                "\"",
                                                "\"\"",
                                                "'30",
                                                "’",
                                                "&amp;",
                                                "<b>",
                                                "\xF0\x9F\x98\x80",
                                                std::string(260, 'x'),
                                                std::string(5000, 'y'),
                                                "W-100",
                                                "w-100",
                                                "Ｗ－１００",
                                                "W 100",
                                                "W_100/2",
                                                "井编号",
                                                "水质",
                                                "1 可饮用",
                                                "01",
                                                "煮沸",
                                                "1;2"};
  return kAll;
}

void mutate(OfficeTable& table, Dice& dice, bool merges) {
  const size_t first = table.heading + 1;
  const size_t row = first + dice.below(table.rows.size() - first);
  const size_t column = dice.below(table.means.size());
  const auto insert = [&](size_t at, std::vector<std::string> cells) {
    cells.resize(table.means.size());
    table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(at), OfficeRow{cells});
    for (auto& range : table.merged) {
      range.row0 += at <= range.row0;
      range.row1 += at <= range.row1;
    }
  };
  switch (dice.below(19)) {
    case 0: insert(row, table.rows[row].cells); break;
    case 1: insert(row, {}); break;
    case 2: insert(row, {dice.of(std::vector<std::string>{"小计", "合计：", "总计（户）"})}); break;
    case 3: insert(row, table.rows[table.heading].cells); break;
    case 4: insert(row, {"", "填报人：张三", "", "审核人：李四"}); break;
    case 5: table.rows[row].hidden = true; break;
    case 6: {
      const size_t other = dice.below(table.means.size());
      for (OfficeRow& one : table.rows) std::swap(one.cells[column], one.cells[other]);
      std::swap(table.means[column], table.means[other]);
      break;
    }
    case 7:  // a heading that nobody knows
      table.rows[table.heading].cells[column] +=
          dice.of(std::vector<std::string>{"X", "（新）", "情况"});
      break;
    case 8:  // a column more, with a heading that another has
      for (OfficeRow& one : table.rows) one.cells.push_back(one.cells[column]);
      table.means.push_back(table.means[column]);
      break;
    case 9: {
      OfficeRow& one = table.rows[row];
      std::rotate(one.cells.begin(), one.cells.begin() + 1, one.cells.end());
      break;
    }
    case 10:
      if (merges && row + 1 < table.rows.size()) {
        const auto at = static_cast<uint32_t>(row), across = static_cast<uint32_t>(column);
        for (const auto& range : table.merged)
          if (range.column0 == across) return;
        table.merged.push_back({at, across, at + 1, across});
        table.rows[row + 1].cells[column].clear();
      }
      break;
    case 11: table.rows[table.heading].cells[column].clear(); break;
    case 13: {  // a second table, its columns in another order
      if (!is_of_data(table, row - 1))
        break;  // two lines of headings that do not agree: the lower one counts
      std::vector<std::string> heads = table.rows[table.heading].cells;
      std::swap(heads[column], heads[dice.below(heads.size())]);
      insert(row, heads);
      break;
    }
    case 12: table.hidden_columns.push_back(column); break;
    default: table.rows[row].cells[column] = dice.of(odd_texts());
  }
}

std::string mutated_bytes(std::string bytes, Dice& dice) {
  for (size_t times = 1 + dice.below(3); times > 0 && !bytes.empty(); --times) {
    const size_t at = dice.below(bytes.size());
    const auto place = static_cast<std::ptrdiff_t>(at);
    switch (dice.below(7)) {
      case 0: bytes[at] = static_cast<char>(dice.below(256)); break;
      case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8))); break;
      case 2: bytes.erase(at, 1 + dice.below(20)); break;
      case 3: bytes.insert(at, 1, dice.of(std::string("\"\",\n\r\t;|\0 <>&\xFF", 15))); break;
      case 4: bytes.resize(at); break;
      case 5: bytes.insert(at, bytes.substr(dice.below(bytes.size()), 1 + dice.below(60))); break;
      default: std::rotate(bytes.begin() + place / 2, bytes.begin() + place, bytes.end());
    }
  }
  return bytes;
}

TEST_CASE(
    "ten thousand mutations of three hundred files: each row accounted for, no value changed") {
  constexpr size_t kFiles = 300, kMutations = 10'000;
  const char* const nightly = std::getenv("DIAODU_NIGHTLY");
  const bool whole = nightly != nullptr && std::string(nightly) == "1";
  size_t rows = 0, refused = 0, files_refused = 0, faulty = 0;
  for (size_t number = 0; number < kMutations; number += whole ? 1 : 10) {
    Dice of_file(number % kFiles), dice(1'000'000 + number);
    OfficeTable table = office_table(of_file);
    const size_t format = of_file.below(6);  // half of them CSV
    const bool in_table = !dice.once_in(3);
    if (in_table && number >= kFiles)
      for (size_t times = 1 + dice.below(4); times > 0; --times)
        mutate(table, dice, format == 3 || format == 4);
    std::string bytes;
    if (format <= 2) {
      bytes = csv_of(table, of_file);
    } else if (format <= 4) {
      std::string xml = sheet_xml_of(table, of_file);
      if (!in_table && number >= kFiles && dice.once_in(2)) xml = mutated_bytes(xml, dice);
      bytes = xlsx_of(xml);
    } else {
      bytes = xls_of(table, of_file);
    }
    if (!in_table && number >= kFiles) bytes = mutated_bytes(bytes, dice);
    const bool is_known = in_table || number < kFiles;
    const Taken taken = take(bytes);
    if (number < kFiles && in_table) CHECK_MESSAGE(!taken.outcome.error, "file ", number);
    Judge judge(taken, is_known ? &table : nullptr);
    judge.tells_hidden = format >= 3;
    const std::vector<std::string> faults = judge.faults();
    faulty += !faults.empty();
    if (!faults.empty() && faulty <= 20)
      for (size_t i = 0; i < std::min<size_t>(faults.size(), 3); ++i)
        FAIL_CHECK("mutation " << number << ", format " << format << ": " << faults[i]);
    rows += static_cast<size_t>(taken.outcome.rows_in);
    refused += static_cast<size_t>(taken.outcome.rows_refused);
    files_refused += taken.outcome.error.has_value();
  }
  CHECK(faulty == 0);
  MESSAGE(rows << " rows, " << refused << " refused, " << files_refused << " files refused");
  CHECK(refused * 3 < rows);  // else the files are too bad to say anything
  CHECK(refused > 0);
}

}  // namespace
}  // namespace diaodu::parcel
