#pragma once
// Commands that a round takes, made from what is handed in at the command line.
#include "api/commands.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

struct Handed {
  std::string register_id, area, path, actor;
  Day day;
  bool is_full = false;
  bool may_move = false;  // the file is ours
  std::string name = {};  // of the file; empty: by its path
};
// Keeps the file and gives the command that names it.
Result<journal::Command> command_for_file(App& app, const Handed& handed);
journal::Command nil_command(const Handed& handed, const std::string& by);
journal::Command suspend_command(const Handed& handed, const std::string& reason);
journal::Command parcel_command(const std::string& kind, int64_t parcel, const std::string& reason,
                                const std::string& actor);
std::string payload_for_file(const Handed& handed, const KeptFile& kept);

}  // namespace diaodu::app
