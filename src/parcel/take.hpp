#pragma once
// read_waiting, with the way of reading open to the tests.
#include <functional>

#include "parcel/parcel.hpp"
#include "parcel/parsers.hpp"

namespace diaodu::parcel {

using ReadFiles = std::function<Result<void>(
    const pack::Register& register_, const std::vector<FileJob>& files, const TakePart& take)>;
Result<std::shared_ptr<Waiting>> read_waiting(frame::RoundContext& round,
                                              const ReadFiles& read_files);

}  // namespace diaodu::parcel
