#pragma once
// Commands that a round takes, made from what people hand in; payloads as journal.hpp says.
#include <string>

#include "journal/journal.hpp"

namespace diaodu::api {

struct Sender {
  std::string register_id, area, actor;
  Day day;  // Day{}: the last day worked on
  std::string idempotency_key;
};
journal::Command taken_command(const Sender& sender, const std::string& file_name,
                               const std::string& file_sha256, int64_t file_bytes, bool is_full);
journal::Command nil_command(const Sender& sender, const std::string& by);
journal::Command suspend_command(const Sender& sender, const std::string& reason);
journal::Command parcel_command(const std::string& kind, int64_t parcel, const std::string& reason,
                                const Sender& sender);
// The last part of a path; bytes that are no UTF-8 become U+FFFD: the journal holds text.
std::string file_name_of(const std::string& path);

// What a heading means, in files of that layout from sender.area.
struct ConfirmedHeading {
  std::string layout, heading, column;  // column empty: it is not read
};
journal::Command meaning_command(const Sender& sender, const ConfirmedHeading& confirmed);

// 情况说明, in the name of sender.area (sender.register_id is not used), and the word on it.
struct Said {
  int64_t finding = 0;
  std::string reason, evidence, by;
  Day until;
};
journal::Command explained_command(const Sender& sender, const Said& said);
journal::Command decided_command(const Sender& sender, int64_t explanation, bool is_approved,
                                 const std::string& note);

// 异议, in the name of `area`: about "standing" (what: the target), "finding" or "parcel" (its
// number); the word on it, and its being taken back.
struct Objecting {
  std::string about, what, register_id, area, reason, evidence, by;
  Day of_day, until;
};
journal::Command raised_command(const Sender& sender, const Objecting& said);
journal::Command answered_command(const Sender& sender, int64_t objection, bool is_upheld,
                                  const std::string& note);
journal::Command withdrawn_command(const Sender& sender, int64_t objection,
                                   const std::string& note);
// ours, theirs: records ("513422-8231..."), who are said to be the same person or not.
journal::Command link_command(const Sender& sender, const std::string& comparison,
                              const std::string& ours, const std::string& theirs, bool is_same,
                              const std::string& reason);

}  // namespace diaodu::api
