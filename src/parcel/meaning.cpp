#include "parcel/meaning.hpp"

#include <algorithm>
#include <map>

#include "access/scope.hpp"
#include "base/area_code.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "frame/sql_fill.hpp"
#include "parcel/confirmed.hpp"
#include "parcel/heading.hpp"
#include "parcel/sql.hpp"

namespace diaodu::parcel {

using store::Type;

std::string layout_of(std::vector<std::string> headings) {
  constexpr size_t kShown = 16;
  for (std::string& heading : headings) heading = heading_form(heading, true);
  std::erase(headings, "");
  std::ranges::sort(headings);
  return sha256_hex(join(headings, "\x1f")).substr(0, kShown);
}

Result<void> find_meanings(frame::RoundContext& round, const std::vector<WaitingCommand>& commands,
                           std::vector<FileJob>& files) {
  if (files.empty()) return {};
  std::map<std::string, std::vector<FileJob*>> by_sender;
  for (FileJob& file : files) by_sender[file.sender].push_back(&file);
  TRY_ASSIGN(const store::Batch rows,
             round.session.query(sql::meanings_of, {{"register", files.front().register_id},
                                                    {"seq", files.front().parcel}}));
  for (size_t row = 0; row < rows.rows(); ++row) {
    const auto at = by_sender.find(std::string(rows["area"].text(row)));
    if (at == by_sender.end()) continue;
    const store::Column& column = rows["column_name"];
    for (FileJob* file : at->second)
      file->meanings.push_back({std::string(rows["layout"].text(row)),
                                std::string(rows["heading"].text(row)),
                                column.is_null(row) ? "" : std::string(column.text(row))});
  }
  for (const WaitingCommand& command : commands) {
    if (command.kind != CommandKind::meaning || command.register_id != files.front().register_id)
      continue;
    const auto at = by_sender.find(command.area);
    if (at == by_sender.end()) continue;
    for (FileJob* file : at->second)
      if (file->parcel > command.seq)
        file->meanings.push_back({command.layout, command.heading, command.column});
  }
  return {};
}

Result<void> write_meanings(frame::RoundContext& round,
                            const std::vector<WaitingCommand>& commands) {
  store::Batch rows;
  rows.columns = {{"seq", Type::int64},   {"register", Type::text}, {"area", Type::text},
                  {"layout", Type::text}, {"heading", Type::text},  {"column_name", Type::text},
                  {"day", Type::day},     {"actor", Type::text}};
  for (const WaitingCommand& command : commands) {
    if (command.kind != CommandKind::meaning) continue;
    rows.columns[0].add(command.seq);
    rows.columns[1].add(command.register_id);
    rows.columns[2].add(command.area);
    rows.columns[3].add(command.layout);
    rows.columns[4].add(command.heading);
    command.column.empty() ? rows.columns[5].add_null() : rows.columns[5].add(command.column);
    rows.columns[6].add(command.day);
    rows.columns[7].add(command.actor);
  }
  return rows.rows() == 0 ? Result<void>() : round.session.append("heading_meaning", rows);
}

Result<std::vector<Meaning>> list_meanings(store::Session& session, const access::Scope& scope,
                                           const std::string& area,
                                           const std::string& register_id) {
  const std::string text =
      frame::fill(sql::list_meanings, {{"scope", scope.predicate({}, "m.area")}});
  TRY_ASSIGN(const store::Batch rows,
             session.query(
                 text, {{"register", register_id}, {"area", area}, {"area_end", range_end(area)}}));
  std::vector<Meaning> found;
  for (size_t row = 0; row < rows.rows(); ++row) {
    const store::Column& column = rows["column_name"];
    found.push_back({.seq = rows["seq"].int64(row),
                     .register_id = std::string(rows["register"].text(row)),
                     .area = std::string(rows["area"].text(row)),
                     .layout = std::string(rows["layout"].text(row)),
                     .heading = std::string(rows["heading"].text(row)),
                     .column = column.is_null(row) ? "" : std::string(column.text(row)),
                     .actor = std::string(rows["actor"].text(row)),
                     .day = rows["day"].day(row)});
  }
  return found;
}

std::string layout_of(const Parcel& parcel, int sheet) {
  std::vector<std::string> headings;
  for (const Parcel::Heading& heading : parcel.headings)
    if (heading.sheet == sheet) headings.push_back(heading.heading);
  return layout_of(std::move(headings));
}

}  // namespace diaodu::parcel
