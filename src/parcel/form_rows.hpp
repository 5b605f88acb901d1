#pragma once
// Inner part of the room: whose the rows are that came back in a form (form_batch in job.hpp), and
// which of their cells somebody else has changed since the form was written.
#include <map>
#include <string>

#include "frame/round_context.hpp"
#include "parcel/job.hpp"

namespace diaodu::parcel {

// Gives rows of patch_<register> their key and place, takes out what names nobody, and cells that
// were changed since by others (each with a line of intake_failure). How many rows were refused, by
// parcel. A cell that the same person has filled in by another form counts as his own, and so does
// one that stands as it stood: an untouched cell of a template changes nothing.
Result<std::map<int64_t, int64_t>> settle_forms(frame::RoundContext& round,
                                                const pack::Register& register_,
                                                const store::Batch& forms,
                                                const std::map<int64_t, std::string>& actors);

}  // namespace diaodu::parcel
