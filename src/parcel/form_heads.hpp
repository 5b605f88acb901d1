#pragma once
// Inner part of the room: the heading row of a workbook that this program has written to be filled
// in (frame/form.hpp). Found by its own words wherever it stands, in any order of columns: 行标识,
// or a title with （请填报）.
#include <vector>

#include "frame/form.hpp"
#include "parcel/heading.hpp"

namespace diaodu::parcel {

struct FormHeads {
  bool found = false;
  bool only_to_read = false;  // a sheet of ours that holds no answers
  bool asks = false;          // 补正表: only what is asked for is read; else a template
  HeadingMatch match;         // column_of: the cells that are read
  int mark_at = -1, id_at = -1, name_at = -1, last_four_at = -1, place_at = -1;
  uint16_t layout = 0;  // what a row's mark must say of its columns
};
FormHeads form_line(const HeadingNames& names, const pack::Register& register_,
                    const KeptRow& line);
// The first such line of a sheet's rows.
FormHeads match_form(const HeadingNames& names, const pack::Register& register_,
                     const std::vector<KeptRow>& rows);

}  // namespace diaodu::parcel
