// What one register says of another's records: a list of deaths that comes has the posts of those
// it names judged again, by the rules that read it.
#include <algorithm>

#include "base/text.hpp"
#include "finding/again.hpp"
#include "finding/finding.hpp"
#include "finding/sql.hpp"
#include "frame/living.hpp"
#include "frame/masks.hpp"

namespace diaodu::finding {

using frame::fill;
using frame::table_name;
using store::literal;

namespace {

// Rules of one register that follow the changed one by the same columns.
struct Followers {
  const pack::Register* of = nullptr;
  std::vector<std::pair<std::string, std::string>> same;
  std::vector<std::string> rules, reads;
};

std::vector<Followers> followers_of(const frame::RoundContext& round,
                                    const pack::Register& changed) {
  std::vector<Followers> all;
  for (const pack::Rule& rule : round.pack.rules) {
    for (const pack::Follow& follow : rule.follows) {
      if (follow.register_id != changed.id || follow.same.empty() || !round.runs(rule)) continue;
      const pack::Register* of = round.pack.register_(rule.register_id);
      auto at = std::ranges::find_if(
          all, [&](const Followers& one) { return one.of == of && one.same == follow.same; });
      if (at == all.end()) at = all.insert(at, {of, follow.same, {}, {}});
      add_once(at->rules, rule.id);
      for (const std::string& column : follow.columns) add_once(at->reads, column);
    }
  }
  return all;
}

class Follow {
 public:
  Follow(frame::RoundContext& round, const pack::Register& changed, bool any_withdrawn)
      : round_(round), session_(round.session), changed_(changed), any_withdrawn_(any_withdrawn) {}

  Result<int64_t> run();

 private:
  Result<void> keep_living(std::vector<Followers>& all);
  Result<int64_t> judge(const Followers& those);
  std::string others(const Followers& those) const;

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& changed_;
  bool any_withdrawn_;
  std::vector<std::string> counties_;
};

// Only registers that hold records.
Result<void> Follow::keep_living(std::vector<Followers>& all) {
  std::vector<std::string> asked;
  for (const Followers& one : all)
    add_once(asked, fill(sql::any_living, {{"register", literal(one.of->id)},
                                           {"record", table_name("record", *one.of)}}));
  TRY_ASSIGN(const store::Batch living, session_.query(join(asked, "union all\n")));
  std::erase_if(all, [&](const Followers& one) {
    for (size_t row = 0; row < living.rows(); ++row)
      if (living.columns[0].text(row) == one.of->id) return false;
    return true;
  });
  return {};
}

// Rows of this round that came after the changed register's were judged with it in sight.
std::string Follow::others(const Followers& those) const {
  const auto place = [&](const pack::Register& one) {
    return std::ranges::find(round_.pack.registers, one.id, &pack::Register::id);
  };
  if (any_withdrawn_ || place(*those.of) < place(changed_)) return "true";
  return "l.round_from < " + std::to_string(round_.round);
}

Result<int64_t> Follow::judge(const Followers& those) {
  const bool in_county = std::ranges::any_of(
      those.same, [](const auto& columns) { return columns.first == "dist_county"; });
  const std::vector<std::string> counties = in_county ? counties_ : std::vector<std::string>();
  std::string others = this->others(those);
  if (in_county) others += " and " + frame::near_counties("l.dist_county", counties);
  const Sharing sharing{those.same, those.reads, table_name("record", *those.of), others};
  TRY_ASSIGN(const bool any,
             make_keys(round_, keys_sharing(sql::keys_that_share, round_, changed_, sharing)));
  if (!any) return int64_t{0};
  TRY_ASSIGN(const int64_t found, Again(round_, *those.of, counties)
                                      .judge_keys(
                                          [&](const pack::Rule& rule) {
                                            return std::ranges::count(those.rules, rule.id) > 0;
                                          },
                                          false));
  if (!round_.concerns(*those.of)) TRY(frame::hide_living(round_, *those.of));
  return found;
}

Result<int64_t> Follow::run() {
  std::vector<Followers> all = followers_of(round_, changed_);
  if (all.empty()) return int64_t{0};
  TRY_ASSIGN(counties_, counties_changed(round_, changed_));
  if (counties_.empty()) return int64_t{0};
  TRY(keep_living(all));
  if (all.empty()) return int64_t{0};
  std::vector<std::string> columns;
  for (const Followers& one : all)
    for (const std::string& column : one.reads) add_once(columns, column);
  TRY(find_versions(round_, changed_, columns, counties_));
  int64_t found = 0;
  for (const Followers& one : all) {
    TRY_ASSIGN(const int64_t more, judge(one));
    found += more;
  }
  for (const std::string_view scratch : {sql::drop_round_version, sql::drop_again_key})
    TRY(session_.run(scratch));
  return found;
}

}  // namespace

Result<int64_t> judge_followers(frame::RoundContext& round, const pack::Register& changed,
                                bool any_withdrawn) {
  return Follow(round, changed, any_withdrawn).run();
}

}  // namespace diaodu::finding
