#pragma once
// What headings mean beyond what the pack says: a person confirms it once, for files of one layout
// from one sender, and the next such file is read by it. A layout is all headings of a sheet,
// whatever their order.
#include <string>
#include <vector>

#include "parcel/command.hpp"
#include "parcel/job.hpp"

namespace diaodu::parcel {

std::string layout_of(std::vector<std::string> headings);

// What was confirmed before each file's parcel, in earlier rounds and in this one.
Result<void> find_meanings(frame::RoundContext& round, const std::vector<WaitingCommand>& commands,
                           std::vector<FileJob>& files);
Result<void> write_meanings(frame::RoundContext& round,
                            const std::vector<WaitingCommand>& commands);

}  // namespace diaodu::parcel
