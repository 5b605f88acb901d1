// Headings that a person has said the meaning of, in earlier files of the same layout.
#include "base/text.hpp"
#include "parcel/caster.hpp"
#include "parcel/meaning.hpp"

namespace diaodu::parcel {

void Caster::use_meanings(HeadingMatch& match) {
  remembered_.clear();
  if (!match.found || job_.meanings.empty()) return;
  std::vector<std::string> headings, told;
  for (const HeadingMatch::Cell& cell : match.cells) headings.push_back(shown_text(cell.heading));
  const std::string layout = layout_of(headings);
  for (const HeadingMeaning& meaning : job_.meanings) {
    if (meaning.layout != layout) continue;
    const int column = register_.find(meaning.column) == nullptr
                           ? -1
                           : static_cast<int>(register_.index_of(meaning.column));
    if (column < 0 && !meaning.column.empty()) continue;  // of an older pack
    bool found = false;
    for (HeadingMatch::Cell& cell : match.cells) {
      if (found || shown_text(cell.heading) != meaning.heading) continue;
      found = true;
      if (cell.column >= 0) match.column_of[static_cast<size_t>(cell.column)] = -1;
      if (column >= 0) {
        for (HeadingMatch::Cell& other : match.cells) {
          if (other.column == column) other.column = -1, other.twice = true;
          if (names_.find(last_of_path(other.heading)) == column) other.vague = false;
        }
        match.column_of[static_cast<size_t>(column)] = cell.column_no;
      }
      cell.column = column;
      cell.twice = cell.vague = false;
      cell.numbering = column < 0;  // said not to be read: no word about it
    }
    if (!found) continue;
    const std::string arrow = shown_text(meaning.heading, 60) + "→";
    std::erase_if(told, [&](const std::string& one) { return one.starts_with(arrow); });
    told.push_back(arrow + (column < 0 ? "（不读）"
                                       : register_.columns[static_cast<size_t>(column)].title.zh));
  }
  remembered_ = join(told, "、");
}

}  // namespace diaodu::parcel
