// The grammar of account, token and audit.
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
CLI::Option* day(const Making& making, CLI::App* verb) {
  return verb->add_option("--day", making.day, "YYYY-MM-DD");
}
void register_(const Making& making, CLI::App* verb) {
  verb->add_option("--register", making.request.register_id, "台账 · register of the pack");
}

void add_accounts(const Making& making) {
  Request& r = making.request;
  CLI::App* account = making.noun("account", "账号 · accounts");
  CLI::App* add =
      making.command(account, "add", "开账号，密码只显示一次 · its password is shown once");
  what(making, add, "NAME", "账号名 · login");
  add->add_option("--role", r.roles, "岗位，可写几个 · one or several")
      ->required()
      ->allow_extra_args(false)
      ->delimiter(',');
  add->add_option("--area", r.areas, "数据权限：地区，可写几个 · places it may read")
      ->allow_extra_args(false)
      ->delimiter(',');
  add->add_option("--side", r.side, "home 户籍地 | host 输入地")
      ->check(CLI::IsMember({"home", "host"}));
  add->add_option("--columns", r.columns, "open | internal | personal | host_view")
      ->check(CLI::IsMember({"open", "internal", "personal", "host_view"}));
  add->add_option("--other-area", r.other_area,
                  "只看另一头也在此地的 · and whose other place lies here");
  register_(making, add);
  add->add_option("--own", r.own, "只看这些户，可写几个 · only these rows, one or several")
      ->allow_extra_args(false)
      ->delimiter(',');
  add->add_option("--name", r.title, "姓名 · the person's name");
  add->add_option("--unit", r.unit, "单位 · office, in words");
  add->add_option("--unit-area", r.unit_area, "单位所在地，默认同 --area · where the office is");
  add->add_option("--phone", r.phone, "手机，收验证码 · for codes by SMS");
  add->add_flag("--sms", r.sms, "登录要短信验证码 · log-in needs a code by SMS");
  CLI::App* list = making.command(account, "list", "账号清单 · accounts");
  area(making, list);
  list->add_option("--limit", r.limit, "最多条数 · at most so many")
      ->check(CLI::Range(1, 1'000'000));
  list->add_option("--after", r.after_name, "接上页的 next · from the last page's next");
  what(making, making.command(account, "lock", "停用 · no log-in from now on"), "NAME",
       "账号名 · login");
  what(making, making.command(account, "unlock", "恢复 · may log in again"), "NAME",
       "账号名 · login");
  CLI::App* reset = making.command(account, "reset", "重置密码 · a new first password");
  what(making, reset, "NAME", "账号名 · login");
  reset->add_flag("--second-factor", r.second_factor,
                  "连同验证器一起 · drop the authenticator too");
  CLI::App* platform =
      making.command(account, "platform", "统一认证平台（OpenID Connect） · log-in by a platform");
  platform->add_option("--issuer", r.issuer, "平台地址 · https://...");
  platform->add_option("--client-id", r.client_id, "平台分配的编号 · what it calls us");
  platform->add_option("--redirect-uri", r.redirect_uri,
                       "https://HOST/api/session/platform/arrive");
  platform->add_option("--secret-file", r.secret_file, "密钥所在文件 · holds the client's secret");
  platform->add_option("--name", r.title, "登录页按钮上的名称 · on the button");
  platform->add_flag("--off", r.off, "不再使用 · no platform from now on");
  CLI::App* factor = making.command(
      account, "second-factor", "哪些岗位登录要有第二重验证 · which roles need a second factor");
  factor->add_option("--role", r.roles, "岗位，可写几个 · one or several")
      ->allow_extra_args(false)
      ->delimiter(',');
  factor->add_flag("--off", r.off, "都不要求 · none needs one");
  what(making, making.command(account, "unlink", "与平台上的身份解绑 · part it from the platform"),
       "NAME", "账号名 · login");
  CLI::App* over = making.command(account, "handover", "工作移交 · all its work goes to another");
  CLI::App* stand_in =
      making.command(account, "stand-in", "代办 · another does its work for some days");
  for (CLI::App* verb : {over, stand_in}) {
    what(making, verb, "NAME", "谁的工作 · whose work");
    verb->add_option("TAKER", r.taker, "交给谁 · who takes it")->required();
    CLI::Option* from = day(making, verb);
    if (verb == over) from->required();
  }
  stand_in->add_option("--to", making.to, "到哪天为止，默认一天 · the last day");
  stand_in->add_flag("--off", r.off, "提前结束，即时生效 · it ends now");
}

void add_tokens_and_audit(const Making& making) {
  Request& r = making.request;
  CLI::App* token = making.noun("token", "接口令牌 · API tokens");
  CLI::App* add = making.command(token, "add", "发令牌，只显示一次 · shown once");
  what(making, add, "NAME", "账号名 · login");
  add->add_option("--may", r.actions, "可以做什么，可写几个 · what it may do")
      ->required()
      ->allow_extra_args(false)
      ->delimiter(',');
  add->add_option("--to", making.to, "到期日 · its last day")->required();
  add->add_option("--label", r.title, "用途 · what for");
  area(making, add);
  register_(making, add);
  what(making, making.command(token, "revoke", "撤销 · no longer good"), "TOKEN",
       "令牌名 · its name");
  making.command(token, "list", "令牌清单 · tokens")
      ->add_option("NAME", r.name, "账号名 · of one account only");
  CLI::App* audit = making.noun("audit", "审计 · who did what");
  CLI::App* list = making.command(audit, "list", "审计记录，新的在前 · newest first");
  day(making, list);
  list->add_option("--actor", r.whose, "谁 · by whom, or on whose behalf");
  list->add_option("--action", r.action, "做了什么 · which action");
  list->add_option("--key", r.key_seen, "看过这个编号的 · who saw this key");
  list->add_option("--limit", r.limit, "最多条数 · at most so many")
      ->check(CLI::Range(1, 1'000'000));
  list->add_option("--after", making.after, "接上页的 next · from the last page's next");
}

}  // namespace

void add_more_commands(const Making& making) {
  add_accounts(making);
  add_tokens_and_audit(making);
  add_heading_commands(making);
  add_objection_commands(making);
}

}  // namespace diaodu::app
