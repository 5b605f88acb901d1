// Rebuild: a new store beside, the journal copied as it stands, the recorded rounds run again, the
// tables compared, the new store put in place of the old.
#include "app/rebuild.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <filesystem>
#include <map>

#include "app/asked.hpp"
#include "app/packs.hpp"
#include "app/sql.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "frame/payload.hpp"

namespace diaodu::app {
namespace fs = std::filesystem;
namespace {

constexpr int kPage = 5'000;
constexpr std::string_view kSchema = "diaodu_rebuild";

std::string filled(std::string_view statement, std::string_view table, std::string_view home = {}) {
  std::string text = replace_all(std::string(statement), "{{schema}}", store::quoted(kSchema));
  if (!home.empty()) text = replace_all(text, "{{home}}", store::quoted(home));
  return table.empty() ? text : replace_all(text, "{{table}}", store::quoted(table));
}

std::string folder_of(const Home& home) { return home.folder + "/rebuild.tmp"; }

// An empty store beside the one in use.
Result<std::unique_ptr<store::Store>> open_beside(App& app, store::Session& session) {
  if (!app.home().is_postgres()) {
    std::error_code failed;
    fs::remove_all(folder_of(app.home()), failed);
    fs::create_directories(folder_of(app.home()), failed);
    return store::Store::open({.data = folder_of(app.home()), .create = true});
  }
  TRY(session.run(filled(sql::drop_schema, {})));
  TRY(session.run(filled(sql::create_schema, {})));
  const std::string& url = app.home().data;
  const char* joint = url.find('?') == std::string::npos ? "?" : "&";
  return store::Store::open(
      {.data = fmt::format("{}{}options=-csearch_path%3D{}", url, joint, kSchema), .create = true});
}

class Replay {
 public:
  Replay(App& app, store::Session& from, store::Session& to, Output& out)
      : app_(app), from_(from), to_(to), out_(out) {}

  Result<int64_t> copy_journal() {
    int64_t last = 0;
    for (;;) {
      TRY_ASSIGN(const std::vector<journal::Entry> page, journal::read(from_, last, kPage));
      if (page.empty()) return last;
      TRY(journal::copy(to_, page));
      last = page.back().seq;
    }
  }

  Result<void> run_rounds(int64_t rounds) {
    TRY_ASSIGN(const store::Batch begun, to_.query(sql::begun_rounds));
    std::map<int64_t, int64_t> seq_of;
    for (size_t i = 0; i < begun.rows(); ++i)
      seq_of[frame::Payload(begun["payload"].text(i)).number("round")] = begun["seq"].int64(i);
    while (last_.round < rounds && seq_of.contains(last_.round + 1)) {
      TRY_ASSIGN(const auto entry, journal::read(to_, seq_of[last_.round + 1] - 1, 1));
      TRY(run_round_of(entry.at(0)));
      out_.progress(fmt::format("round {}/{}", last_.round, rounds));
    }
    return {};
  }

 private:
  Result<void> run_round_of(const journal::Entry& round_run) {
    const frame::Payload payload(round_run.payload);
    const std::vector<int64_t> seqs = payload.numbers("seqs");
    const int64_t to = seqs.empty() ? payload.number("seq_to") : seqs.back();
    std::vector<journal::Entry> entries;
    for (int64_t after = last_.seq_to; after < to;) {
      TRY_ASSIGN(std::vector<journal::Entry> page, journal::read(to_, after, kPage));
      if (page.empty()) break;
      after = page.back().seq;
      std::move(page.begin(), page.end(), std::back_inserter(entries));
    }
    RoundPlan plan = plan_again(last_, entries, round_run);
    if (!plan.pack_sha256.empty()) {
      TRY_ASSIGN(used_, load_kept_pack(app_.home(), plan.pack_sha256));
    }
    if (plan.has_files) TRY(start_parsers());
    frame::RoundContext round = app_.context(to_, plan, used_, {});
    round.parsers = parsers_.get();
    TRY_ASSIGN(last_, run_round(round, plan, last_, {}, {}));
    return {};
  }

  // Its own: those in use may be in the middle of a great file.
  Result<void> start_parsers() {
    if (parsers_ && parsers_pack_ == used_.pack->sha256) return {};
    TRY_ASSIGN(parsers_, app_.new_parsers(used_));
    parsers_pack_ = used_.pack->sha256;
    return {};
  }

  App& app_;
  store::Session& from_;
  store::Session& to_;
  Output& out_;
  Used used_;
  journal::Seal last_;
  std::shared_ptr<parcel::Parsers> parsers_;
  std::string parsers_pack_;
};

Result<std::vector<TableCompared>> compare(store::Session& before, store::Session& after,
                                           Output& out) {
  std::map<std::string, TableCompared> tables;
  for (store::Session* session : {&before, &after}) {
    TRY_ASSIGN(const std::vector<std::string> names, derived_tables(*session));
    for (const std::string& name : names) tables[name].table = name;
  }
  std::vector<TableCompared> compared;
  for (auto& [name, table] : tables) {
    out.progress("compare " + name);
    const Result<TableHash> old_hash = hash_table(before, name);
    const Result<TableHash> new_hash = hash_table(after, name);
    if (old_hash) table.rows_before = old_hash->rows;
    if (new_hash) table.rows_after = new_hash->rows;
    table.equal = old_hash.ok() && new_hash.ok() && old_hash->hash == new_hash->hash;
    compared.push_back(table);
  }
  return compared;
}

// PostgreSQL: in one transaction each derived table gives way to the rebuilt one.
Result<void> swap_schemas(store::Session& session, const std::vector<TableCompared>& tables) {
  TRY_ASSIGN(const store::Batch now, session.query(sql::schema_now));
  const std::string home(now["schema_name"].text(0));
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(session));
  TRY_ASSIGN(const std::vector<std::string> present, derived_tables(session));
  for (const std::string& table : present) TRY(session.run(filled(sql::drop_derived, table)));
  for (const TableCompared& table : tables)
    TRY(session.run(filled(sql::move_table, table.table, home)));
  TRY(session.run(filled(sql::drop_schema, {})));
  return transaction.commit();
}

int64_t audit_seq(const Home& home) {
  const auto head = access::read_head(home.audit_head());
  return head ? head->seq : 0;
}

// Accounts, sessions, tokens and the audit are kept, not derived: they come along as they stand.
Result<int64_t> copy_access(App& app, store::Session& to) {
  TRY_ASSIGN(access::Access* const access, app.access());
  int64_t last = 0;
  TRY(access->while_still([&]() -> Result<void> {
    TRY_ASSIGN(const auto from, app.reader());
    last = audit_seq(app.home());
    return access::copy_kept(*from, to);
  }));
  return last;
}

// DuckDB: the files change places when the store is closed, unless something came in meanwhile.
Result<void> swap_files(const Home& home, int64_t last_seq, int64_t last_audit, bool keep_old) {
  TRY_ASSIGN(const auto mark, journal::read_high_water(home.high_water()));
  std::error_code failed;
  if (!mark || mark->seq != last_seq || audit_seq(home) != last_audit) {
    fs::remove_all(folder_of(home), failed);
    return Error{
        "rebuild.overtaken",
        {"重建期间又收到了新的操作，没有替换", "commands came in meanwhile; nothing was swapped"},
        {"没有别人使用时再运行一次", "run it again when nobody works"},
        home.folder};
  }
  const std::string live = home.folder + "/diaodu.db", made = folder_of(home) + "/diaodu.db";
  const std::string old = home.folder + "/diaodu.db.before";
  fs::remove(old + ".wal", failed);
  for (const char* end : {".wal", ""}) {
    if (fs::exists(live + end, failed)) fs::rename(live + end, old + end, failed);
  }
  for (const char* end : {"", ".wal"}) {
    if (!failed && fs::exists(made + end, failed)) fs::rename(made + end, live + end, failed);
  }
  if (failed) {
    return Error{
        "rebuild.not_swapped",
        {"替换数据库文件时出错：" + failed.message(),
         "the files could not be swapped: " + failed.message()},
        {"把 diaodu.db.before 改回 diaodu.db", "rename diaodu.db.before back to diaodu.db"},
        home.folder};
  }
  fs::remove_all(folder_of(home), failed);
  if (!keep_old) fs::remove(old, failed), fs::remove(old + ".wal", failed);
  return {};
}

void print_compared(const std::vector<TableCompared>& tables, Output& out) {
  Table table({{{"表", "table"}},
               {{"原有行", "rows before"}, Table::Align::right},
               {{"重建行", "rows rebuilt"}, Table::Align::right},
               {{"", ""}}});
  for (const TableCompared& one : tables) {
    table.row({one.table, std::to_string(one.rows_before), std::to_string(one.rows_after),
               out.pick(one.equal ? Words{"相同", "equal"} : Words{"不同", "DIFFERENT"})});
  }
  out.table(table);
}

}  // namespace

Done rebuild(App& app, const Request& request, Output& out) {
  std::vector<TableCompared> tables;
  int64_t last_seq = 0, last_audit = 0;
  const bool may_swap = !request.no_swap && (!request.forwarded || app.home().is_postgres());
  Result<void> done = app.while_still([&](const journal::Seal& sealed) -> Result<void> {
    TRY_ASSIGN(const auto before, app.reader());
    TRY_ASSIGN(const auto store, open_beside(app, *before));
    TRY_ASSIGN(const auto after, store->session());
    TRY(store::migrate(*after));
    Replay replay(app, *before, *after, out);
    TRY_ASSIGN(last_seq, replay.copy_journal());
    TRY(replay.run_rounds(sealed.round));
    TRY_ASSIGN(tables, compare(*before, *after, out));
    if (may_swap && !app.home().is_postgres()) {
      TRY_ASSIGN(last_audit, copy_access(app, *after));
    }
    TRY(after->checkpoint());
    if (app.home().is_postgres() && may_swap) TRY(swap_schemas(*before, tables));
    return {};
  });
  if (!done) return std::move(done).error();
  bool equal = true;
  for (const TableCompared& table : tables) equal = equal && table.equal;
  print_compared(tables, out);
  if (may_swap && !app.home().is_postgres()) {
    app.after_close = [home = app.home(), last_seq, last_audit, equal] {
      return swap_files(home, last_seq, last_audit, !equal);
    };
  }
  out.line(equal
               ? Words{"重建结果与现有数据完全相同", "the rebuilt tables are equal to those in use"}
               : Words{"重建结果与现有数据不同", "the rebuilt tables differ from those in use"});
  out.line(may_swap ? Words{"已换用重建的数据", "the rebuilt ones are in use now"}
                    : Words{"没有替换", "nothing was swapped"});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  for (const TableCompared& one : tables) {
    object["items"].as_array().push_back(boost::json::object{{"table", one.table},
                                                             {"rows_before", one.rows_before},
                                                             {"rows_rebuilt", one.rows_after},
                                                             {"equal", one.equal}});
  }
  out.object(object);
  return equal ? Exit::good : Exit::found_something;
}

}  // namespace diaodu::app
