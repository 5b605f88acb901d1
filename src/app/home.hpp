#pragma once
// The folder that one process holds: DIR of --data DIR, or of --files DIR beside a PostgreSQL.
//   diaodu.db        the database (DuckDB)        files/ab/<sha256>   kept files, bit for bit
//   key              16 random bytes, 0600        packs/<sha256>/     packs as they were used
//   high_water/mark  how far the journal went     tmp/                files on their way in
//   high_water/audit and how far the audit
//   diaodu.lock      held by one process          diaodu.sock         where that process listens
//   init_unfinished  while init is at work: what it left by half is made again by the next init
#include <array>
#include <string>

#include "base/hash.hpp"
#include "base/result.hpp"

namespace diaodu::app {

struct Home {
  std::string data;    // as Store::open takes it: DIR/diaodu.db's folder, or postgresql://...
  std::string folder;  // DIR

  static Home of(const std::string& data, const std::string& files);
  bool is_postgres() const { return data != folder; }
  std::string files() const { return folder + "/files"; }
  std::string packs() const { return folder + "/packs"; }
  std::string tmp() const { return folder + "/tmp"; }
  std::string high_water() const { return folder + "/high_water/mark"; }
  std::string audit_head() const { return folder + "/high_water/audit"; }
  std::string socket() const { return folder + "/diaodu.sock"; }
  std::string lock() const { return folder + "/diaodu.lock"; }
  std::string key() const { return folder + "/key"; }
  std::string unfinished() const { return folder + "/init_unfinished"; }
};

// The lock on diaodu.lock; released when the process ends, however it ends.
class HomeLock {
 public:
  HomeLock() = default;
  HomeLock(HomeLock&& other) noexcept;
  HomeLock& operator=(HomeLock&& other) noexcept;
  ~HomeLock();
  // Not held afterwards: another process holds it.
  static Result<HomeLock> try_take(const Home& home);
  bool is_held() const { return descriptor_ >= 0; }
  void release();

 private:
  int descriptor_ = -1;
};

// init: makes the folders (0700) and the key, and holds them. What an init before left by half is
// cleared first: nothing in it was ever acknowledged. Errors "app.already_there" if DIR holds
// data, "app.busy" if another init is at work. It is a home from finish_home() on.
Result<HomeLock> make_home(const Home& home);
Result<void> finish_home(const Home& home);
// Errors "app.no_data": nothing was made there; "app.init_unfinished": only half.
Result<void> check_home(const Home& home);
Result<HashKey> read_key(const Home& home);

}  // namespace diaodu::app
