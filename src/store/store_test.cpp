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
    "create table {} (b boolean, s smallint, i integer, l bigint, d numeric(18,4), w "
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
  batch.columns = {
      Column("t", Type::text),       Column("b", Type::boolean), Column("s", Type::int32),
      Column("i", Type::int32),      Column("l", Type::int64),   Column("d", Type::decimal, 4),
      Column("w", Type::decimal, 0), Column("day", Type::day),   Column("m", Type::text)};
  const std::array<std::string, 5> texts = {
      "", "木里县", "twelve bytes", "四川省凉山彝族自治州木里藏族自治县", "𠀀 ' \" \\ $1 %"};
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t sign = row % 2 == 0 ? 1 : -1;
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
      if ((row + c) % 7 == 3) {
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
      const Batch got =
          must(session->query("select t, b, s, i, l, d, w, day, m, extra from " + table + ""));
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
      const Batch ordered =
          must(session->query("select t, b, s, i, l, d, w, day, m from " + table));
      for (const Column& column : given.columns) same_column(column, ordered[column.name()]);
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
