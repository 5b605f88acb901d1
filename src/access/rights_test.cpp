#include "access/rights.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "access/policy.hpp"
#include "access/scope_maker.hpp"
#include "store/test_store.hpp"

namespace diaodu::access {
namespace {

using enum Action;
using store::must;

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().code;
}

Person person(std::vector<Role> roles, std::vector<Grant> grants) {
  Person who;
  who.login = "li";
  who.roles = std::move(roles);
  who.grants = std::move(grants);
  return who;
}

// A second copy by hand of the cells that would hurt most: role, action, class, may or may not.
struct Cell {
  Role role;
  Action action;
  Secrecy secrecy;
  bool may;
};
constexpr Secrecy kOpen = Secrecy::open, kPersonal = Secrecy::personal;
const Cell kSensitive[] = {
    {Role::system_admin, record_read, kOpen, false},
    {Role::system_admin, record_unmask, kPersonal, false},
    {Role::system_admin, parcel_read, kOpen, false},
    {Role::system_admin, finding_read, kOpen, false},
    {Role::system_admin, audit_read, kOpen, false},
    {Role::system_admin, account_manage, kOpen, false},
    {Role::system_admin, system_manage, kOpen, true},
    {Role::security_admin, account_manage, kOpen, true},
    {Role::security_admin, audit_read, kOpen, false},
    {Role::security_admin, record_read, kOpen, false},
    {Role::security_admin, system_manage, kOpen, false},
    {Role::security_admin, figure_trace, kOpen, false},
    {Role::audit_admin, audit_read, kOpen, true},
    {Role::audit_admin, account_manage, kOpen, false},
    {Role::audit_admin, account_read, kOpen, false},
    {Role::audit_admin, record_read, kOpen, false},
    {Role::audit_admin, figure_read, kOpen, false},
    {Role::officer, record_unmask, kPersonal, true},
    {Role::officer, record_export, kPersonal, true},
    {Role::officer, account_manage, kOpen, false},
    {Role::officer, audit_read, kOpen, false},
    {Role::reviewer, parcel_take, kOpen, false},
    {Role::reviewer, record_export, kOpen, false},
    {Role::reviewer, record_verify, kPersonal, true},
    {Role::head, parcel_take, kOpen, false},
    {Role::head, record_export, kPersonal, true},
    {Role::clerk, parcel_take, kPersonal, true},
    {Role::clerk, parcel_return, kOpen, false},
    {Role::clerk, record_export, kOpen, false},
    {Role::clerk, record_verify, kOpen, false},
    {Role::deputy_clerk, record_export, kOpen, false},
    {Role::host_labour, record_read, kPersonal, true},
    {Role::host_labour, record_export, kOpen, false},
    {Role::host_labour, finding_read, kOpen, false},
    {Role::host_labour, figure_trace, kOpen, false},
    {Role::service_station, finding_mend, kOpen, false},
    {Role::helper, figure_read, kOpen, false},
    {Role::helper, record_read, kPersonal, true},
    {Role::helper, finding_read, kOpen, false},
    {Role::helper, finding_mend, kOpen, false},
    {Role::helper, record_export, kOpen, false},
    {Role::ledger_keeper, record_read, kPersonal, false},
    {Role::ledger_keeper, record_unmask, kOpen, false},
    {Role::department, record_read, kOpen, false},
    {Role::department, record_unmask, kOpen, false},
    {Role::reader, record_read, kPersonal, false},
    {Role::reader, record_unmask, kOpen, false},
    {Role::reader, parcel_read, kOpen, false},
    {Role::reader, finding_export, kOpen, false},
};

TEST_CASE("the most sensitive cells of the policy are as written here by hand") {
  CHECK(std::size(kSensitive) >= 40);
  for (const Cell& cell : kSensitive) {
    CAPTURE(to_text(cell.role));
    CAPTURE(to_text(cell.action));
    CHECK(allowed(cell.role, cell.action, cell.secrecy) == cell.may);
  }
}

TEST_CASE("the policy names each cell once, and what may be done with more may be with less") {
  std::set<std::pair<Role, Action>> seen;
  for (const PolicyRow& row : policy()) {
    CAPTURE(to_text(row.role));
    CAPTURE(to_text(row.action));
    CHECK(seen.insert({row.role, row.action}).second);
  }
  CHECK(all_roles().size() == 14);
  for (const Role role : all_roles()) {
    CHECK(parse_role(to_text(role)) == role);
    CHECK(!name_of(role).zh.empty());
    for (const Action action : all_actions()) {
      if (allowed(role, action, Secrecy::personal)) CHECK(allowed(role, action, Secrecy::internal));
      if (allowed(role, action, Secrecy::internal)) CHECK(allowed(role, action, Secrecy::open));
      CHECK(allowed(role, action, kOpen) == seen.contains({role, action}));
    }
  }
  for (const Action action : all_actions()) CHECK(parse_action(to_text(action)) == action);
  CHECK(!parse_role("root"));
  CHECK(!parse_action(""));
}

// No one of the three can do what another can, nor anything of the offices' work.
TEST_CASE("the administrators share no action with one another or with personal data") {
  for (const Action action : all_actions()) {
    int holders = 0;
    for (const Role role : all_roles()) {
      if (!is_admin(role)) continue;
      holders += allowed(role, action, kOpen) ? 1 : 0;
      CHECK(!allowed(role, action, Secrecy::internal));
    }
    CHECK(holders <= 1);
  }
}

TEST_CASE("each action is refused to every role and place that has not got it") {
  const std::vector<Grant> grants = {{"5134"}};
  for (const Role role : all_roles()) {
    Person who = person({role}, grants);
    for (const Action action : all_actions()) {
      CAPTURE(to_text(role));
      CAPTURE(to_text(action));
      const bool may_here = may(who, action, {"513422", "worker", kOpen}).ok();
      CHECK(may_here == allowed(role, action, kOpen));
      const std::string beside = code_of(may(who, action, {"5133", "worker", kOpen}));
      const std::string above = code_of(may(who, action, {"51", "worker", kOpen}));
      const std::string nation = code_of(may(who, action, {"", "worker", kOpen}));
      const bool placeless =
          std::set<Action>{suggestion_write, suggestion_handle, pack_read, pack_use,
                           account_read,     account_manage,    token_own, audit_read,
                           system_read,      system_manage}
              .contains(action);
      const std::string expected = !may_here   ? "access.forbidden"
                                   : placeless ? ""
                                               : "access.not_yours";
      CHECK(beside == expected);
      CHECK(above == expected);
      CHECK(nation == expected);
      who.must_change_password = true;
      CHECK(code_of(may(who, action)) == "access.password_must_change");
      who.must_change_password = false;
    }
  }
}

TEST_CASE("registers and sides of a grant hold; a token does no more than it names") {
  const Person who = person({Role::clerk}, {{"51", Side::home, "worker"}});
  CHECK(may(who, record_read, {"5134", "worker", kPersonal}).ok());
  CHECK(code_of(may(who, record_read, {"5134", "loan", kPersonal})) == "access.not_yours");
  CHECK(code_of(may(who, record_read, {"5134", "worker", kPersonal, Side::host})) ==
        "access.not_yours");
  const Person host = person({Role::host_labour}, {{"4404", Side::host}});
  CHECK(may(host, record_read, {"4404", "worker", kPersonal, Side::host}).ok());
  CHECK(code_of(may(host, record_read, {"4404", "worker", kPersonal})) == "access.not_yours");
  CHECK(may(host, figure_read, {"4404", "", kOpen}).ok());
  Person token = who;
  token.token_actions = {"figure_read"};
  CHECK(may(token, figure_read, {"51", "worker", kOpen}).ok());
  CHECK(code_of(may(token, record_read, {"51", "worker", kPersonal})) == "access.forbidden");
}

TEST_CASE("scopes: masks, purposes and the host's view follow role and grant") {
  const auto scope = [](Role role, Grant grant, Action action) {
    return must(scope_of(person({role}, {std::move(grant)}), action, Secrecy::internal));
  };
  const Scope clerk = scope(Role::clerk, {"51"}, record_read);
  CHECK(clerk.shows("worker", Secrecy::personal) == Shown::masked);
  CHECK(clerk.shows("worker", Secrecy::internal) == Shown::plain);
  CHECK(!clerk.unmasked());
  const Scope full = must(clerk.with_purpose("电话核实"));
  CHECK(full.unmasked());
  CHECK(full.shows("worker", Secrecy::personal) == Shown::plain);
  CHECK(code_of(clerk.with_purpose("好奇")) == "access.unknown_purpose");
  CHECK(code_of(clerk.with_purpose("")) == "access.unknown_purpose");

  const Scope reader = scope(Role::reader, {"51"}, record_read);
  CHECK(reader.shows("worker", Secrecy::personal) == Shown::masked);
  CHECK(code_of(reader.with_purpose("电话核实")) == "access.cannot_unmask");
  CHECK(code_of(scope_of(person({Role::reader}, {{"51"}}), record_read, kPersonal)) ==
        "access.forbidden");

  const Scope narrow = scope(Role::clerk, {"51", Side::home, "", Columns::internal}, record_read);
  CHECK(code_of(narrow.with_purpose("电话核实")) == "access.cannot_unmask");
  const Scope open = scope(Role::clerk, {"51", Side::home, "", Columns::open}, record_read);
  CHECK(open.shows("worker", Secrecy::open) == Shown::plain);
  CHECK(open.shows("worker", Secrecy::internal) == Shown::hidden);
  CHECK(open.shows("worker", Secrecy::personal) == Shown::hidden);

  const Scope host =
      must(scope_of(person({Role::host_labour}, {{"4404", Side::host}}), record_read, kPersonal));
  CHECK(host.shows("worker", Secrecy::personal, false) == Shown::hidden);
  CHECK(host.shows("worker", Secrecy::open, false) == Shown::hidden);
  CHECK(host.shows("worker", Secrecy::personal, true) == Shown::masked);
  CHECK(must(host.with_purpose("电话核实")).shows("worker", Secrecy::personal, true) ==
        Shown::plain);
  CHECK(!must(host.with_purpose("电话核实")).unmasked());  // not of every column
  CHECK(host.predicate("worker", "home", "work") == "((\"work\" >= '4404' and \"work\" < '4405'))");
  CHECK(host.predicate("worker", "home") == "false");

  // Both sides at once: read apart, each as its own grant says; together, as the narrowest.
  const Person both = person({Role::officer}, {{"51"}, {"44", Side::host, "", Columns::host_view}});
  const Scope two = must(scope_of(both, record_read, kPersonal));
  CHECK(two.shows("worker", Secrecy::internal) == Shown::hidden);
  CHECK(two.of_side(Side::home).shows("worker", Secrecy::internal) == Shown::plain);
  CHECK(two.sees_side(Side::host));
  CHECK(!two.of_side(Side::home).sees_side(Side::host));

  const Scope sums =
      must(scope_of(person({Role::host_labour}, {{"4404", Side::host}}), figure_read));
  CHECK(sums.covers("440402"));
  CHECK(sums.predicate("", "area") == "((\"area\" >= '4404' and \"area\" < '4405'))");
}

// What a grant shows, said once more and differently: by digits, not by ranges.
bool oracle(const std::vector<Grant>& grants, const std::string& register_id,
            const std::string& home, const std::optional<std::string>& host) {
  for (const Grant& grant : grants) {
    if (grant.register_id != "" && grant.register_id != register_id) continue;
    const bool home_side = grant.side == Side::home;
    const std::string& home_under = home_side ? grant.area : grant.other_area;
    const std::string& host_under = home_side ? grant.other_area : grant.area;
    const bool host_counts = !home_side || grant.other_area != "";
    if (home.compare(0, home_under.size(), home_under) != 0) continue;
    if (host_counts && (!host || host->compare(0, host_under.size(), host_under) != 0)) continue;
    return true;
  }
  return false;
}

std::string digits_of(uint64_t number, size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

TEST_CASE("for random grants the predicate shows the rows an oracle names, and no other") {
  store::on_each_engine([](store::Store& store) {
    auto session = must(store.session());
    must(session->run("create table row_of (row_no bigint, home varchar, host varchar)"));
    std::mt19937 random(3);
    const std::vector<std::string> provinces = {"51", "52", "44", "39"};
    const auto area = [&](size_t longest) {
      std::string code = provinces[random() % 4];
      while (code.size() < longest && random() % 3 > 0) {
        if (code.size() >= 6)
          code += digits_of(random() % 3, 3);
        else
          code += digits_of(random() % 2 ? random() % 3 : 99 - random() % 2, 2);
      }
      return code;
    };
    store::Batch rows;
    rows.columns = {store::Column("row_no", store::Type::int64),
                    store::Column("home", store::Type::text),
                    store::Column("host", store::Type::text)};
    std::vector<std::pair<std::string, std::optional<std::string>>> all;
    for (int64_t i = 0; i < 400; ++i) {
      const std::optional<std::string> host =
          random() % 4 == 0 ? std::nullopt : std::optional(area(12));
      all.emplace_back(area(12), host);
      rows.columns[0].add(i);
      rows.columns[1].add(all.back().first);
      host ? rows.columns[2].add(*host) : rows.columns[2].add_null();
    }
    must(session->append("row_of", rows));
    int shown_in_all = 0;
    for (int round = 0; round < 250; ++round) {
      std::vector<Grant> grants;
      for (size_t i = random() % 4; i > 0; --i) {
        Grant grant;
        grant.area = random() % 12 == 0 ? "" : area(9);
        grant.side = random() % 2 ? Side::home : Side::host;
        grant.register_id = random() % 3 == 0 ? "loan" : "";
        grant.other_area = random() % 3 == 0 ? area(6) : "";
        grants.push_back(grant);
      }
      const std::string register_id = random() % 2 ? "worker" : "loan";
      const Scope scope = ScopeMaker::make("li", "", grants);
      const store::Batch got =
          must(session->query("select row_no from row_of where " +
                              scope.predicate(register_id, "home", "host") + " order by row_no"));
      std::vector<int64_t> expected, shown;
      for (size_t i = 0; i < all.size(); ++i)
        if (oracle(grants, register_id, all[i].first, all[i].second))
          expected.push_back(static_cast<int64_t>(i));
      for (size_t i = 0; i < got.rows(); ++i) shown.push_back(got["row_no"].int64(i));
      CHECK(shown == expected);
      shown_in_all += static_cast<int>(shown.size());
    }
    CHECK(shown_in_all > 1'000);  // the test shows something
  });
}

}  // namespace
}  // namespace diaodu::access
