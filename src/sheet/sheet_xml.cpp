#include "sheet/sheet_xml.hpp"

#include <algorithm>
#include <charconv>

namespace diaodu::sheet {
namespace {

// Text of a cell or string, without its phonetic runs; no longer than could be shown.
class RichText {
 public:
  explicit RichText(const Limits& limits) : most_(size_t{limits.cell_bytes_max} * 8) {}
  void clear() { text_.clear(); }
  void open(std::string_view name) {
    if (name == "rPh") ++phonetic_;
    if (name == "t") inside_ = phonetic_ == 0;
  }
  void close(std::string_view name) {
    if (name == "rPh" && phonetic_ > 0) --phonetic_;
    if (name == "t") inside_ = false;
  }
  void collect(bool on) { inside_ = on; }
  void text(std::string_view part) {
    if (inside_) text_ += part.substr(0, most_ - std::min(most_, text_.size()));
  }
  const std::string& get() const { return text_; }

 private:
  size_t most_;
  std::string text_;
  int phonetic_ = 0;
  bool inside_ = false;
};

class SheetHandler : public XmlHandler {
 public:
  SheetHandler(uint64_t skip, const Limits& limits, Rows& rows)
      : skip_(skip), rows_(rows), text_(limits) {}

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheetData")
      in_data_ = true;
    else if (name == "mergeCell" && !in_data_)
      rows_.merged(attributes.get("ref"));
    else if (name == "col" && !in_data_)
      column(attributes);
    else if (name == "row" && in_data_)
      start_row(attributes);
    else if (in_row_ && name == "c")
      start_cell(attributes);
    else if (in_cell_)
      start_value(name);
    return true;
  }

  bool end(std::string_view name) override {
    if (name == "sheetData") in_data_ = false;
    if (!in_row_) return true;
    if (in_cell_) {
      text_.close(name);
      if (name == "v") text_.collect(false);
      if (name == "is") in_is_ = false;
      if (name == "c") end_cell();
    } else if (name == "row") {
      in_row_ = false;
      return rows_.end_row();
    }
    return true;
  }

  void text(std::string_view part) override {
    if (in_cell_) text_.text(part);
  }

 private:
  void column(const XmlAttributes& attributes) {
    const std::string_view hidden = attributes.get("hidden");
    if (hidden == "1" || hidden == "true")
      rows_.hidden_columns(attributes.get("min"), attributes.get("max"));
  }

  void start_row(const XmlAttributes& attributes) {
    if (skip_ > 0) {
      --skip_;
      return;
    }
    std::optional<uint64_t> row_no;
    const std::string_view r = attributes.get("r");
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(r.data(), r.data() + r.size(), value);
    const bool readable = !r.empty() && error == std::errc() && end == r.data() + r.size();
    if (readable) row_no = value;
    const std::string_view hidden = attributes.get("hidden");
    rows_.begin_row(row_no, hidden == "1" || hidden == "true");
    if (!r.empty() && !readable) rows_.unreadable_ref();
    in_row_ = true;
  }

  void start_cell(const XmlAttributes& attributes) {
    in_cell_ = true;
    in_is_ = false;
    text_.clear();
    text_.collect(false);
    column_.reset();
    const std::string_view r = attributes.get("r");
    if (const std::optional<CellRef> ref = parse_ref(r))
      column_ = ref->column;
    else if (!r.empty())
      rows_.unreadable_ref();
    style_ = 0;
    const std::string_view s = attributes.get("s");
    std::from_chars(s.data(), s.data() + s.size(), style_);
    stored_ = stored_as(attributes.get("t"));
  }

  void start_value(std::string_view name) {
    if (name == "v") {
      text_.clear();
      text_.collect(true);
    } else if (name == "is") {
      text_.clear();
      stored_ = Stored::text;
      in_is_ = true;
    } else if (in_is_) {
      text_.open(name);
    }
  }

  void end_cell() {
    in_cell_ = false;
    rows_.cell(column_, stored_, style_, rows_.arena().keep(text_.get()));
  }

  uint64_t skip_;
  Rows& rows_;
  RichText text_;
  std::optional<uint32_t> column_;
  uint32_t style_ = 0;
  Stored stored_ = Stored::number;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_is_ = false;
};

class StringsHandler : public XmlHandler {
 public:
  StringsHandler(const Limits& limits, Strings& strings)
      : limits_(limits), strings_(strings), text_(limits) {}

  bool start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") {
      text_.clear();
      inside_ = true;
    } else if (inside_) {
      text_.open(name);
    }
    return true;
  }
  bool end(std::string_view name) override {
    if (!inside_) return true;
    text_.close(name);
    if (name != "si") return true;
    inside_ = false;
    result = strings_.add(text_.get(), limits_);
    return result.ok();
  }
  void text(std::string_view part) override {
    if (inside_) text_.text(part);
  }

  Result<void> result;

 private:
  const Limits& limits_;
  Strings& strings_;
  RichText text_;
  bool inside_ = false;
};

}  // namespace

Result<void> read_sheet_xml(PartStream& part, uint64_t skip, const Limits& limits, Rows& rows) {
  SheetHandler handler(skip, limits, rows);
  TRY(read_xml(part, handler));
  return {};
}

Result<void> read_strings_xml(PartStream& part, const Limits& limits, Strings& strings) {
  StringsHandler handler(limits, strings);
  TRY(read_xml(part, handler));
  return handler.result;
}

}  // namespace diaodu::sheet
