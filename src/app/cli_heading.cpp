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
}

}  // namespace diaodu::app
