#pragma once
// --key: a command that may be sent again. What the journal holds under the key is not done twice,
// also on a later day.
#include <optional>
#include <string>

#include "app/wire.hpp"

namespace diaodu::app {

// The number that the same command was given before under its key; nullopt: it is new, or has no
// key. A command without a day was given the day of its time. Error "journal.key_reused".
Result<std::optional<int64_t>> done_before(App& app, const journal::Command& command);
// Submits the command, unless it was done before.
std::future<Result<int64_t>> submit_once(App& app, journal::Command command);
// The key of the nth file of a command line (from 0).
std::string key_of_file(const std::string& key, size_t at);

}  // namespace diaodu::app
