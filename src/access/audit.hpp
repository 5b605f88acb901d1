#pragma once
// The audit: who did what, append-only, numbered, hash-chained. A row is on disk before what it
// tells of is shown: record first, then answer. No personal value stands in it: ids as keyed
// hashes.
#include <optional>
#include <string>
#include <vector>

#include "access/rights.hpp"
#include "store/store.hpp"

namespace diaodu::access {

struct State;

struct AuditEntry {
  std::string actor, on_behalf_of;  // logins
  std::string action;               // an Action's name, or log_in, log_out, account_add, ...
  std::string register_id, area, purpose;
  int64_t count = 0;             // rows shown
  std::vector<std::string> ids;  // keys of the rows shown, in clear: hashed here (1,000 kept)
  std::string detail;            // no personal value: "role clerk", a parcel's number
  std::string request_id, remote;
  std::string outcome = "done";  // done | refused | failed
};
struct AuditRow : AuditEntry {  // ids: their hashes
  int64_t seq = 0;
  std::string happened_at, prev_hash, hash, ids_sha256;
};
struct AuditAsked {
  std::optional<Day> from, to;
  std::string actor;       // as actor or on whose behalf; empty: all
  std::string action;      // empty: all
  std::string id;          // rows that showed this key (in clear)
  int64_t before_seq = 0;  // 0: from the newest
  int limit = 50;
};
struct AuditCheck {
  int64_t rows = 0, last_seq = 0;
  std::string last_hash;
  std::optional<int64_t> broken_at;  // first row whose number or hash is wrong
  bool cut_off = false;              // ends before the head file says
  int64_t gaps = 0;                  // rows that say so of an earlier start (audit_gap)
};

struct AuditHead {
  int64_t seq = 0;
  std::string hash;
};
std::optional<AuditHead> read_head(const std::string& file);  // nullopt: none, or no such thing

class Audit {
 public:
  explicit Audit(State& state) : state_(state) {}
  // On disk when it returns; gives its number. Thread-safe; calls share commits.
  Result<int64_t> record(const AuditEntry& entry);
  Result<std::vector<AuditRow>> list(store::Session& session, const AuditAsked& asked) const;
  static Result<AuditCheck> check(store::Session& session, const std::string& head_file);

 private:
  State& state_;
};

}  // namespace diaodu::access
