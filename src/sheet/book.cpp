#include "sheet/book.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.hpp"
#include "sheet/fail.hpp"
#include "sheet/xml.hpp"

namespace diaodu::sheet {
namespace {

uint32_t to_number(std::string_view text, uint32_t otherwise) {
  uint32_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

struct Relation {
  std::string id, type, target;
};

class RelationsHandler : public XmlHandler {
 public:
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    // What lies outside the file is never followed.
    if (name == "Relationship" && attributes.get("TargetMode") != "External")
      relations.push_back({std::string(attributes.get("Id")), std::string(attributes.get("Type")),
                           std::string(attributes.get("Target"))});
    return relations.size() < 100'000;
  }
  std::vector<Relation> relations;
};

class WorkbookHandler : public XmlHandler {
 public:
  explicit WorkbookHandler(Book& book) : book_(book) {}
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbook") book_.strict = attributes.get("conformance") == "strict";
    if (name == "workbookPr") book_.date1904 = is_true(attributes.get("date1904"));
    if (name == "sheet") {
      BookSheet sheet;
      sheet.info.index = static_cast<uint32_t>(book_.sheets.size());
      sheet.info.name = attributes.get("name");
      const std::string_view state = attributes.get("state");
      sheet.info.hidden = state == "hidden" || state == "veryHidden";
      book_.sheets.push_back(std::move(sheet));
      ids.emplace_back(attributes.get("r:id"));
    }
    return book_.sheets.size() < 10'000;
  }
  std::vector<std::string> ids;

 private:
  Book& book_;
};

class StylesHandler : public XmlHandler {
 public:
  explicit StylesHandler(Book& book) : book_(book) {}
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      custom_[to_number(attributes.get("numFmtId"), 0)] = date_form(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      inside_ = true;
    } else if (name == "xf" && inside_) {
      const uint32_t id = to_number(attributes.get("numFmtId"), 0);
      const auto custom = custom_.find(id);
      book_.styles.push_back(custom != custom_.end() ? custom->second : date_form(id));
    }
    return book_.styles.size() < 1'000'000;
  }
  bool end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
    return true;
  }

 private:
  Book& book_;
  std::map<uint32_t, DateForm> custom_;
  bool inside_ = false;
};

Result<bool> read_part(Archive& archive, const std::string& name, XmlHandler& handler) {
  Entry* entry = archive.find(name);
  if (entry == nullptr) return false;
  PartStream part(archive.inflate(*entry));
  TRY(read_xml(part, handler));
  return true;
}

std::string folder_of(const std::string& part) {
  const size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

// A target is relative to the folder of the part that names it; empty when it leads outside.
std::string resolve(const std::string& folder, std::string target) {
  std::replace(target.begin(), target.end(), '\\', '/');
  const std::string path = target.starts_with('/') ? target.substr(1) : folder + target;
  std::vector<std::string> kept;
  for (std::string& segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(std::move(segment));
    } else if (kept.empty()) {
      return "";
    } else {
      kept.pop_back();
    }
  }
  return join(kept, "/");
}

Result<std::vector<Relation>> relations_of(Archive& archive, const std::string& part) {
  const std::string folder = folder_of(part);
  RelationsHandler handler;
  TRY(read_part(archive, folder + "_rels/" + part.substr(folder.size()) + ".rels", handler));
  return std::move(handler.relations);
}

Result<std::string> workbook_part(Archive& archive) {
  TRY_ASSIGN(const std::vector<Relation> relations, relations_of(archive, ""));
  for (const Relation& relation : relations)
    if (relation.type.ends_with("/officeDocument")) return resolve("", relation.target);
  return std::string("xl/workbook.xml");
}

}  // namespace

Result<Book> read_book(Archive& archive) {
  Book book;
  TRY_ASSIGN(const std::string part, workbook_part(archive));
  if (part.ends_with(".bin"))
    return other_format("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)");
  WorkbookHandler workbook(book);
  TRY_ASSIGN(const bool found, read_part(archive, part, workbook));
  if (!found || book.sheets.empty()) return not_a_workbook();
  TRY_ASSIGN(const std::vector<Relation> relations, relations_of(archive, part));
  const std::string folder = folder_of(part);
  std::map<std::string_view, const Relation*> by_id;
  for (const Relation& relation : relations) by_id.emplace(relation.id, &relation);
  for (size_t i = 0; i < book.sheets.size(); ++i) {
    const auto found_id = by_id.find(workbook.ids[i]);
    if (found_id != by_id.end() && found_id->second->type.ends_with("/worksheet"))
      book.sheets[i].part = resolve(folder, found_id->second->target);
  }
  for (const Relation& relation : relations) {
    if (relation.type.ends_with("/sharedStrings"))
      book.strings_part = resolve(folder, relation.target);
    if (!relation.type.ends_with("/styles")) continue;
    StylesHandler styles(book);
    TRY(read_part(archive, resolve(folder, relation.target), styles));
  }
  return book;
}

DateForm date_form(uint32_t id) {
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return DateForm::time;
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
    return DateForm::day;
  return DateForm::none;
}

DateForm date_form(std::string_view code) {
  bool day = false, minute = false, time = false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;  // the other sections show negative numbers, zero and text
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const size_t close = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, close - i - 1);
      // [h] counts hours past a day: a length of time, not a time of some day.
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos)
        return DateForm::none;
      i = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      day = day || c == 'y' || c == 'Y' || c == 'd' || c == 'D';
      minute = minute || c == 'm' || c == 'M';
      time = time || c == 'h' || c == 'H' || c == 's' || c == 'S';
    }
  }
  if (day || (minute && !time)) return DateForm::day;
  return time ? DateForm::time : DateForm::none;
}

}  // namespace diaodu::sheet
