// The command line's grammar; with cli_account.cpp and cli_finding.cpp the only file that knows
// CLI11.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "app/cli_account.hpp"
#include "app/request.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

constexpr const char* kAbout =
    "调度 Diaodu：报送、核对、汇总、排名 · what came in, what is wrong with it, who is behind\n"
    "退出码 exits: 0 good · 1 found something wrong · 2 usage · 3 could not run · 70 storage "
    "failed";

Error usage_error(std::string zh, std::string en, Words hint = {}) {
  return Error{"usage", {std::move(zh), std::move(en)}, std::move(hint), {}, {}, Exit::usage};
}

// What CLI11 fills in; texts become values afterwards, so that every complaint is ours and in two
// languages.
struct Raw {
  Request request;
  std::string day, to, language, purpose, unmask_purpose;
  int64_t accept_loss = -1, parcel = -1, after = -1;
};

class Grammar {
 public:
  explicit Grammar(Raw& raw) : raw_(raw), app_(kAbout, "diaodu") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_help_flag("-h,--help", "说明 · this text");
    app_.set_version_flag("--version", std::string("diaodu ") + DIAODU_VERSION);
    Request& r = raw_.request;
    app_.add_option("--data", r.data, "数据目录或 postgresql://… · data folder, or a database");
    app_.add_option("--files", r.files, "用 PostgreSQL 时存放原件的目录 · folder of kept files");
    app_.add_flag("--json", r.json, "输出一个 JSON 对象 · print one JSON object");
    app_.add_option("--lang", raw_.language, "zh | en");
    app_.add_option("--actor", r.actor, "操作人 · who does it");
    add_commands();
  }
  CLI::App& app() { return app_; }
  const std::string& verb() const { return verb_; }

 private:
  CLI::App* noun(const char* name, const char* about) {
    CLI::App* noun = app_.add_subcommand(name, about);
    noun->require_subcommand(1);
    noun->fallthrough();
    noun->set_help_flag("-h,--help", "说明 · this text");
    return noun;
  }
  CLI::App* command(CLI::App* under, const char* name, const char* about) {
    CLI::App* verb = under->add_subcommand(name, about);
    verb->fallthrough();
    verb->set_help_flag("-h,--help", "说明 · this text");
    std::string full = under == &app_ ? name : under->get_name() + " " + name;
    verb->callback([this, full] { verb_ = full; });
    return verb;
  }

  CLI::Option* area(CLI::App* verb) {
    return verb->add_option("--area", raw_.request.area,
                            "区划代码或名称，全国为 cn · a place; cn: the nation");
  }
  CLI::Option* day(CLI::App* verb) { return verb->add_option("--day", raw_.day, "YYYY-MM-DD"); }
  CLI::Option* register_(CLI::App* verb) {
    return verb->add_option("--register", raw_.request.register_id, "台账 · register of the pack");
  }
  CLI::Option* what(CLI::App* verb, const char* name, const char* about) {
    return verb->add_option(name, raw_.request.name, about)->required();
  }
  void paging(CLI::App* verb) {
    verb->add_option("--limit", raw_.request.limit, "最多条数 · at most so many")
        ->check(CLI::Range(1, 1'000'000));
    verb->add_option("--after", raw_.after, "接上页的 next · from the last page's next");
  }
  void key(CLI::App* verb) {
    verb->add_option("--key", raw_.request.key,
                     "重发不重做的标识 · sent again with the same key, it is not done again");
  }
  void unmask(CLI::App* verb) {
    verb->add_flag("--unmask", raw_.request.unmask,
                   "显示完整内容，留痕 · show in full; it is journalled");
    verb->add_option("--purpose", raw_.purpose, "查看事由 · what for");
  }

  void add_commands();
  void add_parcel();
  void add_reading();
  void add_pack_and_scenario();

  Raw& raw_;
  CLI::App app_;
  std::string verb_;
};

void Grammar::add_commands() {
  Request& r = raw_.request;
  CLI::App* init = command(&app_, "init", "建立数据目录 · make the data folder");
  init->add_option("--pack", r.pack, "业务规则包 · the pack's folder")->required();
  add_parcel();
  CLI::App* report = noun("report", "报送状态 · reporting states");
  CLI::App* suspend = command(report, "suspend", "暂停报送 · suspend a place for a day");
  register_(suspend)->required();
  area(suspend)->required();
  day(suspend)->required();
  suspend->add_option("--reason", r.reason, "原因 · why")->required();
  key(suspend);
  CLI::App* round = noun("round", "校核轮次 · rounds");
  day(command(round, "run", "处理等待的报送件 · take what waits"));
  const Making making{app_,
                      r,
                      raw_.day,
                      raw_.to,
                      raw_.after,
                      raw_.parcel,
                      raw_.purpose,
                      [this](const char* name, const char* about) { return noun(name, about); },
                      [this](CLI::App* under, const char* name, const char* about) {
                        return command(under, name, about);
                      }};
  add_finding_commands(making);
  add_reading();
  add_pack_and_scenario();
  add_more_commands(making);
  CLI::App* rebuild = command(&app_, "rebuild", "由日志和原件重建全部结果 · make all results anew");
  rebuild->add_flag("--no-swap", r.no_swap, "只比较，不替换 · compare only");
  command(&app_, "verify", "核验日志、原件与指标值 · check journal, files and figures");
  CLI::App* doctor = command(&app_, "doctor", "体检并提出处理办法 · what is wrong and what to do");
  doctor->add_option("--accept-loss", raw_.accept_loss,
                     "确认数据止于此号 · go on from this number");
  CLI::App* serve = command(&app_, "serve", "网页与接口服务 · the pages and the API over HTTP");
  serve->add_option("--listen", r.listen, "地址:端口 · address:port; 127.0.0.1:8080");
  serve->add_option("--host", r.hosts, "本站域名，可多次 · names of this site");
  serve->add_option("--proxy", r.proxies, "前置代理的地址 · addresses of a proxy in front");
  serve->add_option("--threads", r.threads, "处理线程数 · threads that answer")
      ->check(CLI::Range(1, 256));
  serve
      ->add_option("--connections-per-address", r.connections_per_address,
                   "每个地址的连接数上限 · connections of one address; 512")
      ->check(CLI::Range(8, 2048));
  serve
      ->add_option("--failures-per-address", r.failures_per_address,
                   "每个地址15分钟内登录失败上限 · refused log-ins of one address; 50")
      ->check(CLI::Range(5, 10000));
  command(&app_, "openapi", "接口约定 · the contract of the API, as YAML");
  command(&app_, "hold", "保持数据打开直到 SIGTERM · keep the data open until SIGTERM");
}

void Grammar::add_parcel() {
  Request& r = raw_.request;
  CLI::App* parcel = noun("parcel", "报送件 · submitted files");
  CLI::App* take = command(parcel, "take", "报送文件 · take files in");
  take->add_option("FILE", r.paths, "CSV TSV TXT XLSX XLSM XLS ET ZIP");
  register_(take)->required();
  area(take)->required();
  day(take)->required();
  take->add_flag("--full", r.full, "全量：未列出的记录视为结束 · what is not in it has ended");
  take->add_option("--end", r.end, "全量结束较多记录时，写明条数以确认 · confirm how many end")
      ->check(CLI::Range(int64_t{0}, std::numeric_limits<int64_t>::max()));
  take->add_flag("--dry-run", r.dry_run, "只校核，不入库 · judge it, keep nothing");
  take->add_flag("--nil", r.nil, "零报告 · nothing changed");
  take->add_option("--by", r.by, "零报告的报告人 · who reports nil");
  key(take);
  unmask(take);
  CLI::App* show = command(parcel, "show", "一件报送的结果 · one parcel and its verdict");
  what(show, "ID", "编号 · its number");
  unmask(show);
  CLI::App* list = command(parcel, "list", "报送件清单 · parcels, newest last");
  area(list);
  day(list);
  paging(list);
  CLI::App* back = command(parcel, "return", "退回 · send it back to the place");
  what(back, "ID", "编号 · its number");
  back->add_option("--reason", r.reason, "原因 · why")->required();
  key(back);
  CLI::App* withdraw = command(parcel, "withdraw", "撤回 · undo what it set");
  what(withdraw, "ID", "编号 · its number");
  withdraw->add_option("--reason", r.reason, "原因 · why");
  key(withdraw);
}

void Grammar::add_reading() {
  Request& r = raw_.request;
  CLI::App* figure = noun("figure", "指标值 · figures");
  CLI::App* show = command(figure, "show", "指标值 · an indicator's value");
  what(show, "IND", "指标 · indicator");
  area(show)->required();
  day(show)->required();
  show->add_option("--by", r.axis, "分项 · broken down by this axis");
  show->add_flag("--children", r.children, "下一级各地 · the places below it");
  CLI::App* trace = command(figure, "trace", "追溯到单元格 · back to the cell");
  what(trace, "ID", "指标值编号 · the figure's number");
  unmask(trace);
  CLI::App* standing = noun("standing", "进度与位次 · standings");
  CLI::App* standings = command(standing, "show", "进度表 · progress and places");
  what(standings, "TARGET", "目标 · target");
  day(standings)->required();
  standings->add_option("--level", r.level, "province | city | county")->required();
  area(standings);
}

void Grammar::add_pack_and_scenario() {
  Request& r = raw_.request;
  CLI::App* scenario = noun("scenario", "推演 · scenarios");
  CLI::App* play = command(scenario, "play", "推演一遍 · make it and play it");
  what(play, "NAME", "推演名 · the scenario");
  play->add_option("--scale", r.scale, "规模：1/1000、0.01、1");
  play->add_option("--seed", r.seed, "随机种子 · seed");
  what(command(scenario, "check", "与公布数核对 · against the published figures"), "NAME",
       "推演名 · the scenario");
  CLI::App* pack = noun("pack", "业务规则包 · packs");
  for (const auto& [name, about] :
       {std::pair{"check", "检查 · every fault, with its place"},
        std::pair{"test", "跑规则包自己的用例 · run the pack's own cases"},
        std::pair{"docs", "数据字典 · its data dictionary"},
        std::pair{"use", "换用 · from now on use this one"}}) {
    CLI::App* verb = command(pack, name, about);
    verb->add_option("DIR", r.pack, "规则包目录 · its folder")->required();
    if (verb->get_name() == "use") key(verb);
    if (verb->get_name() == "docs") {
      verb->add_option("--out", r.out, "写到哪个文件夹 · folder to write it to");
      verb->add_option("--format", r.format, "html | md")->check(CLI::IsMember({"html", "md"}));
    }
    if (verb->get_name() == "test")
      verb->add_flag("--one-by-one", r.one_by_one, "每个用例单独一轮 · a round for each case");
  }
}

// The words typed that are neither options nor values of the common ones, until the command is
// said.
std::vector<std::string> said_words(const std::vector<std::string>& arguments) {
  static const std::vector<std::string> kWithValue = {"--data", "--files", "--lang", "--actor"};
  std::vector<std::string> words;
  for (size_t i = 0; i < arguments.size() && words.size() < 2; ++i) {
    if (std::find(kWithValue.begin(), kWithValue.end(), arguments[i]) != kWithValue.end())
      ++i;
    else if (!arguments[i].starts_with("-"))
      words.push_back(arguments[i]);
  }
  return words;
}

std::vector<std::string> names_under(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* one : app.get_subcommands({})) names.push_back(one->get_name());
  return names;
}

Words meant_or_all(const std::string& before, const std::optional<std::string>& meant,
                   const std::vector<std::string>& all) {
  if (meant) {
    return {"是不是“diaodu " + before + *meant + "”？",
            "Did you mean \"diaodu " + before + *meant + "\"?"};
  }
  return {"可用的有：" + join(all, "、"), "There are: " + join(all, ", ")};
}

// Set if no known command is said: the words before the options are wrong or too few.
std::optional<Error> wrong_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  const std::vector<std::string> said = said_words(arguments);
  const std::vector<std::string> nouns = names_under(app);
  if (said.empty())
    return usage_error("没有写要做什么", "no command is named", meant_or_all("", {}, nouns));
  const auto noun = std::find(nouns.begin(), nouns.end(), said[0]);
  if (noun == nouns.end()) {
    std::optional<std::string> meant = did_you_mean(said[0], nouns);
    for (const CLI::App* one : app.get_subcommands({})) {  // a verb without its noun
      const std::vector<std::string> verbs = names_under(*one);
      if (!meant && std::find(verbs.begin(), verbs.end(), said[0]) != verbs.end())
        meant = one->get_name() + " " + said[0];
    }
    return usage_error("没有命令“" + said[0] + "”", "there is no command \"" + said[0] + "\"",
                       meant_or_all("", meant, nouns));
  }
  const std::vector<std::string> verbs = names_under(*app.get_subcommand(said[0]));
  if (verbs.empty()) return std::nullopt;
  if (said.size() < 2) {
    return usage_error("“" + said[0] + "”后面还要写做什么", "\"" + said[0] + "\" needs a verb",
                       meant_or_all("", {}, verbs));
  }
  if (std::find(verbs.begin(), verbs.end(), said[1]) != verbs.end()) return std::nullopt;
  return usage_error("没有命令“" + said[0] + " " + said[1] + "”",
                     "there is no command \"" + said[0] + " " + said[1] + "\"",
                     meant_or_all(said[0] + " ", did_you_mean(said[1], verbs), verbs));
}

// The option, or the value's name, of which the parser complains.
std::string complained_of(const std::string& what) {
  const size_t at = what.find("--");
  const size_t from = at == std::string::npos ? 0 : at;
  return what.substr(from, what.find_first_of(" :=", from) - from);
}

// A known command whose options or values are wrong.
Error wrong_option(const CLI::App& app, const CLI::ParseError& failed) {
  const std::string name = complained_of(failed.what());
  const Words hint{"加 --help 看用法，例如 diaodu parcel take --help",
                   "add --help to see how it goes"};
  if (dynamic_cast<const CLI::RequiredError*>(&failed))
    return usage_error("还要写 " + name, name + " is needed", hint);
  if (dynamic_cast<const CLI::ExtrasError*>(&failed)) {
    const std::vector<std::string> extra = app.remaining(true);
    const std::string typed = extra.empty() ? name : extra.front();
    std::vector<std::string> known;
    for (const CLI::App* at = &app; at;
         at = at->get_subcommands().empty() ? nullptr : at->get_subcommands().front()) {
      for (const CLI::Option* option : at->get_options()) known.push_back(option->get_name());
    }
    const auto meant = did_you_mean(typed, known);
    return usage_error(
        "这个命令不认识“" + typed + "”", "this command does not know \"" + typed + "\"",
        meant ? Words{"是不是 " + *meant + "？", "Did you mean " + *meant + "?"} : hint);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&failed))
    return usage_error(name + " 后面缺少值，或者值多了", name + " lacks its value, or has too many",
                       hint);
  return usage_error(name + " 的值不对", "the value of " + name + " makes no sense", hint);
}

std::string absolute(const std::string& path, const std::string& cwd) {
  if (path.empty() || path.starts_with("postgresql://") || path.starts_with("postgres://"))
    return path;
  return (std::filesystem::path(cwd) / path).lexically_normal().string();
}

std::string value_in(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& entry : environment) {
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
      return entry.substr(name.size() + 1);
    }
  }
  return {};
}

bool is_english(const std::vector<std::string>& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string value = value_in(environment, name); !value.empty()) {
      return value.starts_with("en");
    }
  }
  return false;
}

Result<void> settle(Raw& raw, const std::string& cwd, const std::vector<std::string>& environment) {
  Request& r = raw.request;
  const bool docs = r.verb == "pack docs";
  r.both_languages = docs && (raw.language.empty() || raw.language == "both");
  if (!raw.language.empty() && raw.language != "zh" && raw.language != "en" && !r.both_languages) {
    return usage_error(docs ? "--lang 只能是 zh、en 或 both" : "--lang 只能是 zh 或 en",
                       docs ? "--lang is zh, en or both" : "--lang is zh or en");
  }
  r.chinese =
      raw.language.empty() || r.both_languages ? !is_english(environment) : raw.language == "zh";
  if (!raw.day.empty()) {
    r.day = parse_day(raw.day);
    if (!r.day) {
      return usage_error("--day 写成“" + raw.day + "”，不是日期",
                         "--day \"" + raw.day + "\" is no day",
                         {"写成 2020-03-06 这样", "write it as 2020-03-06"});
    }
  }
  if (!raw.to.empty()) {
    r.to = parse_day(raw.to);
    if (!r.to) {
      return usage_error("截止日期“" + raw.to + "”不是日期", "\"" + raw.to + "\" is no day",
                         {"写成 2020-03-06 这样", "write it as 2020-03-06"});
    }
  }
  if (r.data.empty()) r.data = value_in(environment, "DIAODU_DATA");
  if (r.files.empty()) r.files = value_in(environment, "DIAODU_FILES");
  if (r.actor.empty()) r.actor = value_in(environment, "DIAODU_ACTOR");
  if (r.actor.empty()) r.actor = value_in(environment, "USER");
  if (r.actor.empty()) r.actor = "operator";
  if (raw.purpose.empty() == r.unmask) {
    return usage_error("--unmask 与 --purpose 要一起写，说明为什么要看完整内容",
                       "--unmask and --purpose go together: say what the full data are for");
  }
  if (r.unmask) r.purpose = raw.purpose;
  if (raw.accept_loss >= 0) r.accept_loss = raw.accept_loss;
  if (raw.parcel >= 0) r.parcel = raw.parcel;
  if (raw.after >= 0) r.after = raw.after;
  for (std::string* path : {&r.data, &r.files, &r.pack, &r.xlsx, &r.csv, &r.zip, &r.password_file,
                            &r.secret_file, &r.out})
    *path = absolute(*path, cwd);
  for (std::string& path : r.paths) path = absolute(path, cwd);
  return {};
}

Result<void> check_together(const Request& r) {
  const bool needs_data = r.verb != "pack check" && r.verb != "pack test" &&
                          r.verb != "pack docs" && r.verb != "openapi";
  if (needs_data && r.data.empty()) {
    return usage_error(
        "没有说明数据在哪里", "no data folder is named",
        {"加上 --data 目录，或设环境变量 DIAODU_DATA", "add --data DIR, or set DIAODU_DATA"});
  }
  const bool is_postgres = r.data.starts_with("postgres");
  if (needs_data && is_postgres && r.data.find("://") != std::string::npos && r.files.empty()) {
    return usage_error("用 PostgreSQL 时还要用 --files 指明存放原件的目录",
                       "with PostgreSQL, --files names the folder of the kept files");
  }
  if (r.verb == "parcel take" && r.nil != r.paths.empty()) {
    return usage_error(r.nil ? "零报告不带文件" : "没有写要报送的文件",
                       r.nil ? "a nil report has no file" : "no file is named");
  }
  if (r.verb == "finding export") {
    if (r.xlsx.empty() == r.zip.empty())
      return usage_error("--xlsx（一份）与 --zip（一村一份）写一个",
                         "either --xlsx (one workbook) or --zip (one a village) is needed");
    if (r.zip.empty() && (!r.level.empty() || !r.password_file.empty()))
      return usage_error("--level 和 --password-file 只和 --zip 一起写",
                         "--level and --password-file go with --zip only");
    if (!r.level.empty() && r.level != "village" && r.level != "township")
      return usage_error("--level 只能是 village 或 township", "--level is village or township");
    if (!r.zip.empty() && r.day)
      return usage_error("--day 是给人看的旧清单，只和 --xlsx 一起写",
                         "--day gives a list of that day to read, with --xlsx only");
  }
  if (r.verb == "account stand-in" && r.off == r.day.has_value())
    return usage_error("--day（从哪天起）与 --off（提前结束）写一个",
                       "either --day (its first day) or --off (it ends now) is needed");
  if (r.end && !r.full)
    return usage_error("--end 只和 --full 一起写", "--end goes with --full only");
  if (r.verb == "parcel take" && r.nil && (r.by.empty() || r.full || r.dry_run)) {
    return usage_error("零报告用 --by 写明报告人，不用 --full 和 --dry-run",
                       "a nil report takes --by NAME, and neither --full nor --dry-run");
  }
  return {};
}

}  // namespace

Result<Request> parse_request(const std::vector<std::string>& arguments, const std::string& cwd,
                              const std::vector<std::string>& environment) {
  Raw raw;
  Grammar grammar(raw);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    grammar.app().parse(reversed);
  } catch (const CLI::ParseError& failed) {
    if (failed.get_exit_code() == 0) {  // --help, --version
      std::ostringstream out, ignored;
      grammar.app().exit(failed, out, ignored);
      Error help{"help", {out.str(), out.str()}, {}, {}, {}, Exit::good};
      return help;
    }
    if (auto error = wrong_command(grammar.app(), arguments)) return *std::move(error);
    return wrong_option(grammar.app(), failed);
  }
  raw.request.verb = grammar.verb();
  TRY(settle(raw, cwd, environment));
  TRY(check_together(raw.request));
  return std::move(raw.request);
}

std::string describe_commands() {
  Raw raw;
  Grammar grammar(raw);
  std::string out;
  const auto add = [&](const std::string& name, const CLI::App* app) {
    out += name;
    for (const CLI::Option* option : app->get_options()) {
      const std::string shown = option->get_name(option->get_positional());
      if (shown.find("--help") == std::string::npos) out += " " + shown;
    }
    out += "\n";
  };
  for (const CLI::App* noun : grammar.app().get_subcommands({})) {
    const auto verbs = noun->get_subcommands({});
    if (verbs.empty()) add(noun->get_name(), noun);
    for (const CLI::App* verb : verbs) add(noun->get_name() + " " + verb->get_name(), verb);
  }
  return out;
}

}  // namespace diaodu::app
