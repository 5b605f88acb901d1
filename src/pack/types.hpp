#pragma once
// Column types: how a cell's text becomes a value. One file a type (types/<name>.cpp), one
// interface; adding a type touches no switch but the list in types.cpp. Pure: no database, used in
// parser children.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "pack/pack.hpp"
#include "store/batch.hpp"

namespace diaodu::pack {

// The areas a cast can resolve names and codes against. Filled by the caller once; see
// area_index.hpp.
class AreaIndex;
class AreaMemo;

struct CastContext {
  const Pack* pack = nullptr;
  const AreaIndex* areas = nullptr;
  Day day;  // of the parcel
  AreaMemo* memo =
      nullptr;  // one a thread, where many cells name places (area_index.hpp); may be null
};

// Why a cell cannot be cast; stable ids, worded in words.cpp ("cast.precision_lost" ...).
struct CastFailure {
  std::string_view why;    // e.g. "precision_lost", "not_a_day", "not_in_list", "check_digit"
  std::string suggestion;  // what was probably meant, or empty
};

class ColumnType {
 public:
  virtual ~ColumnType() = default;
  virtual std::string_view name() const = 0;
  virtual store::Type stored() const = 0;
  // Casts one trimmed, non-empty cell and adds it to `out`; on failure adds null and says why.
  // `numeric`: the cell was a number in the file (XLSX), `text` its shortest decimal form.
  virtual std::optional<CastFailure> cast(std::string_view text, bool numeric,
                                          const ColumnDef& column, const CastContext& context,
                                          store::Column& out) const = 0;
  // The value as people see it (code -> name is the caller's), and masked for those without the
  // right.
  virtual std::string mask(std::string_view shown) const = 0;
};

const ColumnType* find_type(std::string_view name);
std::vector<std::string> type_names();
// The sentence of a cast failure; {value} (the cell as it stands) is filled by the caller. Every
// `why` has one.
Words says(std::string_view why);
// What to do about it; may hold {column} and {allowed} (the names of the column's code list).
Words fixes(std::string_view why);
// The sentence that offers a failure's suggestion, with {suggestion}; used when the suggestion is
// not empty.
Words suggests(std::string_view why);
// Every `why` a cast can give, for docs and tests.
std::vector<std::string_view> failure_names();

}  // namespace diaodu::pack
