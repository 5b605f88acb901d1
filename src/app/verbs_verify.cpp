// verify, doctor: is everything as the journal says, and what to do if not.
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>

#include "app/asked.hpp"
#include "app/checks.hpp"
#include "app/kept_files.hpp"
#include "app/sql.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "figure/figure.hpp"
#include "frame/payload.hpp"

namespace diaodu::app {
namespace {

constexpr int kPage = 5'000;
constexpr size_t kTold = 5;  // of what differs, by name

// Seconds since 1970 of "2020-03-06T08:00:00.000+08:00"; 0: not readable.
int64_t seconds_of(const std::string& happened_at) {
  std::tm when{};
  int ms = 0, hours = 0, minutes = 0;
  char sign = '+';
  if (std::sscanf(happened_at.c_str(), "%d-%d-%dT%d:%d:%d.%d%c%d:%d", &when.tm_year, &when.tm_mon,
                  &when.tm_mday, &when.tm_hour, &when.tm_min, &when.tm_sec, &ms, &sign, &hours,
                  &minutes) != 10)
    return 0;
  when.tm_year -= 1900;
  when.tm_mon -= 1;
  const int64_t ahead = (int64_t{hours} * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
  return static_cast<int64_t>(::timegm(&when)) - ahead;
}

Result<void> check_journal(App& app, store::Session& session, Checks& checks) {
  TRY_ASSIGN(const journal::ChainReport chain, journal::check_chain(session, {}));
  const int64_t at = chain.broken_at.value_or(0);
  checks.add({"chain",
              {"日志链", "journal chain"},
              !chain.broken_at,
              chain.broken_at ? Words{fmt::format("第 {} 号不衔接", at),
                                      fmt::format("entry {} does not fit", at)}
                              : Words{fmt::format("{} 条，逐条相连", chain.entries),
                                      fmt::format("{} entries, linked", chain.entries)},
              {"停止使用，把备份放回来", "stop using it and put a copy back"}});
  TRY_ASSIGN(const auto mark, journal::read_high_water(app.home().high_water()));
  const int64_t marked = mark ? mark->seq : 0;
  checks.add({"high_water",
              {"高水位", "high-water mark"},
              mark.has_value() == (chain.entries > 0) && marked <= chain.last_seq,
              {fmt::format("记录到第 {} 号，日志到第 {} 号", marked, chain.last_seq),
               fmt::format("says {}, the journal ends with {}", marked, chain.last_seq)},
              {"运行 diaodu doctor", "run diaodu doctor"}});
  return {};
}

Result<void> check_audit(App& app, store::Session& session, Checks& checks) {
  TRY_ASSIGN(const access::AuditCheck audit,
             access::Audit::check(session, app.home().audit_head()));
  Words found{fmt::format("{} 条，逐条相连", audit.rows),
              fmt::format("{} rows, linked", audit.rows)};
  if (audit.gaps > 0) {
    found.zh += fmt::format("；曾恢复旧备份 {} 次，见 audit_gap", audit.gaps);
    found.en += fmt::format("; an older copy was put back {} times, see audit_gap", audit.gaps);
  }
  if (audit.cut_off)
    found = {fmt::format("止于第 {} 号，少了后面的记录", audit.last_seq),
             fmt::format("ends at {}, rows after it are gone", audit.last_seq)};
  if (audit.broken_at)
    found = {fmt::format("第 {} 号不衔接，被改动、删除或插入过", *audit.broken_at),
             fmt::format("row {} does not fit: altered, deleted or put in", *audit.broken_at)};
  checks.add({"audit",
              {"审计链", "audit chain"},
              !audit.broken_at && !audit.cut_off,
              found,
              {"保留现场，把备份放回来，并报告安全负责人",
               "leave it as it is, put a copy back, and tell who answers for security"}});
  return {};
}

struct Named {  // a kept file, as the journal has it
  int64_t seq = 0, bytes = 0;
  int64_t at = 0;  // seconds, of the last command that names it
};

Result<std::map<std::string, Named>> named_files(store::Session& session) {
  std::map<std::string, Named> files;
  for (int64_t after = 0;;) {
    TRY_ASSIGN(const std::vector<journal::Entry> page, journal::read(session, after, kPage));
    if (page.empty()) return files;
    after = page.back().seq;
    for (const journal::Entry& entry : page) {
      if (entry.kind != "parcel_taken") continue;
      const frame::Payload payload(entry.payload);
      files[payload.text("file_sha256")] = {entry.seq, payload.number("file_bytes"),
                                            seconds_of(entry.happened_at)};
    }
  }
}

enum class Look { good, missing, altered };

// Without `whole` a file of the right size that was not written after its command is taken as it
// is; only a younger one (put back from a copy, or altered) is read.
Look look_at(const std::string& path, const std::string& sha256, const Named& named, bool whole) {
  constexpr int64_t kClocksApart = 2;  // seconds
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return Look::missing;
  if (about.st_size != named.bytes) return Look::altered;
  if (!whole && about.st_mtim.tv_sec <= named.at + kClocksApart) return Look::good;
  const Result<std::string> now = file_sha256(path);
  return now.ok() && *now == sha256 ? Look::good : Look::altered;
}

// Every file that the journal names is there, with the content it had.
Result<void> check_files(App& app, store::Session& session, bool whole, Checks& checks,
                         Output& out) {
  TRY_ASSIGN(const auto files, named_files(session));
  int64_t looked = 0, missing = 0, altered = 0;
  std::string first_wrong;
  for (const auto& [sha256, named] : files) {
    const std::string path = app.home().files() + "/" + sha256.substr(0, 2) + "/" + sha256;
    const Look look = look_at(path, sha256, named, whole);
    if (look != Look::good && first_wrong.empty())
      first_wrong = fmt::format("{} ({})", sha256, named.seq);
    missing += look == Look::missing;
    altered += look == Look::altered;
    if (++looked % 500 == 0) out.progress(fmt::format("files {}/{}", looked, files.size()));
  }
  const bool good = missing + altered == 0;
  checks.add(
      {"files",
       {"原件", "kept files"},
       good,
       good ? Words{fmt::format("{} 份都在{}", looked,
                                whole ? "，内容未变" : "，大小与时间未变（内容用 verify 核验）"),
                    fmt::format("all {} are there{}", looked,
                                whole ? ", unchanged"
                                      : ", size and time unchanged (verify reads "
                                        "them)")}
            : Words{fmt::format("缺失 {} 份，被改动 {} 份，例如 {}", missing, altered, first_wrong),
                    fmt::format("{} missing, {} altered, for example {}", missing, altered,
                                first_wrong)},
       {"从备份把 files/ 下的这些文件放回来", "put those files of files/ back from a copy"}});
  return {};
}

Result<void> check_counts(store::Session& session, std::string_view query, const char* id,
                          Words name, Checks& checks) {
  TRY_ASSIGN(const store::Batch rows, session.query(query));
  const size_t wrong = rows.rows();
  std::vector<std::string> told;
  for (size_t row = 0; row < std::min(wrong, kTold); ++row)
    told.emplace_back(rows["what"].text(row));
  checks.add({id,
              std::move(name),
              wrong == 0,
              wrong == 0 ? Words{"相符", "equal"}
                         : Words{fmt::format("{} 处不符：{}{}", wrong, join(told, "；"),
                                             wrong > kTold ? " 等" : ""),
                                 fmt::format("{} differ: {}{}", wrong, join(told, "; "),
                                             wrong > kTold ? " ..." : "")},
              {"运行 diaodu rebuild 重建，再看是否相符", "run diaodu rebuild and look again"}});
  return {};
}

Result<void> check_figures(App& app, Checks& checks) {
  TRY_ASSIGN(const auto seal, app.last_seal());
  if (!seal || seal->day == Day{}) return {};
  std::vector<figure::Difference> differences;
  TRY(app.as_round(seal->day, [&](frame::RoundContext& round) -> Result<void> {
    TRY_ASSIGN(differences, figure::verify(round, seal->day));
    return {};
  }));
  Words found{fmt::format("{} 的指标值重算后全部相同", to_text(seal->day)),
              fmt::format("all figures of {} come out the same", to_text(seal->day))};
  if (!differences.empty()) {
    const figure::Difference& d = differences.front();
    found = {fmt::format("{} 处不同，例如 {} {} {}：存 {}，算 {}", differences.size(), d.indicator,
                         d.area, d.part, d.stored, d.computed),
             fmt::format("{} differ, for example {} {} {}: stored {}, computed {}",
                         differences.size(), d.indicator, d.area, d.part, d.stored, d.computed)};
  }
  checks.add({"figures",
              {"指标值", "figures"},
              differences.empty(),
              found,
              {"运行 diaodu rebuild 重建", "run diaodu rebuild"}});
  return {};
}

// Parts of an axis that must close do close.
Result<void> check_parts(App& app, store::Session& session, Checks& checks) {
  const Used used = app.used();
  for (const pack::Indicator& indicator : used.pack->indicators) {
    if (indicator.parts_add_up.empty()) continue;
    TRY_ASSIGN(const store::Batch rows,
               session.query(sql::parts_that_do_not_close,
                             {{"indicator", indicator.id}, {"axis", indicator.parts_add_up}}));
    const size_t wrong = rows.rows();
    checks.add({"parts " + indicator.id,
                {"分项合计 " + indicator.id, "parts of " + indicator.id},
                wrong == 0,
                wrong == 0
                    ? Words{"各分项之和等于合计", "they add up"}
                    : Words{fmt::format("{} 处不等，例如 {}", wrong, rows["what"].text(0)),
                            fmt::format("{} do not, for example {}", wrong, rows["what"].text(0))},
                {"检查指标的查询是否覆盖所有分项",
                 "see whether the indicator's query covers every part"}});
  }
  return {};
}

Done finish(App& app, const Request& request, const Checks& checks, Output& out) {
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"] = checks.items();
  out.object(object);
  return checks.all_good() ? Exit::good : Exit::found_something;
}

void check_disk(const App& app, Checks& checks) {
  struct statvfs disk {};
  if (::statvfs(app.home().folder.c_str(), &disk) != 0) return;
  const double free_gb =
      static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize) / 1e9;
  const bool good = disk.f_bavail * 10 >= disk.f_blocks || free_gb > 20;
  checks.add({"disk",
              {"磁盘", "disk"},
              good,
              {fmt::format("剩余 {:.1f} GB", free_gb), fmt::format("{:.1f} GB free", free_gb)},
              {"剩余不足一成，请清理或扩容；满了以后不再接收新文件，已有数据不受影响",
               "less than a tenth is free: make room; a full disk takes no new files, what is "
               "there is safe"}});
}

void check_modes(const App& app, Checks& checks) {
  struct stat about {};
  const bool good = ::stat(app.home().key().c_str(), &about) == 0 && (about.st_mode & 077) == 0;
  checks.add({"key",
              {"密钥", "key"},
              good,
              good ? Words{"只有本用户可读", "only this user can read it"}
                   : Words{"别的用户也能读", "other users can read it"},
              {"chmod 600 " + app.home().key(), "chmod 600 " + app.home().key()}});
}

Result<void> check_waiting(store::Session& session, Checks& checks) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::waiting_commands));
  const int64_t waiting = rows["waiting"].int64(0);
  checks.add({"waiting",
              {"等待处理", "waiting"},
              waiting == 0,
              {fmt::format("{} 条", waiting), fmt::format("{} commands", waiting)},
              {"运行 diaodu round run", "run diaodu round run"}});
  return {};
}

// What no round could take; a withdrawal puts an end to it.
Result<void> check_set_aside(store::Session& session, Checks& checks) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::parcels_set_aside));
  const int64_t n = rows["n"].int64(0);
  const int64_t last = n > 0 ? rows["last"].int64(0) : 0;
  checks.add(
      {"set_aside",
       {"搁置", "set aside"},
       n == 0,
       n == 0 ? Words{"没有", "none"}
              : Words{fmt::format("{} 份报送件处理时出错，未入库，最后一份是 {}", n, last),
                      fmt::format("{} parcels that no round could take, the last is {}", n, last)},
       {"diaodu parcel show 看原因；改正规则后重新报送，再撤回搁置的那份",
        "diaodu parcel show tells why; mend the rule and send it again, then withdraw the "
        "one set aside"}});
  return {};
}

}  // namespace

Done verify(App& app, const Request& request, Output& out) {
  Checks checks(out);
  TRY_ASSIGN(const auto session, app.reader());
  TRY(check_journal(app, *session, checks));
  TRY(check_audit(app, *session, checks));
  TRY(check_files(app, *session, true, checks, out));
  TRY(check_counts(*session, sql::parcels_not_as_journalled, "parcels",
                   {"报送件与日志", "parcels and journal"}, checks));
  TRY(check_counts(*session, sql::parcels_that_do_not_add_up, "rows",
                   {"收到的行 = 接收 + 退回", "rows in = accepted + refused"}, checks));
  TRY(check_figures(app, checks));
  TRY(check_parts(app, *session, checks));
  return finish(app, request, checks, out);
}

Done doctor(App& app, const Request& request, Output& out) {
  Checks checks(out);
  TRY_ASSIGN(const auto session, app.reader());
  check_disk(app, checks);
  check_modes(app, checks);
  TRY(check_journal(app, *session, checks));
  TRY(check_files(app, *session, false, checks, out));
  TRY(check_waiting(*session, checks));
  TRY(check_set_aside(*session, checks));
  return finish(app, request, checks, out);
}

}  // namespace diaodu::app
