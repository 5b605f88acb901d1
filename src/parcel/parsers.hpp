#pragma once
// Reads the files of one register in order and hands their parts on in that order: in this process,
// or in parser children (child.hpp, pool.cpp).
#include <functional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"
#include "parcel/job.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {

// Takes parts in order. A part may hold rows of a file that is found unreadable later: its Outcome
// then has an error, and the taker lets go of those rows.
using TakePart = std::function<Result<void>(Part&&)>;

Result<void> read_here(const pack::Pack& pack, const pack::AreaIndex& areas, const HashKey& key,
                       const pack::Register& register_, const std::vector<FileJob>& files,
                       const TakePart& take);

// What a file that cannot be read at all comes to.
Outcome unreadable(int64_t parcel, Error error);
Error file_missing(const std::string& path);
// A file that ends before a row that it had.
Error file_altered();

}  // namespace diaodu::parcel
