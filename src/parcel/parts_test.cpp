// Great files, a part at a time.
#include <unistd.h>

#include "parcel/child.hpp"
#include "parcel/pool.hpp"
#include "parcel/world_test.hpp"

namespace diaodu::parcel {
namespace {

std::unique_ptr<Parsers> start() {
  return must(Parsers::start({.program = child_program(),
                              .pack_folder = demo_pack_folder(),
                              .pack_sha256 = demo_pack().pack->sha256,
                              .key = kTestKey}));
}

// Rows with failures among them, an empty one, and at the end two that repeat the first two.
std::string wells(int count) {
  std::string out = "水井巡检表\n井编号,所在村,水质,井深（米）,不认识的\n";
  for (int i = 0; i < count; ++i)
    out += (i % 50 == 7 ? std::string(",,,") : "W" + std::to_string(i)) + ",91010100100" +
           std::to_string(1 + i % 2) + "," + (i % 10 == 0 ? "难喝" : "好") + "," +
           std::to_string(i % 50) + ".5,x\n";
  return out + "W0,910101001001,难喝,0.5,x\nW1,910101001001,好,7.5,x\n合计,,,,\n";
}

class Parts {
 public:
  explicit Parts(const std::string& content) {
    file_ = {.parcel = 1,
             .register_id = "well",
             .sender = "910101",
             .day = test_day(),
             .path = folder_.path() + "/a.csv",
             .bytes = content.size()};
    std::ofstream(file_.path, std::ios::binary) << content;
    clear();
  }
  void clear() { rows = patch_batch(well()), failures = failure_batch(), total = {}; }
  // Gives whether there is more.
  bool here(int64_t row_from, int64_t part_rows) {
    file_.row_from = row_from, file_.part_rows = part_rows;
    must(read_here(*demo_.pack, *demo_.areas, kTestKey, well(), {file_}, taker()));
    return last_.goes_on;
  }
  bool by(Parsers& parsers, int64_t row_from, int64_t part_rows) {
    file_.row_from = row_from, file_.part_rows = part_rows;
    must(parsers.read_part(
        well(), file_, row_from + part_rows, [] { return true; }, taker()));
    return last_.goes_on;
  }
  std::string path() const { return file_.path; }
  const Outcome& last() const { return last_; }

  store::Batch rows, failures;
  Outcome total;

 private:
  const pack::Register& well() const { return *demo_.pack->register_("well"); }
  TakePart taker() {
    return [this](Part&& part) -> Result<void> {
      add_rows(rows, part.rows);
      add_rows(failures, part.failures);
      for (Outcome& outcome : part.ended) {
        total.rows_in += outcome.rows_in;
        total.rows_refused += outcome.rows_refused;
        total.rows_left_out += outcome.rows_left_out;
        total.headings.insert(total.headings.end(), outcome.headings.begin(),
                              outcome.headings.end());
        last_ = std::move(outcome);
      }
      return {};
    };
  }
  TestPack demo_ = demo_pack();
  TestFolder folder_;
  FileJob file_;
  Outcome last_;
};

void check_equal(const store::Batch& one, const store::Batch& other) {
  REQUIRE(one.rows() == other.rows());
  for (size_t i = 0; i < one.columns.size(); ++i) {
    INFO(one.columns[i].name());
    CHECK(one.columns[i].valid() == other.columns[i].valid());
    CHECK(one.columns[i].bytes() == other.columns[i].bytes());
    CHECK(one.columns[i].numbers() == other.columns[i].numbers());
  }
}

void check_same(const Parts& one, const Parts& other) {
  check_equal(one.rows, other.rows);
  check_equal(one.failures, other.failures);
  CHECK(one.total.rows_in == other.total.rows_in);
  CHECK(one.total.rows_refused == other.total.rows_refused);
  CHECK(one.total.rows_left_out == other.total.rows_left_out);
  CHECK(one.total.headings.size() == other.total.headings.size());
}

TEST_CASE("parts of a file, one after another or each from the start, say what the whole says") {
  const std::string content = wells(3'000);
  Parts whole(content);
  CHECK(!whole.here(0, 0));
  CHECK(whole.total.rows_in + whole.total.rows_left_out == 3'003);
  SUBCASE("each read from the start in this process, as after a crash") {
    Parts parts(content);
    int64_t from = 0;
    while (parts.here(from, 700)) from += 700;
    CHECK(from == 2'800);
    check_same(parts, whole);
    CHECK(parts.last().format == "csv");
  }
  SUBCASE("a part that ends with the file is the last") {
    Parts parts(content);
    CHECK(parts.here(0, 3'002));
    CHECK(!parts.here(3'002, 1));
    check_same(parts, whole);
  }
  SUBCASE("a reader that waits between them, and a new one in the middle") {
    Parts parts(content);
    auto parsers = start();
    CHECK(parts.by(*parsers, 0, 700));
    CHECK(parts.by(*parsers, 700, 700));
    parsers = start();
    CHECK(parts.by(*parsers, 1'400, 700));
    CHECK(parts.by(*parsers, 2'100, 700));
    CHECK(!parts.by(*parsers, 2'800, 700));
    check_same(parts, whole);
  }
  SUBCASE("a part that is asked for twice, since its round failed") {
    Parts parts(content);
    auto parsers = start();
    CHECK(parts.by(*parsers, 0, 2'000));
    parts.clear();
    CHECK(parts.by(*parsers, 0, 2'000));
    CHECK(!parts.by(*parsers, 2'000, 2'000));
    check_same(parts, whole);
  }
}

TEST_CASE("a great file that is gone, shorter than it was, or crashes its reader says so") {
  Parts parts(wells(100));
  auto parsers = start();
  CHECK(parts.by(*parsers, 0, 50));
  parsers = start();
  CHECK(!parts.by(*parsers, 500, 50));
  REQUIRE(parts.last().error);
  CHECK(parts.last().error->code == "parcel.file_altered");
  Parts crashing("CRASH THE PARSER\n" + wells(100));
  CHECK(!crashing.by(*parsers, 0, 50));
  REQUIRE(crashing.last().error);
  CHECK(crashing.last().error->code == "parcel.parser_crashed");
  std::filesystem::remove(parts.path());
  CHECK(!parts.by(*parsers, 0, 50));
  REQUIRE(parts.last().error);
  CHECK(parts.last().error->code == "parcel.file_missing");
}

TEST_CASE("a parcel's counts add up over its rounds; one that ends badly counts nothing") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    const std::string content = wells(100);
    const int64_t parcel = world.file(content);
    const auto state = [&] {
      return world.table(
          "select state, rows_in, rows_left_out, format, round_from, round_last "
          "from parcel");
    };
    CHECK(world.part(parcel, 0, 60).goes_on);
    CHECK(state() == "taken|58|2|-|1|-");
    CHECK(world.parcel(parcel).is_in_progress);
    const std::string patch = "select count(*), min(row_no) from patch_well";
    CHECK(world.table(patch) == "58|3");
    SUBCASE("to its end") {
      const Taken rest = world.part(parcel, 60, 120);
      CHECK(!rest.goes_on);
      CHECK(rest.undone.empty());
      CHECK(rest.rows_in == 41);
      CHECK(world.table(patch) == "40|63");
      CHECK(state() == "taken|99|4|csv|1|2");
      CHECK(world.table("select count(*) from parcel_column") == "5");
    }
    SUBCASE("its file is not what it was") {
      const std::string sha256 = sha256_hex(content);
      std::ofstream(world.files_folder() + "/" + sha256.substr(0, 2) + "/" + sha256) << "gone";
      CHECK(world.part(parcel, 60, 120).undone == std::vector<int64_t>{parcel});
      CHECK(state() == "unreadable|0|0|csv|1|0");
    }
    SUBCASE("no round could take the rest") {
      CHECK(world.part(parcel, 60, 0, "store.conversion").undone == std::vector<int64_t>{parcel});
      CHECK(state() == "set_aside|0|0|-|1|0");
      CHECK(world.parcel(parcel).error->code == "parcel.set_aside");
      CHECK(world.table("select count(*) from report where round_to is null") == "0");
    }
  });
}

TEST_CASE("a command set aside leaves a parcel that says so, even if it cannot be read") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    const int64_t parcel = world.file(wells(3));
    world.part(parcel, 0, 0, "store.division");
    world.part(world.command("nil_reported", "{"), 0, 0, "parcel.bad_command");
    CHECK(world.table("select parcel, state, error_code, rows_in from parcel order by parcel") ==
          "1|set_aside|parcel.set_aside|0\n2|set_aside|parcel.set_aside|0");
    CHECK(world.table("select count(*) from report") == "0");
  });
}

}  // namespace
}  // namespace diaodu::parcel
