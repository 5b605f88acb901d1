#include "sheet/strings.hpp"

#include "sheet/fail.hpp"
#include "sheet/scan.hpp"
#include "sheet/sheet_xml.hpp"
#include "sheet/values.hpp"

namespace diaodu::sheet {

Result<void> Strings::add(std::string_view text, const Limits& limits) {
  if (at_.size() == limits.strings_max)
    return over_limit("sheet.too_many_strings", "工作簿的文字条数", "the number of texts",
                      limits.strings_max);
  scratch_.clear();
  const Cell cell = text_cell(text, limits.cell_bytes_max, scratch_);
  bytes_ += cell.text.size();
  if (bytes_ > limits.string_bytes_max)
    return over_limit("sheet.strings_too_large", "工作簿文字的总字节数", "the size of all texts",
                      limits.string_bytes_max);
  at_.push_back(arena_.keep(cell.text).data());
  length_.push_back(static_cast<uint32_t>(cell.text.size()) | (cell.damaged ? kDamaged : 0));
  return {};
}

void Strings::clear() {
  arena_.clear();
  at_.clear();
  length_.clear();
  bytes_ = 0;
}

Result<Strings> Strings::read(Archive& archive, Entry& entry, const Limits& limits) {
  Strings strings;
  {
    PartStream part(archive.inflate(entry));
    TRY_ASSIGN(const Scan scan, scan_strings(part, limits, strings));
    if (scan == Scan::ok) return strings;
  }
  strings.clear();
  PartStream part(archive.inflate(entry));
  TRY(read_strings_xml(part, limits, strings));
  return strings;
}

Result<Scan> scan_strings(PartStream& part, const Limits& limits, Strings& strings) {
  Arena arena(64 * 1024);
  const char* p = nullptr;
  const char* end = nullptr;
  bool opened = false;
  std::string_view value;
  size_t keep = 0;
  for (;;) {
    if (part.at_end()) return Scan::unusual;  // cut off: expat says where
    TRY(part.next(keep));
    p = part.view().data();
    end = p + part.view().size();
    Scan scan = Scan::ok;
    const char* unit = p;
    while (scan == Scan::ok) {
      unit = p;
      if (!opened) {
        scan = steps::prologue(p, end, "sst", "sst");
        if (scan == Scan::ok) scan = steps::sst_tag(p, end);
        opened = scan == Scan::ok;
        continue;
      }
      steps::skip_spaces(p);
      if (steps::at(p, "</sst>")) return Scan::ok;
      if (!steps::at(p, "<si>")) {
        scan = steps::at(p, "<si/>") ? Scan::unusual : steps::stuck(p, end);
        continue;
      }
      p += 4;
      arena.clear();
      scan = steps::rich_text(p, end, "</si>", arena, value);
      if (scan == Scan::ok) TRY(strings.add(value, limits));
    }
    if (scan != Scan::more) return scan;
    keep = static_cast<size_t>(end - unit);
  }
}

}  // namespace diaodu::sheet
