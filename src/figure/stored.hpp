#pragma once
// Table figure: the rows a day stands on, and writing what has changed.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "figure/cells.hpp"
#include "figure/compute.hpp"

namespace diaodu::figure {

struct Stored {
  int64_t figure = 0, round_from = 0;
  Day day;
  Cell cell;
};
using StoredCells = std::unordered_map<std::string, Stored>;
using StoredByIndicator = std::map<std::string, StoredCells, std::less<>>;

// Rows the day stands on for the plans' places and all places above them. Figures carry forward;
// those of an indicator that counts changes do not.
Result<StoredByIndicator> read_standing(store::Session& session, Day day,
                                        const std::vector<Plan>& plans);

struct Change {
  const pack::Indicator* indicator = nullptr;
  std::string key;  // cell_key
  Cell cell;
  const Stored* before = nullptr;  // null: the first row
};
// Closes the rows of the same day that are superseded and adds the new ones, in the order of
// places.
Result<void> write_changes(store::Session& session, Day day, int64_t round,
                           std::vector<Change> changes);

}  // namespace diaodu::figure
