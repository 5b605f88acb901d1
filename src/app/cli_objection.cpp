// The grammar of objection.
#include "app/cli_account.hpp"

namespace diaodu::app {

void add_objection_commands(const Making& making) {
  Request& r = making.request;
  const auto key = [&](CLI::App* verb) {
    verb->add_option("--key", r.key,
                     "重发不重做的标识 · sent again with the same key, it is not done again");
  };
  CLI::App* objection = making.noun("objection", "异议 · objections");
  CLI::App* raise =
      making.command(objection, "raise", "提异议，位次暂停到上一级答复 · the rank is paused");
  raise->add_option("WHAT", r.name, "目标，或疑点、报送件的编号 · a target, or a number")
      ->required();
  raise->add_option("--about", r.about, "standing 进度 | finding 疑点 | parcel 报送件")
      ->check(CLI::IsMember({"standing", "finding", "parcel"}));
  raise->add_option("--area", r.area, "以哪里的名义 · in whose name");
  raise->add_option("--day", making.day, "哪一天的进度 · of which day's standing");
  raise->add_option("--reason", r.reason, "理由 · why")->required();
  raise->add_option("--evidence", r.evidence, "依据 · what shows it");
  raise->add_option("--by", r.by, "提出人 · who says so");
  key(raise);
  CLI::App* answer = making.command(objection, "answer", "答复，由上一级办 · by the place above");
  answer->add_option("ID", r.name, "异议编号 · its number")->required();
  answer->add_option("--as", r.state, "upheld 成立 | refused 不成立")
      ->required()
      ->check(CLI::IsMember({"upheld", "refused"}));
  answer->add_option("--reason", r.reason, "答复 · the words of it")->required();
  key(answer);
  CLI::App* withdraw = making.command(objection, "withdraw", "撤回异议 · take it back");
  withdraw->add_option("ID", r.name, "异议编号 · its number")->required();
  withdraw->add_option("--reason", r.reason, "原因 · why");
  key(withdraw);
  CLI::App* list = making.command(objection, "list", "异议清单 · objections, the latest first");
  list->add_option("--area", r.area, "区划代码或名称，全国为 cn · a place; cn: the nation");
  list->add_option("--state", r.state, "open | upheld | refused | withdrawn")
      ->check(CLI::IsMember({"open", "upheld", "refused", "withdrawn"}));
  list->add_option("--limit", r.limit, "最多条数 · at most so many")->check(CLI::Range(1, 100'000));
  list->add_option("--after", making.after, "接上页的 next · from the last page's next");
}

}  // namespace diaodu::app
