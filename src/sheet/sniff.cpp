#include <algorithm>

#include "sheet/encoding.hpp"
#include "sheet/fail.hpp"
#include "sheet/mapping.hpp"
#include "sheet/ole.hpp"
#include "sheet/sheet.hpp"
#include "sheet/xls.hpp"
#include "sheet/xlsx.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kHead = 64 * 1024;
constexpr size_t kMimeAt = 64;  // an OpenDocument file begins with its type, not compressed

Error not_a_table(const std::string& path) {
  return fail("sheet.unknown_format",
              {"文件不是表格：既不是 xlsx、xls 工作簿，也不是 CSV 文本",
               "the file is no table: neither a workbook (xlsx, xls) nor CSV text"},
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

// Workbooks of Excel 2 to 4 have no compound file around them: the record that begins one stands at
// the front.
bool is_bare_biff(std::string_view head) {
  for (const std::string_view mark : {"\x09\x00\x04\x00", "\x09\x02\x06\x00", "\x09\x04\x06\x00"})
    if (head.starts_with(std::string_view(mark.data(), 4))) return true;
  return false;
}

}  // namespace

std::string sniff(std::string_view head) {
  head = head.substr(0, kHead);
  if (head.starts_with(kOleMark)) return "xls";
  if (is_bare_biff(head)) return "biff";
  if (head.starts_with("Rar!")) return "RAR";
  if (head.starts_with("7z\xBC\xAF\x27\x1C")) return "7z";
  if (head.starts_with("PK\x03\x04")) {
    if (head.find("mimetypeapplication/vnd.oasis.opendocument") < kMimeAt) return "ods";
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
  if (kind == "ods")
    return other_format("OpenDocument 格式（.ods）的表格", "an OpenDocument table (.ods)", name);
  if (kind == "RAR" || kind == "7z")
    return fail("sheet.packed",
                {"这是 " + kind + " 压缩包，本系统只打开 zip",
                 "this is a " + kind + " archive; only zip is opened here"},
                {"请解压后直接报送里面的文件，或改用 zip 打包",
                 "Unpack it and send the files themselves, or pack them as zip"},
                name);
  if (kind == "biff")
    return other_format("Excel 4.0 或更早的工作簿", "a workbook of Excel 4.0 or older", name);
  if (kind != "csv" && kind != "xlsx" && kind != "zip" && kind != "xls") return not_a_table(name);
  Result<Report> report = kind == "csv"   ? read_csv(bytes, limits, sink)
                          : kind == "xls" ? read_xls_bytes(bytes, limits, sink)
                                          : read_xlsx_bytes(bytes, limits, sink);
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
