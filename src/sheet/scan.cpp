#include "sheet/scan.hpp"

#include <algorithm>
#include <cstring>

namespace diaodu::sheet {
namespace steps {
namespace {

std::string_view between(const char* from, const char* to) {
  return {from, static_cast<size_t>(to - from)};
}

const char* find(const char* p, const char* end, char c) {
  return p < end ? static_cast<const char*>(std::memchr(p, c, static_cast<size_t>(end - p)))
                 : nullptr;
}

bool ends_name(char c) { return c == '>' || c == '/' || is_space(c); }

// <?xml ...?>: no encoding, or UTF-8.
bool is_utf8_declaration(std::string_view declaration) {
  if (declaration.find("encoding") == std::string_view::npos) return true;
  for (const std::string_view name : {"\"UTF-8\"", "'UTF-8'", "\"utf-8\"", "'utf-8'"})
    if (declaration.find(name) != std::string_view::npos) return true;
  return false;
}

bool names_main_namespace(std::string_view tag) {
  for (const std::string_view space : {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                       "http://purl.oclc.org/ooxml/spreadsheetml/main"}) {
    const size_t at = tag.find(space);
    if (at == std::string_view::npos || at < 7) continue;
    const std::string_view before = tag.substr(at - 7, 7);
    const char after = at + space.size() < tag.size() ? tag[at + space.size()] : '\0';
    if ((before == "xmlns=\"" && after == '"') || (before == "xmlns='" && after == '\''))
      return at >= 8 && is_space(tag[at - 8]);
  }
  return false;
}

}  // namespace

bool attribute(const char*& p, Attribute& out) {
  const char* start = p;
  while (*p > ' ' && *p != '=' && *p != '>' && *p != '<' && *p != '/') ++p;
  if (*p != '=' || p == start) return false;
  out.name = between(start, p);
  const char quote = p[1];
  if (quote != '"' && quote != '\'') return false;
  p += 2;
  const char* value = p;
  while (*p != quote && *p != '\0' && *p != '<') ++p;
  if (*p != quote) return false;
  out.value = between(value, p);
  ++p;
  return true;
}

Scan skip_tag(const char*& p, const char* end, bool& closed) {
  const char* at = p + 1;
  while (at < end && *at != '>') {
    if (*at == '<') return Scan::unusual;
    if (*at == '"' || *at == '\'') {
      const char* close = find(at + 1, end, *at);
      if (close == nullptr) return Scan::more;
      at = close;
    }
    ++at;
  }
  if (at >= end) return Scan::more;
  closed = at[-1] == '/';
  p = at + 1;
  return Scan::ok;
}

Scan text(const char*& p, const char* end, Arena& arena, std::string_view& out) {
  const char* start = p;
  bool special = false;
  for (; *p != '<'; ++p) {
    if (*p == '\0') return p >= end ? Scan::more : Scan::unusual;
    special = special || *p == '&' || *p == '\r' || *p == '>';
  }
  out = between(start, p);
  if (!special) return Scan::ok;
  if (out.find("]]>") != std::string_view::npos) return Scan::unusual;
  const std::optional<std::string_view> resolved = xml_text(out, arena);
  if (!resolved) return Scan::unusual;
  out = *resolved;
  return Scan::ok;
}

Scan rich_text(const char*& p, const char* end, std::string_view close, Arena& arena,
               std::string_view& out) {
  out = {};
  for (;;) {
    p = find(p, end, '<');
    if (p == nullptr) {
      p = end;
      return Scan::more;
    }
    if (at(p, close)) {
      p += close.size();
      return Scan::ok;
    }
    if (p[1] == '!' || p[1] == '?') return Scan::unusual;
    const bool is_text = p[1] == 't' && ends_name(p[2]);
    const bool is_phonetic = at(p, "<rPh") && ends_name(p[4]);
    bool closed = false;
    if (const Scan scan = skip_tag(p, end, closed); scan != Scan::ok) return scan;
    if (closed) continue;
    if (is_phonetic) {
      const std::string_view rest = between(p, end);
      const size_t over = rest.find("</rPh>");
      if (over == std::string_view::npos) return Scan::more;
      if (rest.substr(0, over).find("<!") != std::string_view::npos) return Scan::unusual;
      p += over + 6;
    } else if (is_text) {
      std::string_view run;
      if (const Scan scan = text(p, end, arena, run); scan != Scan::ok) return scan;
      if (!at(p, "</t>")) return stuck(p, end);
      p += 4;
      if (out.empty()) {
        out = run;
      } else {
        char* joined = arena.take(out.size() + run.size());
        std::memcpy(joined, out.data(), out.size());
        std::memcpy(joined + out.size(), run.data(), run.size());
        out = {joined, out.size() + run.size()};
      }
    }
  }
}

Scan sst_tag(const char*& p, const char* end) {
  const char* tag = p - 1;
  bool closed = false;
  --p;
  if (const Scan scan = skip_tag(p, end, closed); scan != Scan::ok) return scan;
  return closed || !names_main_namespace(between(tag, p)) ? Scan::unusual : Scan::ok;
}

Scan prologue(const char*& p, const char* end, std::string_view root, std::string_view body) {
  const std::string opening = "<" + std::string(body);
  const std::string_view all = between(p, end);
  size_t at_body = 0;
  do {
    at_body = all.find(opening, at_body + (at_body > 0));
    if (at_body == std::string_view::npos || at_body + opening.size() >= all.size())
      return Scan::more;
  } while (!ends_name(all[at_body + opening.size()]));
  std::string_view head = all.substr(0, at_body);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (head.starts_with("<?xml")) {
    const size_t over = head.find("?>");
    if (over == std::string_view::npos || !is_utf8_declaration(head.substr(0, over)))
      return Scan::unusual;
    head.remove_prefix(over + 2);
  }
  if (head.find("<!") != std::string_view::npos || head.find("<?") != std::string_view::npos)
    return Scan::unusual;
  if (root != body) {
    const size_t tag = head.find('<');
    if (tag == std::string_view::npos || !head.substr(tag + 1).starts_with(root))
      return Scan::unusual;
    if (!names_main_namespace(head.substr(tag, head.find('>', tag) - tag))) return Scan::unusual;
  } else if (!head.empty() && head.find('<') != std::string_view::npos) {
    return Scan::unusual;
  }
  p += at_body + opening.size();
  return Scan::ok;
}

}  // namespace steps
}  // namespace diaodu::sheet
