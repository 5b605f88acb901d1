// init, pack check, pack use: which rules hold.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <limits>

#include "app/asked.hpp"
#include "app/keyed.hpp"
#include "app/pack_change.hpp"
#include "app/packs.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "pack/change.hpp"

namespace diaodu::app {
namespace {

void print_faults(const std::vector<Error>& faults, Output& out) {
  boost::json::array items;
  for (const Error& fault : faults) {
    out.text(to_line(fault, out.chinese()) + "\n");
    items.push_back(shape(fault));
  }
  out.line({fmt::format("{} 处错误", faults.size()), fmt::format("{} faults", faults.size())});
  out.object({{"items", items}, {"day", nullptr}, {"round", nullptr}, {"next", nullptr}});
}

boost::json::object pack_shape(const pack::Pack& pack) {
  return {{"id", pack.id},
          {"version", pack.version},
          {"sha256", pack.sha256},
          {"name", shape(pack.name)},
          {"registers", pack.registers.size()},
          {"rules", pack.rules.size()},
          {"indicators", pack.indicators.size()},
          {"targets", pack.targets.size()},
          {"cases", pack.cases.size()},
          {"synthetic", pack.synthetic}};
}

void print_pack(const pack::Pack& pack, Output& out, Words said) {
  out.line(said);
  boost::json::array items;
  items.push_back(pack_shape(pack));
  out.object({{"items", items}, {"day", nullptr}, {"round", nullptr}, {"next", nullptr}});
}

Result<void> bring_into_use(App& app, const pack::Pack& pack, const Request& request) {
  TRY_ASSIGN(const int64_t seq, submit_once(app, {"pack_used", pack_used_payload(pack),
                                                  request.actor, Day{}, request.key})
                                    .get());
  TRY(app.run_rounds(seq, {}, {}));
  return was_taken(app, seq);
}

// Changes that the records stored here cannot follow: the pack stays out of use.
Result<std::vector<Error>> not_carried(App& app, const pack::Pack& after) {
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<Used> used,
             packs_in_use(*session, app.home().packs(), std::numeric_limits<int64_t>::max()));
  std::vector<const pack::Pack*> before;
  for (const Used& one : used) before.push_back(one.pack.get());
  return pack::changes_not_carried(before, after);
}

}  // namespace

Done pack_check(const Request& request, Output& out) {
  TRY_ASSIGN(const Checked checked, check_pack(request.pack));
  std::vector<Error> faults = checked.faults;
  faults.insert(faults.end(), checked.rules_without_cases.begin(),
                checked.rules_without_cases.end());
  pack::drop_hearsay(faults);
  if (!faults.empty()) {
    print_faults(faults, out);
    return Exit::found_something;
  }
  const pack::Pack& pack = *checked.used.pack;
  print_pack(
      pack, out,
      {fmt::format("{} {}：台账 {}，规则 {}，指标 {}，目标 {}，用例 {}，没有错误", pack.id,
                   pack.version, pack.registers.size(), pack.rules.size(), pack.indicators.size(),
                   pack.targets.size(), pack.cases.size()),
       fmt::format("{} {}: {} registers, {} rules, {} indicators, {} targets, {} cases; no faults",
                   pack.id, pack.version, pack.registers.size(), pack.rules.size(),
                   pack.indicators.size(), pack.targets.size(), pack.cases.size())});
  return Exit::good;
}

Done init(const Request& request, Output& out) {
  const Home home = Home::of(request.data, request.files);
  TRY_ASSIGN(const Checked checked, check_pack(request.pack));
  if (!checked.faults.empty()) {
    print_faults(checked.faults, out);
    return Exit::found_something;
  }
  const pack::Pack& pack = *checked.used.pack;
  TRY_ASSIGN(const HomeLock lock, make_home(home));
  TRY(keep_pack(home, pack));
  AppOptions options{home};
  options.create = true;
  TRY_ASSIGN(const auto app, App::open(options));
  TRY(bring_into_use(*app, pack, request));
  TRY(finish_home(home));
  print_pack(pack, out,
             {fmt::format("已建立 {}，使用规则包 {} {}", home.folder, pack.id, pack.version),
              fmt::format("{} is ready, with pack {} {}", home.folder, pack.id, pack.version)});
  return Exit::good;
}

Done pack_use(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const Checked checked, check_pack(request.pack));
  if (!checked.faults.empty()) {
    print_faults(checked.faults, out);
    return Exit::found_something;
  }
  const pack::Pack& pack = *checked.used.pack;
  const Used now = app.used();
  if (now.pack && now.pack->sha256 == pack.sha256) {
    print_pack(pack, out, {"规则包没有变化", "the pack is the one in use"});
    return Exit::good;
  }
  TRY_ASSIGN(const std::vector<Error> errors, not_carried(app, pack));
  if (!errors.empty()) {
    print_faults(errors, out);
    return Exit::found_something;
  }
  TRY(keep_pack(app.home(), pack));
  TRY(bring_into_use(app, pack, request));
  print_pack(pack, out,
             {fmt::format("改用规则包 {} {}", pack.id, pack.version),
              fmt::format("from now on: pack {} {}", pack.id, pack.version)});
  return Exit::good;
}

}  // namespace diaodu::app
