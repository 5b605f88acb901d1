// One text of SQL, the same answers on both engines: runs conformance.test on each.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::store;

namespace {

struct Block {
  int line = 0;
  std::string kind;  // "statement", "query", "error"
  std::string code;  // of an error
  std::string sql;
  std::vector<std::string> rows;
};

std::vector<Block> read_blocks(std::istream& in) {
  std::vector<Block> blocks;
  Block block;
  bool in_rows = false;
  int line_no = 0;
  std::string line;
  const auto finish = [&] {
    if (!block.kind.empty()) blocks.push_back(std::move(block));
    block = Block{};
    in_rows = false;
  };
  while (std::getline(in, line)) {
    ++line_no;
    if (line.empty()) {
      finish();
    } else if (block.kind.empty()) {
      if (line.starts_with("#")) continue;
      block.line = line_no;
      block.kind = line.substr(0, line.find(' '));
      if (line.find(' ') != std::string::npos) block.code = line.substr(line.find(' ') + 1);
    } else if (line == "----") {
      in_rows = true;
    } else if (in_rows) {
      block.rows.push_back(line);
    } else {
      block.sql += (block.sql.empty() ? "" : "\n") + line;
    }
  }
  finish();
  return blocks;
}

std::string shown(const Column& column, size_t row) {
  if (column.is_null(row)) return "NULL";
  switch (column.type()) {
    case Type::boolean: return column.boolean(row) ? "true" : "false";
    case Type::day: return to_text(column.day(row));
    case Type::text: return std::string(column.text(row));
    case Type::decimal: {
      // All decimals of the scale: a sum of money keeps its two places on both engines.
      std::string digits = std::to_string(std::abs(column.decimal(row)));
      const auto scale = static_cast<size_t>(column.scale());
      if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
      digits.insert(digits.size() - scale, ".");
      return (column.decimal(row) < 0 ? "-" : "") + digits;
    }
    default: return std::to_string(column.int64(row));
  }
}

std::vector<std::string> shown_rows(const Batch& batch) {
  std::vector<std::string> rows;
  for (size_t row = 0; row < batch.rows(); ++row) {
    std::string line;
    for (const Column& column : batch.columns)
      line += (&column == &batch.columns.front() ? "" : "|") + shown(column, row);
    rows.push_back(line);
  }
  return rows;
}

void check_block(Session& session, const Block& block) {
  INFO("conformance.test:", block.line, ": ", block.sql);
  if (block.kind == "statement") {
    const auto result = session.run(block.sql);
    CHECK_MESSAGE(result.ok(), (result.ok() ? "" : result.error().message.en));
    return;
  }
  const auto result = session.query(block.sql);
  if (block.kind == "error") {
    CHECK((result.ok() ? std::string("no error") : result.error().code) == block.code);
    return;
  }
  REQUIRE(block.kind == "query");
  REQUIRE_MESSAGE(!block.rows.empty(), "a query without expected rows proves nothing");
  if (!result.ok()) {
    FAIL_CHECK(result.error().message.en);
    return;
  }
  CHECK(join(shown_rows(*result), "\n") == join(block.rows, "\n"));
}

}  // namespace

TEST_CASE("both engines answer the common SQL alike") {
  std::ifstream in(DIAODU_SOURCE_DIR "/src/store/conformance.test");
  REQUIRE(in.good());
  const std::vector<Block> blocks = read_blocks(in);
  REQUIRE(blocks.size() >= 120);
  on_each_engine([&](Store& store) {
    auto session = must(store.session());
    for (const Block& block : blocks) check_block(*session, block);
  });
}
