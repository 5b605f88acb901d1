#include "parcel/pool.hpp"

#include <unistd.h>

#include <chrono>

#include "parcel/child.hpp"
#include "parcel/world_test.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {
namespace {

std::unique_ptr<Parsers> start(int children = 2, int silence_seconds = 60) {
  return must(Parsers::start({.program = child_program(),
                              .pack_folder = demo_pack_folder(),
                              .pack_sha256 = demo_pack().pack->sha256,
                              .key = kTestKey,
                              .children = children,
                              .silence_seconds = silence_seconds}));
}

std::string wells(int from, int count) {
  std::string out = "井编号,所在村,水质,井深（米）\n";
  for (int i = from; i < from + count; ++i)
    out += "W" + std::to_string(i) + ",91010100100" + std::to_string(1 + i % 2) + "," +
           (i % 10 == 0 ? "难喝" : "好") + "," + std::to_string(i % 50) + ".5\n";
  return out;
}

struct Read {
  std::vector<int64_t> order;  // of the parcels, as their rows came
  std::map<int64_t, Outcome> outcomes;
  store::Batch rows, failures;
};
Read read(Parsers& parsers, const std::vector<std::string>& contents) {
  const TestPack demo = demo_pack();
  const pack::Register& well = *demo.pack->register_("well");
  TestFolder folder;
  std::vector<FileJob> files;
  for (size_t i = 0; i < contents.size(); ++i) {
    const std::string path = folder.path() + "/" + std::to_string(i);
    std::ofstream(path, std::ios::binary) << contents[i];
    files.push_back({.parcel = static_cast<int64_t>(i + 1),
                     .register_id = "well",
                     .sender = "910101",
                     .day = test_day(),
                     .path = path,
                     .bytes = contents[i].size()});
  }
  Read out{{}, {}, patch_batch(well), failure_batch()};
  must(parsers.read(well, files, [&](Part&& part) -> Result<void> {
    for (size_t row = 0; row < part.rows.rows(); ++row)
      if (const int64_t parcel = part.rows.columns[0].int64(row);
          out.order.empty() || out.order.back() != parcel)
        out.order.push_back(parcel);
    add_rows(out.rows, part.rows);
    add_rows(out.failures, part.failures);
    for (Outcome& outcome : part.ended) out.outcomes[outcome.parcel] = std::move(outcome);
    return {};
  }));
  return out;
}

TEST_CASE("children give the same rows as this process, in the order of the files") {
  const TestPack demo = demo_pack();
  std::vector<std::string> contents;
  for (int i = 0; i < 40; ++i) contents.push_back(wells(i * 1'000, i % 7 == 0 ? 3'000 : 500));
  contents.push_back(wells(100'000, 150'000));  // several parts
  contents.push_back("井编号,所在村\nLAST,910101001001\n");
  const auto parsers = start();
  const Read children = read(*parsers, contents);
  std::vector<int64_t> all;
  for (size_t i = 0; i < contents.size(); ++i) all.push_back(static_cast<int64_t>(i + 1));
  CHECK(children.order == all);
  CHECK(children.outcomes.size() == contents.size());
  CHECK(children.outcomes.at(41).rows_in == 150'000);

  Read here{{}, {}, patch_batch(*demo.pack->register_("well")), failure_batch()};
  std::vector<FileJob> files;
  TestFolder folder;
  for (size_t i = 0; i < contents.size(); ++i) {
    files.push_back({.parcel = static_cast<int64_t>(i + 1),
                     .register_id = "well",
                     .sender = "910101",
                     .day = test_day(),
                     .path = folder.path() + "/" + std::to_string(i),
                     .bytes = 0});
    std::ofstream(files.back().path, std::ios::binary) << contents[i];
  }
  must(read_here(*demo.pack, *demo.areas, kTestKey, *demo.pack->register_("well"), files,
                 [&](Part&& part) -> Result<void> {
                   add_rows(here.rows, part.rows);
                   add_rows(here.failures, part.failures);
                   return {};
                 }));
  REQUIRE(children.rows.rows() == here.rows.rows());
  for (size_t i = 0; i < here.rows.columns.size(); ++i) {
    CHECK(children.rows.columns[i].valid() == here.rows.columns[i].valid());
    CHECK(children.rows.columns[i].numbers() == here.rows.columns[i].numbers());
    CHECK(children.rows.columns[i].bytes() == here.rows.columns[i].bytes());
    CHECK(children.rows.columns[i].text_ends() == here.rows.columns[i].text_ends());
  }
  CHECK(children.failures["shown"].bytes() == here.failures["shown"].bytes());
}

TEST_CASE("a file that kills its parser is unreadable; those beside it are taken") {
  const auto parsers = start();
  const std::string good = wells(0, 10);
  std::vector<std::string> all = {"CRASH THE PARSER"};
  if (kSandboxed) all.insert(all.end(), {"OPEN A FILE", "START A PROGRAM", "EAT MEMORY"});
  for (const std::string& bad : all) {
    CAPTURE(bad);
    const Read done = read(*parsers, {good, good + bad + ",,,\n", good, good});
    REQUIRE(done.outcomes.size() == 4);
    const bool opens = bad == "OPEN A FILE";  // is refused, and the child goes on
    CHECK(done.outcomes.at(2).error.has_value() == !opens);
    if (!opens) CHECK(done.outcomes.at(2).error->code == "parcel.parser_crashed");
    for (const int64_t other : {1, 3, 4}) CHECK(done.outcomes.at(other).rows_in == 10);
  }
}

TEST_CASE("a parser that hangs is ended") {
  const auto parsers = start(1, 1);
  const Read done = read(*parsers, {"HANG THE PARSER\n", wells(0, 5)});
  CHECK(done.outcomes.at(1).error->code == "parcel.parser_crashed");
  CHECK(done.outcomes.at(2).rows_in == 5);
}

TEST_CASE("a workbook is read in a child, inflating thread and all") {
  TestFolder folder;
  const std::string path = folder.path() + "/wells.xlsx";
  auto book = must(sheet::WorkbookWriter::create(path, "井", {{"井编号"}, {"所在村"}, {"水质"}}));
  for (int i = 0; i < 2'000; ++i) {
    const std::string id = "W" + std::to_string(i);
    const std::string_view cells[] = {id, "910101001002", "好"};
    book.row(cells);
  }
  must(book.close());
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto parsers = start(1);
  const Read done = read(*parsers, {bytes});
  CHECK(!done.outcomes.at(1).error.has_value());
  CHECK(done.outcomes.at(1).rows_in == 2'000);
  CHECK(done.outcomes.at(1).format == "xlsx");
}

TEST_CASE("a file in GB18030 is read in a child, whose sandbox opens no tables") {
  const auto parsers = start(1);
  const std::string text = wells(0, 300);
  const Read done = read(*parsers, {sheet::to_gb18030(text), text});
  CHECK(!done.outcomes.at(1).error.has_value());
  CHECK(done.outcomes.at(1).encoding == "GB18030");
  CHECK(done.outcomes.at(1).rows_in == done.outcomes.at(2).rows_in);
}

TEST_CASE("a missing file is told, and an empty one") {
  const auto parsers = start(1);
  const TestPack demo = demo_pack();
  std::map<int64_t, Outcome> outcomes;
  must(parsers->read(*demo.pack->register_("well"),
                     {{.parcel = 1,
                       .register_id = "well",
                       .sender = "91",
                       .day = test_day(),
                       .path = "/nowhere/abc",
                       .bytes = 1},
                      {.parcel = 2,
                       .register_id = "well",
                       .sender = "91",
                       .day = test_day(),
                       .path = "/dev/null",
                       .bytes = 0}},
                     [&](Part&& part) -> Result<void> {
                       for (Outcome& one : part.ended) outcomes[one.parcel] = one;
                       return {};
                     }));
  CHECK(outcomes.at(1).error->code == "parcel.file_missing");
  CHECK(outcomes.at(2).error.has_value());
}

TEST_CASE("a round through children crashes on one file and takes the others") {
  TestFolder folder;
  auto store = must(store::Store::open({.data = folder.path(), .create = true}));
  TestWorld world(*store);
  const auto parsers = start();
  world.file(wells(0, 80'000) + "CRASH THE PARSER\n");
  world.file(wells(0, 20));
  const Taken taken =
      world.round([&](const pack::Register& register_, const std::vector<FileJob>& files,
                      const TakePart& take) { return parsers->read(register_, files, take); });
  CHECK(taken.rows_handed_on == 20);
  CHECK(world.table("select parcel, state from parcel order by parcel") == "1|unreadable\n2|taken");
  CHECK(world.table("select count(*), min(parcel) from patch_well") == "20|2");
}

TEST_CASE("after a reading that the taker broke off, the next one is whole") {
  const auto parsers = start(1);
  const TestPack demo = demo_pack();
  TestFolder folder;
  const std::string path = folder.path() + "/a.csv";
  std::ofstream(path, std::ios::binary) << wells(0, 400'000);
  const std::vector<FileJob> files = {{.parcel = 1,
                                       .register_id = "well",
                                       .sender = "91",
                                       .day = test_day(),
                                       .path = path,
                                       .bytes = 1}};
  const Result<void> broken =
      parsers->read(*demo.pack->register_("well"), files,
                    [](Part&&) -> Result<void> { return Error{.code = "store.full"}; });
  REQUIRE(!broken.ok());
  CHECK(broken.error().code == "store.full");
  CHECK(read(*parsers, {wells(0, 300'000)}).outcomes.at(1).rows_in == 300'000);
}

TEST_CASE("a pack that is not the one in use is refused by the child") {
  ParsersOptions options{.program = child_program(),
                         .pack_folder = demo_pack_folder(),
                         .pack_sha256 = "another",
                         .key = kTestKey};
  const auto parsers = must(Parsers::start(options));
  const Result<void> done = parsers->read(*demo_pack().pack->register_("well"), {},
                                          [](Part&&) -> Result<void> { return {}; });
  REQUIRE(!done.ok());
  CHECK(done.error().code == "parcel.pack_differs");
}

TEST_CASE("a program that is no parser is told as such") {
  const auto parsers =
      must(Parsers::start({.program = "/bin/true", .pack_folder = "x", .key = {}}));
  const Result<void> done = parsers->read(*demo_pack().pack->register_("well"), {},
                                          [](Part&&) -> Result<void> { return {}; });
  REQUIRE(!done.ok());
  CHECK(done.error().code == "parcel.parser_failed");
}

TEST_CASE("a part that is cut or bent is not taken") {
  const TestPack demo = demo_pack();
  const pack::Register& well = *demo.pack->register_("well");
  Part part{.rows = patch_batch(well), .failures = failure_batch()};
  for (store::Column& column : part.rows.columns)
    column.type() == store::Type::text ? column.add("x") : column.add_null();
  part.ended.push_back(unreadable(3, {.code = "a.b", .params = {{"x", "y"}}}));
  const Descriptor whole = encode(part);
  const auto back = decode_part(whole.number(), well);
  REQUIRE(back.has_value());
  CHECK(back->rows["dist_county"].text(0) == "x");
  CHECK(back->ended.at(0).error->params == part.ended.at(0).error->params);
  const off_t size = lseek(whole.number(), 0, SEEK_END);
  for (off_t cut = size - 1; cut >= 0; cut -= 7) {
    REQUIRE(ftruncate(whole.number(), cut) == 0);
    CHECK(!decode_part(whole.number(), well).has_value());
  }
  part.rows.columns[3].text_ends()[1] = 9;  // beyond its bytes
  CHECK(!decode_part(encode(part).number(), well).has_value());
}

}  // namespace
}  // namespace diaodu::parcel
