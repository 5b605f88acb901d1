#pragma once
// The commands of the journal that parcel takes, their payloads read. A payload is our own JSON,
// written when the command was accepted: one that cannot be read is an operating error
// ("parcel.bad_command").
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "frame/round_context.hpp"
#include "store/store.hpp"

namespace diaodu::parcel {

enum class CommandKind { taken, nil, returned, suspended, withdrawn, meaning };

struct WaitingCommand {
  CommandKind kind = CommandKind::taken;
  int64_t seq = 0;
  Day day;
  std::string actor;
  std::string register_id, area;  // taken, nil, suspended, meaning
  std::string file_sha256, file_name;
  int64_t file_bytes = 0;
  bool is_full = false;
  std::string by;                       // nil: who reported it
  int64_t parcel = 0;                   // returned, withdrawn
  std::string reason;                   // returned, suspended
  std::optional<Day> day_to;            // suspended
  std::string layout, heading, column;  // meaning
};

// "parcel_taken", ... -> kind; nullopt: none of ours.
std::optional<CommandKind> command_kind(std::string_view kind);
// Fills what the payload says into `command` (kind and seq are set already).
Result<void> read_payload(std::string_view payload, WaitingCommand& command);
// Those that the round takes, in order.
Result<std::vector<WaitingCommand>> read_commands(const frame::RoundContext& round);

}  // namespace diaodu::parcel
