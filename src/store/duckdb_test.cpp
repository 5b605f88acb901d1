// What holds for DuckDB alone: its files, its lock, its plans; what holds for both: store_test.cpp.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::store;

TEST_CASE("a folder is opened once, also within one process") {
  TestFolder folder;
  auto first = must(Store::open({.data = folder.path(), .create = true}));
  auto second = Store::open({.data = folder.path(), .create = true});
  REQUIRE(!second.ok());
  CHECK(second.error().code == "store.locked");
  first.reset();
  must(Store::open({.data = folder.path()}));
}

TEST_CASE("a missing database is made only when asked") {
  TestFolder folder;
  auto store = Store::open({.data = folder.path()});
  REQUIRE(!store.ok());
  CHECK(store.error().code == "store.missing");
}

TEST_CASE("rows stay after closing, with the log and after a checkpoint") {
  TestFolder folder;
  for (const bool checkpoint : {false, true}) {
    {
      auto store = must(Store::open({.data = folder.path(), .create = true}));
      auto session = must(store->session());
      must(session->run("create table if not exists kept (n bigint)"));
      must(session->run("insert into kept values (7)"));
      if (checkpoint) must(session->checkpoint());
    }
    auto store = must(Store::open({.data = folder.path()}));
    auto session = must(store->session());
    const Batch rows = must(session->query("select sum(n) as n from kept"));
    CHECK(rows["n"].int64(0) == (checkpoint ? 14 : 7));
  }
}

TEST_CASE("SQL reaches no file and changes no setting") {
  TestFolder folder;
  auto store = must(Store::open({.data = folder.path(), .create = true}));
  auto session = must(store->session());
  for (const char* sql :
       {"select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'",
        "copy (select 1) to '/tmp/diaodu_copied'", "attach '/tmp/diaodu_other.db'",
        "set enable_external_access = true", "install httpfs", "load httpfs", "set threads = 1",
        "select * from read_text('/etc/passwd')"}) {
    CAPTURE(sql);
    CHECK(!session->run(sql).ok());
  }
  CHECK(!std::filesystem::exists("/tmp/diaodu_copied"));
}

TEST_CASE("a statement prepared before a view is replaced sees the new view") {
  TestFolder folder;
  auto store = must(Store::open({.data = folder.path(), .create = true}));
  auto session = must(store->session());
  Session& s = *session;
  must(s.run("create table t (n integer)"));
  must(s.run("insert into t values (1), (2), (3)"));
  for (const int bound : {1, 2, 3}) {
    must(s.run("create or replace temp view v as select n from t where n <= " +
               std::to_string(bound)));
    const Batch rows = must(s.query("select count(*) as n from v"));
    CHECK(rows["n"].int64(0) == bound);
  }
}
