#include "frame/living.hpp"

#include "frame/masks.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::frame {

Result<void> show_living(RoundContext& round, const pack::Register& register_,
                         const std::string& which, bool kept, const std::string& record) {
  store::Session& session = round.session;
  const std::string incoming = table_name("incoming", register_);
  const std::string candidate = table_name("candidate", register_);
  std::string old_areas;
  const std::vector<std::string> columns = area_columns(round.pack, register_);
  for (size_t i = 0; i < columns.size(); ++i)
    old_areas += "l." + store::quoted(columns[i]) + " as old_area_" + std::to_string(i) + ", ";
  const std::string living =
      fill(sql::living_candidates,
           {{"all", std::to_string(bit(register_.columns.size()) - 1)},
            {"old_areas", old_areas},
            {"columns", column_list(register_, "l.")},
            {"record", record.empty() ? table_name("record", register_) : record},
            {"which", which}});
  TRY(session.run(fill(sql::drop_view, {{"view", incoming}})));
  if (!kept) {
    TRY(session.run(fill(sql::living_view, {{"incoming", incoming}, {"living", living}})));
    return {};
  }
  TRY(session.run(fill(sql::drop_table, {{"table", candidate}})));
  TRY(session.run(fill(sql::living_table, {{"candidate", candidate}, {"living", living}})));
  if (session.engine() == store::Engine::postgres)
    TRY(session.run(fill(sql::analyze, {{"table", candidate}})));
  TRY(session.run(
      fill(sql::incoming_of_living, {{"incoming", incoming}, {"candidate", candidate}})));
  return {};
}

Result<void> hide_living(RoundContext& round, const pack::Register& register_) {
  TRY(round.session.run(fill(sql::drop_view, {{"view", table_name("incoming", register_)}})));
  TRY(round.session.run(fill(sql::drop_table, {{"table", table_name("candidate", register_)}})));
  return {};
}

}  // namespace diaodu::frame
