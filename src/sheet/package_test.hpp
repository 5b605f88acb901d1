#pragma once
// Odd workbooks for the tests, put together by hand.
#include <zip.h>

#include <string>
#include <utility>
#include <vector>

#include "base/check.hpp"

namespace diaodu::sheet {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A zip file of the parts, in this order.
inline std::string zip_of(const Parts& parts, bool deflated = true) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  zip_source_keep(source);
  for (const auto& [name, bytes] : parts) {
    const zip_int64_t at = zip_file_add(
        zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), ZIP_FL_ENC_UTF_8);
    if (!deflated) zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
  }
  if (zip_close(zip) != 0) return "";
  zip_stat_t info;
  zip_source_stat(source, &info);
  std::string out(info.size, '\0');
  zip_source_open(source);
  zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

inline const std::string kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline const std::string kStrict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
inline const std::string kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

struct Workbook {
  std::string sheet;        // the whole part, or what goes into <sheetData>
  std::string strings;      // <si>..., or the whole part
  std::string styles;       // <xf>... of cellXfs
  std::string formats;      // <numFmt>...
  std::string workbook_pr;  // attributes of workbookPr
  std::string more_sheets;  // <sheet>... after the first
  Parts more;

  std::string bytes() const { return zip_of(parts()); }
  Parts parts() const {
    const std::string office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    Parts out = {
        {"[Content_Types].xml", kHead + "<Types/>"},
        {"_rels/.rels", kHead + relations + "<Relationship Id=\"rId1\" Type=\"" + office +
                            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml", kHead + "<workbook xmlns=\"" + kMain + "\" xmlns:r=\"" + office +
                                "\"><workbookPr " + workbook_pr +
                                "/><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/>" +
                                more_sheets + "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         kHead + relations + relation(office, "rId1", "worksheet", "worksheets/sheet1.xml") +
             relation(office, "rId2", "sharedStrings", "sharedStrings.xml") +
             relation(office, "rId3", "styles", "styles.xml") +
             relation(office, "rId4", "worksheet", "/xl/worksheets/sheet2.xml") +
             relation(office, "rId5", "chartsheet", "worksheets/sheet2.xml") +
             "<Relationship Id=\"rId6\" Type=\"" + office +
             "/worksheet\" TargetMode=\"External\" Target=\"worksheets/sheet2.xml\"/>" +
             "</Relationships>"},
        {"xl/worksheets/sheet1.xml", whole(sheet, "worksheet", "<sheetData>", "</sheetData>")},
        {"xl/sharedStrings.xml", whole(strings, "sst", "", "")},
        {"xl/styles.xml",
         kHead + "<styleSheet xmlns=\"" + kMain + "\"><numFmts>" + formats +
             "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" + styles +
             "</cellXfs></styleSheet>"}};
    for (const auto& part : more) out.push_back(part);
    return out;
  }

 private:
  static std::string relation(const std::string& office, const std::string& id,
                              const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" +
           target + "\"/>";
  }
  static std::string whole(const std::string& text, const std::string& root,
                           const std::string& open, const std::string& close) {
    if (text.starts_with("<?xml") || text.starts_with("\xFF\xFE") || text.starts_with("<!") ||
        text.find("xmlns") != std::string::npos)
      return text;
    return kHead + "<" + root + " xmlns=\"" + kMain + "\">" + open + text + close + "</" + root +
           ">";
  }
};

}  // namespace diaodu::sheet
