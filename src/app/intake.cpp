#include "app/intake.hpp"

#include <boost/json.hpp>

#include <filesystem>

#include "base/text.hpp"

namespace diaodu::app {
namespace {

// A file name may be in any bytes; the journal holds text.
std::string file_name(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  if (is_utf8(name)) return name;
  std::string out;
  for (size_t at = 0; at < name.size();) append_utf8(out, next_code_point(name, at));
  return out;
}

}  // namespace

std::string payload_for_file(const Handed& handed, const KeptFile& kept) {
  return boost::json::serialize(boost::json::object{{"register", handed.register_id},
                                                    {"area", handed.area},
                                                    {"file_name", file_name(handed.path)},
                                                    {"file_sha256", kept.sha256},
                                                    {"file_bytes", kept.bytes},
                                                    {"full", handed.is_full}});
}

Result<journal::Command> command_for_file(App& app, const Handed& handed) {
  TRY_ASSIGN(const KeptFile kept, app.keep_file(handed.path, handed.may_move));
  return journal::Command{
      "parcel_taken", payload_for_file(handed, kept), handed.actor, handed.day, {}};
}

journal::Command nil_command(const Handed& handed, const std::string& by) {
  return {"nil_reported",
          boost::json::serialize(boost::json::object{
              {"register", handed.register_id}, {"area", handed.area}, {"by", by}}),
          handed.actor,
          handed.day,
          {}};
}

journal::Command suspend_command(const Handed& handed, const std::string& reason) {
  return {"suspended",
          boost::json::serialize(boost::json::object{
              {"register", handed.register_id}, {"area", handed.area}, {"reason", reason}}),
          handed.actor,
          handed.day,
          {}};
}

journal::Command parcel_command(const std::string& kind, int64_t parcel, const std::string& reason,
                                const std::string& actor) {
  return {kind,
          boost::json::serialize(boost::json::object{{"parcel", parcel}, {"reason", reason}}),
          actor,
          Day{},
          {}};
}

}  // namespace diaodu::app
