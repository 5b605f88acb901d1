#pragma once
// What one Access holds in memory: read whole at start, changed only after the change is on disk.
// Internal to access/.
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "access/access.hpp"
#include "access/password.hpp"
#include "access/throttle.hpp"
#include "access/writer.hpp"

namespace diaodu::access {

struct Kept {  // an account with what is never shown of it
  Account account;
  std::vector<std::string>
      passwords;                   // hashes; the first is in force, the others are the last used
  std::string totp_secret;         // in clear; encrypted where it is stored
  int64_t totp_step = 0;           // of the last code used: none is good twice
  std::set<std::string> recovery;  // hashes of codes
};
struct Open {  // a session
  std::string id_sha256;
  int64_t account = 0;
  std::optional<int64_t> acts_for;
  int64_t begun = 0, seen = 0, seen_saved = 0;
  std::string begun_at, remote;
  bool by_platform = false;
  std::string totp_begun;  // a secret not yet confirmed
};
struct KeptToken {
  Token token;
  int64_t account = 0;
  std::string secret_sha256;
  int64_t used_saved = 0;
};
struct SentCode {  // by SMS
  std::string code_sha256;
  int64_t sent = 0;
};
struct Visit {  // to the platform of log-in, between begin and finish
  std::string nonce, verifier;
  int64_t begun = 0;
  std::string subject;  // who came back, and has no account here yet
};
struct Discovered {  // what the platform says about itself, for a while
  std::string issuer, login_url, token_url, keys_url;
  int64_t asked = 0;
};
inline constexpr const char* kSecondFactorRoles = "second_factor.roles";
struct Settings {
  PlatformSettings platform;
  std::vector<Role> second_factor;  // roles that must have one
};
struct IdDays {  // a hand-over or a stand-in, by number of account
  int64_t giver = 0, taker = 0;
  Day from, to;
  bool done = false;
};

struct State {
  State(Options given, const HashCost& cost);
  Options options;
  std::unique_ptr<Writer> writer;
  Throttle throttle;
  HashGate gate, platform_gate;
  std::string no_hash;  // what is hashed for an account that is not there

  std::mutex changing;       // held through a whole change, disk included: changes come one by one
  mutable std::mutex mutex;  // of the rest
  std::map<int64_t, Kept> accounts;
  std::unordered_map<std::string, int64_t> by_login;
  std::unordered_map<std::string, Open> sessions;  // by the hash of the id
  std::map<std::string, KeptToken> tokens;         // by name
  std::map<int64_t, SentCode> sent_codes;
  std::map<std::string, Visit> visits;  // by state
  Discovered discovered;
  Settings settings;
  std::vector<IdDays> hand_overs, stand_ins;
  int64_t last_seconds = 0;
  Day hand_overs_looked_at;

  int64_t now();  // never goes back
  std::string now_text() const { return options.clock(); }
  Day today() const;
  std::optional<Kept> kept(const std::string& login) const;
  std::optional<Kept> kept(int64_t account) const;
  // Writes the account as it shall be, then has it so in memory; sessions end if asked. `changing`
  // is held by the caller.
  Result<void> put(const Kept& kept, std::vector<AuditEntry> audit, bool end_sessions);
  void forget_sessions(int64_t account);  // in memory
  Result<void> apply_hand_overs();        // those whose day has come
};

// What is written for an account: its rows go and come again, all in the caller's transaction.
Result<void> write_account(store::Session& session, const Kept& kept, const HashKey& key);
Result<void> delete_sessions(store::Session& session, int64_t account);
Result<void> load(State& state, store::Session& session);
Result<void> load_settings(State& state, store::Session& session);
void take_platform_setting(State& state, const std::string& name, const std::string& value);
// Links the account with who arrived from the platform; `changing` is held by the caller. Error
// "access.session_ended": nobody did, or another account is linked with him.
Result<void> link_account(State& state, Kept& kept, const std::string& arrival, const By& by);
Error no_account(const std::string& login);
Error no_phone();
AuditEntry audit_of(const By& by, std::string action, std::string detail);
std::string text_of(const Grant& grant);  // for the audit

}  // namespace diaodu::access
