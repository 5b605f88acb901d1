// The round's first visit: commands of the journal -> parcel, parcel_column, report,
// patch_<register>.
#include "parcel/take.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/area_code.hpp"
#include "parcel/command.hpp"
#include "parcel/error_json.hpp"
#include "parcel/meaning.hpp"
#include "parcel/patch.hpp"
#include "parcel/pool.hpp"
#include "parcel/report.hpp"
#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

using store::Type;

struct NewParcel {
  WaitingCommand command;
  std::string state = "taken";
  std::optional<int64_t> same_as;
  bool differs_since = false;  // others have changed what the same file said
  Outcome outcome;
};

// Neither error nor payload: what the engine says may quote a cell.
Error set_aside(const std::string& code) {
  return {.code = "parcel.set_aside",
          .message = {"处理这份报送件时每次都出错（" + code + "），已搁置，未入库；原件已留存",
                      "Every round that took this parcel failed (" + code +
                          "); it is set aside, nothing of it was taken, the original is kept"},
          .hint = {"多半是规则包的某条规则算不了其中的值：请管理员改正规则后，重新报送同一文件",
                   "Most often a rule of the pack cannot compute with one of its values: have the "
                   "rule mended, then send the same file again."},
          .place = {},
          .params = {{"code", code}}};
}

}  // namespace

class Waiting {
 public:
  explicit Waiting(frame::RoundContext& round) : round_(round), session_(round.session) {}

  Result<void> read(const ReadFiles& read_files) {
    TRY_ASSIGN(commands_, read_commands(round_));
    if (commands_.empty()) return {};
    for (const WaitingCommand& command : commands_)
      if (command.kind == CommandKind::taken || command.kind == CommandKind::nil)
        parcels_.emplace(command.seq, NewParcel{.command = command});
    if (!round_.set_aside.empty()) {
      for (auto& [number, parcel] : parcels_) {
        parcel.state = "set_aside";
        parcel.outcome = unreadable(number, set_aside(round_.set_aside));
      }
      return settle_states();
    }
    TRY(show_waiting());
    if (round_.row_from == 0) TRY(find_same_files(commands_));
    TRY(read_registers(read_files));
    return settle_states();
  }

  Result<Taken> write() {
    if (commands_.empty()) return taken_;
    if (round_.row_from > 0) {  // a great file's later part
      for (const auto& [number, parcel] : parcels_) TRY(add_to_parcel(parcel));
      TRY(write_headings());
      return taken_;
    }
    TRY(write_parcels());
    if (!round_.set_aside.empty()) return taken_;
    TRY(write_headings());
    std::map<int64_t, std::string> states;
    for (const auto& [number, parcel] : parcels_) states.emplace(number, parcel.state);
    TRY(write_reports(round_, commands_, states));
    TRY(end_parcels(round_, commands_));
    TRY(write_meanings(round_, commands_));
    TRY(session_.run(sql::drop_waiting_table));
    return taken_;
  }

 private:
  Result<void> show_waiting();
  Result<void> find_same_files(const std::vector<WaitingCommand>& commands);
  void find_same_files_of_round(const std::vector<WaitingCommand>& commands);
  bool may_differ_since(const NewParcel& parcel, int64_t since) const;
  Result<void> add_to_parcel(const NewParcel& parcel);
  Result<void> read_registers(const ReadFiles& read_files);
  Result<void> read_register(const std::string& register_id, std::vector<FileJob> files,
                             const ReadFiles& read_files);
  Result<void> settle_states();
  Result<void> write_parcels();
  Result<void> write_headings();
  std::map<int64_t, std::string> actors() const {
    std::map<int64_t, std::string> all;
    for (const auto& [number, parcel] : parcels_)
      all[number] = parcel.command.by.empty() ? parcel.command.actor : parcel.command.by;
    return all;
  }
  std::string kept_file(const std::string& sha256) const {
    return round_.files_folder + "/" + sha256.substr(0, 2) + "/" + sha256;
  }

  frame::RoundContext& round_;
  store::Session& session_;
  std::vector<WaitingCommand> commands_;
  std::map<int64_t, NewParcel> parcels_;  // by number: in order of the journal
  Taken taken_;
  int64_t files_done_ = 0;
};

Result<void> Waiting::show_waiting() {
  store::Batch waiting;
  waiting.columns = {{"parcel", Type::int64},    {"register", Type::text},
                     {"area", Type::text},       {"area_end", Type::text},
                     {"county", Type::text},     {"county_end", Type::text},
                     {"is_full", Type::boolean}, {"file_sha256", Type::text}};
  for (auto& [number, parcel] : parcels_) {
    const WaitingCommand& command = parcel.command;
    if (command.kind == CommandKind::nil) {
      parcel.state = "nil";
      continue;
    }
    const std::string county = command.area.substr(0, 6);
    waiting.columns[0].add(number);
    waiting.columns[1].add(command.register_id);
    waiting.columns[2].add(command.area);
    waiting.columns[3].add(range_end(command.area));
    waiting.columns[4].add(county);
    waiting.columns[5].add(range_end(county));
    waiting.columns[6].add(command.is_full);
    waiting.columns[7].add(command.file_sha256);
  }
  TRY(session_.run(sql::drop_waiting_table));
  TRY(session_.run(sql::waiting_table));
  if (waiting.rows() > 0) TRY(session_.append("waiting_parcel", waiting));
  return {};
}

Result<void> Waiting::find_same_files(const std::vector<WaitingCommand>& commands) {
  TRY_ASSIGN(const store::Batch same, session_.query(sql::same_files));
  for (size_t row = 0; row < same.rows(); ++row) {
    NewParcel& parcel = parcels_.at(same["parcel"].int64(row));
    parcel.same_as = same["same_as"].int64(row);
    parcel.differs_since = same["has_changed"].boolean(row);
  }
  find_same_files_of_round(commands);
  return {};
}

// Whether a file of the round, after that command, may change what the parcel said: one of the same
// register about the same places.
bool Waiting::may_differ_since(const NewParcel& parcel, int64_t since) const {
  const std::string county = parcel.command.area.substr(0, 6);
  return std::ranges::any_of(parcels_, [&](const auto& one) {
    const auto& [number, other] = one;
    const std::string others = other.command.area.substr(0, 6);
    return number > since && number < parcel.command.seq && other.state == "taken" &&
           other.command.register_id == parcel.command.register_id &&
           (is_under(county, others) || is_under(others, county));
  });
}

// The journal's order decides: a file that was withdrawn in between, or whose records others have
// changed since, is taken anew.
void Waiting::find_same_files_of_round(const std::vector<WaitingCommand>& commands) {
  std::map<std::string, int64_t> first_of;
  std::vector<int64_t> withdrawn;
  std::set<std::pair<std::string, std::string>> meant;  // register and sender of meanings so far
  for (const WaitingCommand& command : commands) {
    if (command.kind == CommandKind::withdrawn || command.kind == CommandKind::returned) {
      withdrawn.push_back(command.parcel);
      std::erase_if(first_of, [&](const auto& one) { return one.second == command.parcel; });
    }
    // Read otherwise than before: the sender means it.
    if (command.kind == CommandKind::meaning) {
      meant.emplace(command.register_id, command.area);
      std::erase_if(first_of, [&](const auto& one) {
        const WaitingCommand& first = parcels_.at(one.second).command;
        return first.register_id == command.register_id && first.area == command.area;
      });
    }
    if (command.kind != CommandKind::taken) continue;
    NewParcel& parcel = parcels_.at(command.seq);
    const std::string what = command.file_sha256 + '\x1f' + command.register_id + '\x1f' +
                             command.area +
                             (command.is_full ? "\x1f"
                                                "full"
                                              : "");
    if (parcel.same_as && std::ranges::count(withdrawn, *parcel.same_as) > 0)
      parcel.same_as.reset();
    if (meant.contains({command.register_id, command.area})) parcel.differs_since = true;
    if (const auto at = first_of.find(what); at != first_of.end()) {
      parcel.same_as = at->second;
      parcel.differs_since = false;
    }
    if (parcel.same_as && !parcel.differs_since && !may_differ_since(parcel, *parcel.same_as))
      parcel.state = "same_file";
    else
      first_of[what] = command.seq;
  }
}

Result<void> Waiting::read_registers(const ReadFiles& read_files) {
  std::map<std::string, std::vector<FileJob>> by_register;
  for (const auto& [number, parcel] : parcels_) {
    if (parcel.state != "taken") continue;
    const WaitingCommand& command = parcel.command;
    by_register[command.register_id].push_back(
        {.parcel = number,
         .register_id = command.register_id,
         .sender = command.area,
         .day = command.day,
         .path = kept_file(command.file_sha256),
         .bytes = static_cast<uint64_t>(std::max<int64_t>(0, command.file_bytes)),
         .row_from = round_.row_from,
         .part_rows = round_.row_to - round_.row_from,
         .is_full = command.is_full});
  }
  for (auto& [register_id, files] : by_register) {
    TRY(find_meanings(round_, commands_, files));
    TRY(read_register(register_id, std::move(files), read_files));
  }
  return {};
}

Result<void> Waiting::read_register(const std::string& register_id, std::vector<FileJob> files,
                                    const ReadFiles& read_files) {
  const pack::Register* register_ = round_.pack.register_(register_id);
  if (register_ == nullptr) {
    for (const FileJob& file : files)
      parcels_.at(file.parcel).outcome = unreadable(
          file.parcel, {.code = "parcel.unknown_register",
                        .message = {"没有“" + register_id + "”这个登记册",
                                    "There is no register \"" + register_id + "\""},
                        .hint = {"查看规则包里的登记册名称后重报",
                                 "See the pack for the names of its registers, and send it again."},
                        .place = {},
                        .params = {{"register", register_id}}});
    return {};
  }
  PatchWriter writer(round_, *register_, actors());
  const auto total = static_cast<int64_t>(parcels_.size());
  const TakePart take = [&](Part&& part) -> Result<void> {
    files_done_ += static_cast<int64_t>(part.ended.size());
    TRY(writer.take(std::move(part)));
    if (round_.progress) round_.progress({.stage = "parcel", .done = files_done_, .total = total});
    return {};
  };
  TRY(read_files(*register_, files, take));
  TRY(writer.finish());
  taken_.waves = std::max(taken_.waves, writer.waves());
  for (const FileJob& file : files) {
    const auto ended = writer.outcomes().find(file.parcel);
    CHECK(ended != writer.outcomes().end(), "a file was given to the parsers and never ended");
    parcels_.at(file.parcel).outcome = std::move(ended->second);
  }
  return {};
}

Result<void> Waiting::settle_states() {
  for (auto& [number, parcel] : parcels_) {
    if (parcel.state == "taken" && parcel.outcome.error) parcel.state = "unreadable";
    if (parcel.state == "same_file") {  // the same bytes: what could not be read then cannot be now
      const auto first = parcels_.find(*parcel.same_as);
      if (first != parcels_.end() && first->second.outcome.error) {
        parcel.state = "unreadable";
        parcel.outcome.error = first->second.outcome.error;
      }
    }
    ++taken_.parcels;
    taken_.rows_in += parcel.outcome.rows_in;
    taken_.rows_refused += parcel.outcome.rows_refused;
    taken_.goes_on = taken_.goes_on || parcel.outcome.goes_on;
  }
  taken_.rows_handed_on = taken_.rows_in - taken_.rows_refused;
  return {};
}

namespace {

void add_or_null(store::Column& column, const std::string& text) {
  text.empty() ? column.add_null() : column.add(text);
}

}  // namespace

Result<void> Waiting::write_parcels() {
  store::Batch rows;
  rows.columns = {
      {"parcel", Type::int64},      {"register", Type::text},       {"area", Type::text},
      {"day", Type::day},           {"actor", Type::text},          {"state", Type::text},
      {"is_full", Type::boolean},   {"file_name", Type::text},      {"file_sha256", Type::text},
      {"file_bytes", Type::int64},  {"format", Type::text},         {"encoding", Type::text},
      {"same_as", Type::int64},     {"error_code", Type::text},     {"error_params", Type::text},
      {"rows_in", Type::int64},     {"rows_left_out", Type::int64}, {"round_from", Type::int64},
      {"ended_round", Type::int64}, {"round_last", Type::int64}};
  for (const auto& [number, parcel] : parcels_) {
    const WaitingCommand& command = parcel.command;
    const bool has_file = command.kind == CommandKind::taken;
    auto column = rows.columns.begin();
    const auto next = [&]() -> store::Column& { return *column++; };
    next().add(number);
    next().add(command.register_id);
    next().add(command.area);
    next().add(command.day);
    next().add(command.by.empty() ? command.actor : command.by);
    next().add(parcel.state);
    next().add(command.is_full);
    add_or_null(next(), command.file_name);
    add_or_null(next(), command.file_sha256);
    has_file ? next().add(command.file_bytes) : next().add_null();
    add_or_null(next(), parcel.outcome.format);
    add_or_null(next(), parcel.outcome.encoding);
    parcel.same_as ? next().add(*parcel.same_as) : next().add_null();
    add_or_null(next(), parcel.outcome.error ? parcel.outcome.error->code : std::string());
    add_or_null(next(),
                parcel.outcome.error ? error_to_json(*parcel.outcome.error) : std::string());
    next().add(parcel.outcome.rows_in);
    next().add(parcel.outcome.rows_left_out);
    next().add(round_.round);
    next().add_null();
    parcel.outcome.goes_on ? next().add_null() : next().add(round_.round);
  }
  return rows.rows() == 0 ? Result<void>() : session_.append("parcel", rows);
}

// A later part of a great file adds to what the parts before have brought. When it ends badly, what
// they did is undone.
Result<void> Waiting::add_to_parcel(const NewParcel& parcel) {
  const Outcome& outcome = parcel.outcome;
  const bool is_lost = outcome.error.has_value();
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? store::Value(nullptr) : store::Value(text);
  };
  TRY(session_.run(
      sql::go_on_parcel,
      {{"parcel", parcel.command.seq},
       {"state", parcel.state},
       {"rows_in", outcome.rows_in},
       {"rows_left_out", outcome.rows_left_out},
       {"counts", int64_t{!is_lost}},
       {"format", text_or_null(outcome.format)},
       {"encoding", text_or_null(outcome.encoding)},
       {"error_code", text_or_null(is_lost ? outcome.error->code : std::string())},
       {"error_params", text_or_null(is_lost ? error_to_json(*outcome.error) : std::string())},
       // of a lost one no round counts: what the rounds before accepted is undone in this one
       {"round_last", outcome.goes_on ? store::Value(nullptr)
                                      : store::Value(is_lost ? int64_t{0} : round_.round)}}));
  if (!is_lost) return {};
  taken_.undone.push_back(parcel.command.seq);
  return take_back_report(round_, parcel.command.seq);
}

Result<void> Waiting::write_headings() {
  store::Batch rows;
  rows.columns = {{"parcel", Type::int64},    {"sheet", Type::int32},  {"sheet_name", Type::text},
                  {"column_no", Type::int32}, {"heading", Type::text}, {"column_name", Type::text},
                  {"row_first", Type::int32}};
  for (const auto& [number, parcel] : parcels_)
    for (const SheetHeading& heading : parcel.outcome.headings) {
      rows.columns[0].add(number);
      rows.columns[1].add(heading.sheet);
      add_or_null(rows.columns[2], heading.sheet_name);
      rows.columns[3].add(heading.column_no);
      rows.columns[4].add(heading.heading);
      add_or_null(rows.columns[5], heading.column_name);
      rows.columns[6].add(heading.row_first);
    }
  return rows.rows() == 0 ? Result<void>() : session_.append("parcel_column", rows);
}

Result<std::shared_ptr<Waiting>> read_waiting(frame::RoundContext& round,
                                              const ReadFiles& read_files) {
  auto waiting = std::make_shared<Waiting>(round);
  TRY(waiting->read(read_files));
  return waiting;
}

Result<Taken> take_waiting(Waiting& waiting) { return waiting.write(); }

Result<std::shared_ptr<Parsers>> start_parsers(const pack::Pack& pack,
                                               const std::string& pack_folder, const HashKey& key,
                                               int children) {
  TRY_ASSIGN(auto parsers, Parsers::start({.pack_folder = pack_folder,
                                           .pack_sha256 = pack.sha256,
                                           .key = key,
                                           .children = children}));
  return std::shared_ptr<Parsers>(std::move(parsers));
}

namespace {

// Of a great file as many parts as nobody else waits for; round.row_to says what came of it.
Result<void> read_great(frame::RoundContext& round, Parsers& parsers,
                        const pack::Register& register_, FileJob file, const TakePart& take) {
  const int64_t row_to = round.row_to;
  if (round.part_rows > 0 && file.part_rows % round.part_rows == 0)
    file.part_rows = round.part_rows;
  TRY_ASSIGN(const int64_t reached,
             parsers.read_part(
                 register_, file, row_to,
                 [&] { return !(round.others_wait && round.others_wait()); }, take));
  round.row_to = reached;
  return {};
}

}  // namespace

Result<std::shared_ptr<Waiting>> read_waiting(frame::RoundContext& round) {
  std::shared_ptr<Parsers> made;
  return read_waiting(
      round,
      [&](const pack::Register& register_, const std::vector<FileJob>& files,
          const TakePart& take) -> Result<void> {
        if (round.children <= 0)
          return read_here(round.pack, round.areas, round.key, register_, files, take);
        Parsers* parsers = round.parsers;
        if (parsers == nullptr || parsers->options().pack_sha256 != round.pack.sha256) {
          if (!made) {
            TRY_ASSIGN(made,
                       start_parsers(round.pack, round.pack_folder, round.key, round.children));
          }
          parsers = made.get();
        }
        if (files.size() == 1 && files.front().part_rows > 0)
          return read_great(round, *parsers, register_, files.front(), take);
        return parsers->read(register_, files, take);
      });
}

}  // namespace diaodu::parcel
