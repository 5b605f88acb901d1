#include <charconv>

#include "sheet/scan.hpp"

namespace diaodu::sheet {
namespace {

using steps::at;
using steps::Attribute;
using steps::is_space;
using steps::skip_spaces;
using steps::skip_tag;
using steps::stuck;

template <typename T>
std::optional<T> to_number(std::string_view text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class SheetScanner {
 public:
  SheetScanner(PartStream& part, Rows& rows) : part_(part), rows_(rows) {}

  Result<Scan> run() {
    TRY(part_.next(0));
    window();
    TRY_ASSIGN(Scan scan, each([this] {
                 const char* const from = p_;
                 const Scan step = steps::prologue(p_, end_, "worksheet", "sheetData");
                 if (step == Scan::ok) columns(from);
                 return step == Scan::ok ? open_data() : step;
               }));
    while (scan == Scan::ok && in_data_) {
      TRY_ASSIGN(scan, each([this] { return row(); }));
    }
    while (scan == Scan::ok && !closed_) {
      TRY_ASSIGN(scan, each([this] { return tail(); }));
    }
    return scan;
  }

 private:
  void window() {
    p_ = part_.view().data();
    end_ = p_ + part_.view().size();
  }

  // Repeats a step with more of the part until it fits into the window.
  template <typename Step>
  Result<Scan> each(Step step) {
    for (;;) {
      const char* start = p_;
      const Scan scan = step();
      if (scan != Scan::more) return scan;
      if (part_.at_end()) return Scan::unusual;
      TRY(part_.next(static_cast<size_t>(end_ - start)));
      window();
    }
  }

  // The hidden ones among the columns declared before the rows.
  void columns(const char* from) {
    const std::string_view head(from, static_cast<size_t>(p_ - from));
    for (size_t found = head.find("<col "); found != head.npos;
         found = head.find("<col ", found + 1)) {
      const char* tag = from + found + 5;
      std::string_view min, max, hidden;
      for (Attribute a; skip_spaces(tag), *tag != '>' && *tag != '/';) {
        if (!steps::attribute(tag, a)) break;
        if (a.name == "min") min = a.value;
        if (a.name == "max") max = a.value;
        if (a.name == "hidden") hidden = a.value;
      }
      if (hidden == "1" || hidden == "true") rows_.hidden_columns(min, max);
    }
  }

  Scan open_data() {
    bool closed = false;
    --p_;  // skip_tag() looks one further
    if (const Scan scan = skip_tag(p_, end_, closed); scan != Scan::ok) return scan;
    in_data_ = !closed;
    return Scan::ok;
  }

  Scan row() {
    skip_spaces(p_);
    if (at(p_, "</sheetData>")) {
      p_ += 12;
      in_data_ = false;
      return Scan::ok;
    }
    if (!at(p_, "<row") || !(is_space(p_[4]) || p_[4] == '>' || p_[4] == '/'))
      return stuck(p_, end_);
    p_ += 4;
    bool empty = false;
    if (const Scan scan = row_start(empty); scan != Scan::ok) return scan;
    while (!empty) {
      skip_spaces(p_);
      if (p_[0] == '<' && p_[1] == 'c' && (p_[2] == ' ' || p_[2] == '>' || p_[2] == '/')) {
        const Scan scan = cell();
        if (scan == Scan::ok) continue;
        rows_.undo_row();
        return scan;
      }
      if (!at(p_, "</row>")) {
        rows_.undo_row();
        return stuck(p_, end_);
      }
      p_ += 6;
      break;
    }
    return rows_.end_row() ? Scan::ok : Scan::stopped;
  }

  Scan row_start(bool& empty) {
    std::optional<uint64_t> row_no;
    bool hidden = false;
    for (;;) {
      skip_spaces(p_);
      if (*p_ == '>' || *p_ == '/') break;
      Attribute a;
      if (!steps::attribute(p_, a)) return stuck(p_, end_);
      if (a.name == "r") {
        row_no = to_number<uint64_t>(a.value);
        if (!row_no) return Scan::unusual;
      } else if (a.name == "hidden") {
        hidden = a.value == "1" || a.value == "true";
      } else if (a.name.starts_with("xmlns")) {
        return Scan::unusual;
      }
    }
    if (*p_ == '/') {
      if (p_[1] != '>') return stuck(p_, end_);
      ++p_;
      empty = true;
    }
    ++p_;
    rows_.begin_row(row_no, hidden);
    return Scan::ok;
  }

  struct CellStart {
    std::optional<uint32_t> column;
    uint32_t style = 0;
    Stored stored = Stored::number;
    bool empty = false;
  };

  Scan cell_start(CellStart& start) {
    p_ += 2;
    for (;;) {
      skip_spaces(p_);
      if (*p_ == '>') {
        ++p_;
        return Scan::ok;
      }
      if (*p_ == '/') {
        if (p_[1] != '>') return stuck(p_, end_);
        p_ += 2;
        start.empty = true;
        return Scan::ok;
      }
      Attribute a;
      if (!steps::attribute(p_, a)) return stuck(p_, end_);
      if (a.name.size() == 1) {
        if (!cell_attribute(a, start)) return Scan::unusual;
      } else if (a.name.starts_with("xmlns")) {
        return Scan::unusual;
      }
    }
  }

  // False: not as a spreadsheet program writes it.
  bool cell_attribute(const Attribute& a, CellStart& start) {
    if (a.name[0] == 'r') {
      const std::optional<CellRef> ref = parse_ref(a.value);
      if (!ref) return false;
      start.column = ref->column;
    } else if (a.name[0] == 's') {
      const std::optional<uint32_t> style = to_number<uint32_t>(a.value);
      if (!style) return false;
      start.style = *style;
    } else if (a.name[0] == 't') {
      start.stored = stored_as(a.value);
    }
    return true;
  }

  Scan cell() {
    CellStart start;
    if (const Scan scan = cell_start(start); scan != Scan::ok) return scan;
    std::string_view value;
    while (!start.empty) {
      skip_spaces(p_);
      if (p_[0] != '<') return stuck(p_, end_);
      Scan scan = Scan::ok;
      if (p_[1] == 'v') {
        scan = v(value);
      } else if (p_[1] == 'f') {
        scan = formula();
      } else if (at(p_, "<is>")) {
        p_ += 4;
        start.stored = Stored::text;
        scan = steps::rich_text(p_, end_, "</is>", rows_.arena(), value);
      } else if (at(p_, "</c>")) {
        p_ += 4;
        break;
      } else {
        return stuck(p_, end_);
      }
      if (scan != Scan::ok) return scan;
    }
    rows_.cell(start.column, start.stored, start.style, value);
    return Scan::ok;
  }

  Scan v(std::string_view& value) {
    value = {};
    if (p_[2] == '>') {
      p_ += 3;
    } else {
      if (p_[2] != '/' && !is_space(p_[2])) return stuck(p_, end_);
      bool closed = false;
      if (const Scan scan = skip_tag(p_, end_, closed); scan != Scan::ok || closed) return scan;
    }
    if (const Scan scan = steps::text(p_, end_, rows_.arena(), value); scan != Scan::ok)
      return scan;
    if (!at(p_, "</v>")) return stuck(p_, end_);
    p_ += 4;
    return Scan::ok;
  }

  Scan formula() {
    if (p_[2] != '>' && p_[2] != '/' && !is_space(p_[2])) return stuck(p_, end_);
    bool closed = false;
    if (const Scan scan = skip_tag(p_, end_, closed); scan != Scan::ok || closed) return scan;
    std::string_view ignored;
    if (const Scan scan = steps::text(p_, end_, rows_.arena(), ignored); scan != Scan::ok)
      return scan;
    if (!at(p_, "</f>")) return stuck(p_, end_);
    p_ += 4;
    return Scan::ok;
  }

  // One tag of what follows the rows.
  Scan tail() {
    while (p_ < end_ && *p_ != '<') ++p_;
    if (p_ == end_ || end_ - p_ < 2) return Scan::more;
    if (p_[1] == '!' || p_[1] == '?') return Scan::unusual;
    if (at(p_, "</worksheet>")) {
      closed_ = true;
      return Scan::ok;
    }
    const char* tag = p_;
    bool closed = false;
    if (const Scan scan = skip_tag(p_, end_, closed); scan != Scan::ok) return scan;
    if (at(tag, "<sheetData")) return Scan::unusual;
    if (at(tag, "<mergeCell") && is_space(tag[10])) {
      for (tag += 10; skip_spaces(tag), *tag != '>' && *tag != '/';) {
        Attribute a;
        if (!steps::attribute(tag, a)) return Scan::unusual;
        if (a.name == "ref") rows_.merged(a.value);
      }
    }
    return Scan::ok;
  }

  PartStream& part_;
  Rows& rows_;
  const char* p_ = nullptr;
  const char* end_ = nullptr;
  bool in_data_ = false;
  bool closed_ = false;
};

}  // namespace

Result<Scan> scan_sheet(PartStream& part, Rows& rows) { return SheetScanner(part, rows).run(); }

}  // namespace diaodu::sheet
