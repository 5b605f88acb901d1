#include "app/intake.hpp"

namespace diaodu::app {
namespace {

api::Sender sender_of(const Handed& handed) {
  return {handed.register_id, handed.area, handed.actor, handed.day, {}};
}

journal::Command taken(const Handed& handed, const KeptFile& kept) {
  const std::string name = handed.name.empty() ? api::file_name_of(handed.path) : handed.name;
  return api::taken_command(sender_of(handed), name, kept.sha256, kept.bytes, handed.is_full);
}

}  // namespace

std::string payload_for_file(const Handed& handed, const KeptFile& kept) {
  return taken(handed, kept).payload;
}

Result<journal::Command> command_for_file(App& app, const Handed& handed) {
  TRY_ASSIGN(const KeptFile kept, app.keep_file(handed.path, handed.may_move));
  return taken(handed, kept);
}

journal::Command nil_command(const Handed& handed, const std::string& by) {
  return api::nil_command(sender_of(handed), by);
}

journal::Command suspend_command(const Handed& handed, const std::string& reason) {
  return api::suspend_command(sender_of(handed), reason);
}

journal::Command parcel_command(const std::string& kind, int64_t parcel, const std::string& reason,
                                const std::string& actor) {
  return api::parcel_command(kind, parcel, reason, {{}, {}, actor, {}, {}});
}

}  // namespace diaodu::app
