// What a store promises on either engine.
#include "store/store.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "store/migrate.hpp"
#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::store;

namespace {

constexpr const char* kAllTypes =
    "create table {} (row_no bigint, b boolean, s smallint, i integer, l bigint, d numeric(18,4), "
    "w "
    "numeric(12,0), "
    "day date, t varchar, m timestamp, extra integer default 5)";

std::string all_types(const char* table, const char* kind) {
  std::string sql = kAllTypes;
  sql.replace(sql.find("{}"), 2, table);
  sql.replace(0, 6, std::string("create") + kind);
  return sql;
}

// `rows` rows of every type, every seventh cell null, texts short and long, Chinese among them.
Batch some_rows(int64_t rows) {
  Batch batch;
  batch.columns = {Column("row_no", Type::int64), Column("t", Type::text),
                   Column("b", Type::boolean),    Column("s", Type::int32),
                   Column("i", Type::int32),      Column("l", Type::int64),
                   Column("d", Type::decimal, 4), Column("w", Type::decimal, 0),
                   Column("day", Type::day),      Column("m", Type::text)};
  const std::array<std::string, 5> texts = {
      "", "木里县", "twelve bytes", "四川省凉山彝族自治州木里藏族自治县", "𠀀 ' \" \\ $1 %"};
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t sign = row % 2 == 0 ? 1 : -1;
    batch["row_no"].add(row);
    batch["t"].add(texts[static_cast<size_t>(row) % texts.size()]);
    batch["b"].add(row % 2 == 0);
    batch["s"].add(static_cast<int32_t>(sign * (row % 30000)));
    batch["i"].add(static_cast<int32_t>(sign * row * 1000));
    batch["l"].add(sign * (int64_t{9'000'000'000'000'000'000} + row));
    batch["d"].add(sign * (int64_t{123'456'789'012'340'000} + row * 7));
    batch["w"].add(sign * row * 10'000);
    batch["day"].add(Day{static_cast<int32_t>(row * 13 - 40'000)});
    batch["m"].add("2020-12-31 23:59:" + std::string(row % 2 == 0 ? "58" : "59.25"));
  }
  for (size_t c = 0; c < batch.columns.size(); ++c) {
    Column& column = batch.columns[c];
    Column with_nulls(column.name(), column.type(), column.scale());
    for (size_t row = 0; row < column.size(); ++row) {
      if (c > 0 && (row + c) % 7 == 3) {
        with_nulls.add_null();
      } else if (column.type() == Type::text) {
        with_nulls.add(column.text(row));
      } else {
        with_nulls.valid().push_back(1);
        with_nulls.numbers().push_back(column.numbers()[row]);
      }
    }
    column = std::move(with_nulls);
  }
  return batch;
}

void same_column(const Column& given, const Column& got) {
  CAPTURE(given.name());
  REQUIRE(got.size() == given.size());
  for (size_t row = 0; row < given.size(); ++row) {
    CAPTURE(row);
    REQUIRE(got.is_null(row) == given.is_null(row));
    if (given.is_null(row)) continue;
    if (given.type() == Type::text) {
      REQUIRE(got.text(row) == given.text(row));
    } else {
      REQUIRE(got.numbers()[row] == given.numbers()[row]);
    }
  }
}

int64_t count_of(Session& session, const std::string& table) {
  return must(session.query("select count(*) as n from " + table))["n"].int64(0);
}

}  // namespace

TEST_CASE("a batch comes back as it was appended, to stored and temporary tables") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    for (const bool temporary : {false, true}) {
      must(session->run(all_types(temporary ? "passing" : "stored", temporary ? " temp" : "")));
      const std::string table = temporary ? "passing" : "stored";
      const Batch given = some_rows(5000);  // three chunks
      must(session->append(table, given));
      const Batch got = must(session->query(
          "select row_no, t, b, s, i, l, d, w, day, m, extra from " + table + " order by row_no"));
      CHECK(got.rows() == given.rows());
      CHECK(got["b"].type() == Type::boolean);
      CHECK(got["s"].type() == Type::int32);
      CHECK(got["l"].type() == Type::int64);
      CHECK(got["d"].type() == Type::decimal);
      CHECK(got["d"].scale() == 4);
      CHECK(got["w"].type() == Type::int64);
      CHECK(got["day"].type() == Type::day);
      CHECK(got["t"].type() == Type::text);
      CHECK(got["m"].type() == Type::text);
      CHECK(got["extra"].int32(17) == 5);
      for (const Column& column : given.columns) same_column(column, got[column.name()]);
    }
  });
}

TEST_CASE("the schema's files are applied once") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(migrate(*session));
    const int64_t files = count_of(*session, "migration");
    CHECK(files > 0);
    must(migrate(*session));
    CHECK(count_of(*session, "migration") == files);
  });
}

TEST_CASE("parameters are named, may repeat, and keep their types") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    const Params params = {{"whole", int32_t{7}},
                           {"big", int64_t{9'000'000'000}},
                           {"money", Decimal{-1250, 2}},
                           {"day", Day{18'262}},
                           {"name", std::string("木里 ' $name -- \"")},
                           {"yes", true},
                           {"nothing", nullptr},
                           {"unused", int32_t{1}}};
    const Batch rows = must(
        session->query("select $whole + $whole as whole, $big as big, $money as money, $day as "
                       "day, $name as name, "
                       "$yes as yes, coalesce($nothing, $whole) as fallback, '$whole' as kept, "
                       "$name = $name as same, $big::varchar as big_text -- $absent\n",
                       params));
    CHECK(rows["whole"].int32(0) == 14);
    CHECK(rows["big"].int64(0) == 9'000'000'000);
    CHECK(rows["money"].decimal(0) == -1250);
    CHECK(rows["money"].scale() == 2);
    CHECK(rows["day"].day(0) == Day{18'262});
    CHECK(rows["name"].text(0) == "木里 ' $name -- \"");
    CHECK(rows["yes"].boolean(0));
    CHECK(rows["fallback"].int32(0) == 7);
    CHECK(rows["kept"].text(0) == "$whole");
    CHECK(rows["same"].boolean(0));
    CHECK(rows["big_text"].text(0) == "9000000000");

    const auto missing = session->query("select $absent as x", params);
    REQUIRE(!missing.ok());
    CHECK(missing.error().code == "store.param");
    CHECK(missing.error().message.zh.find("$absent") != std::string::npos);
    const auto bad_text = session->query("select $t as t", {{"t", std::string("\xff\xfe")}});
    REQUIRE(!bad_text.ok());
    CHECK(bad_text.error().code == "store.param");
    // The same text with values of other types, again and again.
    for (int i = 0; i < 3; ++i) {
      CHECK(must(session->query("select $v as v", {{"v", int32_t{1}}}))["v"].int32(0) == 1);
      CHECK(must(session->query("select $v as v", {{"v", std::string("一")}}))["v"].text(0) ==
            "一");
      CHECK(must(session->query("select $v as v", {{"v", nullptr}}))["v"].is_null(0));
    }
  });
}

TEST_CASE("more statements than the cache holds") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    for (int round = 0; round < 2; ++round)
      for (int64_t i = 0; i < 450; ++i) {
        const std::string sql = "select $n + " + std::to_string(i) + " as n";
        REQUIRE(must(session->query(sql, {{"n", int64_t{1}}}))["n"].int64(0) == i + 1);
      }
  });
}

TEST_CASE("a commit after a failed statement fails and keeps nothing") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(session->run("create table ledger (n integer primary key)"));
    {
      Transaction transaction = must(Transaction::begin(*session));
      must(session->run("insert into ledger values (1)"));
      const auto failed = session->run("insert into ledger values (1)");
      REQUIRE(!failed.ok());
      CHECK(failed.error().code == "store.unique");
      const auto after = session->run("insert into ledger values (2)");
      REQUIRE(!after.ok());
      CHECK(after.error().code == "store.transaction_failed");
      const auto committed = transaction.commit();
      REQUIRE(!committed.ok());
      CHECK(committed.error().code == "store.transaction_failed");
    }
    CHECK(count_of(*session, "ledger") == 0);
    // A statement that does not even parse counts too.
    {
      Transaction transaction = must(Transaction::begin(*session));
      must(session->run("insert into ledger values (3)"));
      CHECK(!session->query("selekt 1").ok());
      CHECK(!transaction.commit().ok());
    }
    CHECK(count_of(*session, "ledger") == 0);
    {
      Transaction transaction = must(Transaction::begin(*session));
      must(session->run("insert into ledger values (4)"));
      Batch bad;
      bad.columns = {Column("n", Type::text)};
      bad["n"].add("four");
      CHECK(!session->append("ledger", bad).ok());
      CHECK(!transaction.commit().ok());
    }
    CHECK(count_of(*session, "ledger") == 0);
  });
}

TEST_CASE("a transaction left without commit is rolled back, one committed is seen by others") {
  on_each_engine([](Store& store) {
    auto writer = must(store.session());
    auto reader = must(store.session());
    must(writer->run("create table t (n integer)"));
    {
      const Transaction transaction = must(Transaction::begin(*writer));
      CHECK(must(writer->run("insert into t values (1), (2)")) == 2);
      CHECK(!writer->begin().ok());
    }
    CHECK(count_of(*reader, "t") == 0);
    Transaction transaction = must(Transaction::begin(*writer));
    must(writer->run("insert into t values (3)"));
    CHECK(count_of(*reader, "t") == 0);
    must(transaction.commit());
    CHECK(count_of(*reader, "t") == 1);
    CHECK(!writer->commit().ok());
    CHECK(must(writer->run("update t set n = 5 where n = 3")) == 1);
    CHECK(must(writer->run("delete from t where n = 9")) == 0);
    const Batch deleted = must(writer->query("delete from t returning n"));
    CHECK(deleted["n"].int32(0) == 5);
  });
}

TEST_CASE("a transaction reads one snapshot; the second writer of a row is told of the conflict") {
  on_each_engine([](Store& store) {
    auto first = must(store.session());
    auto second = must(store.session());
    must(first->run("create table t (n integer)"));
    must(first->run("insert into t values (1)"));
    Transaction reading = must(Transaction::begin(*first));
    CHECK(count_of(*first, "t") == 1);
    must(second->run("insert into t values (2)"));
    CHECK(count_of(*first, "t") == 1);
    must(second->run("update t set n = 10 where n = 1"));
    const auto late = first->run("update t set n = 11 where n = 1");
    REQUIRE(!late.ok());
    CHECK(late.error().code == "store.conflict");
  });
}

TEST_CASE("temporary tables and views belong to one session") {
  on_each_engine([](Store& store) {
    auto mine = must(store.session());
    auto other = must(store.session());
    must(mine->run("create table incoming (n bigint, place varchar)"));
    must(mine->run("create temp table incoming (place varchar, n bigint)"));
    Batch batch;
    batch.columns = {Column("n", Type::int64), Column("place", Type::text)};
    batch["n"].add(int64_t{1});
    batch["place"].add("木里");
    must(mine->append("incoming", batch));
    CHECK(count_of(*mine, "incoming") == 1);  // the temporary one hides the stored one
    CHECK(count_of(*other, "incoming") == 0);
    must(other->append("incoming", batch));
    CHECK(count_of(*other, "incoming") == 1);
    must(mine->run("create temp view seen as select place from incoming"));
    CHECK(must(mine->query("select place from seen"))["place"].text(0) == "木里");
    CHECK(!other->query("select place from seen").ok());
    for (const int bound : {0, 1, 2}) {
      must(mine->run(
          "create or replace temp view seen as select place, n from incoming where n <= " +
          std::to_string(bound)));
      CHECK(must(mine->query("select count(*) as n from seen"))["n"].int64(0) ==
            (bound > 0 ? 1 : 0));
    }
  });
}

TEST_CASE("an append that does not fit is refused and leaves nothing") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(session->run("create table t (s smallint, d numeric(10,2), name varchar, day date)"));
    const auto refused = [&](Column column, const char* code) {
      Batch batch;
      batch.columns = {std::move(column)};
      const auto appended = session->append("t", batch);
      REQUIRE(!appended.ok());
      INFO(appended.error().message.en);
      CHECK(appended.error().code == std::string(code));
      CHECK(count_of(*session, "t") == 0);
    };
    Column absent("absent", Type::text);
    absent.add("x");
    refused(absent, "store.batch");
    Column cut("d", Type::decimal, 3);
    cut.add(int64_t{1234});
    refused(cut, "store.batch");
    Column wide("s", Type::int64);
    wide.add(int64_t{40'000});
    refused(wide, "store.conversion");
    Column latin("name", Type::text);
    latin.add("\xe9t\xe9");
    refused(latin, "store.bad_text");
    Column zero("name", Type::text);
    zero.add(std::string_view("a\0b", 3));
    refused(zero, "store.bad_text");
    Column split_character("name", Type::text);
    split_character.add("\xe6\x9c");
    split_character.add("\xa8");
    refused(split_character, "store.bad_text");
    Column words("day", Type::text);
    words.add("2020-01-01");
    refused(words, "store.batch");
    Batch ragged;
    ragged.columns = {Column("name", Type::text), Column("s", Type::int32)};
    ragged["name"].add("a");
    CHECK(session->append("t", ragged).error().code == "store.batch");
    CHECK(session->append("no_such_table", ragged).error().code == "store.batch");
    Batch nothing;
    nothing.columns = {Column("name", Type::text)};
    must(session->append("t", nothing));
    CHECK(count_of(*session, "t") == 0);
  });
}

TEST_CASE("errors are classed alike") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(
        session->run("create table t (n integer primary key, m integer not null, check (m < 10))"));
    must(session->run("insert into t values (1, 1)"));
    const auto code = [&](std::string_view sql) {
      const auto result = session->query(sql);
      return result.ok() ? std::string("good") : result.error().code;
    };
    CHECK(code("insert into t values (1, 2)") == "store.unique");
    CHECK(code("insert into t values (2, null)") == "store.not_null");
    CHECK(code("insert into t values (2, 11)") == "store.check");
    CHECK(code("select absent from t") == "store.sql");
    CHECK(code("select 1 from absent") == "store.sql");
    CHECK(code("selekt") == "store.sql");
    CHECK(code("") == "store.sql");
    CHECK(code("-- only words") == "store.sql");
    CHECK(code("select 1; select 2") == "store.sql");
    CHECK(code("begin") == "store.sql");
    CHECK(code("commit") == "store.sql");
    CHECK(code("select cast('abc' as integer) as n") == "store.conversion");
    CHECK(code("select 2147483647 + m as n from t where n = 1") == "store.conversion");
    CHECK(code("select sqrt(2) as x") == "store.type");
    CHECK(code("select cast('9000000000000000000' as bigint) + 0 as n union all "
               "select cast('9000000000000000000' as bigint)") == "good");
    CHECK(
        code("select sum(x) as s from (select cast('9000000000000000000' as bigint) as x union all "
             "select cast('9000000000000000000' as bigint)) as two") == "store.overflow");
    CHECK(code("select idiv(1, 2, 3) as n") == "store.sql");
    CHECK(code("select 1 as n;") == "good");
  });
}

TEST_CASE("no error names a value of a row") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(session->run("create table t (card varchar primary key, n integer check (n < 9))"));
    must(session->run("insert into t values ('513401199001011234', 1)"));
    for (const char* sql : {"insert into t values ('513401199001011234', 2)",
                            "select cast(card || 'x' as integer) as n from t",
                            "insert into t select card || 'y', 10 from t"}) {
      const auto result = session->query(sql);
      REQUIRE(!result.ok());
      CHECK(to_line(result.error(), false).find("513401") == std::string::npos);
      CHECK(to_line(result.error(), true).find("513401") == std::string::npos);
    }
  });
}

TEST_CASE("another thread interrupts a long statement") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    std::atomic<bool> ended{false};
    std::thread other([&] {
      while (!ended) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        session->interrupt();
      }
    });
    const auto result = session->query(
        "select count(*) as n from generate_series(1, 3000000) as a(i), generate_series(1, "
        "3000000) "
        "as b(j) where (i * 7 + j) % 11 = 3");
    ended = true;
    other.join();
    REQUIRE(!result.ok());
    CHECK(result.error().code == "store.interrupted");
    CHECK(must(session->query("select 1 as n"))["n"].int32(0) == 1);  // and goes on
  });
}

TEST_CASE("describe tells the columns without running") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    must(session->run(
        "create table t (n bigint, d numeric(12,2), name varchar, day date, yes boolean)"));
    const Batch columns = must(session->describe(
        "select name, day, yes, d, count(*) as n, $k + 1 as k from t where n > $k "
        "group by name, day, yes, d -- the end",
        {{"k", int64_t{5}}}));
    REQUIRE(columns.columns.size() == 6);
    CHECK(columns.rows() == 0);
    CHECK(columns["name"].type() == Type::text);
    CHECK(columns["day"].type() == Type::day);
    CHECK(columns["yes"].type() == Type::boolean);
    CHECK(columns["d"].type() == Type::decimal);
    CHECK(columns["d"].scale() == 2);
    CHECK(columns["n"].type() == Type::int64);
    CHECK(columns["k"].type() == Type::int64);
    CHECK(session->describe("select absent from t").error().code == "store.sql");
  });
}

TEST_CASE("a name and a text are quoted") {
  on_each_engine([](Store& store) {
    auto session = must(store.session());
    const std::string name = "a \"b\" 'c' 木;--";
    const std::string text = "it's \"x\" \\ 木 $1 -- ;";
    const Batch rows = must(session->query("select " + literal(text) + " as " + quoted(name)));
    CHECK(rows[name].text(0) == text);
    const Batch values = must(session->query(
        "select " + literal(Value{int32_t{-3}}) + " as i, 1 -" + literal(Value{int32_t{-3}}) +
        " as four, " + literal(Value{std::numeric_limits<int64_t>::min()}) + " as l, " +
        literal(Value{Decimal{-1250, 2}}) + " as d, " + literal(Value{Day{-1}}) + " as day, " +
        literal(Value{true}) + " as b, " + literal(Value{nullptr}) + " is null as n"));
    CHECK(values["i"].int32(0) == -3);
    CHECK(values["four"].int32(0) == 4);
    CHECK(values["l"].int64(0) == std::numeric_limits<int64_t>::min());
    CHECK(values["d"].decimal(0) == -1250);
    CHECK(values["day"].day(0) == Day{-1});
    CHECK(values["b"].boolean(0));
    CHECK(values["n"].boolean(0));
  });
}
