#pragma once
// What may be appended to what; the same on both engines. A value is never cut or rounded on its
// way.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/batch.hpp"

namespace diaodu::store {

enum class TargetKind { boolean, whole, numeric, day, text, timestamp, other };
struct TargetType {
  TargetKind kind;
  int scale;  // numeric
};
constexpr int kUnknownScale = 1000;  // PostgreSQL numeric without modifier: keeps every decimal

// Checks length, kind, scale, range of decimals, UTF-8. `shown`: the engine's name of the target
// type.
Result<void> check_column(const std::string& table, const Batch& batch, const Column& column,
                          TargetType target, std::string_view shown);
bool storable_text(std::string_view text);  // valid UTF-8 without zero bytes
std::string lower_ascii(std::string_view text);

constexpr int64_t kDecimalMax = 999'999'999'999'999'999;  // 18 digits

}  // namespace diaodu::store
