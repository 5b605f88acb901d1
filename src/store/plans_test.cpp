#include <doctest/doctest.h>

#include "store/test_store.hpp"

namespace diaodu::store {
namespace {

// DuckDB 1.5.6 answers a statement that was prepared on an empty table with no rows or with garbage
// once there are rows: the same text must answer right whenever it is asked again.
TEST_CASE("a statement asked before and after rows came gives the rows") {
  on_each_engine([](Store& store) {
    auto writer = must(store.session());
    auto reader = must(store.session());
    must(writer->run(
        "create table r (id bigint primary key, day date not null, a bigint not null)"));
    const std::vector<std::string> texts = {
        "select id, day, a from r order by id desc limit 1", "select id, a from r where a > 1",
        "select a, count(*) as id from r group by a order by a",
        "select x.id, y.a from r as x join r as y on y.id = x.id order by x.id"};
    for (const std::string& text : texts) {
      CHECK(must(reader->query(text)).rows() == 0);
      CHECK(must(writer->query(text)).rows() == 0);
    }
    for (int64_t id = 1; id <= 3; ++id) {
      must(writer->run("insert into r (id, day, a) values ($id, date '2020-03-06', $a)",
                       {{"id", id}, {"a", id * 100'000'000'000}}));
      for (Session* session : {reader.get(), writer.get()}) {
        const Batch last = must(session->query(texts[0]));
        REQUIRE(last.rows() == 1);
        CHECK(last["id"].int64(0) == id);
        CHECK(last["a"].int64(0) == id * 100'000'000'000);
        for (size_t text = 1; text < texts.size(); ++text) {
          const Batch rows = must(session->query(texts[text]));
          CHECK(rows.rows() == static_cast<size_t>(id));
          CHECK(rows["a"].int64(rows.rows() - 1) == id * 100'000'000'000);
        }
      }
    }
  });
}

}  // namespace
}  // namespace diaodu::store
