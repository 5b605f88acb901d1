#include "api/commands.hpp"

#include <boost/json.hpp>
#include <filesystem>

#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;

std::string file_name_of(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  if (is_utf8(name)) return name;
  std::string out;
  for (size_t at = 0; at < name.size();) append_utf8(out, next_code_point(name, at));
  return out;
}

journal::Command taken_command(const Sender& sender, const std::string& file_name,
                               const std::string& file_sha256, int64_t file_bytes, bool is_full) {
  const json::object payload{{"register", sender.register_id}, {"area", sender.area},
                             {"file_name", file_name},         {"file_sha256", file_sha256},
                             {"file_bytes", file_bytes},       {"full", is_full}};
  return {"parcel_taken", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command nil_command(const Sender& sender, const std::string& by) {
  const json::object payload{{"register", sender.register_id}, {"area", sender.area}, {"by", by}};
  return {"nil_reported", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command suspend_command(const Sender& sender, const std::string& reason) {
  const json::object payload{
      {"register", sender.register_id}, {"area", sender.area}, {"reason", reason}};
  return {"suspended", json::serialize(payload), sender.actor, sender.day, sender.idempotency_key};
}

journal::Command parcel_command(const std::string& kind, int64_t parcel, const std::string& reason,
                                const Sender& sender) {
  return {kind, json::serialize(json::object{{"parcel", parcel}, {"reason", reason}}), sender.actor,
          Day{}, sender.idempotency_key};
}

journal::Command meaning_command(const Sender& sender, const ConfirmedHeading& confirmed) {
  const json::object payload{{"register", sender.register_id},
                             {"area", sender.area},
                             {"layout", confirmed.layout},
                             {"heading", confirmed.heading},
                             {"column", confirmed.column}};
  return {"heading_confirmed", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command explained_command(const Sender& sender, const Said& said) {
  const json::object payload{{"finding", said.finding}, {"area", sender.area},
                             {"reason", said.reason},   {"evidence", said.evidence},
                             {"by", said.by},           {"until", to_text(said.until)}};
  return {"finding_explained", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command decided_command(const Sender& sender, int64_t explanation, bool is_approved,
                                 const std::string& note) {
  const json::object payload{
      {"explanation", explanation}, {"approved", is_approved}, {"note", note}};
  return {"explanation_decided", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command raised_command(const Sender& sender, const Objecting& said) {
  const json::object payload{{"about", said.about},
                             {"what", said.what},
                             {"register", said.register_id},
                             {"area", said.area},
                             {"of_day", to_text(said.of_day)},
                             {"reason", said.reason},
                             {"evidence", said.evidence},
                             {"by", said.by},
                             {"until", to_text(said.until)}};
  return {"objection_raised", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command answered_command(const Sender& sender, int64_t objection, bool is_upheld,
                                  const std::string& note) {
  const json::object payload{{"objection", objection}, {"upheld", is_upheld}, {"note", note}};
  return {"objection_answered", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command withdrawn_command(const Sender& sender, int64_t objection,
                                   const std::string& note) {
  const json::object payload{{"objection", objection}, {"note", note}};
  return {"objection_withdrawn", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

journal::Command link_command(const Sender& sender, const std::string& comparison,
                              const std::string& ours, const std::string& theirs, bool is_same,
                              const std::string& reason) {
  const json::object payload{{"comparison", comparison},
                             {"ours", ours},
                             {"theirs", theirs},
                             {"is_same", is_same},
                             {"reason", reason}};
  return {"link_decided", json::serialize(payload), sender.actor, sender.day,
          sender.idempotency_key};
}

}  // namespace diaodu::api
