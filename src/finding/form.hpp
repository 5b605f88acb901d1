#pragma once
// Inner part of the room: what a form asks of which records. A plan says the columns of each
// register's sheet, for all workbooks of one dispatch the same, so that rows of several can be
// pasted into one; the reader fills it with rows, places after places; the book writes them.
#include <map>
#include <span>

#include "finding/workbook.hpp"
#include "frame/form.hpp"
#include "sheet/form.hpp"

namespace diaodu::finding {

struct FormCell {
  std::string text;
  sheet::Look look = sheet::Look::plain;
};
struct FormRow {
  std::string area;  // code of the place
  std::vector<FormCell> cells;
  std::string comment;
};
struct FormSheet {
  const pack::Register* of = nullptr;
  frame::FormColumns known;
  bool is_template = false;
  std::string name;
  std::vector<FormCell> headings;
  std::vector<double> widths;
  std::vector<size_t> asked;            // columns of the register that are to be filled in
  std::map<size_t, size_t> heading_of;  // of each column that may be filled in: its heading
  size_t comment_at = 0;                // column of the comment
  uint16_t layout = 0;
  explicit FormSheet(const pack::Register& register_) : of(&register_), known(register_) {}
};
struct Place {
  std::string area;
  int64_t rows = 0;
};
struct FormPlan {
  std::string title, area_name, issued_to;
  int64_t round = 0;
  Day day;
  std::vector<FormSheet> sheets;
  std::vector<Place> places;  // in order of their codes, over all registers
};

struct FormChunk;
class FormReader {
 public:
  FormReader(store::Session& session, const pack::Pack& pack, const access::Scope& scope, Ask ask);
  Result<FormPlan> plan();
  Result<FormPlan> plan_template(const std::string& register_id);
  // Rows of places first .. last, in order of place and key.
  Result<std::vector<FormRow>> rows(const FormPlan& plan, const FormSheet& sheet,
                                    const std::string& first, const std::string& last);
  // Rows that were refused and are no record: seven cells each.
  Result<std::vector<FormRow>> refused();

 private:
  Result<void> begin(FormPlan& plan);
  std::string open_findings(const pack::Register& of) const;
  std::string which(const pack::Register& of, bool everything) const;
  Result<void> plan_sheet(const pack::Register& of, FormPlan& plan,
                          std::map<std::string, int64_t>& places);
  Result<FormChunk> read(const FormSheet& sheet, const std::string& first, const std::string& last);

  store::Session& session_;
  const pack::Pack& pack_;
  const access::Scope scope_;  // of the home side
  const Ask ask_;
};

// One workbook: sheets for its registers, those that explain, those to choose from.
class FormBook {
 public:
  static Result<FormBook> create(const std::string& path, const pack::Pack& pack,
                                 const FormPlan& plan, const std::string& area_name);
  void add(size_t sheet, std::span<const FormRow> rows);
  void add_refused(std::span<const FormRow> rows);
  Result<void> close();

 private:
  struct List {
    std::string id, title;
    std::vector<std::string> items;
  };
  FormBook(sheet::FormWriter writer, const pack::Pack& pack, const FormPlan& plan)
      : writer_(std::move(writer)), pack_(pack), plan_(plan) {}
  Result<void> begin(const std::string& area_name);
  void explain(const std::string& area_name);
  void begin_sheet(const FormSheet& sheet, int number, const std::string& area_name);
  void collect_lists();
  void write_lists();
  void add_choices(size_t sheet);

  sheet::FormWriter writer_;
  const pack::Pack& pack_;
  const FormPlan& plan_;
  std::vector<int> numbers_;
  std::vector<uint32_t> next_;  // row
  std::vector<List> lists_;
  int lists_sheet_ = 0;
  std::vector<FormRow> refused_;
};

// A code list's id, or what else a column chooses from; empty: nothing.
std::string list_of(const pack::ColumnDef& column);

}  // namespace diaodu::finding
