#include "app/asked.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <charconv>

#include "api/call.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

template <typename Things>
Error unknown(const char* code, const char* zh, const char* en, const std::string& typed,
              const Things& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.id);
  const std::optional<std::string> meant = did_you_mean(typed, names);
  Words hint{"可用的有：" + join(names, "、"), "There are: " + join(names, ", ")};
  if (meant) hint = {"是不是“" + *meant + "”？", "Did you mean \"" + *meant + "\"?"};
  return Error{code,
               {fmt::format("规则包里没有{}“{}”", zh, typed),
                fmt::format("the pack has no {} \"{}\"", en, typed)},
               std::move(hint),
               {},
               {{"typed", typed}},
               Exit::usage};
}

std::string first_paths(const Used& used, const std::vector<std::string>& codes) {
  std::vector<std::string> shown;
  for (const std::string& code : codes) {
    if (shown.size() == 5) break;
    shown.push_back(code + " " + used.areas->path(code));
  }
  return join(shown, "; ");
}

}  // namespace

Result<std::string> asked_area(const Used& used, const std::string& typed) {
  if (typed == "cn") return std::string();
  const std::optional<std::string> code = parse_area(typed);
  if (code && used.areas->find(*code)) return *code;
  const std::vector<std::string> found = used.areas->resolve(typed);
  if (found.size() == 1) return found[0];
  const bool is_unknown = found.empty();
  return Error{is_unknown ? "asked.unknown_area" : "asked.ambiguous_area",
               {is_unknown ? "区划表里没有“" + typed + "”" : "“" + typed + "”不止一处",
                is_unknown ? "no place is called \"" + typed + "\""
                           : "\"" + typed + "\" is more than one place"},
               {is_unknown ? "写区划代码（如 513422）或全称，全国写 cn"
                           : "写代码：" + first_paths(used, found),
                is_unknown ? "give its code (513422) or full name; cn is the nation"
                           : "give the code: " + first_paths(used, found)},
               {},
               {{"area", typed}},
               Exit::usage};
}

Result<const pack::Register*> asked_register(const Used& used, const std::string& typed) {
  if (const pack::Register* found = used.pack->register_(typed)) return found;
  return unknown("asked.unknown_register", "台账", "register", typed, used.pack->registers);
}

Result<const pack::Indicator*> asked_indicator(const Used& used, const std::string& typed) {
  if (const pack::Indicator* found = used.pack->indicator(typed)) return found;
  return unknown("asked.unknown_indicator", "指标", "indicator", typed, used.pack->indicators);
}

Result<const pack::Target*> asked_target(const Used& used, const std::string& typed) {
  if (const pack::Target* found = used.pack->target(typed)) return found;
  return unknown("asked.unknown_target", "目标", "target", typed, used.pack->targets);
}

Result<std::string> asked_text(const char* option, const std::string& typed, bool must) {
  std::string text(trim_ascii(typed));
  if ((must && text.empty()) || text.size() > api::kTextMax || !is_utf8(text))
    return Error{"usage",
                 {fmt::format("{} 要写明，不超过六百字", option),
                  fmt::format("{} is a text of no more than 2,000 bytes, not blank", option)},
                 {"写清楚事由，看的人才能办", "say it so that who reads it can act on it"},
                 {},
                 {},
                 Exit::usage};
  return text;
}

Result<int64_t> asked_number(const std::string& typed) {
  int64_t number = 0;
  const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (failed == std::errc() && end == typed.data() + typed.size() && number >= 0) return number;
  return Error{"asked.not_a_number",
               {"“" + typed + "”不是编号", "\"" + typed + "\" is no number"},
               {"编号在清单和结果里，是一串数字", "numbers stand in lists and answers"},
               {},
               {{"typed", typed}},
               Exit::usage};
}

std::string shown_area(const Used& used, const std::string& area, bool chinese) {
  if (area.empty()) return chinese ? "全国" : "the nation";
  const pack::AreaRow* row = used.areas->find(area);
  return row ? fmt::format("{} {}", row->name, area) : area;
}

Result<access::Scope> scope_of(App& app, const Request& request, const std::string& what,
                               const std::string& area) {
  TRY_ASSIGN(access::Scope scope, access::Scope::of_operator(request.actor, request.purpose));
  const bool exports = !request.xlsx.empty() || !request.zip.empty() || !request.csv.empty();
  if (!scope.unmasked() && !exports) return scope;
  if (scope.unmasked()) {
    const boost::json::object payload{{"purpose", scope.purpose()}, {"what", what}, {"area", area}};
    TRY(app.journal_only({"unmasked", boost::json::serialize(payload), request.actor, Day{}, {}}));
  }
  TRY_ASSIGN(access::Access* const access, app.access());
  access::AuditEntry entry;
  entry.actor = request.actor;
  entry.action = !exports                           ? "record_unmask"
                 : request.verb == "finding export" ? "finding_export"
                                                    : "record_export";
  entry.area = area;
  entry.purpose = scope.purpose();
  entry.detail = what;
  entry.remote = "local";
  TRY(access->audit().record(entry));
  return scope;
}

Result<boost::json::object> answer(App& app, const Request& request) {
  TRY_ASSIGN(const auto seal, app.last_seal());
  boost::json::object object;
  object["items"] = boost::json::array();
  const std::optional<Day> day =
      request.day ? request.day
                  : (seal && seal->day != Day{} ? std::optional(seal->day) : std::nullopt);
  object["day"] = day ? boost::json::value(to_text(*day)) : boost::json::value();
  object["round"] = seal ? boost::json::value(std::to_string(seal->round)) : boost::json::value();
  object["next"] = nullptr;
  return object;
}

}  // namespace diaodu::app
