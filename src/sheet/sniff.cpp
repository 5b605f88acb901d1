#include <algorithm>

#include "sheet/encoding.hpp"
#include "sheet/fail.hpp"
#include "sheet/mapping.hpp"
#include "sheet/sheet.hpp"
#include "sheet/xlsx.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kHead = 64 * 1024;

Error old_workbook(std::string_view bytes, const std::string& path) {
  // An encrypted xlsx is an OLE2 file with a stream of this name, in UTF-16.
  constexpr std::string_view kEncrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  if (bytes.substr(0, size_t{4} << 20).find(kEncrypted) != std::string_view::npos ||
      bytes.substr(bytes.size() - std::min(bytes.size(), kHead)).find(kEncrypted) !=
          std::string_view::npos) {
    Error error = encrypted();
    error.place = path;
    return error;
  }
  return fail("sheet.old_format",
              {"这是旧格式 .xls 工作簿", "this is a workbook of the old .xls format"},
              {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
               "Open it in WPS or Excel, save it as .xlsx and send it again"},
              path);
}

Error not_a_table(const std::string& path) {
  return fail("sheet.unknown_format",
              {"文件不是表格：既不是 xlsx 工作簿，也不是 CSV 文本",
               "the file is no table: neither an xlsx workbook nor CSV text"},
              {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
               "Open it in WPS or Excel, save it as .xlsx and send it again"},
              path);
}

bool is_markup(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  return head.starts_with("<?xml") || head.starts_with("<!DOC") || head.starts_with("<html") ||
         head.starts_with("<table") || head.starts_with("<HTML") || head.starts_with("%PDF-");
}

}  // namespace

std::string sniff(std::string_view head) {
  head = head.substr(0, kHead);
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return "xls";
  if (head.starts_with("PK\x03\x04")) {
    for (const std::string_view name : {"[Content_Types].xml", "xl/", "_rels/.rels"})
      if (head.find(name) != std::string_view::npos) return "xlsx";
    return "zip";
  }
  if (head.starts_with(std::string_view("PK\x05\x06", 4))) return "zip";
  if (is_markup(head)) return "unknown";
  const Encoding encoding = detect_encoding(head).encoding;
  if (encoding == Encoding::utf16le || encoding == Encoding::utf16be) return "csv";
  const auto control = static_cast<size_t>(std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
  }));
  return control * 20 > head.size() ? "unknown" : "csv";
}

Result<Report> read_bytes(std::string_view bytes, const Limits& limits, Sink& sink,
                          const std::string& name) {
  const std::string kind = sniff(bytes);
  if (kind == "xls") return old_workbook(bytes, name);
  if (kind != "csv" && kind != "xlsx" && kind != "zip") return not_a_table(name);
  Result<Report> report =
      kind == "csv" ? read_csv(bytes, limits, sink) : read_xlsx_bytes(bytes, limits, sink);
  if (!report.ok() && report.error().place.empty()) report.error().place = name;
  return report;
}

Result<Report> read_file(const std::string& path, const Limits& limits, Sink& sink) {
  TRY_ASSIGN(const Mapping file, Mapping::open(path));
  return read_bytes(file.bytes(), limits, sink, path);
}

std::string cell_address(uint32_t column, uint32_t row_no) {
  std::string letters;
  for (uint64_t n = uint64_t{column} + 1; n > 0; n = (n - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters + std::to_string(row_no);
}

void append_csv_field(std::string& out, std::string_view field) {
  // A spreadsheet program would take these for a formula.
  bool risky =
      !field.empty() && std::string_view("=+-@\t\r").find(field[0]) != std::string_view::npos;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"})
    risky = risky || field.starts_with(wide);
  const bool quoted = field.find_first_of(",\"\r\n\t;|") != std::string_view::npos ||
                      (!field.empty() && (field.front() == ' ' || field.back() == ' '));
  if (quoted) out += '"';
  if (risky) out += '\'';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

}  // namespace diaodu::sheet
