// parcel, report, round: what comes in.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <filesystem>

#include "app/asked.hpp"
#include "app/given.hpp"
#include "app/intake.hpp"
#include "app/keyed.hpp"
#include "app/scratch.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"
#include "app/verdict.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"
#include "parcel/unpack.hpp"

namespace diaodu::app {
namespace {

// Files of one call are journalled in portions, so that others' small files get their turn between.
constexpr int64_t kPortionBytesMax = 30'000'000;

Progress progress_on(Output& out) {
  return [&out](const frame::Progress& at) {
    if (at.total > 0)
      out.progress(fmt::format("{} {}/{}", at.stage, at.done, at.total));
    else
      out.progress(at.stage);
  };
}

Result<Handed> handed_of(App& app, const Request& request) {
  const Used used = app.used();
  TRY(asked_register(used, request.register_id));
  Handed handed;
  handed.register_id = request.register_id;
  TRY_ASSIGN(handed.area, asked_area(used, request.area));
  CHECK(request.day, "the grammar asks for --day");
  handed.day = *request.day;
  handed.actor = request.actor;
  handed.is_full = request.full;
  return handed;
}

struct Answers {
  boost::json::array items;
  bool is_wrong = false;
};

void add_verdict(const Verdict& verdict, const Used& used, bool is_trial, Output& out,
                 Answers& answers) {
  print_verdict(verdict, used, is_trial, out);
  answers.items.push_back(shape(verdict));
  answers.is_wrong = answers.is_wrong || verdict.is_wrong();
}

// Asked for together: one by one, thousands of small files cost more to tell of than to take.
Result<void> show_verdicts(store::Session& session, const Used& used, const Request& request,
                           const access::Scope& scope, const std::vector<int64_t>& parcels,
                           Output& out, Answers& answers) {
  constexpr size_t kAtOnce = 100;
  for (size_t first = 0; first < parcels.size(); first += kAtOnce) {
    const size_t end = std::min(parcels.size(), first + kAtOnce);
    const std::vector<int64_t> some(parcels.begin() + static_cast<ptrdiff_t>(first),
                                    parcels.begin() + static_cast<ptrdiff_t>(end));
    TRY_ASSIGN(const auto verdicts, verdicts_of(session, *used.pack, scope, some));
    for (const Verdict& verdict : verdicts)
      add_verdict(verdict, used, request.dry_run, out, answers);
  }
  return {};
}

void set_file(Handed& handed, const GivenFile& file) {
  handed.path = file.path;
  handed.name = file.name;
  handed.may_move = file.is_ours;
}

// A portion of the files: kept, journalled, run, judged. A file that cannot be read does not stop
// the others.
Result<void> take_portion(App& app, const Request& request, const std::vector<GivenFile>& files,
                          Handed handed, const access::Scope& scope, size_t& at, Output& out,
                          Answers& answers) {
  std::vector<std::future<Result<int64_t>>> waiting;
  int64_t bytes = 0;
  for (; at < files.size() && (waiting.empty() || bytes < kPortionBytesMax); ++at) {
    set_file(handed, files[at]);
    std::error_code ignored;
    const auto size = static_cast<int64_t>(std::filesystem::file_size(handed.path, ignored));
    Result<journal::Command> command = files[at].error ? Result<journal::Command>(*files[at].error)
                                                       : command_for_file(app, handed);
    const bool is_only = files.size() == 1;  // nothing else to go on with
    if (!command && (is_only || (!files[at].error && command.error().code != "app.no_file")))
      return std::move(command).error();
    if (!command) {
      out.note({to_line(command.error(), true), to_line(command.error(), false)});
      answers.items.push_back(boost::json::object{{"error", shape(command.error())}});
      answers.is_wrong = true;
      continue;
    }
    bytes += size;
    command->idempotency_key = key_of_file(request.key, at);
    waiting.push_back(submit_once(app, std::move(command).value()));
  }
  std::vector<int64_t> parcels;
  std::optional<Error> refused;
  for (auto& answer : waiting) {
    Result<int64_t> seq = answer.get();
    if (seq)
      parcels.push_back(*seq);
    else
      refused = std::move(seq).error();
  }
  for (const int64_t parcel : parcels) TRY(app.run_rounds(parcel, {}, progress_on(out)));
  TRY_ASSIGN(const auto session, app.reader());
  TRY(show_verdicts(*session, app.used(), request, scope, parcels, out, answers));
  if (refused) return *refused;
  return {};
}

Result<void> try_files(App& app, const Request& request, const std::vector<GivenFile>& files,
                       Handed handed, const access::Scope& scope, Output& out, Answers& answers) {
  std::vector<journal::Command> commands;
  for (const GivenFile& file : files) {
    if (file.error) return *file.error;
    set_file(handed, file);
    TRY_ASSIGN(journal::Command command, command_for_file(app, handed));
    commands.push_back(std::move(command));
  }
  const Used used = app.used();
  return app.trial(commands, [&](store::Session& session, const std::vector<int64_t>& parcels) {
    return show_verdicts(session, used, request, scope, parcels, out, answers);
  });
}

constexpr int64_t kEndingPart = 20;  // a full file may end 1/20, 5 %, without being asked

Error too_many_end(const Used& used, const Handed& handed, const record::Ending& told,
                   std::optional<int64_t> confirmed) {
  Words message{
      fmt::format("这份全量文件没有列出{}在册 {} 条记录中的 {} 条，它们将被结束（如 {}）；未入库",
                  shown_area(used, handed.area, true), told.living, told.ended,
                  join(told.examples, "、")),
      fmt::format("this full file does not list {} of the {} records of {}, which would end ({}); "
                  "nothing was taken",
                  told.ended, told.living, shown_area(used, handed.area, false),
                  join(told.examples, ", "))};
  if (confirmed) {
    message.zh = fmt::format("--end 写的是 {}，而", *confirmed) + message.zh;
    message.en = fmt::format("--end says {}, but ", *confirmed) + message.en;
  }
  return Error{
      confirmed ? "app.full_ends_other" : "app.full_ends_many",
      std::move(message),
      {fmt::format("确实都要结束，加 --end {}；文件只是一部分，去掉 --full", told.ended),
       fmt::format("if they are all to end, add --end {}; if the file is only a part, leave out "
                   "--full",
                   told.ended)},
      {},
      {{"ended", std::to_string(told.ended)},
       {"living", std::to_string(told.living)},
       {"examples", join(told.examples, " ")}},
      Exit::found_something};
}

// Full files are tried first: that many records end must have been said.
Result<void> confirm_ending(App& app, const Request& request, Handed handed,
                            const access::Scope& scope) {
  std::vector<journal::Command> commands;
  for (size_t at = 0; at < request.paths.size(); ++at) {
    handed.path = request.paths[at];
    Result<journal::Command> command = command_for_file(app, handed);
    if (!command) continue;
    command->idempotency_key = key_of_file(request.key, at);
    TRY_ASSIGN(const std::optional<int64_t> before, done_before(app, *command));
    command->idempotency_key.clear();
    if (!before) commands.push_back(std::move(command).value());
  }
  if (commands.empty()) return {};  // told when they are taken
  const Used used = app.used();
  record::Ask of;
  of.register_id = handed.register_id;
  of.area = handed.area;
  return app.trial(
      commands, [&](store::Session& session, const std::vector<int64_t>& parcels) -> Result<void> {
        TRY_ASSIGN(const record::Ending told,
                   record::ending(session, *used.pack, scope, of, parcels));
        const bool is_much = told.ended >= 1 && told.ended * kEndingPart > told.living;
        if (request.end ? *request.end != told.ended : is_much)
          return too_many_end(used, handed, told, request.end);
        return {};
      });
}

Done finish(App& app, const Request& request, Answers answers, Output& out) {
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  object["items"] = std::move(answers.items);
  out.object(object);
  return answers.is_wrong ? Exit::found_something : Exit::good;
}

// One command whose number is the parcel's, or that speaks of a parcel: journalled, run, shown.
Done submit_and_show(App& app, const Request& request, journal::Command command,
                     std::optional<int64_t> parcel, Output& out) {
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  command.idempotency_key = request.key;
  TRY_ASSIGN(const int64_t seq, submit_once(app, std::move(command)).get());
  TRY(app.run_rounds(seq, {}, progress_on(out)));
  TRY(was_taken(app, seq));
  Answers answers;
  TRY_ASSIGN(const auto session, app.reader());
  TRY(show_verdicts(*session, app.used(), request, scope, {parcel.value_or(seq)}, out, answers));
  answers.is_wrong = false;
  return finish(app, request, std::move(answers), out);
}

}  // namespace

Done parcel_take(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const Handed handed, handed_of(app, request));
  if (request.nil) return submit_and_show(app, request, nil_command(handed, request.by), {}, out);
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "parcel", handed.area));
  TRY_ASSIGN(const GivenFiles given, GivenFiles::of(app, request.paths, out));
  if (request.full && given.any_packed()) return parcel::full_and_packed();
  Answers answers;
  if (request.dry_run) {
    TRY(try_files(app, request, given.files(), handed, scope, out, answers));
  } else {
    if (request.full) TRY(confirm_ending(app, request, handed, scope));
    for (size_t at = 0; at < given.files().size();) {
      TRY(take_portion(app, request, given.files(), handed, scope, at, out, answers));
    }
  }
  return finish(app, request, std::move(answers), out);
}

Done parcel_show(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const int64_t parcel, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "parcel " + request.name, ""));
  Answers answers;
  TRY_ASSIGN(const auto session, app.reader());
  TRY(show_verdicts(*session, app.used(), request, scope, {parcel}, out, answers));
  answers.is_wrong = false;
  return finish(app, request, std::move(answers), out);
}

Done parcel_list(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const std::string area, asked_area(used, request.area.empty() ? "cn" : request.area));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "parcels", area));
  TRY_ASSIGN(const auto session, app.reader());
  const int limit = request.limit > 0 ? request.limit : 100;
  TRY_ASSIGN(const std::vector<parcel::Parcel> parcels,
             parcel::list(*session, scope, area, request.day, request.after.value_or(0), limit));
  Table table({{{"编号", "parcel"}, Table::Align::right},
               {{"日期", "day"}},
               {{"地区", "area"}},
               {{"台账", "register"}},
               {{"状态", "state"}},
               {{"行数", "rows"}, Table::Align::right},
               {{"文件", "file"}}});
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  for (const parcel::Parcel& parcel : parcels) {
    table.row({std::to_string(parcel.parcel), to_text(parcel.day),
               shown_area(used, parcel.area, out.chinese()), parcel.register_id, parcel.state,
               std::to_string(parcel.rows_in), parcel.file_name});
    object["items"].as_array().push_back(shape(parcel));
  }
  if (static_cast<int>(parcels.size()) == limit)
    object["next"] = std::to_string(parcels.back().parcel);
  out.table(table);
  out.object(object);
  return Exit::good;
}

Done parcel_return(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const int64_t parcel, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY(verdict_of(*session, *app.used().pack, scope, parcel));
  return submit_and_show(app, request,
                         parcel_command("parcel_returned", parcel, request.reason, request.actor),
                         parcel, out);
}

Done parcel_withdraw(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const int64_t parcel, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, access::Scope::of_operator(request.actor, {}));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const Verdict now, verdict_of(*session, *app.used().pack, scope, parcel));
  journal::Command command =
      parcel_command("parcel_withdrawn", parcel, request.reason, request.actor);
  command.idempotency_key = request.key;
  TRY_ASSIGN(const std::optional<int64_t> before, done_before(app, command));
  if (now.parcel.state == "withdrawn" && !before) {
    out.line({"这件报送早已撤回", "this parcel was withdrawn before"});
    Answers answers;
    answers.items.push_back(shape(now));
    return finish(app, request, std::move(answers), out);
  }
  return submit_and_show(app, request, std::move(command), parcel, out);
}

Done report_suspend(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const Handed handed, handed_of(app, request));
  journal::Command command = suspend_command(handed, request.reason);
  command.idempotency_key = request.key;
  TRY_ASSIGN(const int64_t seq, submit_once(app, std::move(command)).get());
  TRY(app.run_rounds(seq, {}, progress_on(out)));
  TRY(was_taken(app, seq));
  const Used used = app.used();
  out.line({fmt::format("{} 在 {} 暂停报送：{}", shown_area(used, handed.area, true),
                        to_text(handed.day), request.reason),
            fmt::format("{} does not report on {}: {}", shown_area(used, handed.area, false),
                        to_text(handed.day), request.reason)});
  Answers answers;
  answers.items.push_back(boost::json::object{{"register", handed.register_id},
                                              {"area", show_area(handed.area)},
                                              {"state", "suspended"},
                                              {"reason", request.reason}});
  return finish(app, request, std::move(answers), out);
}

Done round_run(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const journal::Seal seal, app.run_day(request.day, {}, progress_on(out)));
  out.line({fmt::format("第 {} 轮已封存：{}，报送件 {}，{} 行", seal.round, to_text(seal.day),
                        seal.parcels, seal.rows_in),
            fmt::format("round {} is sealed: {}, {} parcels, {} rows", seal.round,
                        to_text(seal.day), seal.parcels, seal.rows_in)});
  Answers answers;
  answers.items.push_back(boost::json::object{{"round", std::to_string(seal.round)},
                                              {"day", to_text(seal.day)},
                                              {"seq_from", std::to_string(seal.seq_from)},
                                              {"seq_to", std::to_string(seal.seq_to)},
                                              {"parcels", seal.parcels},
                                              {"rows_in", seal.rows_in}});
  return finish(app, request, std::move(answers), out);
}

}  // namespace diaodu::app
