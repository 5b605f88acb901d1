#include "sheet/xml.hpp"

#include <expat.h>

#include <cstring>
#include <memory>

#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {

constexpr int kDepthMax = 128;
constexpr uint64_t kTagMax = 4 << 20;

bool is_known_namespace(std::string_view space) {
  for (const std::string_view known :
       {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships"})
    if (space == known) return true;
  return false;
}

std::string_view local_name(const char* name) {
  const char* bar = std::strrchr(name, '|');
  if (bar == nullptr) return name;  // no namespace at all: some writers leave it out
  return is_known_namespace({name, static_cast<size_t>(bar - name)}) ? bar + 1 : "?";
}

struct Reading {
  XML_Parser parser;
  XmlHandler& handler;
  int depth = 0;
  bool doctype = false;
  bool too_deep = false;
  bool stopped = false;

  void stop() {
    stopped = true;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* data, const char* name, const char** attributes) {
  auto& reading = *static_cast<Reading*>(data);
  if (reading.stopped) return;
  if (++reading.depth > kDepthMax) {
    reading.too_deep = true;
    reading.stop();
  } else if (!reading.handler.start(local_name(name), XmlAttributes(attributes))) {
    reading.stop();
  }
}

void on_end(void* data, const char* name) {
  auto& reading = *static_cast<Reading*>(data);
  if (reading.stopped) return;
  --reading.depth;
  if (!reading.handler.end(local_name(name))) reading.stop();
}

void on_text(void* data, const char* text, int size) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.stopped) reading.handler.text({text, static_cast<size_t>(size)});
}

void on_doctype(void* data, const char*, const char*, const char*, int) {
  auto& reading = *static_cast<Reading*>(data);
  reading.doctype = true;
  reading.stop();
}

}  // namespace

const char* XmlAttributes::find(std::string_view name) const {
  const bool related = name.starts_with("r:");
  if (related) name.remove_prefix(2);
  for (const char** at = list_; *at != nullptr; at += 2) {
    const char* bar = std::strrchr(at[0], '|');
    if (related) {
      if (bar == nullptr || name != bar + 1) continue;
      if (std::string_view(at[0], static_cast<size_t>(bar - at[0])).ends_with("/relationships"))
        return at[1];
    } else if (bar == nullptr && name == at[0]) {
      return at[1];
    }
  }
  return nullptr;
}

std::string_view XmlAttributes::get(std::string_view name) const {
  const char* value = find(name);
  return value == nullptr ? std::string_view() : value;
}

bool XmlAttributes::has(std::string_view name) const { return find(name) != nullptr; }

Result<bool> read_xml(PartStream& part, XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreateNS(nullptr, '|'), XML_ParserFree);
  Reading reading{parser.get(), handler};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  uint64_t fed = 0;
  for (;;) {
    TRY(part.next(0));
    const std::string_view block = part.view();
    fed += block.size();
    const XML_Status status = XML_Parse(parser.get(), block.data(), static_cast<int>(block.size()),
                                        part.at_end() ? 1 : 0);
    if (reading.doctype) return has_doctype(part.name());
    if (reading.too_deep) return bad_xml(part.name(), "nested too deep");
    if (reading.stopped) return false;
    if (status != XML_STATUS_OK) {
      std::string why = XML_ErrorString(XML_GetErrorCode(parser.get()));
      why += " (" + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ":" +
             std::to_string(XML_GetCurrentColumnNumber(parser.get())) + ")";
      return bad_xml(part.name(), why);
    }
    if (part.at_end()) return true;
    const XML_Index done = XML_GetCurrentByteIndex(parser.get());
    if (done >= 0 && fed - static_cast<uint64_t>(done) > kTagMax)
      return bad_xml(part.name(), "a tag is too long");
  }
}

}  // namespace diaodu::sheet
