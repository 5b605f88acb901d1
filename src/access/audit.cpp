#include "access/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "access/audit_chain.hpp"
#include "access/sql.hpp"
#include "access/state.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr size_t kIdsKept = 1'000;
constexpr int64_t kPage = 5'000;

std::vector<std::string> texts_of(const AuditRow& row) {
  return {row.happened_at,    row.actor,      row.on_behalf_of, row.action,
          row.register_id,    row.area,       row.purpose,      std::to_string(row.count),
          join(row.ids, " "), row.ids_sha256, row.detail,       row.request_id,
          row.remote,         row.outcome};
}

std::vector<AuditRow> rows_of(const store::Batch& batch) {
  std::vector<AuditRow> rows(batch.rows());
  for (size_t i = 0; i < rows.size(); ++i) {
    AuditRow& row = rows[i];
    row.seq = batch["seq"].int64(i);
    row.count = batch["rows_shown"].int64(i);
    for (const auto& [name, to] : std::initializer_list<std::pair<const char*, std::string*>>{
             {"happened_at", &row.happened_at},
             {"actor", &row.actor},
             {"on_behalf_of", &row.on_behalf_of},
             {"action", &row.action},
             {"register", &row.register_id},
             {"area", &row.area},
             {"purpose", &row.purpose},
             {"ids_sha256", &row.ids_sha256},
             {"detail", &row.detail},
             {"request_id", &row.request_id},
             {"remote", &row.remote},
             {"outcome", &row.outcome},
             {"prev_hash", &row.prev_hash},
             {"hash", &row.hash}}) {
      *to = std::string(batch[name].text(i));
    }
    const std::string ids(batch["ids"].text(i));
    if (!ids.empty()) row.ids = split(ids, ' ');
  }
  return rows;
}

std::string text_fit(std::string text) {  // a caller's text that is no text is not stored as it is
  return is_utf8(text) && text.find('\0') == std::string::npos ? text : "?";
}

}  // namespace

std::string hash_of(const AuditRow& row) {
  std::string bytes = row.prev_hash + '\x1f' + std::to_string(row.seq) + '\x1f';
  for (const std::string& part : texts_of(row)) {
    bytes += part;
    bytes += '\x1f';
  }
  return sha256_hex(bytes);
}

std::string id_hash(const HashKey& key, const std::string& id) {
  return fmt::format("{:016x}", hash63(key, "access.audit\x1f" + id));
}

AuditRow row_of(const AuditEntry& entry, const HashKey& key) {
  AuditRow row;
  static_cast<AuditEntry&>(row) = entry;
  for (std::string* text :
       {&row.actor, &row.on_behalf_of, &row.action, &row.register_id, &row.area, &row.purpose,
        &row.detail, &row.request_id, &row.remote, &row.outcome}) {
    *text = text_fit(std::move(*text));
  }
  for (std::string& id : row.ids) id = id_hash(key, id);
  if (!row.ids.empty()) row.ids_sha256 = sha256_hex(join(row.ids, " "));
  if (row.ids.size() > kIdsKept) row.ids.resize(kIdsKept);
  return row;
}

store::Batch empty_audit() {
  using store::Column;
  using store::Type;
  store::Batch batch;
  for (const char* name :
       {"happened_at", "actor", "on_behalf_of", "action", "register", "area", "purpose", "ids",
        "ids_sha256", "detail", "request_id", "remote", "outcome", "prev_hash", "hash"}) {
    batch.columns.emplace_back(name, Type::text);
  }
  batch.columns.emplace_back("seq", Type::int64);
  batch.columns.emplace_back("rows_shown", Type::int64);
  return batch;
}

void add_to(store::Batch& batch, const AuditRow& row) {
  const std::vector<std::string> texts = texts_of(row);
  size_t at = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i == 7) continue;  // the count, a number
    batch.columns[at++].add(texts[i]);
  }
  batch.columns[at++].add(row.prev_hash);
  batch.columns[at++].add(row.hash);
  batch["seq"].add(row.seq);
  batch["rows_shown"].add(row.count);
}

std::optional<AuditHead> read_head(const std::string& file) {
  std::ifstream in(file);
  AuditHead head;
  if (!(in >> head.seq >> head.hash) || head.hash.size() != 64 || head.seq < 0) return std::nullopt;
  return head;
}

Result<int64_t> Audit::record(const AuditEntry& entry) { return state_.writer->write({}, {entry}); }

Result<std::vector<AuditRow>> Audit::list(store::Session& session, const AuditAsked& asked) const {
  const std::string id = asked.id.empty() ? "" : id_hash(state_.options.key, asked.id);
  TRY_ASSIGN(
      const store::Batch batch,
      session.query(sql::audit_list,
                    {{"day_from", asked.from ? to_text(*asked.from) : std::string()},
                     {"day_after", asked.to ? to_text(*asked.to + 1) : std::string("9999")},
                     {"actor", asked.actor},
                     {"action", asked.action},
                     {"id_hash", id},
                     {"before_seq", asked.before_seq > 0 ? asked.before_seq
                                                         : std::numeric_limits<int64_t>::max()},
                     {"row_limit", static_cast<int64_t>(std::max(0, asked.limit))}}));
  return rows_of(batch);
}

Result<AuditCheck> Audit::check(store::Session& session, const std::string& head_file) {
  AuditCheck check;
  std::optional<std::string> hash_at_head;
  const std::optional<AuditHead> head = head_file.empty() ? std::nullopt : read_head(head_file);
  for (;;) {
    TRY_ASSIGN(
        const store::Batch batch,
        session.query(sql::audit_after, {{"after_seq", check.last_seq}, {"row_limit", kPage}}));
    if (batch.rows() == 0) break;
    for (const AuditRow& row : rows_of(batch)) {
      const bool linked = row.seq == check.last_seq + 1 && row.prev_hash == check.last_hash;
      if (!check.broken_at && (!linked || hash_of(row) != row.hash)) check.broken_at = row.seq;
      if (head && row.seq == head->seq) hash_at_head = row.hash;
      if (row.action == "audit_gap") ++check.gaps;
      ++check.rows;
      check.last_seq = row.seq;
      check.last_hash = row.hash;
    }
  }
  if (head && head->seq > 0) {
    check.cut_off = check.last_seq < head->seq;
    if (!check.cut_off && !check.broken_at && hash_at_head != head->hash)
      check.broken_at = head->seq;
  }
  return check;
}

}  // namespace diaodu::access
