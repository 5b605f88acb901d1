#include "api/handing.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int64_t kEndingPart = 20;  // a full file may end 1/20, 5 %, without being asked
constexpr auto kPatience = std::chrono::seconds(30);

Error too_many_end(const Call& call, const HandedIn& in, const record::Ending& told) {
  return Error{
      in.end ? "app.full_ends_other" : "app.full_ends_many",
      {fmt::format("这份全量文件没有列出{}在册 {} 条记录中的 {} 条，它们将被结束（如 {}）；未入库",
                   call.area_name(in.area), told.living, told.ended, join(told.examples, "、")),
       fmt::format("this full file does not list {} of the {} records of {}, which would end ({}); "
                   "nothing was taken",
                   told.ended, told.living, call.area_name(in.area), join(told.examples, ", "))},
      {fmt::format("确实都要结束，请确认条数 {}；文件只是一部分，不要选“全量”", told.ended),
       fmt::format("if they are all to end, confirm the number {}; if the file is only a part, do "
                   "not send it as full",
                   told.ended)},
      {},
      {{"ended", std::to_string(told.ended)},
       {"living", std::to_string(told.living)},
       {"examples", join(told.examples, " ")}},
      Exit::found_something};
}

json::object waiting_shape(const Call& call, int64_t parcel, const journal::Command& command) {
  json::error_code failed;
  const json::value value = json::parse(command.payload, failed);
  const json::object payload = value.is_object() ? value.get_object() : json::object();
  Verdict empty;
  empty.parcel.parcel = parcel;
  empty.parcel.day = command.day;
  empty.parcel.actor = command.actor;
  empty.parcel.state = "waiting";
  if (const auto* one = payload.if_contains("register"))
    empty.parcel.register_id = one->as_string();
  if (const auto* one = payload.if_contains("area")) empty.parcel.area = one->as_string();
  if (const auto* one = payload.if_contains("file_name")) empty.parcel.file_name = one->as_string();
  if (const auto* one = payload.if_contains("full")) empty.parcel.is_full = one->as_bool();
  json::object shaped = verdict_shape(call, empty, false);
  shaped["round"] = nullptr;
  return shaped;
}

// A trial of the file, the last of the commands: its verdict, or how many records it would end.
Result<json::object> try_file(Call& call, const std::vector<journal::Command>& commands,
                              const HandedIn& in) {
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  record::Ask of;
  of.register_id = in.register_id;
  of.area = in.area;
  json::object shaped;
  TRY(call.inside.backend.trial(
      commands, [&](store::Session& session, const std::vector<int64_t>& seqs) -> Result<void> {
        if (in.is_full) {
          TRY_ASSIGN(const record::Ending told,
                     record::ending(session, call.pack(), scope, of, {seqs.back()}));
          const bool is_much = told.ended >= 1 && told.ended * kEndingPart > told.living;
          if (in.end ? *in.end != told.ended : is_much) return too_many_end(call, in, told);
        }
        TRY_ASSIGN(const Verdict verdict, verdict_of(session, call.pack(), scope, seqs.back()));
        shaped = verdict_shape(call, verdict, true);
        return {};
      }));
  return shaped;
}

}  // namespace

json::object verdict_shape(const Call& call, const Verdict& verdict, bool is_trial) {
  json::object shaped = shape(verdict);
  shaped["area_name"] = call.area_name(verdict.parcel.area);
  shaped["dry_run"] = is_trial;
  return shaped;
}

Result<json::object> verdict_or_waiting(Call& call, int64_t parcel) {
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  TRY_ASSIGN(const Lease session, call.reader());
  const Result<Verdict> verdict = verdict_of(*session, call.pack(), scope, parcel);
  if (verdict) {
    TRY(call.register_of(verdict->parcel.register_id, Action::parcel_read));
    if (call.purpose())
      TRY(call.audit(Action::parcel_read, verdict->parcel.register_id, verdict->parcel.area,
                     static_cast<int64_t>(verdict->findings.size()), {},
                     "parcel " + std::to_string(parcel)));
    return verdict_shape(call, *verdict, false);
  }
  if (verdict.error().code != "asked.unknown_parcel") return verdict.error();
  TRY_ASSIGN(const std::vector<journal::Entry> entries, journal::read(*session, parcel - 1, 1));
  if (entries.empty() || entries[0].seq != parcel ||
      (entries[0].kind != "parcel_taken" && entries[0].kind != "nil_reported"))
    return verdict.error();
  json::object shaped = waiting_shape(call, parcel, entries[0]);
  const std::string area(shaped.at("area").as_string());
  if (!scope.covers(parse_area(area).value_or("?"))) return verdict.error();
  TRY(call.register_of(std::string(shaped.at("register").as_string()), Action::parcel_read));
  return shaped;
}

Result<void> run_until(Call& call, int64_t seq) {
  call.inside.runner.want(seq);
  TRY_ASSIGN(const bool sealed, call.inside.runner.wait(seq, kPatience));
  if (sealed) return {};
  return Error{"api.still_running",
               {"已记录，校核还没有完成", "it is recorded; the round has not finished yet"},
               {"稍后刷新查看结果", "look again in a moment"},
               {},
               {},
               Exit::storage_failed};
}

Result<parcel::Parcel> parcel_with_file(Call& call, const access::Scope& scope,
                                        store::Session& session) {
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("parcel")));
  TRY_ASSIGN(auto found, parcel::find(session, scope, id));
  if (!found || found->file_sha256.empty()) return not_found();
  TRY(call.register_of(found->register_id, Action::parcel_read));
  return std::move(*found);
}

Result<json::object> hand_in_kept(Call& call, const HandedIn& in, const Kept& kept,
                                  std::vector<journal::Command> first,
                                  std::chrono::milliseconds wait) {
  const Sender sender{in.register_id, in.area, call.who.login, in.day.value_or(Day{}),
                      in.is_trial ? std::string() : call.once_key};
  journal::Command command =
      taken_command(sender, in.file_name, kept.sha256, kept.bytes, in.is_full);
  if (in.is_full || in.is_trial) {
    std::vector<journal::Command> tried = first;
    tried.push_back(command);
    const Day day = command.day == Day{} ? call.inside.backend.latest_day() : command.day;
    for (journal::Command& one : tried) one.day = day;
    TRY_ASSIGN(json::object shaped, try_file(call, tried, in));
    if (in.is_trial) return shaped;
  }
  const journal::Command sent = command;
  for (journal::Command& one : first) TRY(call.inside.backend.submit(std::move(one)).get());
  TRY_ASSIGN(const int64_t seq, call.inside.backend.submit(std::move(command)).get());
  call.inside.expect({seq, in.area, in.register_id});
  call.inside.runner.want(seq);
  TRY_ASSIGN(const bool sealed, call.inside.runner.wait(seq, wait));
  if (sealed) return verdict_or_waiting(call, seq);
  return waiting_shape(call, seq, sent);
}

Result<json::object> hand_in(Call& call, const HandedIn& in, std::chrono::milliseconds wait) {
  TRY_ASSIGN(const Kept kept, call.inside.backend.keep_file(in.path));
  return hand_in_kept(call, in, kept, {}, wait);
}

}  // namespace diaodu::api
