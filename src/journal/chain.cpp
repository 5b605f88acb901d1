#include <algorithm>

#include "base/hash.hpp"
#include "journal/entry_batch.hpp"
#include "journal/journal.hpp"
#include "journal/sql.hpp"

namespace diaodu::journal {
namespace {

constexpr int kPageEntries = 5'000;
constexpr int64_t kTrialNumbers = 1'000'000'000'000'000;

std::string text_or_empty(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

}  // namespace

std::string hash_of(const Entry& entry) {
  std::string bytes;
  for (const std::string& part : {entry.prev_hash, std::to_string(entry.seq), entry.happened_at,
                                  to_text(entry.day), entry.actor, entry.kind, entry.payload}) {
    bytes += part;
    bytes += '\x1f';
  }
  return sha256_hex(bytes);
}

Result<std::vector<Entry>> read(store::Session& session, int64_t after_seq, int limit) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::entries_after,
                           {{"after_seq", after_seq}, {"row_limit", static_cast<int64_t>(limit)}}));
  std::vector<Entry> entries(rows.rows());
  for (size_t i = 0; i < entries.size(); ++i) {
    Entry& entry = entries[i];
    entry.seq = rows["seq"].int64(i);
    entry.happened_at = rows["happened_at"].text(i);
    entry.day = rows["day"].day(i);
    entry.actor = rows["actor"].text(i);
    entry.kind = rows["kind"].text(i);
    entry.payload = rows["payload"].text(i);
    entry.idempotency_key = text_or_empty(rows["idempotency_key"], i);
    entry.prev_hash = rows["prev_hash"].text(i);
    entry.hash = rows["hash"].text(i);
  }
  return entries;
}

Result<ChainReport> check_chain(store::Session& session, std::optional<int64_t> entries_max) {
  ChainReport report;
  TRY_ASSIGN(const store::Batch last, session.query(sql::last_entry));
  if (last.rows() == 0) return report;
  int64_t after = 0;
  if (entries_max) after = std::max<int64_t>(0, last["seq"].int64(0) - *entries_max);
  bool first = true;
  for (;;) {
    TRY_ASSIGN(const std::vector<Entry> page, read(session, after, kPageEntries));
    if (page.empty()) break;
    for (const Entry& entry : page) {
      // The first of a part of the chain can only vouch for itself.
      const bool linked =
          first ? (entry.seq == after + 1 && (after > 0 || entry.prev_hash.empty()))
                : (entry.seq == report.last_seq + 1 && entry.prev_hash == report.last_hash);
      if (!report.broken_at && (!linked || hash_of(entry) != entry.hash)) {
        report.broken_at = entry.seq;
      }
      first = false;
      ++report.entries;
      report.last_seq = entry.seq;
      report.last_hash = entry.hash;
    }
    after = page.back().seq;
  }
  return report;
}

Result<std::vector<int64_t>> write_trial(store::Session& session,
                                         const std::vector<Command>& commands) {
  store::Batch batch = empty_batch();
  std::vector<int64_t> numbers;
  for (const Command& command : commands) {
    Entry entry{command};
    entry.seq = kTrialNumbers + static_cast<int64_t>(numbers.size());
    numbers.push_back(entry.seq);
    add_to(batch, entry);
  }
  TRY(session.append("journal", batch));
  return numbers;
}

Result<void> copy(store::Session& session, const std::vector<Entry>& entries) {
  store::Batch batch = empty_batch();
  for (const Entry& entry : entries) add_to(batch, entry);
  return session.append("journal", batch);
}

Result<void> seal(store::Session& session, const Seal& seal) {
  TRY(session.run(sql::seal_round, {{"round", seal.round},
                                    {"day", seal.day},
                                    {"seq_from", seal.seq_from},
                                    {"seq_to", seal.seq_to},
                                    {"parcels", seal.parcels},
                                    {"rows_in", seal.rows_in}}));
  return {};
}

Result<std::optional<Seal>> last_seal(store::Session& session) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::last_seal));
  if (rows.rows() == 0) return std::optional<Seal>{};
  Seal seal;
  seal.round = rows["round"].int64(0);
  seal.day = rows["day"].day(0);
  seal.seq_from = rows["seq_from"].int64(0);
  seal.seq_to = rows["seq_to"].int64(0);
  seal.parcels = rows["parcels"].int64(0);
  seal.rows_in = rows["rows_in"].int64(0);
  return std::optional<Seal>(seal);
}

}  // namespace diaodu::journal
