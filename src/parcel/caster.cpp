#include "parcel/caster.hpp"

#include <algorithm>

#include "base/area_code.hpp"
#include "base/text.hpp"
#include "parcel/parsers.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kPlacesKnown = 1'024;
constexpr size_t kPartRows = 65'536;
constexpr size_t kPartBytes = size_t{24} << 20;

// Keeps the memory of a batch that was not taken: filling new memory costs a fault a page.
template <typename Make>
void empty(store::Batch& batch, const Make& make) {
  if (batch.columns.empty()) batch = make();
  for (store::Column& column : batch.columns) column.clear();
}

std::string title_of(const pack::ColumnDef& column) {
  return column.title.zh.empty() ? column.name : column.title.zh;
}
Error form_not_full() {
  return {.code = "parcel.form_not_full",
          .message = {"这是补正表，不是全量名册，不能按全量报送；未入库",
                      "This is a workbook of corrections, no full list; nothing was taken"},
          .hint = {"不选“全量”（不加 --full）再报一次",
                   "Send it again without saying that it is full (--full)."},
          .place = {},
          .params = {}};
}
std::string title_en(const pack::ColumnDef& column) {
  return column.title.en.empty() ? column.name : column.title.en;
}

}  // namespace

Caster::Caster(const pack::Pack& pack, const pack::AreaIndex& areas, const pack::Register& made_for,
               const HashKey& key, Emit emit)
    : pack_(pack),
      areas_(areas),
      register_(made_for),
      key_(key),
      emit_(std::move(emit)),
      names_(register_),
      villages_(areas) {
  CHECK(register_.columns.size() <= 63, "touched and erased are masks of 63 bits");
  for (const pack::ColumnDef& column : register_.columns) {
    types_.push_back(pack::find_type(column.type));
    CHECK(types_.back() != nullptr, "a pack was loaded with a type that does not exist");
    places_.emplace_back(column.type == "area" ? kPlacesKnown : 0);
  }
  for (const std::string& name : register_.key) key_columns_.push_back(register_.index_of(name));
  area_column_ = register_.index_of(register_.area);
  part_.rows = patch_batch(register_);
  part_.failures = failure_batch();
  part_.forms = form_batch();
}

void Caster::begin(const FileJob& job) {
  CHECK(!in_file_, "the caster's former file was not ended");
  if (job.part_rows > 0) flush();
  in_file_ = true;
  stopped_ = false;
  skipping_ = job.row_from > 0;
  rows_met_ = 0;
  next_cut_ = skipping_ ? job.row_from : job.part_rows > 0 ? job.part_rows : -1;
  if (job.day != job_.day)  // what a name means may depend on the day
    for (std::vector<KnownPlace>& places : places_) places.assign(places.size(), {});
  job_ = job;
  context_ = {.pack = &pack_, .areas = &areas_, .day = job.day, .memo = &memo_};
  by_name_.clear();
  sender_county_ = job.sender.size() >= 6 ? job.sender.substr(0, 6) : std::string();
  outcome_ = {};
  outcome_.parcel = job.parcel;
  rows_at_begin_ = part_.rows.rows();
  forms_at_begin_ = part_.forms.rows();
  failures_at_begin_ = part_.failures.rows();
  seen_.clear();
  good_sheets_ = 0;
  any_row_ = asked_in_file_ = false;
  form_ = {};
  missing_keys_.clear(), vague_key_.clear();
  sheet_ = {};
  sheet_names_.clear();
  state_ = SheetState::undecided;
  kept_.clear();
  merged_.clear();
  hidden_columns_.clear();
}

bool Caster::sheet(const sheet::SheetInfo& info) {
  finish_sheet();
  sheet_ = info;
  sheet_names_.resize(std::max<size_t>(sheet_names_.size(), info.index + size_t{1}));
  sheet_names_[info.index] = info.name;
  state_ = SheetState::undecided;
  merged_.clear();
  hidden_columns_.clear();
  return true;
}

bool Caster::row(const sheet::RowView& row) {
  any_row_ = true;
  switch (state_) {
    case SheetState::undecided:
      kept_.emplace_back(row);
      if (kept_.size() >= kHeadingRowsMax) decide_sheet();
      break;
    case SheetState::good:
      count_row();
      take_row(row);
      break;
    case SheetState::skipped:
      count_row();
      ++outcome_.rows_left_out;
      break;
    case SheetState::only_to_read: break;
  }
  return !stopped_;
}

// Cut when the next row comes, so that a part that goes on is never the last.
void Caster::count_row() {
  if (rows_met_ == next_cut_) cut();
  ++rows_met_;
}

void Caster::cut() {
  if (!skipping_) {
    outcome_.goes_on = true;
    part_.ended.push_back(std::move(outcome_));
  }
  flush();
  skipping_ = false;
  next_cut_ += job_.part_rows;
  outcome_ = {};
  outcome_.parcel = job_.parcel;
}

void Caster::decide_sheet() {
  const std::vector<KeptRow> rows = std::move(kept_);
  kept_.clear();
  FormHeads form = match_form(names_, register_, rows);
  state_ = form.only_to_read ? SheetState::only_to_read : SheetState::skipped;
  if (form.only_to_read) return;
  form_ = {};
  if (form.found && !sheet_.hidden) {
    const size_t above = form.match.rows_above;
    begin_sheet(form.match);
    take_form(std::move(form));
    for (size_t i = above; i < rows.size(); ++i) row(rows[i].view());
    return;
  }
  std::vector<HeadingSpan> spans;
  for (const Merged& one : merged_)
    if (!rows.empty() && one.row0 < rows.back().row_no())
      spans.push_back({one.row0, one.column0, one.row1, one.column1});
  HeadingMatch match = match_headings(names_, rows, spans);
  use_meanings(match);
  if (match.found && sheet_.hidden) note_hidden_sheet(match.row_no);
  if (match.found && !sheet_.hidden) take_headings(match);
  size_t at = match.rows_above;
  if (state_ == SheetState::good) at = skip_lines_below(rows, match);
  for (; at < rows.size(); ++at) row(rows[at].view());
}

// Makes the sheet a good one if its headings name the whole key.
void Caster::take_headings(const HeadingMatch& match) {
  std::vector<std::string> missing;
  for (const size_t column : key_columns_)
    if (match.column_of[column] < 0) missing.push_back(register_.columns[column].name);
  if (!missing.empty()) {
    if (missing_keys_.empty()) missing_keys_ = missing, vague_key_ = vague_heads(match);
    list_headings(match);  // what they mean can then be confirmed
    return;
  }
  begin_sheet(match);
  map_columns(match);
  list_headings(match);
  note_headings(match);
}

// The headings that name the key under several groups.
std::string Caster::vague_heads(const HeadingMatch& match) const {
  std::vector<std::string> heads;
  for (const size_t key : key_columns_) {
    if (std::ranges::count(match.vague, static_cast<int>(key)) == 0) continue;
    for (const HeadingMatch::Cell& cell : match.cells)
      if (cell.vague && names_.find(last_of_path(cell.heading)) == static_cast<int>(key))
        heads.push_back(shown_text(cell.heading, 60));
    break;
  }
  return join(heads, "、");
}

void Caster::begin_sheet(const HeadingMatch& match) {
  state_ = SheetState::good;
  ++good_sheets_;
  closing_rows_ = 0;
  hidden_rows_ = other_table_ = 0;
  scaled_.clear();
  times_noted_ = 0;
  first_data_row_ = match.row_no;
  merged_read_.assign(register_.columns.size(), {});
  merged_across_.clear(), merged_late_.clear(), open_merged_.clear();
  next_merged_ = 0;
  std::ranges::stable_sort(merged_, {}, &Merged::row0);
}

void Caster::map_columns(const HeadingMatch& match) {
  mapped_.clear();
  take_headed(match);
  for (size_t column = 0; column < match.column_of.size(); ++column) {
    if (match.column_of[column] < 0) continue;
    const bool is_key =
        std::find(key_columns_.begin(), key_columns_.end(), column) != key_columns_.end();
    mapped_.push_back({.file_column = static_cast<size_t>(match.column_of[column]),
                       .column = column,
                       .is_key = is_key,
                       .must_cast = is_key || column == area_column_ ||
                                    register_.columns[column].need == pack::Need::always,
                       .is_day = register_.columns[column].type == "day",
                       .is_month = register_.columns[column].type == "month"});
    for (const HeadingMatch::Cell& cell : match.cells)
      if (is_key && cell.column == static_cast<int>(column)) mapped_.back().heading = cell.heading;
  }
  std::ranges::stable_partition(mapped_, [](const Mapped& mapped) { return mapped.is_key; });
  show_id_at_ =
      register_.show_id.empty() ? -1 : match.column_of[register_.index_of(register_.show_id)];
}

void Caster::list_headings(const HeadingMatch& match) {
  for (const HeadingMatch::Cell& cell : match.cells)
    outcome_.headings.push_back(
        {.sheet = static_cast<int32_t>(sheet_.index),
         .sheet_name = sheet_.name,
         .column_no = cell.column_no,
         .heading = shown_text(cell.heading),
         .column_name =
             cell.column < 0 ? "" : register_.columns[static_cast<size_t>(cell.column)].name,
         .row_first = static_cast<int32_t>(match.row_no + 1)});
}

// Unknown headings, one note a sheet; headings that name a column already taken, likewise.
void Caster::note_headings(const HeadingMatch& match) {
  std::vector<std::string> unknown, suggestions, twice, vague;
  for (const HeadingMatch::Cell& cell : match.cells) {
    if (cell.column >= 0 || cell.numbering) continue;
    const std::string heading = shown_text(cell.heading, 60);
    (cell.vague ? vague : cell.twice ? twice : unknown).push_back(heading);
    if (cell.twice) continue;
    if (const auto meant = names_.suggestion(cell.heading))
      suggestions.push_back(heading + "→" + *meant);
  }
  wrongs_.clear();
  if (!remembered_.empty())
    wrongs_.push_back(
        {.rule = "_heading_remembered", .grade = pack::Grade::note, .shown = remembered_});
  if (!vague.empty())
    wrongs_.push_back(
        {.rule = "_heading_vague", .grade = pack::Grade::question, .shown = join(vague, "、")});
  if (!unknown.empty())
    wrongs_.push_back({.rule = "_heading_unknown",
                       .grade = pack::Grade::note,
                       .shown = join(unknown, "、"),
                       .params = suggestions.empty() ? "" : join(suggestions, "、")});
  if (!twice.empty())
    wrongs_.push_back(
        {.rule = "_heading_twice", .grade = pack::Grade::question, .shown = join(twice, "、")});
  area_.clear(), county_.clear(), key_hash_.reset();
  write_failures(match.row_no, {});
}

void Caster::finish_sheet() {
  if (state_ == SheetState::undecided) decide_sheet();
  if (state_ == SheetState::good) write_merged(), write_hidden(), write_unheaded();
  state_ = SheetState::skipped;
  const size_t rows = part_.rows.columns.front().size();
  for (store::Column& column : part_.rows.columns) pad_column(column, rows);
}

std::optional<Error> Caster::sheet_error() const {
  if (good_sheets_ > 0) return std::nullopt;
  if (!any_row_)
    return Error{
        .code = "parcel.empty_file",
        .message = {"文件是空的，里面一行也没有", "The file is empty; it has no rows"},
        .hint = {"可能没有保存好或没有传完，请打开原文件核对后重报；确无变化的，请报零报告",
                 "It may not have been saved or sent whole; open the original and send it "
                 "again. If nothing changed, send a nil report."},
        .place = {},
        .params = {}};
  if (!missing_keys_.empty()) {
    const pack::ColumnDef& column = *register_.find(missing_keys_.front());
    if (!vague_key_.empty())
      return Error{
          .code = "parcel.key_column_vague",
          .message = {"有几列都像是“" + title_of(column) + "”（" + vague_key_ +
                          "），分不清用哪一列",
                      "Several columns may be \"" + title_en(column) + "\" (" + vague_key_ +
                          "); which is meant cannot be told"},
          .hint = {"把要用的那一列改名为“" + title_of(column) + "”，其余的删去或改名后重报",
                   "Head the one that is meant \"" + title_en(column) +
                       "\", rename or delete the others and send it again."},
          .place = {},
          .params = {{"column", column.name}}};
    return Error{
        .code = "parcel.no_key_column",
        .message = {"表格里没有“" + title_of(column) + "”这一列，无法分清各行是谁的",
                    "The file has no column \"" + title_en(column) +
                        "\", so its rows cannot be told apart"},
        .hint = {"请加上这一列后重报；列名可写作“" + title_of(column) + "”",
                 "Add the column, headed \"" + title_en(column) + "\", and send it again."},
        .place = {},
        .params = {{"column", column.name}}};
  }
  std::vector<std::string> zh, en;
  for (size_t i = 0; i < register_.columns.size() && i < 6; ++i) {
    zh.push_back(title_of(register_.columns[i]));
    en.push_back(title_en(register_.columns[i]));
  }
  return Error{.code = "parcel.no_heading",
               .message = {"前30行里没有找到表头，不知道各列是什么",
                           "No heading row was found in the first 30 rows"},
               .hint = {"表头应有这些列名：" + join(zh, "、") + " 等；请对照模板后重报",
                        "Headings such as " + join(en, ", ") +
                            " are expected; compare with the template and send it again."},
               .place = {},
               .params = {}};
}

void Caster::end(const Result<sheet::Report>& report) {
  CHECK(in_file_, "no file was begun");
  if (report.ok()) {
    finish_sheet();
    outcome_.format = report->format;
    outcome_.encoding = report->encoding;
    outcome_.error = sheet_error();
  } else {
    kept_.clear();
    outcome_.error = report.error();
  }
  if (skipping_ && !outcome_.error) outcome_.error = file_altered();
  if (asked_in_file_ && job_.is_full && !outcome_.error) outcome_.error = form_not_full();
  in_file_ = skipping_ = false;
  if (outcome_.error) {  // nothing of the file is taken
    outcome_.rows_in = outcome_.rows_refused = outcome_.rows_without_place = 0;
    cut_rows(part_.rows, rows_at_begin_);
    cut_rows(part_.failures, failures_at_begin_);
    cut_rows(part_.forms, forms_at_begin_);
  }
  for (store::Column& column : part_.rows.columns)
    pad_column(column, part_.rows.columns.front().size());
  part_.ended.push_back(std::move(outcome_));
  flush_if_full();
}

void Caster::flush_if_full() {
  if (part_.rows.rows() + part_.failures.rows() >= kPartRows || part_bytes_ >= kPartBytes) flush();
}

void Caster::flush() {
  const size_t rows = part_.rows.columns.front().size();
  for (store::Column& column : part_.rows.columns) pad_column(column, rows);
  const bool is_cut = in_file_ && !part_.ended.empty() && part_.ended.back().goes_on;
  part_.unended = in_file_ && !is_cut ? job_.parcel : 0;
  const bool any = rows > 0 || part_.failures.rows() > 0 || !part_.ended.empty();
  if (any && !skipping_) emit_(part_);
  part_.ended.clear();
  empty(part_.rows, [this] { return patch_batch(register_); });
  empty(part_.failures, failure_batch);
  empty(part_.forms, form_batch);
  part_bytes_ = rows_at_begin_ = failures_at_begin_ = forms_at_begin_ = 0;
}

}  // namespace diaodu::parcel
