// Rounds of a pack's own register on made-up rows: patch -> incoming -> rules -> findings ->
// record.
//   record_bench PACK DATA [STOCK_ROWS [EDIT_ROWS [EDIT_COUNTIES [EDITED_COLUMN]]]]
// Prints seconds by step, with BENCH_STATEMENTS=1 also the slow statements. DATA: an empty folder,
// or postgresql://...
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

#include "finding/finding.hpp"  // tidy: include: the bench plays a whole wave
#include "frame/masks.hpp"
#include "frame/temporary.hpp"
#include "pack/load.hpp"
#include "pack/types.hpp"
#include "record/record.hpp"

using namespace diaodu;

namespace diaodu::access {
class RoundScopeMaker {
 public:
  static RoundScope make() { return RoundScope(); }
};
}  // namespace diaodu::access

namespace {

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", to_line(result.error(), false).c_str());
    std::exit(3);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Watch {
 public:
  void lap(const char* what) {
    const auto now = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    std::printf("  %-22s %7.3f s %7.3f s cpu\n", what,
                std::chrono::duration<double>(now - last_).count(), cpu - cpu_);
    last_ = std::chrono::steady_clock::now();
    cpu_ = cpu;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  double cpu_ = cpu_seconds();
};

// Passes all on and prints what takes longer than 20 ms.
class TimedSession : public store::Session {
 private:
  template <typename Body>
  auto timed(std::string_view sql, Body&& body) {
    const auto from = std::chrono::steady_clock::now();
    auto result = body();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    if (std::getenv("BENCH_STATEMENTS") && seconds > 0.02)
      std::printf("    %6.3f s  %.*s ...\n", seconds,
                  static_cast<int>(std::min<size_t>(sql.size(), 700)), sql.data());
    return result;
  }

 public:
  explicit TimedSession(std::unique_ptr<store::Session> inner) : inner_(std::move(inner)) {}
  store::Engine engine() const override { return inner_->engine(); }
  Result<store::Batch> query(std::string_view sql, const store::Params& params) override {
    return timed(sql, [&] { return inner_->query(sql, params); });
  }
  Result<int64_t> run(std::string_view sql, const store::Params& params) override {
    return timed(sql, [&] { return inner_->run(sql, params); });
  }
  Result<void> append(std::string_view table, const store::Batch& batch) override {
    return inner_->append(table, batch);
  }
  Result<void> begin() override { return inner_->begin(); }
  Result<void> commit() override { return inner_->commit(); }
  void rollback() override { inner_->rollback(); }
  void interrupt() override { inner_->interrupt(); }
  Result<void> checkpoint() override { return inner_->checkpoint(); }
  Result<Names> names_in_select(std::string_view sql) override {
    return inner_->names_in_select(sql);
  }
  Result<store::Batch> describe(std::string_view sql, const store::Params& params) override {
    return inner_->describe(sql, params);
  }

 private:
  std::unique_ptr<store::Session> inner_;
};

constexpr int kCounties = 2900;

std::string county(int64_t no) { return std::to_string(110101 + no * 190); }

class RowMaker {
 public:
  RowMaker(const pack::Pack& pack, const pack::Register& of) : pack_(pack), register_(of) {}

  store::Batch empty() const {
    using store::Type;
    store::Batch batch;
    batch.columns = {{"parcel", Type::int64},   {"sheet", Type::int32},
                     {"row_no", Type::int32},   {"dist_county", Type::text},
                     {"key_hash", Type::int64}, {"touched", Type::int64},
                     {"erased", Type::int64},   {"wave", Type::int32}};
    for (const pack::ColumnDef& column : register_.columns)
      batch.columns.emplace_back(column.name, pack::find_type(column.type)->stored(), column.scale);
    return batch;
  }

  // `only`: the columns to give, besides key and area; empty: all, each expected cell with `filled`
  // of ten.
  void add(store::Batch& batch, int64_t person, int64_t parcel, const std::string& place,
           int filled, const std::string& only = {}) {
    const std::string id = place + "7" + std::to_string(100000000 + person);
    int64_t touched = 0;
    const bool complete =
        pick(10) < filled;  // the row gives all it can, or little more than its key
    for (size_t i = 0; i < register_.columns.size(); ++i) {
      const pack::ColumnDef& column = register_.columns[i];
      store::Column& to = batch.columns[i + 8];
      const bool is_key = column.name == register_.key.front();
      const bool place_it = column.name == register_.area;
      bool given = is_key || place_it || only.empty() || column.name == only;
      if (given && !is_key && !place_it && only.empty()) given = gives(column, complete);
      if (!given) {
        to.add_null();
        continue;
      }
      touched |= int64_t{1} << i;
      if (is_key)
        to.add(id);
      else if (place_it)
        to.add(place + std::to_string(100 + pick(20)) + std::to_string(200 + pick(30)));
      else
        add_value(column, to);
    }
    batch.columns[0].add(parcel);
    batch.columns[1].add(int32_t{0});
    batch.columns[2].add(static_cast<int32_t>(person % 1'000'000 + 2));
    batch.columns[3].add(place);
    batch.columns[4].add(row_id({id}));
    batch.columns[5].add(touched);
    batch.columns[6].add(int64_t{0});
    batch.columns[7].add(int32_t{1});
  }

 private:
  int64_t pick(int64_t below) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(below));
  }

  bool gives(const pack::ColumnDef& column, bool complete) {
    if (column.name == register_.reason) return false;
    if (column.need == pack::Need::always || column.type == "person_name") return true;
    return complete && (column.need == pack::Need::expected || column.type != "month");
  }

  void add_value(const pack::ColumnDef& column, store::Column& to) {
    static const char* const kNames[] = {"王秀英", "李伟", "张敏",   "阿木日布",
                                         "陈静",   "刘洋", "杨桂兰", "赵军"};
    if (column.type == "code") {
      const pack::CodeList* list = pack_.code_list(column.codes);
      to.add(list->items[static_cast<size_t>(pick(2))].code);
    } else if (to.type() == store::Type::boolean) {
      to.add(pick(100) == 0);
    } else if (to.type() == store::Type::day) {
      to.add(Day{static_cast<int32_t>(18262 + pick(20) + (column.type == "day" ? 20 : 0))});
    } else if (to.type() == store::Type::decimal) {
      to.add(pick(100) == 0 ? int64_t{3'600'000} : (200 + pick(600)) * 1000);
    } else if (to.type() != store::Type::text) {
      to.add(pick(100));
    } else if (column.type == "area") {
      to.add(county(pick(kCounties)));
    } else if (column.type == "person_name") {
      to.add(kNames[pick(4) + (column.name == register_.verified_by ? 4 : 0)]);
    } else if (column.type == "phone") {
      to.add("1" + std::to_string(3'000'000'000 + pick(6'999'999'999)));
    } else if (column.type == "citizen_id") {
      to.add(county(pick(kCounties)) + std::to_string(1960 + pick(40)) + "0" +
             std::to_string(1 + pick(9)) + std::to_string(10 + pick(18)) +
             std::to_string(1000 + pick(9000)));
    } else {
      to.add(std::string("某某电子（深圳）有限公司") + std::to_string(pick(5000)));
    }
  }

  const pack::Pack& pack_;
  const pack::Register& register_;
  std::mt19937_64 random_{20200306};
};

class Bench {
 public:
  Bench(const pack::Pack& pack, const std::string& data)
      : pack_(pack),
        store_(must(store::Store::open({.data = data, .create = true}))),
        session_(std::make_unique<TimedSession>(must(store_->session()))),
        maker_(pack, pack.registers.front()) {
    must(store::migrate(*session_));
    must(record::make_tables(*session_, pack));
  }

  void load(int64_t first, int64_t rows, int64_t of_all) {
    std::printf("round %ld: %ld new rows\n", static_cast<long>(round_ + 1),
                static_cast<long>(rows));
    run([&](store::Batch& batch, const auto& flush) {
      for (int64_t person = first; person < first + rows; ++person) {
        const int64_t no = person * kCounties / of_all;
        maker_.add(batch, person, round_ * 10'000 + no, county(no), 7);
        if (batch.rows() == 100'000) flush();
      }
    });
  }

  void edit(int64_t rows, int64_t of_all, int64_t counties, const std::string& only) {
    std::printf("round %ld: %ld edits of %s in %ld counties\n", static_cast<long>(round_ + 1),
                static_cast<long>(rows), only.empty() ? "all columns" : only.c_str(),
                static_cast<long>(counties));
    run([&](store::Batch& batch, const auto& flush) {
      for (int64_t i = 0; i < rows; ++i) {
        const int64_t no = (i * counties / rows) * (kCounties / counties);
        const int64_t first = (no * of_all + kCounties - 1) / kCounties;
        const int64_t person = first + i % (rows / counties);
        maker_.add(batch, person, round_ * 10'000 + no, county(person * kCounties / of_all), 9,
                   only);
        if (batch.rows() == 100'000) flush();
      }
    });
  }

 private:
  template <typename Fill>
  void run(Fill&& fill_patch) {
    const pack::Register& of = pack_.registers.front();
    static const access::RoundScope kScope = access::RoundScopeMaker::make();
    frame::RoundContext round{*session_, pack_, areas_, kScope};
    round.round = ++round_;
    round.day = *make_day(2020, 3, 6) + static_cast<int>(round_ % 8);
    must(session_->begin());
    must(frame::make_round_tables(round));
    store::Batch batch = maker_.empty();
    const auto flush = [&] {
      must(session_->append("patch_" + of.id, batch));
      batch = maker_.empty();
    };
    fill_patch(batch, flush);
    if (batch.rows() > 0) flush();
    Watch all, watch;
    must(frame::make_incoming(round, of, 1));
    watch.lap("make_incoming");
    const int64_t found = must(finding::judge(round, of, 1));
    watch.lap("judge");
    const record::Accepted done = must(record::accept(round, of, 1));
    watch.lap("accept");
    must(record::end_absent(round, of));
    watch.lap("end_absent");
    must(session_->commit());
    watch.lap("commit");
    all.lap("together");
    must(session_->checkpoint());
    Watch checkpoint;
    watch.lap("checkpoint");
    std::printf("  findings %ld, new %ld, changed %ld, unchanged %ld\n", static_cast<long>(found),
                static_cast<long>(done.rows_new), static_cast<long>(done.rows_changed),
                static_cast<long>(done.rows_unchanged));
  }

  const pack::Pack& pack_;
  pack::AreaIndex areas_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<TimedSession> session_;
  RowMaker maker_;
  int64_t round_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  pack::Loaded loaded = must(pack::load(argv[1]));
  for (const Error& fault : loaded.faults)
    std::fprintf(stderr, "%s\n", to_line(fault, false).c_str());
  if (!loaded.pack) return 3;
  const int64_t stock = argc > 3 ? std::atoll(argv[3]) : 1'000'000;
  const int64_t edits = argc > 4 ? std::atoll(argv[4]) : 10'000;
  const int64_t counties = argc > 5 ? std::atoll(argv[5]) : 20;
  Bench bench(*loaded.pack, argv[2]);
  for (int64_t first = 0; first < stock; first += 1'000'000)
    bench.load(first, std::min<int64_t>(1'000'000, stock - first), stock);
  if (argc > 6) bench.edit(edits, stock, counties, argv[6]);
  if (argc > 6) bench.edit(edits, stock, counties, argv[6]);
  bench.edit(edits, stock, counties, {});
}
