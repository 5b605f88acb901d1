#include <doctest/doctest.h>

#include <set>
#include <string>

#include "api/inside.hpp"
#include "base/text.hpp"

namespace diaodu::api {
namespace {

std::set<std::string> routes_of_program() {
  std::set<std::string> found;
  for (const auto routes :
       {session_routes, platform_routes,  today_routes,      board_routes,  parcel_routes,
        sheet_routes,   heading_routes,   report_routes,     upload_routes, finding_routes,
        explain_routes, objection_routes, comparison_routes, form_routes,   mend_routes,
        record_routes,  verify_routes,    figure_routes,     area_routes,   pack_routes,
        account_routes, token_routes,     suggestion_routes, about_routes})
    for (const Entry& entry : routes()) found.insert(entry.method + " " + entry.pattern);
  return found;
}

// Lines "  /path:" under paths, and "    get:" below them.
std::set<std::string> routes_of_contract() {
  std::set<std::string> found;
  std::string path;
  for (const std::string& line : split(std::string(openapi_yaml()), '\n')) {
    if (line.starts_with("  /")) path = line.substr(2, line.size() - 3);
    if (line == "components:") break;
    for (const auto& [word, method] : {std::pair{"    get:", "GET"},
                                       {"    post:", "POST"},
                                       {"    patch:", "PATCH"},
                                       {"    put:", "PUT"},
                                       {"    delete:", "DELETE"}})
      if (line == word) found.insert(std::string(method) + " " + path);
  }
  return found;
}

}  // namespace

TEST_CASE("the contract names every route, and no other") {
  const std::set<std::string> ours = routes_of_program(), told = routes_of_contract();
  CHECK(ours.size() > 50);
  for (const std::string& one : ours) CHECK_MESSAGE(told.count(one) == 1, one, " is not told");
  for (const std::string& one : told) CHECK_MESSAGE(ours.count(one) == 1, one, " is not there");
}

TEST_CASE("every route that writes asks who it is and whether the page is ours") {
  for (const auto routes :
       {session_routes, parcel_routes, heading_routes, report_routes, upload_routes, explain_routes,
        objection_routes, comparison_routes, mend_routes, verify_routes, account_routes,
        token_routes, suggestion_routes})
    for (const Entry& entry : routes())
      if (entry.method != "GET" && entry.pattern != "/api/session")
        CHECK_MESSAGE(entry.door == Door::writer, entry.method, " ", entry.pattern);
}

TEST_CASE("a key done once gives its answer again; with another request it is refused") {
  Once once;
  CHECK(once.begin("k", "a").found == Once::Found::fresh);
  CHECK(once.begin("k", "a").found == Once::Found::running);
  once.keep("k", http::json("{}", 201));
  const Once::Looked again = once.begin("k", "a");
  CHECK(again.found == Once::Found::again);
  CHECK(again.reply->status == 201);
  CHECK(once.begin("k", "b").found == Once::Found::other);
  CHECK(once.begin("l", "a").found == Once::Found::fresh);
  once.forget("l");
  CHECK(once.begin("l", "a").found == Once::Found::fresh);
}

TEST_CASE("a board is made once a round") {
  Boards boards;
  int made = 0;
  const Boards::Make make = [&made]() -> Result<std::string> {
    return std::string("{\"n\":") + std::to_string(++made) + "}";
  };
  const auto first = boards.get("cn", 1, make);
  REQUIRE(first);
  CHECK((*first)->plain == "{\"n\":1}");
  REQUIRE(boards.get("cn", 1, make));
  CHECK(made == 1);
  boards.refresh(2, std::chrono::seconds(5));
  CHECK(made == 2);
  const auto second = boards.get("cn", 2, make);
  REQUIRE(second);
  CHECK(made == 2);
  CHECK((*second)->plain == "{\"n\":2}");
}

}  // namespace diaodu::api
