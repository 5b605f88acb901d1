#pragma once
// For tests: the demo pack on a new store, kept files, and rounds of parcel over them.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "access/round_scope_maker.hpp"
#include "base/hash.hpp"
#include "frame/temporary.hpp"
#include "pack/load.hpp"
#include "parcel/take.hpp"
#include "store/test_store.hpp"

namespace diaodu::parcel {

using store::must;
using store::TestFolder;

constexpr HashKey kTestKey{7, 11};

inline std::string demo_pack_folder() { return std::string(DIAODU_SOURCE_DIR) + "/packs/demo"; }

struct TestPack {
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
};
inline TestPack demo_pack() {
  pack::Loaded loaded = must(pack::load(demo_pack_folder()));
  for (const Error& fault : loaded.faults) FAIL(to_line(fault, false));
  REQUIRE(loaded.pack);
  return {loaded.pack, must(pack::AreaIndex::load(*loaded.pack))};
}

inline Day test_day(int number = 1) { return *make_day(2026, 3, static_cast<unsigned>(number)); }

class TestWorld {
 public:
  explicit TestWorld(store::Store& store) : demo_(demo_pack()), session_(must(store.session())) {
    must(store::migrate(*session_));
    must(session_->run(
        "create table record_well (dist_county varchar, key_hash bigint, village varchar)"));
  }

  std::string keep(const std::string& bytes) {
    const std::string sha256 = sha256_hex(bytes);
    const std::string folder = files_.path() + "/" + sha256.substr(0, 2);
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/" + sha256, std::ios::binary) << bytes;
    return sha256;
  }
  // Appends a command of the journal; gives its number.
  int64_t command(const std::string& kind, const std::string& payload, Day day = test_day()) {
    store::Batch rows;
    using store::Type;
    rows.columns = {{"seq", Type::int64},
                    {"happened_at", Type::text},
                    {"day", Type::day},
                    {"actor", Type::text},
                    {"kind", Type::text},
                    {"payload", Type::text},
                    {"idempotency_key", Type::text},
                    {"prev_hash", Type::text},
                    {"hash", Type::text}};
    rows.columns[0].add(++seq_);
    rows.columns[1].add("2026-03-01T08:00:00+08:00");
    rows.columns[2].add(day);
    rows.columns[3].add("clerk");
    rows.columns[4].add(kind);
    rows.columns[5].add(payload);
    rows.columns[6].add_null();
    rows.columns[7].add("");
    rows.columns[8].add("");
    must(session_->append("journal", rows));
    return seq_;
  }
  int64_t file(const std::string& bytes, const std::string& area = "910101", Day day = test_day(),
               bool full = false, const std::string& register_id = "well") {
    return command("parcel_taken",
                   R"({"register":")" + register_id + R"(","area":")" + area +
                       R"(","file_sha256":")" + keep(bytes) +
                       R"(","file_name":"a.csv","file_bytes":)" + std::to_string(bytes.size()) +
                       R"(,"full":)" + (full ? "true" : "false") + "}",
                   day);
  }
  void living(const std::string& well, const std::string& county, const std::string& village) {
    store::Batch rows;
    rows.columns = {{"dist_county", store::Type::text},
                    {"key_hash", store::Type::int64},
                    {"village", store::Type::text}};
    rows.columns[0].add(county);
    rows.columns[1].add(hash63(kTestKey, well));
    rows.columns[2].add(village);
    must(session_->append("record_well", rows));
  }
  // Takes the commands since the last round.
  Taken round(const ReadFiles& read_files = {}) {
    frame::RoundContext context = this->context();
    ++round_;
    context.round = round_;
    context.seq_from = taken_to_ + 1;
    context.seq_to = taken_to_ = seq_;
    return take(context, read_files);
  }
  // One part of a great file, or (row_to 0) setting it aside.
  Taken part(int64_t parcel, int64_t row_from, int64_t row_to, const std::string& set_aside = {}) {
    frame::RoundContext context = this->context();
    context.round = ++round_;
    context.seq_from = context.seq_to = parcel;
    context.seqs = {parcel};
    context.row_from = row_from, context.row_to = row_to;
    context.set_aside = set_aside;
    return take(context, {});
  }
  Taken take(frame::RoundContext& context, const ReadFiles& read_files) {
    must(frame::make_round_tables(context));
    const ReadFiles here = [&](const pack::Register& register_, const std::vector<FileJob>& files,
                               const TakePart& take) {
      return read_here(*demo_.pack, *demo_.areas, kTestKey, register_, files, take);
    };
    return must(take_waiting(*must(read_waiting(context, read_files ? read_files : here))));
  }
  frame::RoundContext context() {
    return {.session = *session_,
            .pack = *demo_.pack,
            .areas = *demo_.areas,
            .scope = scope_,
            .round = round_,
            .day = test_day(),
            .files_folder = files_.path(),
            .pack_folder = demo_pack_folder(),
            .key = kTestKey,
            .children = 0};
  }
  store::Batch query(const std::string& sql) { return must(session_->query(sql)); }
  // One text of rows and cells: "a|b\nc|d", null as "-".
  std::string table(const std::string& sql) {
    const store::Batch rows = query(sql);
    std::string out;
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (row > 0) out += '\n';
      for (size_t i = 0; i < rows.columns.size(); ++i) {
        const store::Column& column = rows.columns[i];
        if (i > 0) out += '|';
        if (column.is_null(row))
          out += '-';
        else if (column.type() == store::Type::text)
          out += column.text(row);
        else if (column.type() == store::Type::day)
          out += to_text(column.day(row));
        else
          out += std::to_string(column.int64(row));
      }
    }
    return out;
  }
  Parcel parcel(int64_t number) {
    const access::Scope scope = must(access::Scope::of_operator("tester", std::nullopt));
    std::optional<Parcel> found = must(find(*session_, scope, number));
    REQUIRE(found.has_value());
    return *found;
  }
  store::Session& session() { return *session_; }
  const TestPack& demo() const { return demo_; }
  const std::string& files_folder() const { return files_.path(); }

 private:
  TestPack demo_;
  TestFolder files_;
  std::unique_ptr<store::Session> session_;
  access::RoundScope scope_ = access::RoundScopeMaker::make();
  int64_t seq_ = 0, taken_to_ = 0, round_ = 0;
};

// The readers of the test: a program beside it.
inline std::string child_program() {
  char path[4096];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  REQUIRE(size > 0);
  return std::filesystem::path(std::string(path, static_cast<size_t>(size)))
             .parent_path()
             .string() +
         "/parcel_test_child";
}

}  // namespace diaodu::parcel
