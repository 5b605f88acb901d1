#include "sheet/merged.hpp"

#include "sheet/scan.hpp"

namespace diaodu::sheet {
namespace {

constexpr std::string_view kName = "mergeCell";
constexpr size_t kTagMax = 4096;
constexpr size_t kRefsMax = 1'000'000;

// The value of `ref` in the rest of a tag, behind its name.
std::string_view ref_of(std::string_view tag) {
  const char* p = tag.data();
  const char* const end = p + tag.size();
  while (p < end) {
    steps::skip_spaces(p);
    steps::Attribute a;
    if (p >= end || !steps::attribute(p, a)) return {};
    if (a.name == "ref") return a.value;
  }
  return {};
}

// Takes the tags that are whole; gives how far it came.
size_t take_refs(std::string_view text, bool at_end, std::vector<std::string>& refs) {
  size_t from = 0;
  for (;;) {
    const size_t at = text.find(kName, from);
    if (at == std::string_view::npos) {  // the name may be cut off by the window
      const size_t keep = at_end ? 0 : std::min(text.size() - from, kName.size());
      return text.size() - keep;
    }
    const size_t behind = at + kName.size();
    const size_t close = text.find('>', behind);
    if (close == std::string_view::npos) {
      if (text.size() - at > kTagMax) return behind;
      return at_end ? text.size() : at;
    }
    from = behind;
    const bool opens = at > 0 && (text[at - 1] == '<' || text[at - 1] == ':');
    if (!opens || !steps::is_space(text[behind]) || refs.size() >= kRefsMax) continue;
    if (const std::string_view ref = ref_of(text.substr(behind, close - behind)); !ref.empty())
      refs.emplace_back(ref);
  }
}

}  // namespace

Result<std::vector<std::string>> merged_refs(PartStream& part) {
  std::vector<std::string> refs;
  TRY(part.next(0));
  for (;;) {
    const std::string_view text = part.view();
    // One byte before a name is looked at: it stays in the window.
    const size_t done = take_refs(text, part.at_end(), refs);
    if (part.at_end()) return refs;
    TRY(part.next(std::min(text.size(), text.size() - done + 1)));
  }
}

}  // namespace diaodu::sheet
