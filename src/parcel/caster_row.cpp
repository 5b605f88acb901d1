#include <algorithm>
#include <cstring>

#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "parcel/caster.hpp"

namespace diaodu::parcel {
namespace {

// 清空, also as the lists of a form write it.
bool is_erase(std::string_view text) {
  return text == frame::kErase || text == "[清空]" || text == "【清空】" || text == "［清空］";
}

constexpr int kClosingNoted = 20;  // of a sheet

// Other control characters are no blanks: whatever they were meant for, the cell is not read.
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

size_t blank_at_start(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.front())) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("\xE3\x80\x80") || text.starts_with("\xEF\xBB\xBF") ||
      text.starts_with("\xE2\x80\x8B"))
    return 3;
  return 0;
}

size_t blank_at_end(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.back())) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  if (text.ends_with("\xE3\x80\x80") || text.ends_with("\xEF\xBB\xBF") ||
      text.ends_with("\xE2\x80\x8B"))
    return 3;
  return 0;
}

uint64_t mix(uint64_t hash, uint64_t word) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(hash ^ word) * 0x9E3779B97F4A7C15ull;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t load(const char* at, size_t size) {  // 4 or 8 bytes
  uint64_t word = 0;
  size == 8 ? std::memcpy(&word, at, 8) : std::memcpy(&word, at, 4);
  return word;
}

// Tells whether two rows say the same; no stored value depends on it. The last bytes are read
// together with some before them: a loop over them cost more than all the rest.
uint64_t add_content(uint64_t hash, size_t column, std::string_view text) {
  const size_t size = text.size();
  const char* at = text.data();
  hash = mix(hash + column + 1, size + 0x51ED2701);
  if (size >= 8) {
    for (size_t done = 0; done + 8 < size; done += 8) hash = mix(hash, load(at + done, 8));
    return mix(hash, load(at + size - 8, 8));
  }
  if (size >= 4) return mix(hash, load(at, 4) << 32 | load(at + size - 4, 4));
  uint64_t word = 0;
  for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
  return mix(hash, word);
}

void append_value(std::string& to, const store::Column& column, size_t row) {
  switch (column.type()) {
    case store::Type::text: to += column.text(row); break;
    case store::Type::day: to += to_text(column.day(row)); break;
    case store::Type::decimal: to += decimal_text(column.decimal(row), column.scale()); break;
    case store::Type::boolean: to += column.boolean(row) ? "true" : "false"; break;
    case store::Type::int32:
    case store::Type::int64: to += std::to_string(column.int64(row)); break;
  }
}

void add_or_null(store::Column& column, std::string_view text) {
  text.empty() ? column.add_null() : column.add(text);
}

// A day with a time of day: 2020-03-01 18:00, or 43892.75, a spreadsheet's own count.
bool has_time(std::string_view text, bool numeric) {
  if (numeric) return text.find('.') == 5 && text.find_first_not_of('0', 6) != text.npos;
  const size_t clock = text.size() > 10 ? text.find_first_of(" T", 6) : text.npos;
  return clock != text.npos && text.find_first_not_of(" T0:.", clock) != text.npos &&
         text.find(':', clock) != text.npos;
}

// A day in a column of months, 2020-03-15 or 20200315: more was said than is kept.
bool has_day(std::string_view text) {
  std::vector<std::string> numbers(1);
  for (const char c : half_width(text))
    if (c >= '0' && c <= '9')
      numbers.back() += c;
    else if (!numbers.back().empty())
      numbers.emplace_back();
  if (numbers[0].size() == 8) return !numbers[0].ends_with("01");
  return numbers.size() >= 3 && !numbers[2].empty() && numbers[2] != "1" && numbers[2] != "01";
}

std::string_view grade_text(pack::Grade grade) {
  switch (grade) {
    case pack::Grade::reject: return "reject";
    case pack::Grade::question: return "question";
    case pack::Grade::note: return "note";
  }
  return "note";
}

}  // namespace

std::string_view trim_cell(std::string_view text) {
  while (const size_t blank = blank_at_start(text)) text.remove_prefix(blank);
  while (const size_t blank = blank_at_end(text)) text.remove_suffix(blank);
  return text;
}

std::string shown_text(std::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string out(text);
  return out.find('\0') == std::string::npos
             ? out
             : replace_all(std::move(out), std::string_view("\0", 1), "\xEF\xBF\xBD");
}

bool Caster::is_closing(const sheet::RowView& row) {
  shape_.filled.clear();
  shape_.has_key = shape_.key_first = false;
  shape_.columns = mapped_.size();
  size_t first = row.cells.size(), last_key = 0, keys = 0, heads = 0;
  for (const Mapped& mapped : mapped_) {
    if (!mapped.is_key) break;  // the keys stand first
    if (mapped.file_column >= row.cells.size()) continue;
    const std::string_view text = trim_cell(row.cells[mapped.file_column].text);
    if (text.empty()) continue;
    // Only a word can be a total or a label.
    if ((static_cast<unsigned char>(text[0]) & 0x80) == 0) return false;
    shape_.has_key = true;
    ++keys, heads += is_head_of(mapped, text);
    last_key = std::max(last_key, mapped.file_column);
  }
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string_view text = trim_cell(row.cells[i].text);
    if (text.empty()) continue;
    if (shape_.filled.empty()) first = i;
    shape_.filled.push_back(text);
  }
  shape_.key_first = shape_.has_key && last_key == first;
  if (!form_.found && is_headings_again(row)) return true;
  return (keys > 0 && heads == keys) || is_closing_row(shape_);
}

// A line of headings among the rows: of the same table, or of one whose columns stand in another
// order, which must not be read as the first is.
bool Caster::is_headings_again(const sheet::RowView& row) {
  const std::vector<std::string_view>& filled = shape_.filled;
  if (filled.size() < 2 || (names_.find(filled[0]) < 0 && names_.find(filled[1]) < 0)) return false;
  size_t named = 0, same = 0, keys = 0;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const int column = names_.find(trim_cell(row.cells[i].text));
    if (column < 0) continue;
    ++named;
    keys += static_cast<size_t>(std::ranges::count(key_columns_, static_cast<size_t>(column)));
    same += static_cast<size_t>(std::ranges::count_if(mapped_, [&](const Mapped& mapped) {
      return mapped.file_column == i && mapped.column == static_cast<size_t>(column);
    }));
  }
  if (keys < key_columns_.size() || named < 2 || 2 * named < filled.size()) return false;
  other_table_ = named == same ? 0 : row.row_no;
  return true;
}

void Caster::refuse_other_table(const sheet::RowView& row) {
  wrongs_.push_back({.rule = "_other_table",
                     .grade = pack::Grade::reject,
                     .params = std::to_string(other_table_)});
  area_.clear(), county_.clear(), key_hash_.reset();
  write_failures(row.row_no, {});
  ++outcome_.rows_in, ++outcome_.rows_refused;
  flush_if_full();
}

// Left out, and said: nothing of a file goes without a word.
void Caster::leave_out(const sheet::RowView& row) {
  ++outcome_.rows_left_out;
  if (form_.asks) return;                       // we wrote it ourselves
  if (++closing_rows_ > kClosingNoted) return;  // subtotals by the thousand are counted only
  wrongs_.clear();
  wrongs_.push_back({.rule = "_left_out",
                     .grade = pack::Grade::note,
                     .shown = shown_text(shape_.filled.front())});
  area_.clear(), county_.clear(), key_hash_.reset();
  write_failures(row.row_no, {});
}

void Caster::cut_mapped(size_t rows) {
  for (const Mapped& mapped : mapped_) cut_column(out(mapped.column), rows);
}

void Caster::wrong_cell(const Mapped& mapped, std::string_view why, std::string_view text,
                        std::string suggestion) {
  wrongs_.push_back({.column = static_cast<int>(mapped.column),
                     .rule = "_cast." + std::string(why),
                     .grade = mapped.must_cast ? pack::Grade::reject : pack::Grade::question,
                     .shown = shown_text(text),
                     .params = std::move(suggestion)});
  refused_ |= mapped.must_cast;
}

bool Caster::cast_cell(const Mapped& mapped, const sheet::Cell& cell) {
  store::Column& column = out(mapped.column);
  const std::string_view text = trim_cell(cell.text);
  if (text.empty()) return column.add_null(), false;
  const int64_t bit = int64_t{1} << mapped.column;
  content_ = add_content(content_, mapped.column, text);
  part_bytes_ += text.size() + 8;
  if (text.size() <= 16 && is_erase(text)) {
    column.add_null();
    erased_ |= bit;
    if (mapped.must_cast) {
      wrongs_.push_back({.column = static_cast<int>(mapped.column),
                         .rule = "_erase",
                         .grade = pack::Grade::reject,
                         .shown = std::string(text)});
      refused_ = true;
    }
    return true;
  }
  if (cell.damaged) return column.add_null(), wrong_cell(mapped, "damaged", text, {}), true;
  if (cell.kind == sheet::CellKind::error)
    return column.add_null(), wrong_cell(mapped, "cell_error", text, {}), true;
  KnownPlace* const place = known_place(mapped.column, text);
  if (place != nullptr && place->text == text)
    return column.add(place->code), touched_ |= bit, true;
  const bool numeric = cell.kind == sheet::CellKind::number;
  auto failure = types_[mapped.column]->cast(text, numeric, register_.columns[mapped.column],
                                             context_, column);
  if (!failure && place != nullptr)
    *place = {std::string(text), std::string(column.text(column.size() - 1))};
  if (failure && mapped.column == area_column_ && cast_by_name(mapped, text, *failure))
    failure.reset();
  if (failure && failure->why == "not_a_number" && cast_money(mapped, text)) failure.reset();
  if (failure) return wrong_cell(mapped, failure->why, text, std::move(failure->suggestion)), true;
  if (mapped.is_day && (times_noted_ & bit) == 0 && has_time(text, numeric)) {
    times_noted_ |= bit;  // once a sheet: a column of times has them in every row
    wrongs_.push_back({.column = static_cast<int>(mapped.column),
                       .rule = "_time_left",
                       .grade = pack::Grade::note,
                       .shown = shown_text(text)});
  }
  if (mapped.is_month && (times_noted_ & bit) == 0 && text.size() >= 8 && has_day(text)) {
    times_noted_ |= bit;
    wrongs_.push_back({.column = static_cast<int>(mapped.column),
                       .rule = "_day_left",
                       .grade = pack::Grade::note,
                       .shown = shown_text(text)});
  }
  touched_ |= bit;
  return true;
}

// Where an area column remembers what a text was cast to: a file names few places, many times.
Caster::KnownPlace* Caster::known_place(size_t column, std::string_view text) {
  std::vector<KnownPlace>& places = places_[column];
  if (places.empty() || text.size() > 64) return nullptr;
  return &places[add_content(0, 0, text) % places.size()];
}

// A place named as its own people name it: from the sender downward (a township and village), or
// the village alone where only one under the sender has that name. A name that only one village of
// the country, or of the sender's province, bears is that village: its row goes back as not the
// sender's. Of several the first few are told.
bool Caster::cast_by_name(const Mapped& mapped, std::string_view text, pack::CastFailure& failure) {
  constexpr size_t kKnownMax = 100'000;
  if (by_name_.size() > kKnownMax) by_name_.clear();
  const auto [at, is_new] = by_name_.try_emplace(std::string(text));
  if (is_new) at->second = find_by_name(text, failure.why == "area_unknown");
  const ByName& found = at->second;
  if (!found.candidates.empty()) failure = {"area_ambiguous", found.candidates};
  if (found.code.empty()) return false;
  store::Column& column = out(mapped.column);
  cut_column(column, column.size() - 1);  // the null of the failed cast
  return !types_[mapped.column]->cast(found.code, false, register_.columns[mapped.column], context_,
                                      column);
}

Caster::ByName Caster::find_by_name(std::string_view text, bool unknown) {
  constexpr size_t kListed = 3, kCounty = 6, kProvince = 2;
  if (text.size() > 300) return {};
  const std::string name(text);
  const auto under = [](std::vector<std::string> codes, std::string_view area) {
    std::erase_if(codes, [&](const std::string& code) { return !is_under(code, area); });
    return codes;
  };
  if (!job_.sender.empty()) {
    std::vector<std::string> found =
        under(areas_.resolve(areas_.path(job_.sender) + name), job_.sender);
    if (found.size() == 1) return {found.front(), {}};
    if (!found.empty()) return {};
  }
  if (!unknown) return {};
  const std::vector<std::string> all = villages_.find(name);
  std::vector<std::string> near = under(all, job_.sender);
  if (near.size() == 1 && job_.sender.size() >= kCounty) return {near.front(), {}};
  if (near.empty()) {
    if (all.size() == 1) return {all.front(), {}};
    near = under(all, job_.sender.substr(0, kProvince));
    if (near.size() == 1) return {near.front(), {}};
    if (near.empty()) near = all;
  }
  std::vector<std::string> listed;
  for (const std::string& code : near)
    if (listed.size() < kListed) listed.push_back(code + " " + areas_.path(code));
  return {{}, join(listed, "、") + (near.size() > kListed ? " 等" : "")};
}

void Caster::take_row(const sheet::RowView& row) {
  open_merged(row.row_no - 1);
  if (row.hidden && hidden_rows_++ == 0) hidden_first_ = row.row_no;
  if (!scaled_.empty())
    return cast_row(in_own_units(open_merged_.empty() ? row : fill_merged(row)));
  cast_row(open_merged_.empty() ? row : fill_merged(row));
}

void Caster::cast_row(const sheet::RowView& row) {
  wrongs_.clear();
  is_provisional_ = false;
  key_hash_.reset();
  mark_.reset();
  if (form_.found && !begin_form_row(row)) return;
  if (!mark_ && is_closing(row)) return leave_out(row);
  if (other_table_ > 0) return refuse_other_table(row);
  touched_ = erased_ = 0;
  content_ = 0;
  refused_ = same_again_ = false;
  bool any = false;
  for (size_t i = 0; i < mapped_.size(); ++i) {
    static constexpr sheet::Cell kNone;
    const size_t at = mapped_[i].file_column;
    const bool given = cast_cell(mapped_[i], at < row.cells.size() ? row.cells[at] : kNone);
    any |= given && (open_merged_.empty() || !is_filled(at));
    if (i + 1 == key_columns_.size() && mapped_[i].is_key) hash_key();  // the keys stand first
  }
  if (!any) {  // a template's numbered but empty line; a row of a form without an answer
    drop_row();
    ++outcome_.rows_left_out;
    return;
  }
  if (!open_merged_.empty()) note_merged();
  watch_unheaded(row);
  if (row.damaged) wrongs_.push_back({.rule = "_row_damaged", .grade = pack::Grade::note});
  if (form_.found) judge_form_row(row);
  judge_key();
  judge_place(row);
  if (key_hash_ && !refused_ && !form_.asks) judge_twice(row);
  std::string_view show_id;
  if (show_id_at_ >= 0 && static_cast<size_t>(show_id_at_) < row.cells.size())
    show_id = trim_cell(row.cells[static_cast<size_t>(show_id_at_)].text);
  if (!wrongs_.empty()) write_failures(row.row_no, show_id);
  if (refused_ || same_again_) {
    drop_row();
    outcome_.rows_in += refused_;
    outcome_.rows_refused += refused_;
    outcome_.rows_left_out += !refused_;
  } else {
    ++outcome_.rows_in;
    hand_on(row);
    if (form_.found && (mark_ || is_provisional_)) write_form_row(row);
  }
  flush_if_full();
}

// Before the other cells are cast: meanwhile the memory that tells whether the key came before is
// fetched.
void Caster::hash_key() {
  key_text_.clear();
  key_hash_.reset();
  const size_t at = part_.rows.columns.front().size();
  for (const size_t key : key_columns_) {
    const store::Column& column = out(key);
    if (column.is_null(at)) return;
    if (key != key_columns_.front()) key_text_ += '\x1f';
    append_value(key_text_, column, at);
  }
  key_hash_ = hash63(key_, key_text_);
  seen_.prefetch(*key_hash_);
}

void Caster::judge_key() {
  if (key_hash_) return;
  refused_ = true;
  const size_t at = part_.rows.columns.front().size();
  for (const size_t key : key_columns_) {
    if (!out(key).is_null(at)) continue;
    bool told = false;  // a failed cast or 清空 stands there already
    for (const Wrong& wrong : wrongs_) told |= wrong.column == static_cast<int>(key);
    if (!told)
      wrongs_.push_back(
          {.column = static_cast<int>(key), .rule = "_key", .grade = pack::Grade::reject});
    return;
  }
}

void Caster::judge_place(const sheet::RowView& row) {
  area_.clear();
  county_.clear();
  if (mark_ && !refused_) county_ = mark_->dist_county;  // unless the row says another
  const store::Column& column = out(area_column_);
  const size_t at = part_.rows.columns.front().size();
  if (column.size() <= at || column.is_null(at)) return;  // looked up among the living, or refused
  area_ = column.text(at);
  const auto refuse = [&](const char* rule) {
    std::string shown;
    for (const Mapped& mapped : mapped_)
      if (mapped.column == area_column_ && mapped.file_column < row.cells.size())
        shown = shown_text(trim_cell(row.cells[mapped.file_column].text));
    wrongs_.push_back({.column = static_cast<int>(area_column_),
                       .rule = rule,
                       .grade = pack::Grade::reject,
                       .shown = std::move(shown),
                       .other_area = area_});
    refused_ = true;
    area_.clear();  // the finding is the sender's
  };
  const bool too_high = area_.size() < 6;
  if (too_high && (is_under(area_, job_.sender) || is_under(job_.sender, area_)))
    return refuse("_no_county");
  if (!is_under(area_, job_.sender)) return refuse("_outside");
  county_ = area_.substr(0, 6);
}

void Caster::judge_twice(const sheet::RowView& row) {
  const auto sheet = static_cast<int32_t>(sheet_.index);
  const SeenKeys::Row* first =
      seen_.find_or_add(*key_hash_, content_, sheet, static_cast<int32_t>(row.row_no));
  if (first == nullptr) return;
  const bool same = first->content == content_;
  std::string where = std::to_string(first->row_no);
  if (first->sheet != sheet) where = sheet_names_[static_cast<size_t>(first->sheet)] + "!" + where;
  wrongs_.clear();  // of a row that is the first one's copy, or is refused for it
  wrongs_.push_back({.column = static_cast<int>(key_columns_.front()),
                     .rule = same ? "_twice_same" : "_twice",
                     .grade = same ? pack::Grade::note : pack::Grade::reject,
                     .params = std::move(where)});
  (same ? same_again_ : refused_) = true;
}

void Caster::hand_on(const sheet::RowView& row) {
  std::vector<store::Column>& columns = part_.rows.columns;
  columns[0].add(job_.parcel);
  columns[1].add(static_cast<int32_t>(sheet_.index));
  columns[2].add(static_cast<int32_t>(row.row_no));
  columns[3].add(county_);
  columns[4].add(*key_hash_);
  columns[5].add(touched_);
  columns[6].add(erased_);
  columns[7].add(int32_t{1});
  outcome_.rows_without_place += county_.empty();
  part_bytes_ += 64;
}

void Caster::write_failures(uint32_t row_no, std::string_view show_id) {
  std::vector<store::Column>& columns = part_.failures.columns;
  const std::string shown_id = shown_text(show_id);
  for (const Wrong& wrong : wrongs_) {
    const std::string_view column_name =
        wrong.column < 0 ? std::string_view()
                         : register_.columns[static_cast<size_t>(wrong.column)].name;
    columns[0].add(register_.id);
    columns[1].add(job_.parcel);
    columns[2].add(static_cast<int32_t>(sheet_.index));
    columns[3].add(static_cast<int32_t>(row_no));
    columns[4].add(column_name);
    columns[5].add(wrong.rule);
    columns[6].add(grade_text(wrong.grade));
    columns[7].add(county_.empty() ? sender_county_ : county_);
    columns[8].add(area_.empty() ? job_.sender : area_);
    if (key_hash_ && !is_provisional_)
      columns[9].add(*key_hash_);
    else
      columns[9].add_null();
    add_or_null(columns[10], shown_id);
    add_or_null(columns[11], wrong.shown);
    add_or_null(columns[12], wrong.params);
    add_or_null(columns[13], wrong.other_area);
    part_bytes_ += 160 + wrong.shown.size() + wrong.params.size();
  }
}

}  // namespace diaodu::parcel
