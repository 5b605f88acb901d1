#pragma once
// Handing in: kept, journalled, judged; shared by parcels, nil reports and mended cells.
#include <chrono>

#include "api/commands.hpp"
#include "api/inside.hpp"
#include "api/verdict.hpp"

namespace diaodu::api {

struct HandedIn {
  std::string register_id, area;  // allowed already; area as a code
  std::string file_name, path;    // the file is ours
  std::optional<Day> day;
  bool is_full = false, is_trial = false;
  std::optional<int64_t> end;  // how many records are said to end
};
// The verdict, or what is known while it is waited for. Errors "app.full_ends_many", "..._other".
Result<boost::json::object> hand_in(Call& call, const HandedIn& in, std::chrono::milliseconds wait);
// The same of a file that is kept already, after `first`: commands that bear on how it is read.
Result<boost::json::object> hand_in_kept(Call& call, const HandedIn& in, const Kept& kept,
                                         std::vector<journal::Command> first,
                                         std::chrono::milliseconds wait);
// The parcel of the path, which has a file.
Result<parcel::Parcel> parcel_with_file(Call& call, const access::Scope& scope,
                                        store::Session& session);
// Likewise of a zip of files, a verdict each; of anything else the one. A zip that holds what
// cannot be taken at all (locked, hostile, a zip within) is refused whole.
Result<boost::json::array> hand_in_files(Call& call, const HandedIn& in,
                                         std::chrono::milliseconds wait);
Result<boost::json::object> verdict_or_waiting(Call& call, int64_t parcel);
boost::json::object verdict_shape(const Call& call, const Verdict& verdict, bool is_trial);
// Until a command that takes a moment is sealed. Error "api.still_running" after half a minute.
Result<void> run_until(Call& call, int64_t seq);

}  // namespace diaodu::api
