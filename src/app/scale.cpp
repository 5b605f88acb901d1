#include "app/scale.hpp"

#include <charconv>
#include <optional>

#include "app/sql.hpp"
#include "frame/payload.hpp"

namespace diaodu::app {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<double> asked_scale(const std::string& typed) {
  const size_t slash = typed.find('/');
  std::optional<double> scale = number(std::string_view(typed).substr(0, slash));
  if (scale && slash != std::string::npos) {
    const std::optional<double> below = number(std::string_view(typed).substr(slash + 1));
    scale = below && *below > 0 ? std::optional(*scale / *below) : std::nullopt;
  }
  if (scale && *scale > 0 && *scale <= 1) return *scale;
  return Error{"usage",
               {"规模“" + typed + "”不对，应在 0 与 1 之间",
                "scale \"" + typed + "\" is not between 0 and 1"},
               {"写成 1/1000、0.01 或 1", "write 1/1000, 0.01 or 1"},
               {},
               {},
               Exit::usage};
}

Result<double> scale_in_force(store::Session& session, int64_t seq) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::scale_in_force, {{"seq", seq}}));
  if (rows.rows() == 0) return 1.0;
  return asked_scale(frame::Payload(rows["payload"].text(0)).text("scale"));
}

}  // namespace diaodu::app
