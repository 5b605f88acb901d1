#include "sheet/csv_guess.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace diaodu::sheet {
namespace {

constexpr std::array<char, 4> kCandidates = {',', '\t', ';', '|'};
constexpr size_t kRecordsMax = 200;

using Counts = std::array<uint32_t, kCandidates.size()>;

// How often each candidate stands outside quotes, record by record.
std::vector<Counts> count_records(std::string_view head, bool is_whole_file) {
  std::vector<Counts> records;
  Counts now{};
  bool quoted = false, any = false;
  char before = '\n';
  for (const char c : head) {
    const bool at_field_start =
        before == '\n' || before == '\r' ||
        std::find(kCandidates.begin(), kCandidates.end(), before) != kCandidates.end();
    if (c == '"') {
      if (quoted)
        quoted = false;
      else if (at_field_start || before == '"')
        quoted = true;
    } else if (!quoted && (c == '\n' || c == '\r')) {
      if (any) records.push_back(now);
      if (records.size() == kRecordsMax) return records;
      now = {};
      any = false;
    } else if (!quoted) {
      any = true;
      for (size_t i = 0; i < kCandidates.size(); ++i) now[i] += c == kCandidates[i];
    }
    before = c;
  }
  if (any && (is_whole_file || records.empty())) records.push_back(now);
  return records;
}

}  // namespace

char guess_delimiter(std::string_view head, bool is_whole_file) {
  const std::vector<Counts> records = count_records(head, is_whole_file);
  char best = ',';
  std::pair<size_t, size_t> best_score{0, 0};  // records that agree, then fields
  for (size_t i = 0; i < kCandidates.size(); ++i) {
    std::vector<uint32_t> counts;
    for (const Counts& record : records)
      if (record[i] > 0) counts.push_back(record[i]);
    std::sort(counts.begin(), counts.end());
    std::pair<size_t, size_t> score{0, 0};
    for (size_t from = 0; from < counts.size();) {
      const size_t to = static_cast<size_t>(
          std::upper_bound(counts.begin(), counts.end(), counts[from]) - counts.begin());
      score = std::max(score, std::pair<size_t, size_t>{to - from, counts[from]});
      from = to;
    }
    if (score > best_score) {
      best_score = score;
      best = kCandidates[i];
    }
  }
  return best;
}

std::optional<SepLine> sep_line(std::string_view head) {
  if (head.size() < 5) return std::nullopt;
  const auto lower = [&](size_t i) { return static_cast<char>(head[i] | 0x20); };
  if (lower(0) != 's' || lower(1) != 'e' || lower(2) != 'p' || head[3] != '=') return std::nullopt;
  const char delimiter = head[4];
  if (std::find(kCandidates.begin(), kCandidates.end(), delimiter) == kCandidates.end())
    return std::nullopt;
  size_t end = 5;
  if (end < head.size() && head[end] == '\r') ++end;
  if (end < head.size() && head[end] == '\n') ++end;
  if (end == 5 && end < head.size()) return std::nullopt;
  return SepLine{delimiter, end};
}

}  // namespace diaodu::sheet
