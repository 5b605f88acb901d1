#include "api/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/door.hpp"
#include "api/inside.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

constexpr auto kRefreshTime = std::chrono::milliseconds(400);
constexpr size_t kComingMax = 10'000;

}  // namespace

Inside::Inside(Backend& of)
    : backend(of),
      readers(of),
      uploads(of.tmp_folder() + "/uploads"),
      runner(
          of,
          [this](std::string_view stage, int64_t done, int64_t total) {
            const json::object data{{"stage", stage}, {"done", done}, {"total", total}};
            tell("all", "progress", json::serialize(data));
          },
          [this] { look_for_seal(); }) {}

std::optional<journal::Seal> Inside::seal() {
  std::lock_guard lock(mutex_);
  return seal_;
}

void Inside::tell(const std::string& topic, std::string_view name, const std::string& data) {
  if (events) events->publish(topic, name, data);
}

void Inside::expect(const Coming& coming) {
  std::lock_guard lock(mutex_);
  if (coming_.size() < kComingMax) coming_.push_back(coming);
}

void Inside::look_for_seal() {
  {
    std::lock_guard looking(looking_);
    const Result<std::optional<journal::Seal>> found = backend.last_seal();
    if (!found || !*found) return;
    const std::optional<journal::Seal> before = seal();
    if (!before || before->round != (*found)->round) return tell_of(**found);
  }
  if (const auto now = seal()) boards.refresh(now->round, kRefreshTime);  // those that are left
}

// Boards first, so that whoever is told finds them made.
void Inside::tell_of(const journal::Seal& now) {
  boards.refresh(now.round, kRefreshTime);
  std::vector<Coming> sealed;
  {
    std::lock_guard lock(mutex_);
    seal_ = now;
    const auto at = std::partition(coming_.begin(), coming_.end(),
                                   [&](const Coming& one) { return one.parcel > now.seq_to; });
    sealed.assign(at, coming_.end());
    coming_.erase(at, coming_.end());
  }
  const json::object round{{"round", std::to_string(now.round)}, {"day", to_text(now.day)}};
  tell("all", "round", json::serialize(round));
  for (const Coming& one : sealed) {
    const json::object data{{"parcel", std::to_string(one.parcel)},
                            {"area", show_area(one.area)},
                            {"register", one.register_id}};
    for (std::string_view area = one.area;; area = parent_of(area)) {
      tell("area:" + std::string(area), "parcel", json::serialize(data));
      if (area.empty()) break;
    }
  }
}

Api::Api(Backend& backend) : inside_(std::make_unique<Inside>(backend)) {
  inside_->uploads.sweep();
  inside_->look_for_seal();
}

Api::~Api() { stop(); }

void Api::stop() { inside_->runner.stop(); }

void Api::tell(http::EventHub& events, std::function<http::Metrics()> metrics) {
  inside_->events = &events;
  inside_->metrics = std::move(metrics);
}

void Api::look_for_seal() { inside_->look_for_seal(); }

http::Router Api::router() {
  http::Router router;
  for (const auto routes :
       {session_routes, platform_routes,  today_routes,      board_routes,  parcel_routes,
        sheet_routes,   heading_routes,   report_routes,     upload_routes, finding_routes,
        explain_routes, objection_routes, comparison_routes, form_routes,   mend_routes,
        record_routes,  verify_routes,    figure_routes,     area_routes,   pack_routes,
        account_routes, token_routes,     suggestion_routes, about_routes}) {
    for (Entry& entry : routes()) router.add(make_route(*inside_, std::move(entry)));
  }
  return router;
}

}  // namespace diaodu::api
