// /api/records/{register}/verify: a person confirms records (核实); how records are named.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "api/handing.hpp"
#include "api/own_file.hpp"
#include "api/record.hpp"
#include "api/shape.hpp"
#include "api/small_file.hpp"
#include "base/area_code.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

std::string name_of(const record::Row& row, bool tells_home) {
  return (tells_home ? row.dist_county : "") + "-" + std::to_string(row.key_hash);
}

Result<Named> named(const std::string& text) {
  const size_t at = text.find('-');
  Named out;
  if (at == std::string::npos) return not_found();
  out.dist_county = text.substr(0, at);
  const char* first = text.data() + at + 1;
  const char* last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(first, last, out.key_hash);
  if (failed != std::errc() || end != last || first == last) return not_found();
  return out;
}

namespace {

constexpr size_t kRecordsMax = 500;

Error without_verification(const pack::Register& of) {
  return Error{"api.no_verification",
               {"“" + of.name.zh + "”没有核实人、核实日期这两列，不能在线核实",
                "\"" + of.name.en + "\" has no columns of who verified it and when"},
               {"请系统管理员在规则包里声明 verified_by 和 verified_on",
                "have verified_by and verified_on declared in the pack"},
               {},
               {{"register", of.id}},
               Exit::usage};
}

// By whom, in which way, on which day: the same for all records of the request.
struct Word {
  std::string by, way;
  Day on;
};
Result<Word> word_in(const Call& call, const pack::Register& of, const json::object& body) {
  Word word;
  TRY_ASSIGN(word.by, text_in(body, "by", call.who.name));
  TRY_ASSIGN(word.way, text_in(body, "way", ""));
  TRY_ASSIGN(const std::optional<Day> day, day_in(body, "day"));
  word.on = day.value_or(call.inside.backend.latest_day());
  const pack::ColumnDef* way = of.find(of.verified_way);
  const pack::CodeList* codes = way ? call.pack().code_list(way->codes) : nullptr;
  if (codes && !codes->find(word.way))
    return bad_value("way", word.way,
                     {"核实方式的代码，如入户、电话", "a code of how it was verified"});
  return word;
}

Result<http::Reply> verify(Call& call) {
  TRY_ASSIGN(const pack::Register* of,
             call.register_of(call.request.param("register"), Action::record_verify));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"records", "by", "way", "day", "preview"}));
  if (of->verified_by.empty() || of->verified_on.empty()) return without_verification(*of);
  TRY_ASSIGN(const std::vector<std::string> names, texts_in(body, "records"));
  if (names.empty() || names.size() > kRecordsMax)
    return bad_value("records", "", {"1 到 500 条", "1 to 500 of them"});
  TRY_ASSIGN(const bool is_preview, flag_in(body, "preview", false));
  TRY_ASSIGN(const Word word, word_in(call, *of, body));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::record_verify, secrecy_of(of->secret)));
  std::vector<CellsByName> rows;
  std::string first_area;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    for (const std::string& name : names) {
      TRY_ASSIGN(const Named which, named(name));
      TRY_ASSIGN(const auto row, record::one(*session, call.pack(), scope, of->id,
                                             which.dist_county, which.key_hash, {}));
      if (!row) return not_found();
      const std::string& area = row->stored[of->index_of(of->area)];
      TRY(call.area_of(show_area(area), Action::record_verify, of->id));
      if (first_area.empty()) first_area = area;
      CellsByName cells{
          {of->area, area}, {of->verified_by, word.by}, {of->verified_on, to_text(word.on)}};
      if (!word.way.empty()) cells[of->verified_way] = word.way;
      for (const std::string& key : of->key) cells[key] = row->stored[of->index_of(key)];
      rows.push_back(std::move(cells));
    }
  }
  std::vector<const CellsByName*> given;
  for (const CellsByName& one : rows) given.push_back(&one);
  TRY_ASSIGN(const OwnFile file, OwnFile::make(call, "verify", small_file(*of, given)));
  HandedIn in;
  in.register_id = of->id;
  in.area = sender_area(call, first_area);
  in.file_name = fmt::format("在线核实-{}-{}.csv", call.who.login, of->id);
  in.path = file.path();
  in.is_trial = is_preview;
  if (!is_preview)
    TRY(call.audit(Action::record_verify, of->id, in.area, static_cast<int64_t>(rows.size())));
  TRY_ASSIGN(json::object verdict, hand_in(call, in, std::chrono::seconds(30)));
  return answer({{"verdict", std::move(verdict)},
                 {"records", static_cast<int64_t>(rows.size())},
                 {"preview", is_preview}},
                is_preview ? 200 : 201);
}

}  // namespace

std::vector<Entry> verify_routes() {
  return {{"POST", "/api/records/{register}/verify", Door::writer, verify}};
}

}  // namespace diaodu::api
