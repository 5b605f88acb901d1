#pragma once
// One pack gives way to another: what is stored follows, and living records are judged anew where
// the rules really differ.
#include <vector>

#include "app/wire.hpp"

namespace diaodu::app {

// The packs that were in use up to a command of the journal, the latest first.
Result<std::vector<Used>> packs_in_use(store::Session& session, const std::string& packs_folder,
                                       int64_t seq_to);
// In the round that brings round.pack into use, as its first part.
Result<void> bring_pack_into_use(frame::RoundContext& round, bool is_first);

}  // namespace diaodu::app
