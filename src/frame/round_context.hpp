#pragma once
// What a round hands to each room. A round is one transaction on the round's own session; rooms
// pass work on through tables, the temporary ones among them (frame/temporary.hpp):
//   patch_<register>     parcel -> frame           rows as the files say them
//   intake_failure       parcel -> finding         cells and rows that intake refuses or questions
//   incoming_<register>  frame -> finding, record  candidates of one wave: living record + patch
//   refused              finding -> record         rows with a reject finding
//   touched              record -> figure          counties whose figures may differ
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "base/day.hpp"
#include "base/hash.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"
#include "store/store.hpp"

namespace diaodu::parcel {
class Parsers;
}

namespace diaodu::frame {

struct Progress {
  std::string stage;  // room name
  int64_t done = 0, total = 0;
};

struct RoundContext {
  store::Session& session;
  const pack::Pack& pack;
  const pack::AreaIndex& areas;
  const access::RoundScope& scope;
  int64_t round = 0;
  Day day;
  int64_t seq_from = 0, seq_to = 0;  // commands of the journal that this round takes, ends included
  std::vector<int64_t> seqs;         // not empty: of these, only those here
  // Registers that the commands are about; nullopt: any may be.
  std::optional<std::set<std::string>> registers;
  // A great file: the round takes its rows row_from .. row_to, counted as parcel/job.hpp says.
  // row_to 0: whole files.
  int64_t row_from = 0, row_to = 0;
  // After each so many of them, if others wait whom the file would keep waiting, the round ends
  // there, and row_to says so. 0: it does not ask.
  int64_t part_rows = 0;
  std::function<bool()> others_wait;
  std::string set_aside;     // not empty: the command is not taken; the code of its error
  std::string files_folder;  // kept files, by SHA-256: <folder>/ab/abcdef...
  std::string pack_folder;   // the kept copy of the pack in use (parser children load it)
  HashKey key{};             // of key hashes, this installation's own
  int children = 2;          // parser children at most; 0: files are read in this process
  // Kept between rounds (parcel::start_parsers); null: made for the round.
  parcel::Parsers* parsers = nullptr;
  // Of the replay in force (journal: scenario_played); small-number limits shrink by it.
  double scale = 1;
  std::function<void(const Progress&)> progress;
  // Of the pack's rules only these are run: a pack's own cases ask about one. nullopt: all.
  std::optional<std::set<std::string>> only_rules;

  bool runs(const pack::Rule& rule) const { return !only_rules || only_rules->contains(rule.id); }
  bool concerns(const pack::Register& register_) const {
    return !registers || registers->contains(register_.id);
  }
};

}  // namespace diaodu::frame
