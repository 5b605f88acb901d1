#include "store/migrate.hpp"

#include <doctest/doctest.h>

#include "store/sql_text.hpp"
#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::store;

namespace {
constexpr SchemaFile kFirst = {"0001_one.sql",
                               "-- owner: one;\ncreate table one (n integer); /* ; */ "
                               "insert into one values (1); insert into one values (2)"};
constexpr SchemaFile kSecond = {"0002_two.sql", "create table two (t varchar default ';');"};
}  // namespace

TEST_CASE("a new file is applied to an old database, an old one not again") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    const SchemaFile both[] = {kFirst, kSecond};
    must(migrate_files(*session, std::span(both, 1)));
    must(migrate_files(*session, both));
    must(migrate_files(*session, both));
    CHECK(must(session->query("select count(*) as n from one"))["n"].int64(0) == 2);
    const Batch rows = must(session->query("select version, name from migration order by version"));
    REQUIRE(rows.rows() == 2);
    CHECK(rows["name"].text(1) == "0002_two.sql");
  });
}

TEST_CASE("a newer database and an edited file are refused") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    const SchemaFile both[] = {kFirst, kSecond};
    must(migrate_files(*session, both));
    const auto newer = migrate_files(*session, std::span(both, 1));
    REQUIRE(!newer.ok());
    CHECK(newer.error().code == "store.newer_schema");
    const SchemaFile edited[] = {{kFirst.name, "create table one (n bigint)"}, kSecond};
    const auto refused = migrate_files(*session, edited);
    REQUIRE(!refused.ok());
    CHECK(refused.error().code == "store.edited_migration");
    const SchemaFile unnumbered[] = {{"two.sql", ""}};
    CHECK(migrate_files(*session, unnumbered).error().code == "store.migration_order");
    const SchemaFile twice[] = {kFirst, {"0001_again.sql", "select 1"}};
    CHECK(migrate_files(*session, twice).error().code == "store.migration_order");
  });
}

TEST_CASE("a stop within a file goes on with the statement that failed") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(session->run("create table in_the_way (n integer)"));
    const SchemaFile file[] = {
        {"0001_three.sql",
         "create table first_one (n integer); create table in_the_way (n integer); "
         "create table last_one (n integer)"}};
    const auto stopped = migrate_files(*session, file);
    REQUIRE(!stopped.ok());
    CHECK(stopped.error().place == "0001_three.sql, statement 2");
    must(session->run("drop table in_the_way"));
    must(migrate_files(*session, file));
    CHECK(must(session->query("select count(*) as n from last_one"))["n"].int64(0) == 0);
  });
}

TEST_CASE("a script is split at semicolons outside texts, names and comments") {
  const auto parts = split_statements(
      "select ';' ; -- a ; b\n select \";\" /* ; /* ; */ ; */ ; select $$ ; $$ ;; select E'\\';' ");
  REQUIRE(parts.size() == 4);
  CHECK(parts[0] == "select ';'");
  CHECK(parts[2] == "select $$ ; $$");
  CHECK(parts[3] == "select E'\\';'");
}

TEST_CASE("shims nest and split at their own commas") {
  const auto text = [](std::string_view sql, Engine engine) {
    return must(rewrite(sql, engine)).text;
  };
  CHECK(text("select rx(lower(a, ','), $p || ')')", Engine::duckdb) ==
        "select regexp_matches((lower(a, ',')), ( $1 || ')'))");
  CHECK(text("RX (a, 'b')", Engine::postgres) == "((a) ~ ( 'b'))");
  CHECK(text("s.rx(a), \"rx\"(b), rx, 'rx(a)'", Engine::duckdb) ==
        "s.rx(a), \"rx\"(b), rx, 'rx(a)'");
  CHECK(text("$a + $b + $a::int + a$b", Engine::postgres) == "$1 + $2 + $1::int + a$b");
  CHECK(text("idiv(idiv(1,2),3)", Engine::postgres).find("idiv") == std::string::npos);
  for (const char* bad : {"rx(a)", "idiv(1, 2, 3)", "rdiv(1, 2", "rx()"}) {
    CAPTURE(bad);
    CHECK(rewrite(bad, Engine::duckdb).error().code == "store.sql");
  }
}
