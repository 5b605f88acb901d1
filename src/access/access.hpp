#pragma once
// access: accounts, sessions, tokens and the audit, kept (not derived) in tables account*, session,
// token and audit. They live in memory and are written by a session of their own, in small groups,
// before anything is answered; neither the clerk's nor the round's tables are touched. One Access a
// process. Thread-safe, all of it.
#include <functional>
#include <memory>
#include <string>

#include "access/account.hpp"
#include "access/audit.hpp"
#include "access/platform.hpp"
#include "access/session.hpp"
#include "access/token.hpp"
#include "base/hash.hpp"
#include "store/store.hpp"

namespace diaodu::access {

struct HashCost {  // argon2id
  uint32_t memory_kib = 65'536, passes = 3, lanes = 1;
};

struct Options {
  std::function<std::string()> clock;  // ISO 8601 with offset: "2020-03-06T10:11:12.345+08:00"
  std::function<int64_t()> seconds;    // since 1970, for ages; a step back is ignored
  HashKey key{};                       // for hashes of ids in the audit
  std::string head_file;               // the audit's end, beside the database; empty: none
  HashCost cost;
  int hashes_max = 2;  // at one time; others wait up to 10 s
  int64_t idle_seconds = 15 * 60, absolute_seconds = 8 * 3600;
  int failures_max = 5;               // log-ins refused, by account ...
  int address_failures_max = 50;      // ... and by address: an office is behind one ...
  int64_t failure_seconds = 15 * 60;  // ... within so long
  std::string sms_command;            // program; number and text on its stdin, a line each
  Fetch fetch;                        // of the platform of log-in; empty: by curl
  std::function<Result<void>(store::Session&)> fence;  // in each transaction: do I lead still?
};

class Access {
 public:
  static Result<std::unique_ptr<Access>> open(store::Store& store, Options options);
  ~Access();
  Accounts& accounts();
  Sessions& sessions();
  Tokens& tokens();
  Audit& audit();
  Platform& platform();
  // Nothing is written while body runs, and what was answered is on disk: for a rebuild's copy.
  Result<void> while_still(const std::function<Result<void>()>& body);

 private:
  Access();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The tables of access, kept: a rebuild carries them over as they stand.
std::vector<std::string> kept_tables();
// Copies them into an empty, migrated store.
Result<void> copy_kept(store::Session& from, store::Session& to);

}  // namespace diaodu::access
