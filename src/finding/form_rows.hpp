#pragma once
// Inner part of the room: the cells of a form.
#include "finding/form.hpp"

namespace diaodu::finding {

constexpr int kFindingsMax = 2'000'000;  // of one chunk of places
constexpr int kRefusedMax = 10'000;

struct FormChunk {
  store::Batch records;
  std::map<std::pair<std::string, int64_t>, std::vector<Finding>> findings;  // by county and key
  std::map<std::string, std::string, std::less<>> area_names;
};
Result<void> name_areas(store::Session& session, const pack::Register& of, FormChunk& chunk);

// Headings, widths and layout of a sheet whose `asked` is known.
void head_form(FormSheet& sheet);
void head_template(FormSheet& sheet, const access::Scope& scope);
FormRow refused_row(const pack::Pack& pack, const Finding& finding);

struct RowMaker {
  const pack::Pack& pack;
  const access::Scope& scope;
  const FormPlan& plan;
  const FormSheet& sheet;
  const FormChunk& chunk;

  FormRow form_row(size_t row) const;
  FormRow template_row(size_t row) const;

 private:
  std::string stored(size_t column, size_t row) const;
  std::string shown(size_t column, size_t row) const;
  std::string mark(size_t row) const;
  void add_identity(FormRow& out, size_t row) const;
};

}  // namespace diaodu::finding
