#pragma once
// A scanner for the XML that spreadsheet programs really write. It knows a narrow shape and refuses
// all else as `unusual`: then expat reads the part (sheet_xml.hpp), from the row after the last one
// given.
#include <string_view>

#include "sheet/part_stream.hpp"
#include "sheet/rows.hpp"

namespace diaodu::sheet {

enum class Scan : uint8_t {
  ok,
  more,     // the window ends inside
  unusual,  // for expat
  stopped,  // the sink has enough, or Rows::error()
};

// Reads the rows of a sheet.
Result<Scan> scan_sheet(PartStream& part, Rows& rows);
// Reads the shared strings.
Result<Scan> scan_strings(PartStream& part, const Limits& limits, Strings& strings);

// The steps both are made of. `p` never passes `end`, behind which stand 64 zero bytes.
namespace steps {

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
inline void skip_spaces(const char*& p) {
  while (is_space(*p)) ++p;
}
// What does not match is either cut off by the window or not of the known shape.
inline Scan stuck(const char* p, const char* end) {
  return end - p < 64 ? Scan::more : Scan::unusual;
}
inline bool at(const char* p, std::string_view literal) {
  return std::memcmp(p, literal.data(), literal.size()) == 0;
}

struct Attribute {
  std::string_view name, value;
};
// name="value" at p.
bool attribute(const char*& p, Attribute& out);
// Moves past the tag at p; `closed`: it ends in "/>".
Scan skip_tag(const char*& p, const char* end, bool& closed);
// Text up to the next tag.
Scan text(const char*& p, const char* end, Arena& arena, std::string_view& out);
// The runs of a rich text up to its closing tag, phonetic ones left out.
Scan rich_text(const char*& p, const char* end, std::string_view close, Arena& arena,
               std::string_view& out);
// Past the opening tag of the shared strings; p is behind its name.
Scan sst_tag(const char*& p, const char* end);
// The part up to the opening tag of `body` (past its '<name'): usual, in UTF-8 and the right
// namespace?
Scan prologue(const char*& p, const char* end, std::string_view root, std::string_view body);

}  // namespace steps
}  // namespace diaodu::sheet
