#include "finding/sums.hpp"

#include "finding/render.hpp"
#include "finding/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::finding {

using frame::fill;

Result<std::vector<Sum>> sum(store::Session& session, const access::Scope& scope, const Ask& ask,
                             By by, int below) {
  TRY_ASSIGN(const std::string which, asked(session, ask));
  std::string key = "f.rule";
  if (by == By::column) key = "f.column_name";
  if (by == By::place) key = "left(f.area, " + std::to_string(below) + ")";
  frame::Fills fills = findings_of(ask);
  fills.insert(fills.end(), {{"key", key},
                             {"grade", by == By::rule ? "f.grade" : "''"},
                             {"held", std::string(sql::held_explanations)},
                             {"allowed", scope.predicate(ask.register_id, "f.area")},
                             {"asked", which}});
  TRY_ASSIGN(const store::Batch rows, session.query(fill(sql::sums, fills)));
  std::vector<Sum> sums;
  for (size_t i = 0; i < rows.rows(); ++i) {
    sums.push_back({std::string(rows["group_key"].text(i)), std::string(rows["register"].text(i)),
                    std::string(rows["grade"].text(i)), rows["n"].int64(i),
                    rows["row_count"].int64(i), rows["explained"].int64(i)});
  }
  return sums;
}

Result<std::optional<Spot>> find(store::Session& session, const pack::Pack& pack,
                                 const access::Scope& scope, int64_t finding) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::one, {{"allowed", scope.predicate("", "f.area")}}),
                           {{"finding", finding}}));
  if (rows.rows() == 0) return std::optional<Spot>();
  Spot spot;
  spot.dist_county = rows["dist_county"].text(0);
  if (!rows["key_hash"].is_null(0)) spot.key_hash = rows["key_hash"].int64(0);
  Ask ask;
  ask.parcel = rows["parcel"].int64(0);
  ask.register_id = rows["register"].text(0);
  ask.column = rows["column_name"].text(0);
  ask.grade = rows["grade"].text(0);
  ask.limit = 100'000;
  TRY_ASSIGN(std::vector<Finding> all, list(session, pack, scope, ask));
  for (Finding& one : all) {
    if (one.finding != finding) continue;
    spot.finding = std::move(one);
    return std::optional<Spot>(std::move(spot));
  }
  return std::optional<Spot>();
}

}  // namespace diaodu::finding
