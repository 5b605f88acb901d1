#pragma once
// A page of living records (or as they stood on a day) for a screen: filtered, some columns, in the
// order of place and key, or of one column. Reads county after county in growing steps, so that the
// first page of a great register costs what it shows and not what there is.
#include "record/record.hpp"

namespace diaodu::record {

struct Filter {
  std::string column;
  std::string op;     // eq ne lt le gt ge missing filled
  std::string value;  // as stored
};
struct PageAsk {
  std::string register_id, area;
  std::optional<Day> day;
  std::vector<Filter>
      where;         // allowed already: on a masked column a filter would tell what it hides
  std::string sort;  // a column; empty: by place and key
  bool is_downwards = false;
  // `next` of the page before: "county-hash", no value of the record; without the county where the
  // scope hides it.
  std::string after;
  int limit = 100;
};
struct Row {
  std::string dist_county;
  int64_t key_hash = 0;
  int64_t missing = 0, explained = 0, verified = 0;
  std::vector<std::string> stored;  // by register column; empty: null
  std::vector<std::string> shown;   // likewise, masked by the scope
};
struct Page {
  std::vector<Row> rows;
  std::string next;  // empty: this was the last
};
// Errors "record.no_register", "record.bad_filter", "record.page_gone" (the record of `after` has
// ended since).
Result<Page> page(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                  const PageAsk& ask);
// One record, as it stands or stood; nullopt: none that the scope lets see. dist_county empty: of
// any; its hash tells it.
Result<std::optional<Row>> one(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const std::string& register_id,
                               const std::string& dist_county, int64_t key_hash,
                               std::optional<Day> day);

}  // namespace diaodu::record
