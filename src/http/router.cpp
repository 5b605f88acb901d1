#include "http/router.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"

namespace diaodu::http {
namespace {

bool is_capture(const std::string& segment) { return !segment.empty() && segment.front() == '{'; }

// How well it fits: the count of fixed segments counted from the left, as bits; none: no fit.
std::optional<std::vector<bool>> fit(const std::vector<std::string>& pattern,
                                     const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<bool> fixed;
  for (size_t i = 0; i < path.size(); ++i) {
    if (is_capture(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return std::nullopt;
    fixed.push_back(!is_capture(pattern[i]));
  }
  return fixed;
}

}  // namespace

void Router::add(Route route) {
  CHECK(!route.pattern.empty() && route.pattern.front() == '/', "a pattern begins with /");
  CHECK(route.handler != nullptr, "a route has a handler");
  for (const Route& other : routes_)
    CHECK(other.method != route.method || other.pattern != route.pattern,
          "a route is added only once");
  segments_.push_back(split(route.pattern, '/'));
  for (const std::string& segment : segments_.back())
    CHECK(!is_capture(segment) || (segment.size() > 2 && segment.back() == '}'),
          "a capture is a whole segment: {name}");
  routes_.push_back(std::move(route));
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  const std::vector<std::string> segments = split(path, '/');
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Match match;
  std::vector<bool> best;
  size_t chosen = 0;
  for (size_t i = 0; i < routes_.size(); ++i) {
    const auto fixed = fit(segments_[i], segments);
    if (!fixed) continue;
    const std::string& allowed = routes_[i].method;
    if (std::find(match.allowed.begin(), match.allowed.end(), allowed) == match.allowed.end())
      match.allowed.push_back(allowed);
    if (allowed != wanted || (match.route != nullptr && *fixed <= best)) continue;
    match.route = &routes_[i];
    best = *fixed;
    chosen = i;
  }
  if (match.route == nullptr) {
    if (std::find(match.allowed.begin(), match.allowed.end(), "GET") != match.allowed.end())
      match.allowed.emplace_back("HEAD");
    return match;
  }
  match.allowed.clear();
  for (size_t i = 0; i < segments.size(); ++i) {
    const std::string& name = segments_[chosen][i];
    if (is_capture(name)) match.captures.emplace_back(name.substr(1, name.size() - 2), segments[i]);
  }
  return match;
}

}  // namespace diaodu::http
