#include <doctest/doctest.h>

#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::store;

TEST_CASE("names in a select") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    const auto names = [&](std::string_view sql) {
      const Session::Names found = must(session->names_in_select(sql));
      std::string out;
      for (const std::string& name : found.relations) out += name + " ";
      out += "|";
      for (const std::string& name : found.functions) out += " " + name;
      return out;
    };
    CHECK(names("select 1") == "|");
    CHECK(names("select count(*), max(n) + 1 from person as w join area using (code)") ==
          "area person | count max");
    CHECK(names("select rx(name, $p), idiv(a, b) from incoming") == "incoming | idiv rx");
    CHECK(names("with recent as (select * from person) select lower(x) from recent") ==
          "person | lower");
    CHECK(names("select x from a where y in (select z from b) and exists (select 1 from c.d) "
                "union all (select 1 from e)") == "a b c.d e |");
    CHECK(names("select row_number() over (order by f(x)) from (values (1)) as v(x)") ==
          "| f row_number");
    CHECK(names("select i from generate_series(1, 3) as g(i), unnest([1])") ==
          "| generate_series list_value unnest");
    CHECK(names("select current_date, current_user, extract(year from day) from t") ==
          "t | current_date current_user date_part");
    CHECK(
        names("with recursive t(n) as (select 1 union all select n + 1 from t) select n from t") ==
        "|");
    // A name of a CTE hides a table only where the CTE is in scope.
    CHECK(names("with account as (select * from account) select * from account") == "account |");
    CHECK(names("select * from (with account as (select 1) select * from account) as x, account") ==
          "account |");
    CHECK(names("with a as (select * from b), b as (select 1) select * from a, b") == "b |");
    CHECK(names("with secret as (select 1) select * from s.secret, SECRET") == "s.secret |");
    CHECK(names("select * from '/etc/passwd'") == "/etc/passwd |");
    CHECK(names("show tables").find("show") != std::string::npos);
    CHECK(names("select 'from hidden' -- from hidden\n from seen") == "seen |");
    for (const char* sql : {"select 1; select 2", "insert into t values (1)", "drop table t", "",
                            "selekt", "with a as (delete from t returning 1) select * from a",
                            "copy t to 'x'", "pragma version"}) {
      CAPTURE(std::string(sql));
      const auto refused = session->names_in_select(sql);
      REQUIRE(!refused.ok());
      CHECK(refused.error().code == "store.not_one_select");
    }
  });
}
