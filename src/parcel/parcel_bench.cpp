// How long a file takes to become rows: parcel_bench PACK REGISTER AREA DAY FILE [CHILDREN]
// Cast alone (in this process, or in children), then the whole of take_waiting into a new store.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "access/round_scope_maker.hpp"
#include "base/area_code.hpp"
#include "frame/temporary.hpp"
#include "pack/load.hpp"
#include "parcel/child.hpp"
#include "parcel/pool.hpp"
#include "parcel/take.hpp"

using namespace diaodu;
using namespace diaodu::parcel;

namespace {

using Clock = std::chrono::steady_clock;

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", to_line(result.error(), false).c_str());
    std::exit(3);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

void tell(const char* what, Clock::time_point since) {
  static double cpu_before = 0;
  const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  std::printf("%-26s %7.3f s  (since the line before %.3f s of this process)\n", what,
              std::chrono::duration<double>(Clock::now() - since).count(), cpu - cpu_before);
  cpu_before = cpu;
}

struct Bench {
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
  std::string pack_folder, area, register_id;
  Day day;
  std::vector<std::string> files;
};

void cast(const Bench& bench, const ReadFiles& read_files, const char* what) {
  std::vector<FileJob> jobs;
  for (size_t i = 0; i < bench.files.size(); ++i)
    jobs.push_back({.parcel = static_cast<int64_t>(i + 1),
                    .register_id = bench.register_id,
                    .sender = bench.area,
                    .day = bench.day,
                    .path = bench.files[i],
                    .bytes = std::filesystem::file_size(bench.files[i])});
  size_t rows = 0, failures = 0, parts = 0;
  const Clock::time_point start = Clock::now();
  must(
      read_files(*bench.pack->register_(bench.register_id), jobs, [&](Part&& part) -> Result<void> {
        rows += part.rows.rows(), failures += part.failures.rows(), ++parts;
        for (const Outcome& ended : part.ended)
          if (ended.error) std::puts(to_line(*ended.error, false).c_str());
        return {};
      }));
  tell(what, start);
  std::printf("  %zu rows, %zu failures, %zu parts\n", rows, failures, parts);
}

std::string keep(const std::string& folder, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const std::string sha256 = sha256_hex(bytes);
  std::filesystem::create_directories(folder + "/" + sha256.substr(0, 2));
  std::filesystem::copy_file(file, folder + "/" + sha256.substr(0, 2) + "/" + sha256,
                             std::filesystem::copy_options::overwrite_existing);
  return sha256;
}

void take(const Bench& bench, const ReadFiles& read_files, const char* what) {
  const std::string folder = "/tmp/parcel_bench." + std::to_string(getpid());
  std::filesystem::create_directories(folder + "/files");
  {
    auto store = must(store::Store::open({.data = folder, .create = true}));
    auto session = must(store->session());
    must(store::migrate(*session));
    using store::Type;
    store::Batch rows;
    for (const auto& [name, type] :
         std::vector<std::pair<std::string, Type>>{{"seq", Type::int64},
                                                   {"happened_at", Type::text},
                                                   {"day", Type::day},
                                                   {"actor", Type::text},
                                                   {"kind", Type::text},
                                                   {"payload", Type::text},
                                                   {"prev_hash", Type::text},
                                                   {"hash", Type::text}})
      rows.columns.emplace_back(name, type);
    for (size_t i = 0; i < bench.files.size(); ++i) {
      rows.columns[0].add(static_cast<int64_t>(i + 1));
      rows.columns[1].add("x");
      rows.columns[2].add(bench.day);
      rows.columns[3].add("bench");
      rows.columns[4].add("parcel_taken");
      rows.columns[5].add(R"({"register":")" + bench.register_id + R"(","area":")" + bench.area +
                          R"(","file_name":"x","file_bytes":)" +
                          std::to_string(std::filesystem::file_size(bench.files[i])) +
                          R"(,"file_sha256":")" + keep(folder + "/files", bench.files[i]) + "\"}");
      rows.columns[6].add("");
      rows.columns[7].add("");
    }
    must(session->append("journal", rows));
    const access::RoundScope scope = access::RoundScopeMaker::make();
    frame::RoundContext round{.session = *session,
                              .pack = *bench.pack,
                              .areas = *bench.areas,
                              .scope = scope,
                              .round = 1,
                              .day = bench.day,
                              .seq_from = 1,
                              .seq_to = static_cast<int64_t>(bench.files.size()),
                              .files_folder = folder + "/files",
                              .pack_folder = bench.pack_folder};
    must(session->begin());
    must(frame::make_round_tables(round));
    const Clock::time_point start = Clock::now();
    const Taken taken = must(take_waiting(*must(read_waiting(round, read_files))));
    tell(what, start);
    std::printf("  %ld in, %ld handed on, %ld refused, %d waves\n", taken.rows_in,
                taken.rows_handed_on, taken.rows_refused, taken.waves);
    session->rollback();
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc >= 2 && std::strcmp(argv[1], "--parser-child") == 0) return run_parser_child();
  if (argc < 6) {
    std::fputs("parcel_bench PACK REGISTER AREA DAY FILE...\n", stderr);
    return 2;
  }
  Bench bench;
  Clock::time_point start = Clock::now();
  bench.pack_folder = std::filesystem::absolute(argv[1]).string();
  bench.pack = must(pack::load(bench.pack_folder)).pack;
  if (!bench.pack) return 3;
  bench.areas = must(pack::AreaIndex::load(*bench.pack));
  tell("pack and areas loaded", start);
  bench.register_id = argv[2];
  bench.area = parse_area(argv[3]).value_or("");
  bench.day = parse_day(argv[4]).value_or(Day{});
  for (int i = 5; i < argc; ++i) bench.files.emplace_back(argv[i]);
  const ReadFiles here = [&](const pack::Register& register_, const std::vector<FileJob>& files,
                             const TakePart& to) {
    return read_here(*bench.pack, *bench.areas, HashKey{1, 2}, register_, files, to);
  };
  start = Clock::now();
  const auto parsers = must(Parsers::start({.pack_folder = bench.pack_folder, .key = {1, 2}}));
  must(parsers->read(*bench.pack->register_(bench.register_id), {},
                     [](Part&&) -> Result<void> { return {}; }));
  tell("children ready", start);
  const ReadFiles there = [&](const pack::Register& register_, const std::vector<FileJob>& files,
                              const TakePart& to) { return parsers->read(register_, files, to); };
  for (int run = 0; run < 2; ++run) {
    cast(bench, here, "cast here");
    cast(bench, there, "cast in children");
    take(bench, here, "taken, cast here");
    take(bench, there, "taken, cast in children");
  }
  return 0;
}
