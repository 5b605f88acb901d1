// comparison: lists of other offices, and who on them is probably who.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>

#include "api/commands.hpp"
#include "app/asked.hpp"
#include "app/keyed.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "linkage/propose.hpp"

namespace diaodu::app {
namespace {

Result<pack::Comparison> asked_comparison(const Used& used, const std::string& typed) {
  TRY_ASSIGN(std::vector<pack::Comparison> all, pack::comparisons_of(*used.pack));
  std::vector<std::string> names;
  for (pack::Comparison& one : all) {
    if (one.id == typed) return std::move(one);
    names.push_back(one.id);
  }
  return Error{"asked.unknown_comparison",
               {"规则包里没有比对“" + typed + "”", "the pack has no comparison \"" + typed + "\""},
               {"有这些：" + join(names, "、"), "there are: " + join(names, ", ")},
               {},
               {{"typed", typed}},
               Exit::usage};
}

}  // namespace

Done comparison_list(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const std::vector<pack::Comparison> all, pack::comparisons_of(*used.pack));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table({{{"比对", "comparison"}},
               {{"名称", "name"}},
               {{"台账", "ours"}},
               {{"名单", "theirs"}},
               {{"答复天数", "days"}, Table::Align::right}});
  for (const pack::Comparison& one : all) {
    table.row({one.id, out.pick(one.name), one.ours, one.theirs, std::to_string(one.days)});
    object["items"].as_array().push_back(
        boost::json::object{{"comparison", one.id},
                            {"name", {{"zh", one.name.zh}, {"en", one.name.en}}},
                            {"ours", one.ours},
                            {"theirs", one.theirs},
                            {"days", one.days},
                            {"links", !one.link.empty()}});
  }
  out.table(table);
  out.object(object);
  return Exit::good;
}

Done comparison_link(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const pack::Comparison of, asked_comparison(used, request.name));
  TRY_ASSIGN(const std::string area, asked_area(used, request.area));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "comparison " + of.id, area));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const linkage::Proposals found,
             linkage::propose(*session, *used.pack, of, scope, {area, app.latest_day(), 2}));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table({{{"名单的行", "on the list"}},
               {{"姓名", "name"}},
               {{"台账的行", "our record"}},
               {{"姓名", "name"}},
               {{"概率", "probability"}, Table::Align::right},
               {{"办法", "what to do"}},
               {{"依据", "because"}}});
  for (const linkage::Proposal& one : found.items) {
    std::vector<std::string> because;
    for (size_t field = 0; field < of.link.size(); ++field) {
      const std::string& column = of.link[field].columns.first;
      const Words words = linkage::level_words(of.link[field].as, one.levels[field]);
      const pack::ColumnDef* of_column = used.pack->register_(of.ours)->find(column);
      because.push_back(fmt::format("{} {} {:+.1f}", out.pick(of_column->title), out.pick(words),
                                    one.weights[field]));
    }
    const Words state = one.is_decided    ? Words{"已定是同一条", "said to be the same"}
                        : one.is_proposed ? Words{"建议是同一条", "proposed"}
                                          : Words{"请人工核对", "to be looked at"};
    table.row({one.theirs.id, one.theirs.name, one.ours.id, one.ours.name,
               fmt::format("{:.3f}", one.probability), out.pick(state),
               join(because, out.chinese() ? "；" : "; ")});
    object["items"].as_array().push_back(shape(of, one));
  }
  if (!found.items.empty()) out.table(table);
  out.line({fmt::format("名单 {} 行，其中 {} 行按关键列对不上台账；提出 {} 对", found.theirs,
                        found.without_record, found.items.size()),
            fmt::format("{} rows on the list, {} of them without a record by key; {} pairs",
                        found.theirs, found.without_record, found.items.size())});
  if (found.crowded > 0)
    out.line({"有的分块里相同的行太多，没有比：请在 blocks 里多写一列",
              "some blocks hold too many rows and were left out: name one more column in blocks"});
  object["rows_theirs"] = found.theirs;
  object["rows_without_record"] = found.without_record;
  object["pairs_left_out"] = found.crowded;
  out.object(object);
  return Exit::good;
}

Done comparison_decide(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const pack::Comparison of, asked_comparison(used, request.name));
  if (request.is_same == request.is_different)
    return Error{"usage",
                 {"写 --same 或 --different", "say --same or --different"},
                 {"是同一条，或不是", "it is the same, or it is not"},
                 {},
                 {},
                 Exit::usage};
  TRY_ASSIGN(const std::string reason, asked_text("--reason", request.reason, false));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  for (const auto& [id, record] :
       {std::pair(of.ours, request.ours), std::pair(of.theirs, request.theirs)}) {
    TRY_ASSIGN(const auto session, app.reader());
    TRY_ASSIGN(const bool is_there,
               linkage::is_there(*session, *used.pack->register_(id), scope, record));
    if (!is_there)
      return Error{"linkage.no_such_record",
                   {fmt::format("台账“{}”没有记录“{}”", id, record),
                    fmt::format("register \"{}\" has no record \"{}\"", id, record)},
                   {"照 comparison link --json 给出的 record 写",
                    "give the `record` of comparison link --json"},
                   {},
                   {},
                   Exit::usage};
  }
  api::Sender sender;
  sender.actor = request.actor;
  sender.day = app.latest_day();
  sender.idempotency_key = request.key;
  journal::Command command =
      api::link_command(sender, of.id, request.ours, request.theirs, request.is_same, reason);
  TRY_ASSIGN(const int64_t seq, submit_once(app, std::move(command)).get());
  TRY(app.run_rounds(seq, {}, {}));
  TRY(was_taken(app, seq));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"].as_array().push_back(boost::json::object{{"comparison", of.id},
                                                           {"ours", request.ours},
                                                           {"theirs", request.theirs},
                                                           {"same", request.is_same}});
  out.line(
      request.is_same
          ? Words{"记下了：是同一条。两边的记录都没有改；哪边的号错了，由哪边改",
                  "noted: the same. No record was changed; who has the wrong number mends it"}
          : Words{"记下了：不是同一条，以后不再提", "noted: not the same; not proposed again"});
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
