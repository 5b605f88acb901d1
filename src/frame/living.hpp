#pragma once
// Living records as candidates: what is judged anew without a file (a pack's new rules, records
// that share a changed value, values that a withdrawal restored).
#include <string>

#include "frame/round_context.hpp"

namespace diaodu::frame {

// Makes incoming_<register> of living records: every cell touched and changed, the address that of
// the living version. which: a condition over l, the record. kept: the rows are fetched once, into
// a table; else a view reads the records themselves and nothing is held in memory. record: instead
// of record_<register>, a table of its shape.
Result<void> show_living(RoundContext& round, const pack::Register& register_,
                         const std::string& which, bool kept, const std::string& record = {});

// Drops what show_living made, of a register that the round is not about.
Result<void> hide_living(RoundContext& round, const pack::Register& register_);

}  // namespace diaodu::frame
