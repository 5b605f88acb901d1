// Judges living records anew: by a new pack, or because what they share with others has changed.
// What they fail now goes into the temporary table again; the difference to what stands open is
// ended or opened, so that what has not changed stays as it was.
#include <algorithm>

#include "base/text.hpp"
#include "finding/again.hpp"
#include "finding/finding.hpp"
#include "finding/judge.hpp"
#include "finding/near.hpp"
#include "finding/rule_runner.hpp"
#include "finding/sql.hpp"
#include "frame/living.hpp"
#include "frame/masks.hpp"

namespace diaodu::finding {

using frame::fill;
using frame::table_name;
using store::literal;
using store::quoted;

namespace {

constexpr int64_t kBatchRows = 1'000'000;  // of a register at once, whole counties

std::string list_of(const std::vector<std::string>& texts) {
  std::vector<std::string> literals;
  for (const std::string& text : texts) literals.push_back(literal(text));
  return literals.empty() ? literal("") : join(literals, ", ");
}

// The rules are within one row, or compare it with whole registers: counties can be taken one after
// the other. Those within one file are not run: the file is not at hand.
bool can_be_run_again(const pack::Rule& rule) {
  return rule.reach != pack::Reach::parcel || !rule.follows.empty();
}

}  // namespace

Result<void> Again::clear() {
  rules_.clear();
  built_ins_.clear();
  TRY(session_.run(sql::drop_again));
  TRY(session_.run(sql::again_table));
  return {};
}

Result<void> Again::run(const Chosen& chosen, bool needs) {
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id || !chosen(rule)) continue;
    TRY(run_rule(rule));
    if (std::ranges::count(rules_, rule.id) == 0) rules_.push_back(rule.id);
  }
  if (!needs) return {};
  TRY(run_needs(true));
  TRY(run_code_lists());
  if (!built_ins_.empty()) return {};
  for (const pack::ColumnDef& column : register_.columns) built_ins_.push_back(column.name);
  return {};
}

Result<int64_t> Again::judge_everything() {
  TRY(clear());
  TRY_ASSIGN(const store::Batch counties,
             session_.query(fill(sql::counties_of_records, {{"record", record()}})));
  for (size_t first = 0; first < counties.rows();) {
    size_t last = first;
    int64_t rows = counties["row_count"].int64(first);
    while (last + 1 < counties.rows() && rows + counties["row_count"].int64(last + 1) <= kBatchRows)
      rows += counties["row_count"].int64(++last);
    TRY(frame::show_living(
        round_, register_,
        "l.dist_county >= " + literal(counties["dist_county"].text(first)) +
            " and l.dist_county <= " + literal(counties["dist_county"].text(last)),
        false));
    TRY(run(can_be_run_again, true));
    if (round_.progress)
      round_.progress(
          {"finding", static_cast<int64_t>(last) + 1, static_cast<int64_t>(counties.rows())});
    first = last + 1;
  }
  return settle("true");
}

Result<int64_t> Again::judge_keys(const Chosen& chosen, bool needs) {
  TRY(clear());
  std::string which = fill(sql::is_again_key, {{"row", "l"}});
  if (!wave_.counties.empty())
    which += " and " + frame::near_counties("l.dist_county", wave_.counties);
  TRY(frame::show_living(round_, register_, which, true));
  TRY(run(chosen, needs));
  return settle(fill(sql::is_again_key, {{"row", "f"}}));
}

Result<int64_t> Again::judge_near(const Shares& shares, const std::string& near) {
  TRY(clear());
  near_[shares] = near;
  TRY(frame::show_living(round_, register_, fill(sql::is_again_key, {{"row", "l"}}), true, near));
  TRY(run([&](const pack::Rule& rule) { return rule.shares == shares; }, false));
  return settle(fill(sql::is_again_key, {{"row", "f"}}));
}

Result<int64_t> Again::settle(const std::string& which) {
  TRY(end_findings(round_,
                   fill(sql::ends_of_again, {{"which", which},
                                             {"rules", list_of(rules_)},
                                             {"built_in_columns", list_of(built_ins_)},
                                             {"is_of_refused", std::string(sql::is_of_refused)}}),
                   {{"register", register_.id}}));
  TRY(session_.run(sql::drop_standing));
  TRY(find_places());
  TRY_ASSIGN(const int64_t found, session_.run(sql::add_of_again));
  TRY(session_.run(sql::drop_again));
  return found;
}

Result<void> Again::find_places() {
  TRY_ASSIGN(const store::Batch of, session_.query(sql::counties_of_again));
  if (of.rows() == 0) return {};
  std::vector<std::string> counties;
  for (size_t row = 0; row < of.rows(); ++row) counties.emplace_back(of.columns[0].text(row));
  std::string bit = "case a.column_name";
  for (const pack::ColumnDef& column : register_.columns)
    bit += " when " + literal(column.name) + " then " +
           std::to_string(frame::mask_of(register_, {column.name}));
  TRY(session_.run(
      fill(sql::place_again, {{"record", record()},
                              {"past", past()},
                              {"counties", frame::near_counties("l.dist_county", counties)},
                              {"bit", "(" + bit + " else 0 end)"}})));
  return {};
}

Result<std::vector<std::string>> counties_changed(frame::RoundContext& round,
                                                  const pack::Register& register_) {
  TRY_ASSIGN(const store::Batch of,
             round.session.query(sql::touched_counties,
                                 {{"register", register_.id}, {"column_name", register_.area}}));
  std::vector<std::string> counties;
  for (size_t row = 0; row < of.rows(); ++row) counties.emplace_back(of.columns[0].text(row));
  return counties;
}

Result<void> find_versions(frame::RoundContext& round, const pack::Register& register_,
                           const std::vector<std::string>& columns,
                           const std::vector<std::string>& counties) {
  std::string list;
  for (const std::string& column : columns) list += ", l." + quoted(column);
  TRY(round.session.run(sql::drop_round_version));
  TRY(round.session.run(
      fill(sql::round_version, {{"record", table_name("record", register_)},
                                {"past", quoted("record_" + register_.id + "_past")},
                                {"columns", list},
                                {"round", std::to_string(round.round)},
                                {"counties", frame::near_counties("l.dist_county", counties)}})));
  return {};
}

Result<bool> make_keys(frame::RoundContext& round, const std::string& keys) {
  TRY(round.session.run(sql::drop_again_key));
  TRY(round.session.run(fill(sql::again_key_table, {{"keys", keys}})));
  TRY_ASSIGN(const store::Batch any, round.session.query(sql::any_again_key));
  return any.rows() > 0;
}

std::string keys_sharing(std::string_view query, const frame::RoundContext& round,
                         const pack::Register& changed, const Sharing& sharing) {
  std::vector<std::string> v_columns, l_columns, differs, same;
  for (const auto& [own, theirs] : sharing.same) {
    v_columns.push_back("v." + quoted(theirs));
    l_columns.push_back("l." + quoted(own));
    same.push_back("shared." + quoted(theirs) + " = l." + quoted(own));
  }
  for (const std::string& name : sharing.reads)
    differs.push_back(fill(sql::differs, {{"column", changed.find(name)->type == "yes_no"
                                                         ? "cast(" + quoted(name) + " as integer)"
                                                         : quoted(name)}}));
  return fill(query, {{"record", sharing.record},
                      {"l_columns", join(l_columns, ", ")},
                      {"v_columns", join(v_columns, ", ")},
                      {"round", std::to_string(round.round)},
                      {"differs", differs.empty() ? "false" : join(differs, " or ")},
                      {"same_values", join(same, " and ")},
                      {"others", sharing.others}});
}

namespace {

// The records of a register that a round began, changed or ended, and those that share what they
// brought or gave up.
class Consequences {
 public:
  Consequences(frame::RoundContext& round, const pack::Register& of,
               const std::vector<int64_t>& withdrawn)
      : round_(round), session_(round.session), register_(of), withdrawn_(withdrawn) {}

  Result<int64_t> run();

 private:
  using Columns = std::vector<std::string>;
  struct Shared {
    Columns same;   // rows that hold the same in these
    Columns reads;  // are judged again when one of them changes here
  };
  Result<bool> find_counties();
  std::vector<std::string> named() const;
  Result<int64_t> judge_withdrawn();
  Result<bool> all_have_met();
  Result<void> leave_untouched();
  Result<int64_t> judge_sharing(bool have_met);
  std::string keys_of(std::string_view query, const Shared& shared, const std::string& record,
                      const std::string& others) const;
  void find_shared();

  std::string record() const { return table_name("record", register_); }

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  const std::vector<int64_t>& withdrawn_;
  std::vector<std::string> counties_;
  std::vector<Shared> shared_;  // as rules declare it
  bool any_ended_ = false, any_begun_ = false, any_earlier_ = false;
};

void Consequences::find_shared() {
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id || rule.shares.empty()) continue;
    auto at = std::ranges::find(shared_, rule.shares, &Shared::same);
    if (at == shared_.end()) at = shared_.insert(at, {rule.shares, rule.shares});
    for (const std::string& column : rule.columns)
      if (register_.find(column)) add_once(at->reads, column);
  }
}

Result<bool> Consequences::find_counties() {
  TRY_ASSIGN(counties_, counties_changed(round_, register_));
  if (counties_.empty()) return false;
  TRY_ASSIGN(const store::Batch ended,
             session_.query(sql::any_ended, {{"register", register_.id}, {"round", round_.round}}));
  any_ended_ = ended["ended"].int64(0) > 0;
  any_begun_ = ended["begun"].int64(0) > 0;
  TRY_ASSIGN(
      const store::Batch earlier,
      session_.query(fill(sql::any_earlier, {{"record", record()}}), {{"round", round_.round}}));
  any_earlier_ = earlier.rows() > 0;
  return true;
}

std::vector<std::string> Consequences::named() const {
  std::vector<std::string> names;
  for (const Shared& one : shared_)
    for (const std::string& column : one.reads) add_once(names, column);
  return names;
}

Result<int64_t> Consequences::judge_withdrawn() {
  std::vector<std::string> parcels;
  for (const int64_t parcel : withdrawn_) parcels.push_back(std::to_string(parcel));
  TRY_ASSIGN(const bool any,
             make_keys(round_, fill(sql::keys_of_withdrawn, {{"parcels", join(parcels, ", ")}})));
  if (!any) return int64_t{0};
  return Again(round_, register_).judge_keys(can_be_run_again, true);
}

std::string Consequences::keys_of(std::string_view query, const Shared& shared,
                                  const std::string& record, const std::string& others) const {
  Sharing sharing{{}, shared.reads, record, others};
  for (const std::string& name : shared.same) sharing.same.emplace_back(name, name);
  return keys_sharing(query, round_, register_, sharing);
}

// Rows of one wave have seen each other, and all that lived before: only the others are judged.
Result<bool> Consequences::all_have_met() {
  TRY_ASSIGN(const store::Batch wave,
             session_.query(fill(sql::last_wave, {{"patch", table_name("patch", register_)}})));
  return wave["wave"].int64(0) == 1 && !any_ended_ && withdrawn_.empty();
}

// Rules none of whose columns this round has named: nothing that they compare has moved.
Result<void> Consequences::leave_untouched() {
  TRY_ASSIGN(
      const store::Batch columns,
      session_.query(fill(sql::columns_of_round, {{"patch", table_name("patch", register_)}})));
  int64_t touched = columns["touched"].int64(0);
  if (any_begun_) touched |= frame::mask_of(register_, register_.key);
  std::erase_if(shared_, [&](const Shared& shared) {
    return (frame::mask_of(register_, shared.reads) & touched) == 0;
  });
  return {};
}

Result<int64_t> Consequences::judge_sharing(bool have_met) {
  const std::string others =
      have_met ? "l.round_from < " + std::to_string(round_.round) : std::string("true");
  int64_t found = 0;
  std::vector<std::string> keys;
  std::vector<Shares> rest;
  for (const Shared& shared : shared_) {
    std::string near;  // holds all who hold what was gained or given up
    if (have_met) {
      TRY_ASSIGN(near, renew_near(round_, register_, shared.same));
    }
    if (near.empty()) {
      keys.push_back(keys_of(sql::keys_that_share, shared, record(), others));
      rest.push_back(shared.same);
      continue;
    }
    TRY_ASSIGN(const bool any, make_keys(round_, keys_of(sql::keys_near, shared, near, others)));
    if (!any) continue;
    TRY_ASSIGN(const int64_t more, Again(round_, register_).judge_near(shared.same, near));
    found += more;
  }
  if (rest.empty()) return found;
  TRY_ASSIGN(const bool any, make_keys(round_, join(keys, "\nunion\n")));
  if (!any) return found;
  TRY_ASSIGN(const int64_t more, Again(round_, register_)
                                     .judge_keys(
                                         [&](const pack::Rule& rule) {
                                           return std::ranges::count(rest, rule.shares) > 0;
                                         },
                                         false));
  return found + more;
}

Result<int64_t> Consequences::run() {
  find_shared();
  TRY_ASSIGN(const bool any, find_counties());
  if (!any || (shared_.empty() && !any_ended_ && withdrawn_.empty())) return int64_t{0};
  TRY_ASSIGN(const bool have_met, all_have_met());
  if (have_met && !any_earlier_) return int64_t{0};
  if (have_met) TRY(leave_untouched());
  if (have_met && shared_.empty()) return int64_t{0};
  TRY(find_versions(round_, register_, named(), counties_));
  int64_t found = 0;
  if (any_ended_)
    TRY(end_findings(round_,
                     fill(sql::ends_of_ended, {{"is_of_refused", std::string(sql::is_of_refused)}}),
                     {{"register", register_.id}}));
  if (!withdrawn_.empty()) {
    TRY_ASSIGN(found, judge_withdrawn());
  }
  if (!shared_.empty()) {
    TRY_ASSIGN(const int64_t more, judge_sharing(have_met));
    found += more;
  }
  for (const std::string_view scratch : {sql::drop_round_version, sql::drop_again_key})
    TRY(session_.run(scratch));
  return found;
}

}  // namespace

Result<int64_t> judge_anew(frame::RoundContext& round, const pack::Register& register_) {
  if (round.progress) round.progress({"finding", 0, 0});
  return Again(round, register_).judge_everything();
}

Result<int64_t> judge_consequences(frame::RoundContext& round, const pack::Register& register_,
                                   const std::vector<int64_t>& withdrawn) {
  TRY_ASSIGN(const int64_t found, Consequences(round, register_, withdrawn).run());
  TRY(forget_near(round, register_));
  return found;
}

Result<void> end_undeclared(frame::RoundContext& round) {
  std::vector<std::string> registers;
  for (const pack::Register& register_ : round.pack.registers) {
    registers.push_back(register_.id);
    std::vector<std::string> rules;
    for (const pack::Rule& rule : round.pack.rules)
      if (rule.register_id == register_.id) rules.push_back(rule.id);
    TRY(end_findings(round, fill(sql::ends_gone_rules, {{"register", literal(register_.id)},
                                                        {"rules", list_of(rules)}})));
  }
  TRY(end_findings(round, fill(sql::ends_gone_registers, {{"registers", list_of(registers)}})));
  return {};
}

}  // namespace diaodu::finding
