#include "app/keyed.hpp"

#include "app/sql.hpp"
#include "journal/key_reused.hpp"

namespace diaodu::app {

Result<std::optional<int64_t>> done_before(App& app, const journal::Command& command) {
  const std::string& key = command.idempotency_key;
  if (key.empty()) return std::optional<int64_t>();
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const store::Batch found, session->query(sql::command_of_key, {{"key", key}}));
  if (found.rows() == 0) return std::optional<int64_t>();
  const int64_t seq = found["seq"].int64(0);
  const bool same_day = command.day == Day{} || command.day == found["day"].day(0);
  if (!same_day || found["kind"].text(0) != command.kind ||
      found["payload"].text(0) != command.payload)
    return journal::key_reused(key, seq);
  return std::optional(seq);
}

std::future<Result<int64_t>> submit_once(App& app, journal::Command command) {
  const Result<std::optional<int64_t>> before = done_before(app, command);
  if (before && !before->has_value()) return app.submit(std::move(command));
  std::promise<Result<int64_t>> answer;
  if (before)
    answer.set_value(**before);
  else
    answer.set_value(before.error());
  return answer.get_future();
}

std::string key_of_file(const std::string& key, size_t at) {
  return key.empty() || at == 0 ? key : key + "#" + std::to_string(at + 1);
}

}  // namespace diaodu::app
