#include "sheet/xlsx.hpp"

#include "sheet/archive.hpp"
#include "sheet/book.hpp"
#include "sheet/fail.hpp"
#include "sheet/mapping.hpp"
#include "sheet/merged.hpp"
#include "sheet/rows.hpp"
#include "sheet/scan.hpp"
#include "sheet/sheet_xml.hpp"
#include "sheet/strings.hpp"

namespace diaodu::sheet {
namespace {

constexpr uint64_t kLookedThrough = uint64_t{64} << 20;

// Merged ranges stand behind the rows and say what the rows mean: the part is looked through for
// them first. Where it cannot be inflated, reading the rows will say so.
void find_merged(Archive& archive, Entry& entry, Rows& rows) {
  PartStream part(archive.inflate(entry));
  const Result<std::vector<std::string>> found = merged_refs(part);
  if (!found.ok()) return;
  for (const std::string& ref : *found) rows.merged(ref);
  rows.give_merged();
}

// The scanner first; expat from where it gives up.
Result<void> read_sheet(Archive& archive, Entry& entry, const Limits& limits, Rows& rows) {
  if (entry.size <= kLookedThrough) find_merged(archive, entry, rows);
  Scan scan = Scan::ok;
  {
    PartStream part(archive.inflate(entry));
    TRY_ASSIGN(scan, scan_sheet(part, rows));
  }
  if (scan == Scan::unusual) {
    rows.forget_merged();
    PartStream part(archive.inflate(entry));
    TRY(read_sheet_xml(part, rows.seen(), limits, rows));
  }
  if (rows.error()) return *rows.error();
  rows.give_merged();
  return {};
}

}  // namespace

Result<Report> read_xlsx_bytes(std::string_view bytes, const Limits& limits, Sink& sink) {
  if (bytes.size() > limits.bytes_max)
    return over_limit("sheet.too_large", "文件的字节数", "the size of the file", limits.bytes_max);
  TRY_ASSIGN(Archive archive, Archive::open(bytes, limits));
  TRY_ASSIGN(const Book book, read_book(archive));
  Report report;
  report.format = "xlsx";
  report.date1904 = book.date1904;
  report.strict = book.strict;
  Strings strings;
  if (Entry* entry = archive.find(book.strings_part); entry != nullptr) {
    TRY_ASSIGN(strings, Strings::read(archive, *entry, limits));
  }
  for (const BookSheet& sheet : book.sheets) {
    Entry* entry = archive.find(sheet.part);
    if (entry == nullptr) continue;
    ++report.sheets;
    if (!sink.sheet(sheet.info)) continue;
    Rows rows(book, strings, limits, sink, report);
    TRY(read_sheet(archive, *entry, limits, rows));
  }
  if (report.sheets == 0) return no_cells();
  return report;
}

Result<Report> read_xlsx(const std::string& path, const Limits& limits, Sink& sink) {
  TRY_ASSIGN(const Mapping file, Mapping::open(path));
  Result<Report> report = read_xlsx_bytes(file.bytes(), limits, sink);
  if (!report.ok())
    report.error().place = report.error().place.empty() ? path : path + ":" + report.error().place;
  return report;
}

}  // namespace diaodu::sheet
