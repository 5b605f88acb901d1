#include "frame/wave.hpp"

#include "frame/sql.hpp"

namespace diaodu::frame {

Result<WaveCounties> wave_counties(store::Session& session, const pack::Register& register_) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql::incoming_counties, {{"register", register_.id}}));
  WaveCounties wave;
  for (size_t row = 0; row < rows.rows(); ++row) {
    wave.counties.emplace_back(rows["dist_county"].text(row));
    wave.all_new = wave.all_new && rows["all_new"].boolean(row);
    wave.sliced = rows["sliced"].boolean(row);
    wave.in_order = wave.in_order && rows["in_order"].boolean(row);
  }
  return wave;
}

}  // namespace diaodu::frame
