#include "parcel/command.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

namespace json = boost::json;

Error bad_command(int64_t seq, const std::string& what) {
  const std::string number = std::to_string(seq);
  return {
      .code = "parcel.bad_command",
      .message = {"日志第 " + number + " 条命令的内容读不懂：" + what,
                  "command " + number + " of the journal cannot be read: " + what},
      .hint = {"请运行 diaodu verify 检查日志链", "Run diaodu verify to check the journal chain."},
      .place = {},
      .params = {{"seq", number}}};
}

// Reads members and remembers the first that is missing or of a wrong kind.
class Payload {
 public:
  explicit Payload(const json::object& object) : object_(object) {}
  std::string text(const char* name, bool must = true) {
    const json::value* value = find(name, must);
    if (value == nullptr) return {};
    if (!value->is_string()) return fault(name), std::string();
    return std::string(value->get_string());
  }
  // Ids may come as text, since 64-bit numbers do in every JSON of the program.
  int64_t whole(const char* name, bool must = true) {
    const json::value* value = find(name, must);
    if (value == nullptr) return 0;
    if (value->is_int64()) return value->get_int64();
    if (value->is_string()) {
      const std::string typed(value->get_string());
      const bool digits = !typed.empty() && typed.size() <= 18 &&
                          typed.find_first_not_of("0123456789") == std::string::npos;
      if (digits) return std::stoll(typed);
    }
    fault(name);
    return 0;
  }
  bool flag(const char* name) {
    const json::value* value = find(name, false);
    if (value == nullptr) return false;
    if (!value->is_bool()) return fault(name), false;
    return value->get_bool();
  }
  std::optional<Day> day(const char* name) {
    const std::string typed = text(name, false);
    if (typed.empty()) return std::nullopt;
    const std::optional<Day> day = parse_day(typed);
    if (!day) fault(name);
    return day;
  }
  const std::string& fault() const { return fault_; }

 private:
  const json::value* find(const char* name, bool must) {
    const json::value* value = object_.if_contains(name);
    if (value != nullptr && !value->is_null()) return value;
    if (must) fault(name);
    return nullptr;
  }
  void fault(const char* name) {
    if (fault_.empty()) fault_ = name;
  }
  const json::object& object_;
  std::string fault_;
};

}  // namespace

std::optional<CommandKind> command_kind(std::string_view kind) {
  if (kind == "parcel_taken") return CommandKind::taken;
  if (kind == "nil_reported") return CommandKind::nil;
  if (kind == "parcel_returned") return CommandKind::returned;
  if (kind == "suspended") return CommandKind::suspended;
  if (kind == "heading_confirmed") return CommandKind::meaning;
  if (kind == "parcel_withdrawn") return CommandKind::withdrawn;
  return std::nullopt;
}

Result<void> read_payload(std::string_view payload, WaitingCommand& command) {
  json::error_code failed;
  const json::value value = json::parse(json::string_view(payload.data(), payload.size()), failed);
  if (failed) return bad_command(command.seq, failed.message());
  if (!value.is_object()) return bad_command(command.seq, "not an object");
  Payload in(value.get_object());
  switch (command.kind) {
    case CommandKind::taken:
      command.file_sha256 = in.text("file_sha256");
      command.file_name = in.text("file_name");
      command.file_bytes = in.whole("file_bytes", false);
      command.is_full = in.flag("full");
      break;
    case CommandKind::nil: command.by = in.text("by", false); break;
    case CommandKind::returned:
      command.parcel = in.whole("parcel");
      command.reason = in.text("reason", false);
      break;
    case CommandKind::suspended:
      command.reason = in.text("reason", false);
      command.day_to = in.day("day_to");
      break;
    case CommandKind::meaning:
      command.layout = in.text("layout");
      command.heading = in.text("heading");
      command.column = in.text("column", false);
      break;
    case CommandKind::withdrawn: command.parcel = in.whole("parcel"); break;
  }
  if (command.kind != CommandKind::returned && command.kind != CommandKind::withdrawn) {
    command.register_id = in.text("register");
    command.area = in.text("area");
  }
  if (!in.fault().empty()) return bad_command(command.seq, "\"" + in.fault() + "\"");
  return {};
}

Result<std::vector<WaitingCommand>> read_commands(const frame::RoundContext& round) {
  TRY_ASSIGN(const store::Batch rows,
             round.session.query(sql::read_commands,
                                 {{"seq_from", round.seq_from}, {"seq_to", round.seq_to}}));
  std::vector<WaitingCommand> out;
  for (size_t row = 0; row < rows.rows(); ++row) {
    WaitingCommand command;
    const std::optional<CommandKind> kind = command_kind(rows["kind"].text(row));
    CHECK(kind.has_value(), "read_commands.sql gave a kind that is not parcel's");
    command.kind = *kind;
    command.seq = rows["seq"].int64(row);
    if (!round.seqs.empty() && std::ranges::count(round.seqs, command.seq) == 0) continue;
    command.day = rows["day"].day(row);
    command.actor = rows["actor"].text(row);
    Result<void> read = read_payload(rows["payload"].text(row), command);
    if (!read && round.set_aside.empty()) return std::move(read).error();
    out.push_back(std::move(command));
  }
  return out;
}

}  // namespace diaodu::parcel
