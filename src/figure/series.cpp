#include "figure/series.hpp"

#include "figure/shown.hpp"
#include "figure/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::figure {

Result<std::vector<Figure>> series(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, const SeriesAsk& ask) {
  const pack::Indicator* indicator = pack.indicator(ask.indicator);
  if (!indicator) return unknown_indicator(pack, ask.indicator);
  const Range range = ask.children ? children_of(*indicator, ask.area, ask.axis, ask.to)
                                   : place_itself(*indicator, ask.area, ask.axis, ask.to);
  const std::string sql =
      frame::fill(sql::series, {{"predicate", scope.predicate(indicator->register_id, "f.area")}});
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql, {{"indicator", ask.indicator},
                                 {"axis", ask.axis},
                                 {"day", ask.to},
                                 {"day_from", indicator->uses_changes ? ask.from : range.day_from},
                                 {"area_from", range.area_from},
                                 {"area_to", range.area_to},
                                 {"level", range.level}}));
  std::vector<Figure> figures;
  for (size_t row = 0; row < rows.rows(); ++row) figures.push_back(figure_of(rows, row));
  return figures;
}

const Figure* standing_on(const pack::Indicator& indicator, const Figure* first, const Figure* last,
                          Day day) {
  const Figure* found = nullptr;
  for (const Figure* one = first; one != last && one->day <= day; ++one) found = one;
  if (found && indicator.uses_changes && found->day != day) return nullptr;
  return found;
}

}  // namespace diaodu::figure
