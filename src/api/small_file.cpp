#include "api/small_file.hpp"

#include <algorithm>

#include "base/area_code.hpp"

namespace diaodu::api {

std::string small_file(const pack::Register& of, const std::vector<const CellsByName*>& rows) {
  std::vector<std::string> columns;
  for (const pack::ColumnDef& column : of.columns)
    if (std::any_of(rows.begin(), rows.end(),
                    [&](const CellsByName* one) { return one->contains(column.name); }))
      columns.push_back(column.name);
  std::string text = "\xEF\xBB\xBF";
  const auto add_line = [&](const auto& cell_of) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ',';
      text += '"';
      for (const char c : cell_of(columns[i]))
        text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  };
  add_line([](const std::string& column) { return column; });
  for (const CellsByName* one : rows) {
    add_line([&](const std::string& column) {
      const auto found = one->find(column);
      return found == one->end() ? std::string() : found->second;
    });
  }
  return text;
}

std::string sender_area(const Call& call, const std::string& area) {
  if (is_under(area, call.own_area())) return call.own_area();
  for (const access::Grant& grant : call.who.grants)
    if (is_under(area, grant.area)) return grant.area;
  return call.own_area();
}

}  // namespace diaodu::api
