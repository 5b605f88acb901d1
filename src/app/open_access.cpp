// Accounts and audit, opened when first asked for: most commands of the holder of the data need
// none.
#include <chrono>

#include "app/clock.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

Result<access::Access*> App::access() {
  std::lock_guard lock(access_mutex_);
  if (access_) return access_.get();
  access::Options options = options_.access;
  options.clock = [this] {
    const Used now = used();
    return now_text(now.pack ? now.pack->utc_offset_minutes : 480);
  };
  options.seconds = [] {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  options.key = key_;
  options.head_file = options_.home.audit_head();
  options.fence = fence();
  TRY_ASSIGN(access_, access::Access::open(*store_, std::move(options)));
  return access_.get();
}

}  // namespace diaodu::app
