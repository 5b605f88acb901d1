// The grammar of finding and record.
#include "app/cli_account.hpp"

namespace diaodu::app {
namespace {

CLI::Option* what(const Making& making, CLI::App* verb, const char* name, const char* about) {
  return verb->add_option(name, making.request.name, about)->required();
}
CLI::Option* area(const Making& making, CLI::App* verb) {
  return verb->add_option("--area", making.request.area,
                          "区划代码或名称，全国为 cn · a place; cn: the nation");
}
void day(const Making& making, CLI::App* verb) {
  verb->add_option("--day", making.day, "YYYY-MM-DD");
}
void limit(const Making& making, CLI::App* verb, int most) {
  verb->add_option("--limit", making.request.limit, "最多条数 · at most so many")
      ->check(CLI::Range(1, most));
}
void key(const Making& making, CLI::App* verb) {
  verb->add_option("--key", making.request.key,
                   "重发不重做的标识 · sent again with the same key, it is not done again");
}
void unmask(const Making& making, CLI::App* verb) {
  verb->add_flag("--unmask", making.request.unmask,
                 "显示完整内容，留痕 · show in full; it is journalled");
  verb->add_option("--purpose", making.purpose, "查看事由 · what for");
}

constexpr int kFindingsMax = 1'000'000, kRecordsMax = 100'000'000;

void add_finding(const Making& making) {
  Request& r = making.request;
  CLI::App* finding = making.noun("finding", "疑点 · findings");
  CLI::App* list = making.command(finding, "list", "未处理的疑点 · findings that are open");
  area(making, list)->required();
  day(making, list);
  list->add_option("--parcel", making.parcel, "只看一件报送的 · of one parcel");
  list->add_option(
          "--explained", r.explained,
          "yes 已说明 | asked 说明待审批 | no 其他 · explained, waiting for the word, neither")
      ->check(CLI::IsMember({"yes", "asked", "no"}));
  limit(making, list, kFindingsMax);
  list->add_option("--after", making.after, "接上页的 next · from the last page's next");
  unmask(making, list);
  CLI::App* xlsx = making.command(finding, "export", "导出补正表 · the workbook a place gets back");
  area(making, xlsx)->required();
  day(making, xlsx);
  xlsx->add_option("--register", r.register_id, "台账 · register of the pack");
  xlsx->add_option("--xlsx", r.xlsx, "写到 · the file to write");
  xlsx->add_option("--zip", r.zip,
                   "一村一份，打包写到 · one workbook a village, into this archive");
  xlsx->add_option("--level", r.level, "village | township：按村或按乡镇分");
  xlsx->add_option("--password-file", r.password_file,
                   "压缩包密码所在的文件 · the file that holds the archive's password");
  unmask(making, xlsx);
  CLI::App* explain = making.command(finding, "explain", "情况说明 · why it stands as it is");
  what(making, explain, "ID", "疑点编号 · the finding's number");
  explain->add_option("--reason", r.reason, "原因 · why")->required();
  explain->add_option("--until", making.to, "有效期至，最长 90 天 · its last day, 90 days at most")
      ->required();
  explain->add_option("--evidence", r.evidence, "依据 · what shows it");
  explain->add_option("--by", r.by, "说明人 · who says so");
  explain->add_option("--area", r.area, "以哪里的名义，默认疑点所在县 · in whose name; the county");
  key(making, explain);
  for (const auto& [name, about] :
       {std::pair{"approve", "同意情况说明，由上一级办 · by the place above"},
        std::pair{"refuse", "不同意情况说明 · the explanation does not stand"}}) {
    CLI::App* verb = making.command(finding, name, about);
    what(making, verb, "EXPLANATION", "说明编号 · the explanation's number");
    verb->add_option("--reason", r.reason, "意见，不同意时必写 · why; needed to refuse");
    key(making, verb);
  }
}

void add_record(const Making& making) {
  Request& r = making.request;
  CLI::App* record = making.noun("record", "记录 · records");
  CLI::App* records = making.command(record, "list", "记录清单 · records as they stood on a day");
  what(making, records, "R", "台账 · register");
  area(making, records)->required();
  day(making, records);
  records->add_option("--csv", r.csv, "写到 · the file to write");
  limit(making, records, kRecordsMax);
  records->add_option("--after", r.after_record, "接上页的 next · from the last page's next");
  unmask(making, records);
  CLI::App* form = making.command(record, "template", "台账模板 · a workbook to be filled in");
  what(making, form, "R", "台账 · register");
  area(making, form)->required();
  form->add_option("--xlsx", r.xlsx, "写到 · the file to write")->required();
  unmask(making, form);
}

}  // namespace

void add_finding_commands(const Making& making) {
  add_finding(making);
  add_record(making);
}

}  // namespace diaodu::app
