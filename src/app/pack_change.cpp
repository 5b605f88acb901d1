#include "app/pack_change.hpp"

#include <filesystem>

#include "app/packs.hpp"
#include "app/sql.hpp"
#include "finding/finding.hpp"
#include "frame/masks.hpp"
#include "frame/payload.hpp"
#include "frame/temporary.hpp"
#include "pack/change.hpp"
#include "record/carry_over.hpp"

namespace diaodu::app {
namespace {

Result<void> touch_everywhere(frame::RoundContext& round, const pack::Register& register_) {
  for (const pack::ColumnDef& column : register_.columns)
    TRY(round.session.run(sql::touch_everywhere,
                          {{"register", register_.id}, {"column_name", column.name}}));
  return {};
}

Result<void> follow(frame::RoundContext& round, const pack::Pack& before,
                    const pack::Register& register_) {
  const pack::Register& was = *before.register_(register_.id);
  if (pack::masks_hash(before, was) != pack::masks_hash(round.pack, register_))
    TRY(record::carry_over(round, was, register_));
  if (pack::judging_hash(before, was) != pack::judging_hash(round.pack, register_))
    TRY(finding::judge_anew(round, register_));
  return {};
}

}  // namespace

Result<std::vector<Used>> packs_in_use(store::Session& session, const std::string& packs_folder,
                                       int64_t seq_to) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::packs_used, {{"seq_to", seq_to}}));
  std::vector<Used> packs;
  for (size_t row = 0; row < rows.rows(); ++row) {
    const std::string sha256 = frame::Payload(rows["payload"].text(row)).text("sha256");
    TRY_ASSIGN(Used used, load_kept_pack(packs_folder, sha256));
    packs.push_back(std::move(used));
  }
  return packs;
}

Result<void> bring_pack_into_use(frame::RoundContext& round, bool is_first) {
  TRY(frame::load_areas(round.session, round.areas));
  if (is_first) return {};
  const std::string packs_folder = std::filesystem::path(round.pack_folder).parent_path().string();
  TRY_ASSIGN(const std::vector<Used> used, packs_in_use(round.session, packs_folder, round.seq_to));
  for (const pack::Register& register_ : round.pack.registers) {
    TRY(touch_everywhere(round, register_));
    for (size_t i = 1; i < used.size(); ++i) {  // the first is the one that comes
      if (!used[i].pack->register_(register_.id)) continue;
      TRY(follow(round, *used[i].pack, register_));
      // Left out in between, it lost its findings; they are found again.
      if (i > 1) TRY(finding::judge_anew(round, register_));
      break;
    }
  }
  return finding::end_undeclared(round);
}

}  // namespace diaodu::app
