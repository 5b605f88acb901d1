#pragma once
// Words of the grants as stored. Internal to access/ and its callers that show them.
#include <optional>
#include <string_view>

#include "access/scope.hpp"

namespace diaodu::access {

inline std::string_view to_text(Side side) { return side == Side::home ? "home" : "host"; }
inline std::optional<Side> parse_side(std::string_view text) {
  if (text == "home") return Side::home;
  if (text == "host") return Side::host;
  return std::nullopt;
}
inline std::string_view to_text(Columns columns) {
  switch (columns) {
    case Columns::open: return "open";
    case Columns::internal: return "internal";
    case Columns::personal: return "personal";
    case Columns::host_view: return "host_view";
  }
  return "";
}
inline std::optional<Columns> parse_columns(std::string_view text) {
  for (const Columns one :
       {Columns::open, Columns::internal, Columns::personal, Columns::host_view})
    if (to_text(one) == text) return one;
  return std::nullopt;
}

}  // namespace diaodu::access
