#pragma once
// Runs a pack's rules over incoming_<register> as SQL. Inner part of the room: judge.cpp has a
// wave judged, again.cpp living records.
#include <map>
#include <string>
#include <vector>

#include "frame/round_context.hpp"
#include "frame/sql_fill.hpp"
#include "frame/wave.hpp"

namespace diaodu::finding {

struct Sentence {  // one rule as SQL sees it
  std::string rule, column, grade, other_area, judged;
  std::vector<std::string> params;
};

class RuleRunner {
 public:
  // into: the table that takes the findings, of finding's shape.
  RuleRunner(frame::RoundContext& round, const pack::Register& of, frame::WaveCounties wave,
             std::string into)
      : round_(round),
        session_(round.session),
        register_(of),
        wave_(std::move(wave)),
        into_(std::move(into)) {}

 protected:
  std::string incoming() const;
  // Where no record lived, every touched cell is a change, and the mask need not be made.
  std::string changed() const { return wave_.all_new ? "i.touched" : "i.changed"; }
  // Columns whose being touched has a rule judge a row anew.
  int64_t reads(const pack::Rule& rule) const;
  Result<int64_t> run_rule(const pack::Rule& rule);
  // Cells that must always be there: of new rows and touched cells, or of all.
  Result<int64_t> run_needs(bool of_all);
  Result<int64_t> run_code_lists();  // codes that their list no longer has
  Result<int64_t> add_by_expression(const Sentence& sentence, const std::string& fails);

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  frame::WaveCounties wave_;
  std::string into_;
  bool judges_all_ = false;                               // every row, whatever was touched
  std::map<std::vector<std::string>, std::string> near_;  // by what rules share (near.hpp)

 private:
  Sentence sentence_of(const pack::Rule& rule, const std::vector<std::string>& given) const;
  frame::Fills fills_of(const Sentence& sentence) const;
  Result<int64_t> run_query(const pack::Rule& rule);
  Result<void> show_frame(const std::string& query, const pack::Rule& rule);
};

}  // namespace diaodu::finding
