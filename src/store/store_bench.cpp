// Append and fetch of 1 M rows of 20 columns: store_bench DATA (a new folder, or postgresql://...).
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "store/store.hpp"

using namespace diaodu;
using namespace diaodu::store;

namespace {

constexpr int64_t kRows = 1'000'000;

// Eleven texts (codes, names, an id number, an address), nine numbers and days: one person's row.
Batch make_rows() {
  Batch batch;
  for (int c = 0; c < 11; ++c) batch.columns.emplace_back("t" + std::to_string(c), Type::text);
  for (int c = 0; c < 3; ++c) batch.columns.emplace_back("l" + std::to_string(c), Type::int64);
  for (int c = 0; c < 2; ++c) batch.columns.emplace_back("i" + std::to_string(c), Type::int32);
  for (int c = 0; c < 2; ++c) batch.columns.emplace_back("d" + std::to_string(c), Type::decimal, 2);
  for (int c = 0; c < 2; ++c) batch.columns.emplace_back("day" + std::to_string(c), Type::day);
  for (int64_t row = 0; row < kRows; ++row) {
    for (int c = 0; c < 11; ++c) {
      Column& column = batch.columns[static_cast<size_t>(c)];
      if (c == 0)
        column.add(std::to_string(513401199001010000 + row));
      else if (c == 1)
        column.add("四川省凉山彝族自治州木里县乔瓦镇" + std::to_string(row % 997));
      else if (c == 2)
        column.add("张三" + std::to_string(row % 97));
      else if ((row + c) % 10 == 0)
        column.add_null();
      else
        column.add(std::to_string(510000 + row % 2978));
    }
    for (size_t c = 11; c < batch.columns.size(); ++c) {
      batch.columns[c].valid().push_back(1);
      batch.columns[c].numbers().push_back(row % 20'000);
    }
  }
  return batch;
}

std::string columns_of(const Batch& batch) {
  std::string text;
  for (const Column& column : batch.columns) {
    constexpr const char* kTypes[] = {"boolean",       "integer", "bigint",
                                      "numeric(18,2)", "date",    "varchar"};
    text += (text.empty() ? "" : ", ") + column.name() + " " +
            kTypes[static_cast<size_t>(column.type())];
  }
  return text;
}

template <typename Body>
void timed(const char* what, Body&& body) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  const auto result = body();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  fmt::print("{:40} {:6.2f} s {:6.2f} s of processor\n", what, seconds.count(), cpu_seconds);
  if (!result.ok()) fmt::print("{}\n", to_line(result.error(), false));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  auto store = Store::open({.data = arguments[1], .create = true});
  if (!store.ok()) return 3;
  auto session = (*store)->session();
  if (!session.ok()) return 3;
  const Batch batch = make_rows();
  for (const std::string kind : {"temp ", ""}) {
    const std::string table = kind.empty() ? "bench_stored" : "bench_passing";
    (void)(*session)->run("create " + kind + "table " + table + " (" + columns_of(batch) + ")");
    timed(kind.empty() ? "append to a stored table" : "append to a temporary table",
          [&] { return (*session)->append(table, batch); });
  }
  timed("fetch", [&] { return (*session)->query("select * from bench_passing"); });
  timed("fetch one column", [&] { return (*session)->query("select t1 from bench_passing"); });
  timed("insert from select",
        [&] { return (*session)->run("insert into bench_stored select * from bench_passing"); });
  timed("checkpoint", [&] { return (*session)->checkpoint(); });
  (void)(*session)->run("drop table bench_stored");
  return 0;
}
