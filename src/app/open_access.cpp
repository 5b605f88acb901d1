// Accounts and audit, opened when first asked for: most commands of the holder of the data need
// none.
#include <chrono>
#include <cstdlib>

#include "app/clock.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

namespace {

// Settings of the installation, from the environment of the process that holds the data.
void take_settings(access::Options& options) {
  const char* sms = std::getenv("DIAODU_SMS_COMMAND");
  if (options.sms_command.empty() && sms) options.sms_command = sms;
}

}  // namespace

Result<access::Access*> App::access() {
  std::lock_guard lock(access_mutex_);
  if (access_) return access_.get();
  access::Options options = options_.access;
  take_settings(options);
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
