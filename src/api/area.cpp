// /api/areas: places within reach, and the path above them.
#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

// Within a grant, or above one: on the way there.
bool is_seen(const Call& call, std::string_view area) {
  return std::any_of(call.who.grants.begin(), call.who.grants.end(),
                     [&](const access::Grant& grant) {
                       return is_under(area, grant.area) || is_under(grant.area, area);
                     });
}

json::object area_shape(const Call& call, std::string_view area) {
  return {{"area", show_area(area)},
          {"name", call.area_name(area)},
          {"level", level_shape(area)},
          {"path", call.area_path(area)},
          {"has_children", !call.used.areas->children(area).empty()}};
}

Result<std::string> seen_area(const Call& call, const std::string& typed) {
  const std::optional<std::string> code = parse_area(typed);
  if (!code || (!code->empty() && !call.used.areas->find(*code)) || !is_seen(call, *code))
    return not_found();
  return *code;
}

Result<http::Reply> list(Call& call) {
  TRY_ASSIGN(const int limit, call.number("limit", 100, 1, 1000));
  std::vector<std::string> found;
  if (const auto typed = call.value("q")) {
    found = call.used.areas->resolve(*typed);
  } else {
    std::string under = call.own_area();
    if (const auto said = call.value("under")) {
      TRY_ASSIGN(under, seen_area(call, *said));
    }
    for (const std::string_view child : call.used.areas->children(under)) found.emplace_back(child);
  }
  json::array items;
  for (const std::string& area : found) {
    if (items.size() == static_cast<size_t>(limit)) break;
    if (is_seen(call, area)) items.push_back(area_shape(call, area));
  }
  return answer(call, call.page(std::move(items), {}, ""));
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const std::string area, seen_area(call, call.request.param("area")));
  json::object object = area_shape(call, area);
  json::array children;
  for (const std::string_view child : call.used.areas->children(area))
    if (is_seen(call, child)) children.push_back(area_shape(call, child));
  object["children"] = std::move(children);
  return answer(call, object);
}

}  // namespace

json::value level_shape(std::string_view area) {
  const std::optional<Level> level = level_of(area);
  return level ? json::value(to_text(*level)) : json::value();
}

std::vector<Entry> area_routes() {
  return {{.method = "GET", .pattern = "/api/areas", .answer = list, .has_etag = true},
          {.method = "GET", .pattern = "/api/areas/{area}", .answer = show, .has_etag = true}};
}

}  // namespace diaodu::api
