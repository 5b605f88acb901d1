#pragma once
// Casts the rows of files of one register to the columns of patch_<register>, and says of each cell
// and row that it cannot take why not (intake_failure). Pure: no database; runs in a parser child.
//   blank -> untouched; 清空 -> erased; a cell that cannot be cast -> untouched, with a failure; a
//   row without a good key, or of a place that is not the sender's -> refused; the same key again
//   in the file -> left out if it says the same, else refused.
// A workbook of our own that comes back filled in (form_heads.hpp) is read by its marks: only the
// cells that it asks for, of the records that its rows name; who those are is settled where the
// records are (form_rows.hpp).
// A great file (job.hpp: part_rows) is cut where its parts end: what came before is emitted with an
// outcome that goes on. The keys met stay in mind over all parts.
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"
#include "pack/types.hpp"
#include "parcel/form_heads.hpp"
#include "parcel/heading.hpp"
#include "parcel/job.hpp"
#include "parcel/seen_keys.hpp"
#include "parcel/village_names.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {

class Caster final : public sheet::Sink {
 public:
  using Emit = std::function<void(Part&)>;  // may take the part, or leave it to be filled again
  // What is given must outlive the caster. Parts are emitted when they are full, and by flush().
  Caster(const pack::Pack& pack, const pack::AreaIndex& areas, const pack::Register& made_for,
         const HashKey& key, Emit emit);

  void begin(const FileJob& job);
  bool sheet(const sheet::SheetInfo& info) override;
  bool row(const sheet::RowView& row) override;
  void merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t column1) override;
  void hidden_columns(uint32_t first, uint32_t last) override;
  void end(const Result<sheet::Report>& report);
  void flush();
  void stop() { stopped_ = true; }  // no more rows of this file, until the next begin()

 private:
  struct Mapped {  // a column of the register that the sheet has
    size_t file_column = 0;
    size_t column = 0;
    bool is_key = false, must_cast = false, is_day = false, is_month = false;
    std::string heading = {};  // of a key: as it stands in the file
  };
  struct KnownPlace {  // a text that an area column has cast before
    std::string text, code;
  };
  struct ByName {            // of a place named without what lies above it
    std::string code;        // the one that is meant, also when it is not the sender's
    std::string candidates;  // else the first few that it may be
  };
  struct Wrong {
    int column = -1;  // -1: the row
    std::string rule;
    pack::Grade grade = pack::Grade::question;
    std::string shown, params, other_area;
  };
  struct Merged {  // 0-based, ends included
    uint32_t row0 = 0, column0 = 0, row1 = 0, column1 = 0;
    bool taken = false, noted = false;  // its top left cell is known; a row was read by it
    sheet::Cell top{};
    std::string text{};  // of top
    std::string address() const;
  };
  enum class SheetState { undecided, good, skipped, only_to_read };

  // caster.cpp: files and sheets
  void decide_sheet();
  void finish_sheet();
  void take_headings(const HeadingMatch& match);
  void begin_sheet(const HeadingMatch& match);
  void use_meanings(HeadingMatch& match);  // caster_meaning.cpp
  void map_columns(const HeadingMatch& match);
  void list_headings(const HeadingMatch& match);
  void note_headings(const HeadingMatch& match);
  std::string vague_heads(const HeadingMatch& match) const;
  std::optional<Error> sheet_error() const;
  // caster_units.cpp: lines of units and numbers under the headings; money in 万元
  size_t skip_lines_below(const std::vector<KeptRow>& rows, const HeadingMatch& match);
  sheet::RowView in_own_units(const sheet::RowView& row);
  bool cast_money(const Mapped& mapped, std::string_view text);
  // caster_hidden.cpp: rows, columns and sheets that are hidden; columns without a heading
  void take_headed(const HeadingMatch& match);
  void watch_unheaded(const sheet::RowView& row);
  void write_hidden();
  void write_unheaded();
  void note_of_sheet(const char* rule, uint32_t row_no, std::string params, std::string shown = {});
  void note_hidden_sheet(uint32_t row_no);
  // caster_merged.cpp: merged cells
  void open_merged(uint32_t row);
  sheet::RowView fill_merged(const sheet::RowView& row);
  bool is_filled(size_t file_column) const;
  void note_merged();
  void write_merged();
  void write_ranges(const char* rule, pack::Grade grade, int column,
                    const std::vector<Merged>& ranges);
  // caster_form.cpp: rows of a form
  void take_form(FormHeads heads);
  bool begin_form_row(const sheet::RowView& row);  // false: it is no answer
  void judge_form_row(const sheet::RowView& row);
  void write_form_row(const sheet::RowView& row);
  std::string form_cell(const sheet::RowView& row, int at) const;
  void refuse_form_row(const char* rule, int column = -1, std::string other_area = {});
  // caster_row.cpp: rows
  bool is_closing(const sheet::RowView& row);
  bool is_headings_again(const sheet::RowView& row);
  void refuse_other_table(const sheet::RowView& row);
  bool is_head_of(const Mapped& mapped, std::string_view text) const;
  void leave_out(const sheet::RowView& row);
  void take_row(const sheet::RowView& row);
  void cast_row(const sheet::RowView& row);
  bool cast_cell(const Mapped& mapped, const sheet::Cell& cell);  // false: blank
  void wrong_cell(const Mapped& mapped, std::string_view why, std::string_view text,
                  std::string suggestion);
  KnownPlace* known_place(size_t column, std::string_view text);
  bool cast_by_name(const Mapped& mapped, std::string_view text, pack::CastFailure& failure);
  ByName find_by_name(std::string_view text, bool unknown);
  void judge_place(const sheet::RowView& row);
  void hash_key();
  void judge_key();
  void judge_twice(const sheet::RowView& row);
  void hand_on(const sheet::RowView& row);
  void drop_row() { cut_mapped(part_.rows.columns.front().size()); }
  void cut_mapped(size_t rows);
  void write_failures(uint32_t row_no, std::string_view show_id);
  store::Column& out(size_t column) { return part_.rows.columns[kPatchColumns + column]; }
  void flush_if_full();
  void count_row();
  void cut();

  const pack::Pack& pack_;
  const pack::AreaIndex& areas_;
  const pack::Register& register_;
  const HashKey key_;
  const Emit emit_;
  const HeadingNames names_;
  std::vector<const pack::ColumnType*> types_;
  std::vector<std::vector<KnownPlace>> places_;  // by column; empty: it names no places
  std::vector<size_t> key_columns_;
  size_t area_column_ = 0;

  Part part_;
  size_t part_bytes_ = 0;
  size_t rows_at_begin_ = 0, failures_at_begin_ = 0, forms_at_begin_ = 0;  // of the file, in part_

  bool in_file_ = false, stopped_ = false;
  FileJob job_;
  int64_t rows_met_ = 0, next_cut_ = -1;
  bool skipping_ = false;  // before row_from
  pack::CastContext context_;
  std::string sender_county_;
  Outcome outcome_;
  SeenKeys seen_;
  pack::AreaMemo memo_;
  VillageNames villages_;
  std::unordered_map<std::string, ByName> by_name_;  // of this sender
  int good_sheets_ = 0;
  bool any_row_ = false;
  std::vector<std::string> missing_keys_;  // of a sheet that has headings but no key
  std::string remembered_;                 // headings of the sheet read by what was confirmed
  std::string vague_key_;                  // and those that may be it, if there are several

  sheet::SheetInfo sheet_;
  std::vector<std::string> sheet_names_;
  SheetState state_ = SheetState::undecided;
  std::vector<KeptRow> kept_;
  std::vector<Mapped> mapped_;
  int show_id_at_ = -1;  // column of the file
  int closing_rows_ = 0;
  int64_t times_noted_ = 0;          // columns, as bits
  uint32_t other_table_ = 0;         // the row of its headings, while its rows come
  RowShape shape_;                   // of the row at hand
  std::vector<Merged> merged_;       // by first row, once rows come
  std::vector<size_t> open_merged_;  // of them, those that the row at hand touches
  size_t next_merged_ = 0;
  std::vector<std::vector<Merged>> merged_read_;     // by column of the register
  std::vector<Merged> merged_across_, merged_late_;  // read by their first cell; came too late
  std::vector<sheet::Cell> filled_row_;
  std::vector<size_t> filled_columns_;  // of the row at hand
  struct Scaled {                       // a column of money that the file gives in another unit
    size_t file_column = 0, column = 0;
    int power = 0;
    bool is_noted = false;
  };
  std::vector<Scaled> scaled_;
  std::vector<sheet::Cell> scaled_row_;
  std::vector<std::string> scaled_texts_;
  int64_t hidden_rows_ = 0;  // of the sheet
  uint32_t hidden_first_ = 0;
  std::vector<std::pair<uint32_t, uint32_t>> hidden_columns_;  // of the sheet
  std::vector<bool> is_headed_;     // by column of the file, as far as there are headings
  std::vector<uint32_t> unheaded_;  // columns among those that have none
  std::vector<uint32_t> unread_;    // columns without a heading that hold something
  uint32_t unread_first_ = 0;       // the row in which the first was met
  uint32_t first_data_row_ = 0;     // 0-based

  FormHeads form_;  // of the sheet at hand; found: it is a form
  bool asked_in_file_ = false;
  std::optional<frame::Mark> mark_;  // of the row at hand

  // The row being cast.
  std::vector<Wrong> wrongs_;
  int64_t touched_ = 0, erased_ = 0;
  uint64_t content_ = 0;
  bool refused_ = false, same_again_ = false;
  bool is_provisional_ = false;  // whose row it is, is not known yet
  std::string key_text_, county_, area_;
  std::optional<int64_t> key_hash_;
};

// Without blanks at either end, the ideographic and no-break ones included.
std::string_view trim_cell(std::string_view text);
// At most `bytes_max` bytes, cut between code points; a NUL, which PostgreSQL cannot store, becomes
// U+FFFD.
std::string shown_text(std::string_view text, size_t bytes_max = 200);

}  // namespace diaodu::parcel
