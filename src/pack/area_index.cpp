#include "pack/area_index.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "pack/area_names.hpp"

namespace diaodu::pack {
namespace {

constexpr std::string_view kHeader = "code,name,from_year,to_year,successor,source";

Error no_areas(const std::string& path) {
  return Error{
      .code = "pack.no_areas",
      .message = {"读不到区划文件“" + path + "”。", "cannot read the area file \"" + path + "\"."},
      .hint = {"区划文件由安装步骤生成：请先运行 ./run setup。",
               "The set-up makes it: run ./run setup first."},
      .place = path};
}

Error bad_areas(const std::string& path, size_t line) {
  return Error{
      .code = "pack.bad_areas",
      .message = {"区划文件这一行不合格式。", "this line of the area file is not well-formed."},
      .hint = {"每行六项：" + std::string(kHeader) + "，不用引号。",
               "A line has six fields: " + std::string(kHeader) + ", without quotes."},
      .place = path + ":" + std::to_string(line) + ":1",
      .exit = Exit::found_something};
}

bool is_special(std::string_view code) { return code == "abroad" || code == "unknown"; }

bool is_digit_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// 51 < 5101 < 510101 < 52: twelve digits filled up with zeros, then the length; words after all
// digits.
uint64_t key_of(std::string_view code) {
  if (code.size() > 12 || !is_digit_text(code))
    return code == "abroad" ? ~uint64_t{1} : ~uint64_t{0};
  uint64_t key = 0;
  for (size_t i = 0; i < 12; ++i)
    key = key * 10 + static_cast<uint64_t>(i < code.size() ? code[i] - '0' : 0);
  return key * 16 + code.size();
}

// Greater than the keys of all places under `code`, not greater than any after them.
uint64_t key_after(std::string_view code) {
  uint64_t key = key_of(code) / 16, step = 1;
  for (size_t i = code.size(); i < 12; ++i) step *= 10;
  return (key + step) * 16;
}

size_t lower_bound(const std::vector<uint64_t>& keys, uint64_t key) {
  if (keys.empty()) return 0;
  const uint64_t* at = keys.data();
  for (size_t length = keys.size();
       length > 1;) {  // no branch on the keys: the processor could not guess it
    const size_t half = length / 2;
    at += at[half - 1] < key ? half : 0;
    length -= half;
  }
  return static_cast<size_t>(at - keys.data()) + (*at < key ? 1 : 0);
}

bool read_year(std::string_view text, int& year) {
  if (text.empty()) return true;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), year);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

bool read_row(std::string_view line, AreaRow& row) {
  std::string_view fields[6];
  for (int i = 0; i < 6; ++i) {
    const size_t comma = i < 5 ? line.find(',') : line.size();
    if (comma == std::string_view::npos) return false;
    fields[i] = line.substr(0, comma);
    line.remove_prefix(std::min(comma + 1, line.size()));
  }
  if (fields[5].find(',') != std::string_view::npos) return false;
  row.code = fields[0], row.name = fields[1], row.successor = fields[4], row.source = fields[5];
  const bool digits =
      std::all_of(row.code.begin(), row.code.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool code = is_special(row.code) || (digits && !row.code.empty() && level_of(row.code));
  return code && !row.name.empty() && read_year(fields[2], row.from_year) &&
         read_year(fields[3], row.to_year);
}

}  // namespace

struct AreaIndexBuilder {
  AreaIndex& index;
  size_t deepest;

  Result<void> read_file(const std::string& path) {
    std::error_code failed;
    const uintmax_t size = std::filesystem::file_size(path, failed);
    std::ifstream in(path, std::ios::binary);
    if (failed || !in) return no_areas(path);
    std::string bytes(static_cast<size_t>(size), '\0');
    if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return no_areas(path);
    if (deepest < static_cast<size_t>(Level::village)) bytes = upper_lines(bytes);
    index.bytes_.push_back(std::move(bytes));
    return take_rows(index.bytes_.back(), path);
  }

  // The lines of places that are kept, so that the rest of a great file need not be; others become
  // empty ones, which keeps the line numbers of messages right.
  std::string upper_lines(std::string_view text) const {
    std::string kept;
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      const size_t comma = text.substr(0, 13).find(',');
      const bool deeper = comma != std::string_view::npos
                              ? comma > deepest && is_digit_text(text.substr(0, comma))
                              : deepest < 12;
      if (!deeper) kept += text.substr(0, end);
      kept += '\n';
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return kept;
  }

  Result<void> take_rows(std::string_view text, const std::string& path) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    index.rows_.reserve(index.rows_.size() +
                        static_cast<size_t>(std::count(text.begin(), text.end(), '\n')));
    for (size_t line_no = 1; !text.empty(); ++line_no) {
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line_no == 1 ? line != kHeader : false) return bad_areas(path, line_no);
      if (line_no == 1 || line.empty()) continue;
      AreaRow row;
      if (!read_row(line, row)) return bad_areas(path, line_no);
      if (row.code.size() <= deepest || is_special(row.code)) index.rows_.push_back(row);
    }
    return {};
  }

  void sort() {
    const auto before = [](const AreaRow& a, const AreaRow& b) {
      const int order = a.code.compare(b.code);
      const bool a_lives = a.to_year == 0, b_lives = b.to_year == 0;
      return order != 0 ? order < 0
                        : std::pair(a_lives, a.from_year) < std::pair(b_lives, b.from_year);
    };
    auto& rows = index.rows_;
    if (!std::is_sorted(rows.begin(), rows.end(), before))
      std::sort(rows.begin(), rows.end(), before);
  }

  void add_codes() {
    index.keys_.reserve(index.rows_.size());
    for (const AreaRow& row : index.rows_) {
      index.keys_.push_back(key_of(row.code));
      const bool first =
          index.keys_.size() == 1 || index.keys_[index.keys_.size() - 2] != index.keys_.back();
      if (row.code.size() > 6 || !first) continue;
      index.upper_keys_.push_back(index.keys_.back());
      index.upper_rows_.push_back(static_cast<uint32_t>(index.keys_.size() - 1));
    }
  }

  void add_names() {
    const auto upper = std::count_if(index.rows_.begin(), index.rows_.end(),
                                     [](const AreaRow& row) { return row.code.size() <= 9; });
    index.by_name_.reserve(static_cast<size_t>(upper) * 2);
    for (size_t i = 0; i < index.rows_.size(); ++i) {
      const AreaRow& row = index.rows_[i];
      if (row.code.size() > 9 || row.to_year != 0 || is_filler_name(row.name)) continue;
      for (std::string& name : spellings_of(row.name))
        index.by_name_.emplace(std::move(name), static_cast<uint32_t>(i));
    }
  }
};

Result<std::shared_ptr<const AreaIndex>> AreaIndex::load(const Pack& pack, Level deepest) {
  auto index = std::make_shared<AreaIndex>();
  AreaIndexBuilder builder{*index, static_cast<size_t>(deepest)};
  index->bytes_.reserve(pack.areas.size());  // rows point into them: they must not move
  for (const AreaSource& source : pack.areas) TRY(builder.read_file(source.path));
  builder.sort();
  builder.add_codes();
  builder.add_names();
  return std::shared_ptr<const AreaIndex>(std::move(index));
}

size_t AreaIndex::first_of(std::string_view code) const {
  const uint64_t key = key_of(code);
  const bool upper = code.size() <= 6;
  const std::vector<uint64_t>& keys = upper ? upper_keys_ : keys_;
  const size_t at = lower_bound(keys, key);
  if (at == keys.size() || keys[at] != key) return rows_.size();
  const size_t row = upper ? upper_rows_[at] : at;
  return is_digit_text(code) || rows_[row].code == code ? row : rows_.size();
}

const AreaRow* AreaIndex::find(std::string_view code) const {
  size_t at = first_of(code);
  if (at == rows_.size()) return nullptr;
  while (at + 1 < rows_.size() && keys_[at + 1] == keys_[at]) ++at;
  return &rows_[at];
}

bool AreaIndex::existed(std::string_view county_code, int year) const {
  return existed_within(county_code, year, year);
}

bool AreaIndex::existed_within(std::string_view county_code, int first, int last) const {
  size_t at = first_of(county_code);
  // Numbers were also issued under the code of a city or province: 522400, 110000.
  if (at == rows_.size() && county_code.ends_with("0000"))
    at = first_of(county_code.substr(0, 2));
  else if (at == rows_.size() && county_code.ends_with("00"))
    at = first_of(county_code.substr(0, 4));
  if (at == rows_.size()) return false;
  for (const std::string_view code = rows_[at].code; at < rows_.size() && rows_[at].code == code;
       ++at)
    if ((rows_[at].to_year == 0 || rows_[at].to_year >= first) && rows_[at].from_year <= last)
      return true;
  return false;
}

std::string AreaIndex::path(std::string_view code) const {
  std::string out;
  std::string_view last;
  for (size_t length : {size_t{2}, size_t{4}, size_t{6}, size_t{9}, size_t{12}}) {
    if (length > code.size() && !is_special(code)) break;
    const AreaRow* row = find(is_special(code) ? code : code.substr(0, length));
    if (is_special(code)) return row ? std::string(row->name) : std::string();
    if (!row || is_filler_name(row->name) || row->name == last)
      continue;  // 东莞市 is city and county
    out += row->name;
    last = row->name;
  }
  return out;
}

std::vector<std::string_view> AreaIndex::children(std::string_view code) const {
  static constexpr size_t kLengths[] = {0, 2, 4, 6, 9, 12};
  std::vector<std::string_view> found;
  const auto at_length = std::find(std::begin(kLengths), std::end(kLengths), code.size());
  if (at_length == std::end(kLengths) || code.size() == 12 || !is_digit_text(code)) return found;
  const size_t length = *(at_length + 1);
  const uint64_t end = key_after(code);
  for (size_t at = lower_bound(keys_, key_of(code)); at < rows_.size() && keys_[at] < end;) {
    const std::string_view child = rows_[at].code;
    if (child.size() < length) {
      ++at;
      continue;
    }
    const AreaRow* row = find(child.substr(0, length));
    if (row && row->to_year == 0 && row->source != "host") found.push_back(row->code);
    at = lower_bound(keys_, key_after(child.substr(0, length)));
  }
  return found;
}

const std::vector<std::string>& AreaMemo::resolve(const AreaIndex& index, std::string_view typed) {
  constexpr size_t kKnownMax = 100'000;
  if (const auto found = known_.find(typed); found != known_.end()) return found->second;
  if (known_.size() >= kKnownMax) known_.clear();
  return known_.emplace(std::string(typed), index.resolve(typed)).first->second;
}

}  // namespace diaodu::pack
