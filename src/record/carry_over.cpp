// What a new pack means for records that live: bits of masks stand where its columns stand.
#include "record/carry_over.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "frame/masks.hpp"
#include "record/names.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using store::quoted;

namespace {

// Bits of a mask moved to where their names stand now; a name that is gone loses its bit.
std::string moved_bits(const std::string& mask, const std::vector<std::string>& before,
                       const std::vector<std::string>& after) {
  std::vector<std::string> terms;
  int64_t in_place = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    const auto at = std::ranges::find(after, before[i]);
    if (at == after.end()) continue;
    const auto to = static_cast<size_t>(at - after.begin());
    if (to == i)
      in_place |= frame::bit(i);
    else
      terms.push_back("case when (" + mask + " & " + std::to_string(frame::bit(i)) +
                      ") <> 0 then " + std::to_string(frame::bit(to)) + " else 0 end");
  }
  terms.insert(terms.begin(), "(" + mask + " & " + std::to_string(in_place) + ")");
  return "cast((" + join(terms, " + ") + ") as bigint)";
}

std::vector<std::string> names_of(const pack::Register& register_) {
  std::vector<std::string> names;
  for (const pack::ColumnDef& column : register_.columns) names.push_back(column.name);
  return names;
}

}  // namespace

Result<void> carry_over(frame::RoundContext& round, const pack::Register& before,
                        const pack::Register& register_) {
  for (const std::string& table : {living_name(register_), past_name(register_)}) {
    for (const pack::ColumnDef& column : register_.columns)
      if (!before.find(column.name))
        TRY(round.session.run(
            fill(sql::empty_column, {{"table", quoted(table)}, {"column", quoted(column.name)}})));
    TRY(round.session.run(
        fill(sql::carry_masks,
             {{"table", quoted(table)},
              {"missing", frame::missing_sql(round.pack, register_)},
              {"explained", frame::explained_sql(round.pack, register_)},
              {"verified", moved_bits("verified", before.groups(), register_.groups())},
              {"changed", moved_bits("changed", names_of(before), names_of(register_))}})));
  }
  return {};
}

}  // namespace diaodu::record
