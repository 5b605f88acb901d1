// Workbooks to cells: 1 M rows x 15 columns with inline and with shared strings, median of three,
// beside calamine's cell stream when its program is given: xlsx_bench [ROWS
// [build/calamine/release/calamine_bench]].
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sheet/sheet.hpp"

using namespace diaodu::sheet;

namespace {

class Count : public Sink {
 public:
  bool row(const RowView& row) override {
    for (const Cell& cell : row.cells) {
      cells += cell.kind != CellKind::empty;
      bytes += cell.text.size();
    }
    return true;
  }
  uint64_t cells = 0, bytes = 0;
};

// Records of 15 columns; as text only the id number differs from row to row (1 M unique strings).
void make(const std::string& path, uint32_t rows, bool shared) {
  lxw_workbook_options options{};
  options.constant_memory = shared ? LXW_FALSE : LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "bench");
  const char* kIndustries[] = {"制造业", "建筑业", "住宿和餐饮业", "居民服务业"};
  for (uint32_t i = 0; i < rows; ++i) {
    const std::string n = std::to_string(1'000'000 + i);
    const auto text = [&](lxw_col_t column, const std::string& value) {
      worksheet_write_string(sheet, i, column, value.c_str(), nullptr);
    };
    worksheet_write_number(sheet, i, 0, 1'000'000 + i, nullptr);
    worksheet_write_number(sheet, i, 1, 100'000 + i / 4, nullptr);
    text(2, "阿木" + std::to_string(i % 5000));
    text(3, "5134011990" + n.substr(1) + "X");
    worksheet_write_number(sheet, i, 4, 13'900'000'000 + i, nullptr);
    text(5, "513401" + std::to_string(100 + i % 300));
    text(6, "浙江省宁波市鄞州区");
    text(7, i % 50 == 0 ? "是" : "否");
    worksheet_write_number(sheet, i, 8, 43'850 + i % 60, nullptr);
    text(9, "宁波市某某电子有限公司" + std::to_string(i % 800));
    text(10, kIndustries[i % 4]);
    text(11, "普工");
    worksheet_write_number(sheet, i, 12, 2'500 + i % 4'000, nullptr);
    worksheet_write_number(sheet, i, 13, 0.25 * (i % 400), nullptr);
    text(14, "有组织输出");
  }
  workbook_close(book);
}

struct Run {
  double seconds = 0;
  uint64_t cells = 0;
  double megabytes = 0;
};

// In a process of its own, so that the peak is the reader's.
Run read_once(const std::string& path) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) {
    Count count;
    const auto start = std::chrono::steady_clock::now();
    const auto report = read_xlsx(path, Limits{}, count);
    Run run;
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.cells = report.ok() ? count.cells : 0;
    if (!report.ok()) std::fprintf(stderr, "%s\n", report.error().message.en.c_str());
    const bool written = write(ends[1], &run, sizeof run) == sizeof run;
    _exit(written ? 0 : 1);
  }
  Run run;
  close(ends[1]);
  if (read(ends[0], &run, sizeof run) != sizeof run) run.cells = 0;
  close(ends[0]);
  rusage usage{};
  wait4(child, nullptr, 0, &usage);
  run.megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return run;
}

Run calamine_once(const std::string& program, const std::string& path) {
  Run run;
  FILE* pipe = popen((program + " '" + path + "'").c_str(), "r");
  unsigned long long cells = 0, bytes = 0;
  if (pipe == nullptr || std::fscanf(pipe, "%llu %llu %lf", &cells, &bytes, &run.seconds) != 3)
    std::fprintf(stderr, "calamine failed\n");
  if (pipe != nullptr) pclose(pipe);
  run.cells = cells;
  return run;
}

Run median(std::vector<Run> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return a.seconds < b.seconds; });
  return runs[runs.size() / 2];
}

double rate(const Run& run) { return static_cast<double>(run.cells) / 1e6 / run.seconds; }

}  // namespace

int main(int count, char** arguments) {
  const auto rows = static_cast<uint32_t>(count > 1 ? std::atoi(arguments[1]) : 1'000'000);
  const std::string calamine = count > 2 ? arguments[2] : "";
  for (const bool shared : {false, true}) {
    const std::string path = (std::filesystem::temp_directory_path() /
                              (shared ? "bench_shared.xlsx" : "bench_inline.xlsx"))
                                 .string();
    const pid_t maker = fork();  // what making takes must not count as the reader's peak
    if (maker == 0) {
      make(path, rows, shared);
      _exit(0);
    }
    waitpid(maker, nullptr, 0);
    std::vector<Run> ours, theirs;
    for (int i = 0; i < 3; ++i) {  // in turn, so that a noisy machine is noisy for both
      ours.push_back(read_once(path));
      if (!calamine.empty()) theirs.push_back(calamine_once(calamine, path));
    }
    const Run us = median(ours);
    std::printf("%-14s %6.2f M cells  ours %5.2f s %5.2f M cells/s %4.0f MB",
                shared ? "shared" : "inline", static_cast<double>(us.cells) / 1e6, us.seconds,
                rate(us), us.megabytes);
    if (!calamine.empty()) {
      const Run them = median(theirs);
      std::printf("   calamine %5.2f s %5.2f M cells/s   ratio %.2f%s", them.seconds, rate(them),
                  rate(us) / rate(them), them.cells == us.cells ? "" : " (cells differ)");
    }
    std::printf("\n");
    std::filesystem::remove(path);
  }
  return 0;
}
