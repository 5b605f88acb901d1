// incoming_<register>: the candidate rows of one wave.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"

#include "frame/temporary.hpp"

namespace diaodu::frame {

using store::quoted;

namespace {

constexpr size_t kSliceMax = 64;           // counties; more scans cost more than they save
constexpr std::ptrdiff_t kGapMax = 20;     // counties between two that one scan reads
constexpr int64_t kMixedRowsMin = 20'000;  // fewer are joined as one
constexpr size_t kJoinedMax = 4;           // counties joined in a wave of others that are new

class IncomingMaker {
 public:
  IncomingMaker(RoundContext& round, const pack::Register& of, int wave)
      : session_(round.session), round_(round), register_(of), wave_(wave) {}

  Result<int64_t> run() {
    TRY(find_counties());
    TRY(clear());
    if (session_.engine() == store::Engine::postgres && rows_ > 0) TRY(analyze("patch"));
    TRY_ASSIGN(all_new_, no_record_lives());
    if (!all_new_) TRY(find_living());
    if (!all_new_) TRY(make_candidate());
    TRY(make_view({}));
    if (rows_ > 0) TRY(find_elsewhere());
    TRY(note_counties());
    return rows_;
  }

 private:
  std::string name(std::string_view prefix) const { return table_name(prefix, register_); }

  // Counties, rows, and whether rows lie in county order.
  Result<void> find_counties() {
    TRY_ASSIGN(const store::Batch found,
               session_.query(fill(sql::wave_counties, {{"patch", name("patch")}}),
                              {{"wave", int32_t{wave_}}}));
    for (size_t row = 0; row < found.rows(); ++row) {
      const int64_t count = found["row_count"].int64(row);
      rows_ += count;
      row_counts_[std::string(found["dist_county"].text(row))] += count;
      any_touched_ |= found["any_touched"].int64(row);
      all_touched_ &= found["all_touched"].int64(row);
      any_erased_ |= found["any_erased"].int64(row);
    }
    in_order_ = row_counts_.size() == 1 || lies_in_order(found);
    for (const auto& [county, count] : row_counts_) counties_.push_back(county);
    return {};
  }

  // Parcels stand in patch_<register> in county order: rows do if every parcel lies in one county,
  // or each parcel's rows are in order and no two parcels share a range of counties.
  static bool lies_in_order(const store::Batch& found) {
    struct Range {
      std::string_view first, last;
    };
    std::vector<Range> ranges;
    bool all_single = true;
    for (size_t row = 0; row < found.rows(); ++row) {
      const std::string_view county = found["dist_county"].text(row);
      if (row == 0 || found["parcel"].int64(row) != found["parcel"].int64(row - 1)) {
        ranges.push_back({county, county});
        continue;
      }
      all_single = false;
      ranges.back().last = county;
      if (found["first_place"].int64(row) < found["last_place"].int64(row - 1)) return false;
    }
    if (all_single) return true;
    std::ranges::sort(ranges, {}, &Range::first);
    for (size_t i = 1; i < ranges.size(); ++i)
      if (ranges[i].first <= ranges[i - 1].last) return false;
    return true;
  }

  Result<void> clear() {
    TRY(session_.run(fill(sql::drop_view, {{"view", name("incoming")}})));
    for (const char* prefix : {"candidate", "elsewhere", "slice"})
      TRY(session_.run(fill(sql::drop_table, {{"table", name(prefix)}})));
    return {};
  }

  Result<void> analyze(std::string_view prefix) {
    TRY(session_.run(fill(sql::analyze, {{"table", name(prefix)}})));
    return {};
  }

  Result<bool> no_record_lives() {
    if (rows_ == 0) return true;
    TRY_ASSIGN(const store::Batch found,
               session_.query(fill(sql::lives_in_counties,
                                   {{"record", name("record")},
                                    {"counties", in_counties("l.dist_county", counties_)}})));
    return found.rows() == 0;
  }

  std::string old_areas(const std::string& prefix) const {
    std::string list;
    const std::vector<std::string> columns = area_columns(round_.pack, register_);
    for (size_t i = 0; i < columns.size(); ++i)
      list += (prefix.empty() ? "cast(null as varchar)" : prefix + quoted(columns[i])) +
              " as old_area_" + std::to_string(i) + ", ";
    return list;
  }

  // A great wave of counties of which hardly any holds records, as the second part of a great file
  // is: only those are joined.
  Result<void> find_living() {
    joined_ = counties_;
    if (rows_ < kMixedRowsMin) return {};
    TRY_ASSIGN(const store::Batch found,
               session_.query(fill(sql::living_counties,
                                   {{"record", name("record")},
                                    {"counties", near_counties("l.dist_county", counties_)}})));
    std::vector<std::string> living;
    int64_t rows = 0;
    for (size_t row = 0; row < found.rows(); ++row) {
      const auto at = row_counts_.find(std::string(found["dist_county"].text(row)));
      if (at == row_counts_.end()) continue;
      living.push_back(at->first);
      rows += at->second;
    }
    mixed_ = living.size() <= kJoinedMax && rows * 2 < rows_;
    if (mixed_) joined_ = std::move(living);
    return {};
  }

  // Rows of the counties that are joined, or of the others. Equalities, as the engine makes a join
  // of a list.
  std::string of_joined(bool joined) const {
    if (!mixed_) return {};
    std::vector<std::string> parts;
    for (const std::string& county : joined_)
      parts.push_back("p.dist_county " + std::string(joined ? "= " : "<> ") +
                      store::literal(county));
    return " and (" + join(parts, joined ? " or " : " and ") + ")";
  }

  // What was joined, and the others as they stand: there the patch is the candidate. `elsewhere`:
  // the table of keys that live in another county, if any.
  Result<void> make_view(const std::string& elsewhere) {
    std::vector<std::string> rows;
    if (!all_new_) rows.push_back(fill(sql::joined_rows, {{"candidate", name("candidate")}}));
    if (all_new_ || mixed_) rows.push_back(new_rows(elsewhere));
    TRY(session_.run(fill(sql::incoming_view,
                          {{"incoming", name("incoming")}, {"rows", join(rows, "union all\n")}})));
    return {};
  }

  std::string new_rows(const std::string& elsewhere) const {
    const std::string join_sql =
        elsewhere.empty()
            ? std::string()
            : fill(sql::elsewhere_join,
                   {{"elsewhere", elsewhere}, {"same_key", same_key(register_, "e", "p")}});
    return fill(sql::new_rows,
                {{"missing", missing_sql(round_.pack, register_)},
                 {"explained", explained_sql(round_.pack, register_)},
                 {"verified", verified_sql(register_, round_.day)},
                 {"elsewhere", elsewhere.empty() ? "cast(null as varchar)" : "e.other_county"},
                 {"elsewhere_join", join_sql},
                 {"old_areas", old_areas({})},
                 {"changed", filled_sql(register_, "p.")},
                 {"columns", column_list(register_, "p.")},
                 {"patch", name("patch")},
                 {"wave", std::to_string(wave_) + of_joined(false)}});
  }

  // Few counties of a big register: of their living records those that the wave names are fetched
  // once, for the join here and for closing.
  Result<std::string> living_records() {
    sliced_ = session_.engine() != store::Engine::postgres && joined_.size() <= kSliceMax;
    if (!sliced_)
      return "(" +
             fill(sql::near_records, {{"record", name("record")},
                                      {"counties", near_counties("dist_county", joined_)}}) +
             ")";
    std::vector<std::string> scans;
    for (const auto& [first, last] : runs_of_counties())
      scans.push_back(fill(sql::scan, {{"table", name("record")},
                                       {"first", store::literal(first)},
                                       {"last", store::literal(last)},
                                       {"patch", name("patch")},
                                       {"wave", std::to_string(wave_)}}));
    TRY(session_.run(
        fill(sql::slice_table, {{"table", name("slice")}, {"scans", join(scans, "union all\n")}})));
    return name("slice");
  }

  // Counties that stand near one another are read in one scan: they lie in the same blocks, and to
  // open a block costs more than to pass over a neighbour's rows.
  std::vector<std::pair<std::string, std::string>> runs_of_counties() const {
    std::vector<std::string_view> all, open{""};
    while (!open.empty()) {
      const std::string_view above = open.back();
      open.pop_back();
      for (const std::string_view area : round_.areas.children(above))
        (area.size() < 6 ? open : all).push_back(area);
    }
    std::ranges::sort(all);
    const auto rank = [&](const std::string& county) {
      return std::ranges::lower_bound(all, std::string_view(county)) - all.begin();
    };
    std::vector<std::pair<std::string, std::string>> runs;
    for (const std::string& county : joined_) {
      if (runs.empty() || rank(county) - rank(runs.back().second) > kGapMax)
        runs.emplace_back(county, county);
      else
        runs.back().second = county;
    }
    return runs;
  }

  // A column of the candidate and its term of `changed` (empty: it never changes). What no row of
  // the wave gives, or empties, is neither asked for nor compared.
  struct Overlaid {
    std::string value, changed;
  };
  Overlaid overlay(size_t index) const {
    const std::string& name = register_.columns[index].name;
    const std::string column = quoted(name), bits = std::to_string(bit(index));
    const std::string touched = "(p.touched & " + bits + ") <> 0";
    const std::string erased = "(p.erased & " + bits + ") <> 0";
    std::string value, changed;
    if ((all_touched_ & bit(index)) != 0) {
      value = "p." + column;
      changed = " when p." + column + " is distinct from l." + column + " then " + bits;
    } else {
      if ((any_touched_ & bit(index)) != 0) {
        value += " when " + touched + " then p." + column;
        changed += " when " + touched + " and p." + column + " is distinct from l." + column +
                   " then " + bits;
      }
      if ((any_erased_ & bit(index)) != 0) {
        value += " when " + erased + " then null";
        changed += " when " + erased + " and l." + column + " is not null then " + bits;
      }
      value = value.empty() ? "l." + column : "case" + value + " else l." + column + " end";
    }
    if (std::ranges::count(register_.key, name) > 0) value = "p." + column;
    if (!changed.empty()) changed = "case" + changed + " else 0 end";
    return {value + " as " + column, changed};
  }

  Result<void> make_candidate() {
    TRY_ASSIGN(const std::string living, living_records());
    std::vector<std::string> columns, changed = {"0"};
    for (size_t i = 0; i < register_.columns.size(); ++i) {
      Overlaid one = overlay(i);
      columns.push_back(std::move(one.value));
      if (!one.changed.empty()) changed.push_back(std::move(one.changed));
    }
    TRY(session_.run(
        fill(sql::candidate, {{"candidate", name("candidate")},
                              {"missing", missing_sql(round_.pack, register_)},
                              {"explained", explained_sql(round_.pack, register_)},
                              {"verified", verified_sql(register_, round_.day)},
                              {"old_areas", old_areas("l.")},
                              {"changed", "cast((" + join(changed, "\n + ") + ") as bigint)"},
                              {"columns", join(columns, ", ")},
                              {"patch", name("patch")},
                              {"living", living},
                              {"same_key", same_key(register_, "l", "p")},
                              {"wave", std::to_string(wave_) + of_joined(true)}})));
    if (session_.engine() == store::Engine::postgres) TRY(analyze("candidate"));
    return {};
  }

  Result<void> find_elsewhere() {
    TRY_ASSIGN(const store::Batch any,
               session_.query(fill(sql::lives_in_counties,
                                   {{"record", name("record")}, {"counties", "true"}})));
    if (any.rows() == 0) return {};
    TRY_ASSIGN(const store::Batch near,
               session_.query(fill(sql::elsewhere_counties,
                                   {{"record", name("record")}, {"incoming", name("incoming")}})));
    if (near.rows() == 0) return {};
    std::vector<std::string> others;
    for (size_t row = 0; row < near.rows(); ++row) others.emplace_back(near.columns[0].text(row));
    std::vector<std::string> keys;
    for (const std::string& key : register_.key) keys.push_back("i." + quoted(key));
    TRY(session_.run(fill(sql::elsewhere, {{"elsewhere", name("elsewhere")},
                                           {"record", name("record")},
                                           {"incoming", name("incoming")},
                                           {"keys", join(keys, ", ")},
                                           {"same_columns", same_key_columns(register_, "l", "i")},
                                           {"counties", near_counties("l.dist_county", others)}})));
    if (!all_new_)
      TRY(session_.run(
          fill(sql::mark_elsewhere, {{"candidate", name("candidate")},
                                     {"elsewhere", name("elsewhere")},
                                     {"same_key", same_key(register_, name("candidate"), "e")}})));
    if (!all_new_ && !mixed_) return {};
    TRY(session_.run(fill(sql::drop_view, {{"view", name("incoming")}})));
    return make_view(name("elsewhere"));
  }

  Result<void> note_counties() {
    TRY(session_.run(sql::delete_incoming_county, {{"register", register_.id}}));
    store::Batch batch;
    batch.columns = {{"register", store::Type::text},    {"dist_county", store::Type::text},
                     {"row_count", store::Type::int64},  {"all_new", store::Type::boolean},
                     {"in_order", store::Type::boolean}, {"sliced", store::Type::boolean}};
    for (const auto& [county, count] : row_counts_) {
      batch["register"].add(register_.id);
      batch["dist_county"].add(county);
      batch["row_count"].add(count);
      batch["all_new"].add(all_new_);
      batch["sliced"].add(sliced_);
      // A join keeps no order; of one county there is none to keep.
      batch["in_order"].add(in_order_ && (all_new_ || (mixed_ && joined_.size() == 1)));
    }
    return session_.append("incoming_county", batch);
  }

  store::Session& session_;
  RoundContext& round_;
  const pack::Register& register_;
  int wave_;
  std::map<std::string, int64_t> row_counts_;
  std::vector<std::string> counties_;
  int64_t rows_ = 0;
  int64_t any_touched_ = 0, all_touched_ = -1, any_erased_ = 0;  // columns, as bits
  bool in_order_ = true;
  bool all_new_ = true;
  bool mixed_ = false;               // only the rows of joined_ are joined, the others are new
  std::vector<std::string> joined_;  // counties, unless all_new_
  bool sliced_ = false;
};

}  // namespace

Result<int64_t> make_incoming(RoundContext& round, const pack::Register& register_, int wave) {
  if (round.progress) round.progress({"frame", 0, 0});
  return IncomingMaker(round, register_, wave).run();
}

}  // namespace diaodu::frame
