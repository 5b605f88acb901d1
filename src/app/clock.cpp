#include "app/clock.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace diaodu::app {
namespace {

int64_t now_ms(int utc_offset_minutes) {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() +
         int64_t{utc_offset_minutes} * 60'000;
}

constexpr int64_t kDayMs = 86'400'000;

}  // namespace

Day today(int utc_offset_minutes) {
  return Day{static_cast<int32_t>(now_ms(utc_offset_minutes) / kDayMs)};
}

std::string now_text(int utc_offset_minutes) {
  const int64_t now = now_ms(utc_offset_minutes);
  const int64_t ms = now % kDayMs;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}{}{:02}:{:02}",
                     to_text(Day{static_cast<int32_t>(now / kDayMs)}), ms / 3'600'000,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000,
                     utc_offset_minutes < 0 ? '-' : '+', std::abs(utc_offset_minutes) / 60,
                     std::abs(utc_offset_minutes) % 60);
}

}  // namespace diaodu::app
