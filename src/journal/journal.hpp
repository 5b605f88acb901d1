#pragma once
// journal: every command, numbered and hash-chained; the only kept table besides accounts. All else
// is derived and can be rebuilt from it and the kept files. The clerk is the one writer: commands
// wait in a bounded queue, are appended in groups (up to 2 ms or 1,000 commands a commit), then
// (seq, hash) goes to the high-water file with fdatasync, then the callers are told.
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace diaodu::journal {

// kind and its payload, a flat JSON object (numbers as numbers, the day of a command is its `day`):
//   parcel_taken      {"register","area","file_name","file_sha256","file_bytes","full"}; its seq is
//                     the parcel's number
//   nil_reported      {"register","area","by"}; likewise
//   suspended         {"register","area","reason"}
//   heading_confirmed {"register","area","layout","heading","column"}; column '': not to be read
//   parcel_returned   {"parcel","reason"}
//   parcel_withdrawn  {"parcel","reason"}
//   finding_explained {"finding","reason","evidence","by","until","area"}: 情况说明, in the name of
//                     the area; its seq is the explanation's number
//   explanation_decided {"explanation","approved","note"}
//   objection_raised  {"about","what","register","area","of_day","reason","evidence","by","until"}:
//   异议,
//                     in the name of the area; its seq is the objection's number
//   objection_answered {"objection","upheld","note"}; objection_withdrawn {"objection","note"}
//   pack_used         {"sha256","id","version"}
//   round_run         {"round","seq_from","seq_to"}; an empty range: seq_to = seq_from - 1. Where
//                     they apply also "seqs" (exactly these commands), "lane" (they overtake a
//                     great file), "row_from","row_to","part_rows" (of it), "set_aside" (why not
//                     taken); of two entries on one round the later one counts
//   set_aside         {"seq","code"}: no round could take that command
//   unmasked          {"purpose","what","area"}; scenario_played {"scenario","scale","seed"}
//   loss_accepted     {"seq_kept","seq_lost"}
// A round takes the kinds parcel_taken to pack_used; area is '' for the nation.
struct Command {
  std::string kind;
  std::string payload;  // no personal value in it
  std::string actor;
  Day day;
  // Empty: none. A second command with the same key gets the first's seq if it says the same, else
  // the error "journal.key_reused".
  std::string idempotency_key;
};
struct Entry : Command {
  int64_t seq = 0;
  std::string happened_at, prev_hash, hash;
};
std::string hash_of(const Entry& entry);

struct HighWater {
  int64_t seq = 0;
  std::string hash;
};
Result<std::optional<HighWater>> read_high_water(const std::string& file);

struct ClerkOptions {
  std::string high_water_file;
  std::function<std::string()> clock;  // ISO 8601 with offset
  size_t queue_max = 10'000;
  std::function<Result<void>()> before_commit;  // e.g. make the group's files durable (syncfs)
  std::function<Result<void>(store::Session&)> fence;  // in each transaction: do I lead still?
};
class Clerk {
 public:
  static Result<std::unique_ptr<Clerk>> start(store::Store& store, const ClerkOptions& options);
  ~Clerk();
  // Queues; the future is ready when the command is on disk. Error "journal.queue_full" at once.
  std::future<Result<int64_t>> submit(Command command);
  Result<int64_t> submit_and_wait(Command command);
  bool is_dead() const;  // the storage or the high-water file has failed: nothing more is taken

 private:
  Clerk();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Entries after `seq`, in order, at most `limit`.
Result<std::vector<Entry>> read(store::Session& session, int64_t after_seq, int limit);
// For a trial round: writes commands into the caller's open transaction, which must be rolled back;
// their numbers lie far above those the clerk gives.
Result<std::vector<int64_t>> write_trial(store::Session& session,
                                         const std::vector<Command>& commands);
// For a rebuild: entries as they stand, hashes included, into an empty journal.
Result<void> copy(store::Session& session, const std::vector<Entry>& entries);
struct ChainReport {
  int64_t entries = 0, last_seq = 0;
  std::string last_hash;
  std::optional<int64_t> broken_at;  // seq of the first entry whose hash or number is wrong
};
// Whole chain, or the last `entries_max` only.
Result<ChainReport> check_chain(store::Session& session, std::optional<int64_t> entries_max);

struct Seal {
  int64_t round = 0, seq_from = 0, seq_to = 0, parcels = 0, rows_in = 0;
  Day day;
};
Result<void> seal(store::Session& session, const Seal& seal);  // the last statement of a round
Result<std::optional<Seal>> last_seal(store::Session& session);

}  // namespace diaodu::journal
