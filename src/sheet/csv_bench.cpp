// Bytes of CSV to cells: MB/s, median of three, for UTF-8, UTF-8 with quotes, GB18030 and UTF-16.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "sheet/sheet.hpp"

using namespace diaodu::sheet;

namespace {

class Count : public Sink {
 public:
  bool row(const RowView& row) override {
    for (const Cell& cell : row.cells) bytes += cell.text.size();
    return true;
  }
  uint64_t bytes = 0;
};

std::string table(int rows, bool quoted) {
  std::string out;
  for (int i = 0; i < rows; ++i) {
    const std::string n = std::to_string(100000 + i);
    const std::string q = quoted ? "\"" : "";
    for (const std::string& field :
         {"P" + n, "51340119900101" + n.substr(2), std::string("阿木尔布"), "139" + n + "12",
          "513401" + n, std::string("浙江省宁波市"), std::string("否"), std::string("2020-02-23"),
          std::string(), std::string("宁波市某某电子有限公司"), std::string("制造业"),
          std::string("普工"), std::to_string(3000 + i % 4000), std::string("有组织"),
          std::string("是")})
      out += q + field + q + ",";
    out.back() = '\n';
  }
  return out;
}

std::string utf16(const std::string& ascii_or_not) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii_or_not)
    if (static_cast<unsigned char>(c) < 0x80)
      out += {c, '\0'};
    else if ((c & 0x40) != 0)
      out += "\x2D\x4E";  // one sign for each
  return out;
}

void time(const char* name, const std::string& bytes) {
  std::vector<double> seconds;
  uint64_t cells = 0;
  for (int i = 0; i < 3; ++i) {
    Count count;
    const auto start = std::chrono::steady_clock::now();
    const auto report = read_csv(bytes, Limits{}, count);
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    if (!report.ok())
      std::printf("%s: %s\n", name, report.error().code.c_str());
    else
      cells = report->cells;
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("%-16s %8.1f MB %8.0f MB/s %8.1f M cells/s\n", name,
              static_cast<double>(bytes.size()) / 1e6,
              static_cast<double>(bytes.size()) / 1e6 / seconds[1],
              static_cast<double>(cells) / 1e6 / seconds[1]);
}

}  // namespace

int main() {
  const std::string plain = table(300'000, false);
  time("UTF-8", plain);
  time("UTF-8 quoted", table(300'000, true));
  time("GB18030", to_gb18030(plain));
  time("UTF-16LE", utf16(plain));
  return 0;
}
