#include "app/cli_account.hpp"

namespace diaodu::app {

void add_heading_commands(const Making& making) {
  Request& r = making.request;
  CLI::App* heading = making.noun("heading", "表头的意思 · what headings mean");
  CLI::App* confirm =
      making.command(heading, "confirm", "记住一列的意思，以后照此读 · remember what it means");
  confirm->add_option("ID", r.name, "有这个表头的报送件 · the parcel that has it")->required();
  confirm->add_option("--heading", r.heading, "表头原文 · as it stands in the file")->required();
  confirm->add_option("--column", r.column, "读作哪一列；none 不读 · a column, or none")
      ->required();
  confirm->add_option("--key", r.key, "重发不重做的标识 · sent again, it is not done again");
  CLI::App* list = making.command(heading, "list", "确认过的 · what was confirmed");
  list->add_option("--area", r.area, "区划代码或名称，全国为 cn · a place; cn: the nation");
  list->add_option("--register", r.register_id, "台账 · register of the pack");

  CLI::App* comparison = making.noun("comparison", "与外单位名单的比对 · lists of other offices");
  making.command(comparison, "list", "规则包里的比对 · those of the pack");
  CLI::App* link = making.command(
      comparison, "link", "关键列对不上的，最像哪一条 · who is probably who where the key fails");
  link->add_option("NAME", r.name, "哪个比对 · which comparison")->required();
  link->add_option("--area", r.area, "名单所在地，全国为 cn · the list's place; cn: the nation")
      ->required();
  link->add_flag("--unmask", r.unmask, "显示完整内容，留痕 · show in full; it is journalled");
  link->add_option("--purpose", making.purpose, "查看事由 · what for");
  CLI::App* decide = making.command(comparison, "decide", "说定是不是同一条 · the same, or not");
  decide->add_option("NAME", r.name, "哪个比对 · which comparison")->required();
  decide->add_option("--ours", r.ours, "台账的行，comparison link 给出 · its `record`")->required();
  decide->add_option("--theirs", r.theirs, "名单的行 · likewise, on the list")->required();
  CLI::Option* same = decide->add_flag("--same", r.is_same, "是同一条 · the same");
  decide->add_flag("--different", r.is_different, "不是 · not the same")->excludes(same);
  decide->add_option("--reason", r.reason, "根据什么 · why");
  decide->add_option("--key", r.key, "重发不重做的标识 · sent again, it is not done again");
}

}  // namespace diaodu::app
