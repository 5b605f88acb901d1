#pragma once
// A pack is everything of a programme, declared: registers, rules, code lists, params, indicators,
// targets, areas, groups, scenarios. These are its immutable types; load.hpp makes them from a
// folder. docs/pack.md explains every key. Mechanisms here, programme words only in packs.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/area_code.hpp"
#include "base/day.hpp"
#include "base/error.hpp"
#include "base/result.hpp"
#include "store/batch.hpp"

namespace diaodu::pack {

// Where a thing was declared: "registers/worker.toml", 1-based.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};
std::string to_text(const Place& place);

enum class Need { always, expected, optional };  // always: the row is refused without it
enum class Secret { open, internal, personal };
enum class Grade { reject, question, note };
enum class Reach { row, parcel, register_ };  // what a rule must be run over again for

struct CodeItem {
  std::string code;  // as stored, 12 bytes at most
  Words name;
  std::vector<std::string> also;  // other spellings taken on intake
  std::vector<std::string>
      explains;  // reason lists: the columns this reason explains; empty: all expected
};
struct TextHash {  // lets a map of texts be asked with a string_view
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
struct CodeList {
  std::string id;
  Words name;
  std::string basis;
  std::vector<CodeItem> items;
  std::unordered_map<std::string, uint32_t, TextHash, std::equal_to<>> spellings;  // made by load()
  const CodeItem* find(std::string_view code) const;
  const CodeItem* spelled(
      std::string_view typed) const;  // by code, name or other spelling, exactly
};

struct ColumnDef {
  std::string name;
  Words title;                 // what people call it; the first head if not given
  std::string type;            // a name of types.hpp: text whole decimal day month yes_no code area
                               // citizen_id phone ...
  std::string codes;           // type "code": id of the list
  int codes_at = -1;           // its index in Pack::codes, set by load()
  std::optional<Level> level;  // type "area": the level stored ("county"); longer codes are refused
  int scale = 0;               // type "decimal": digits kept after the point
  bool fixed_line = false;     // type "phone": a fixed line with its area code is taken too
  Need need = Need::optional;
  std::string when;  // SQL over the row: the need holds only where this is true
  Place when_place;  // of its first character
  Secret secret = Secret::internal;
  std::vector<std::string> heads;  // headings met in files, besides name and titles
  bool host_view = false;          // shown to the host place (the register's also_area)
  std::string group;               // verification group ("identity", "contact", ...); empty: none
  Place place;
};

struct Register {
  std::string id;
  Words name;
  std::string grain;
  std::vector<std::string> key;  // column names; the key text is their values joined with U+001F
  std::string area;              // column that places a row in the area tree (home)
  std::string also_area;         // column of the host place, or empty
  Secret secret = Secret::internal;
  std::vector<ColumnDef> columns;  // at most 62 expected
  std::string reason;              // code column that explains missing cells, or empty
  std::string verified_by, verified_on, verified_way;  // columns of that meaning, or empty
  std::string remark;     // text column for what the sender has to add, or empty
  std::string own;        // column by which a grant may name single rows, or empty
  std::string show_id;    // column printed for a person in lists ("person_id")
  std::string show_name;  // column masked to its first character in lists, or empty
  std::string form_no, filing_no, valid_to;  // printed at the head of its forms, or empty
  int order = 0;  // among the registers of the pack, which stand in that order, then by id
  Place place;
  const ColumnDef* find(std::string_view column) const;
  size_t index_of(std::string_view column) const;  // CHECKs that it exists
  std::vector<size_t> expected() const;            // indices; position = bit in `missing`
  std::vector<std::string> groups() const;  // in order of first use; position = bit in `verified`
};

// Another register that a rule's query reads. When a record of it comes, changes or ends, the
// records that hold the same are judged by the rule again.
struct Follow {
  std::string register_id;
  // Own column and theirs; dist_county may be one. Empty: declared not to be followed.
  std::vector<std::pair<std::string, std::string>> same;
  std::vector<std::string> columns;  // of theirs that bear on the rule
};

struct Rule {
  std::string id;
  std::string register_id;
  Grade grade = Grade::question;
  std::string column;  // where the finding is placed
  std::string fails;   // SQL expression over one row of `incoming`; or:
  std::string query;   // SQL text of a SELECT giving parcel, row_no[, other_area]
  std::string query_file;
  Place sql_place;  // of the first character of `fails` or `query`
  std::vector<std::string>
      columns;  // columns of the register that `fails`/`query` reads: the touch mask
  std::vector<std::string> params;  // names of params it reads
  Reach reach = Reach::row;
  // Reach register: rows that hold the same in all of these columns are judged again when one of
  // them changes there. Empty: only the row that changed is.
  std::vector<std::string> shares;
  std::vector<Follow> follows;
  Place follows_place;  // of `follows`, or of the query that has none
  Words says, fix;
  std::string basis;
  Place place;
};

struct ParamValue {
  Day from;
  std::string area;   // prefix it holds for; '' = everywhere
  std::string value;  // decimal text, or a text
  std::string basis;
};
struct ParamDef {
  std::string id;
  std::string unit;
  bool is_number = true;
  std::vector<ParamValue> values;
  // The value in force: the longest area prefix, then the latest `from` not after the day.
  std::optional<std::string> at(std::string_view area, Day day) const;
};

enum class Kind { sum, ratio, distinct };
struct Indicator {
  std::string id;
  Words name, unit, explain;  // explain: one sentence for people
  Kind kind = Kind::sum;
  std::string register_id;  // whose changes touch it
  std::string area;         // column whose old and new values are touched; default the register's
  std::vector<std::string> axes;
  std::map<std::string, std::map<std::string, Words>> parts;  // axis -> part -> name
  bool higher_is_better = true;
  // Either a query giving county area, [part,] n[, d] over a frame, or a built-in measure:
  // "record_complete" | "field_filled" (axis "column") | "explained" | "verified".
  std::string query, query_file, measure;
  Place sql_place;  // of the first character of `query`
  bool uses_changes =
      false;  // the query reads <register>_change: day-turning, never carried forward
  bool day_turning = false;  // reads $day: computed everywhere once a day
  // For tracing a query back to rows, SQL expressions over the register's row: which rows are
  // counted, and in which part. Empty: not declared.
  std::string counts, counts_part;
  std::vector<std::string> columns;  // columns of the register that the query reads
  std::vector<std::string> params;   // names of params it reads
  Level stored_to = Level::county;
  std::string parts_add_up;  // axis whose parts must close, or empty
  std::string basis;
  Place place;
};

enum class Compare { at_least, at_most, exceeds, not_less_than };
struct RankLevel {
  Level level;  // of the parent whose children are ranked
  bool on = false;
  std::string basis;
  std::optional<Day> end;
};
struct Target {
  std::string id;
  Words name;
  std::string indicator;
  Compare compare = Compare::at_least;
  std::string goal;  // decimal text; ratios as a fraction ("0.98")
  std::optional<Day> due;
  std::string expects;       // group of areas that must report; empty: all
  std::string register_id;   // whose report states are shown
  int shown_decimals = 1;    // of the percentage; ties are judged on the shown text
  int64_t rank_min_n = 100;  // smaller denominators are not ranked
  std::vector<RankLevel> rank;
  int speed_days = 3;  // days over which speed is measured for the forecast
  Place place;
};

struct GroupDef {
  std::string id;
  Words name;
  std::vector<std::string> areas;
  std::optional<Day> from, to;
  std::string basis;
};
struct PairDef {  // paired assistance between places; dated
  std::string from_area, to_area;
  std::optional<Day> from, to;
  std::string basis;
};

struct AreaSource {  // where the area table comes from: CSV files made at set-up, or in the pack
  std::string file;  // as declared: "areas.csv" (in the pack) or "@areas/areas.csv" (set-up)
  std::string path;  // where load() found it; header code,name,from_year,to_year,successor,source
};

using CaseRows = std::vector<std::map<std::string, std::string>>;  // cells as typed, by column name
struct CaseWith {  // rows of another register that live already
  std::string register_id;
  CaseRows rows;
  Place place;
};
struct RuleCase {           // cases/<register>.toml: rows that pass or fail a rule
  std::string register_id;  // the file's
  std::string rule;
  bool fails = false;
  CaseRows rows;
  std::vector<CaseWith> with;
  std::optional<Day> day;
  Place place;
};

struct ScenarioDef {
  std::string id;
  Words name;
  std::string maker;  // which generator of scenario/ makes it ("register_drive")
  std::map<std::string, std::string> settings;  // flat "a.b" -> text, read by the generator
  std::map<std::string, std::vector<std::map<std::string, std::string>>>
      tables;  // arrays of tables
  Place place;
};

struct Pack {
  std::string id, version, folder;
  Words name;
  int utc_offset_minutes = 480;
  bool synthetic = false;  // all people in it are made up; shown everywhere
  std::vector<AreaSource> areas;
  std::vector<CodeList> codes;
  std::vector<Register> registers;
  std::vector<Rule> rules;
  std::vector<ParamDef> params;
  std::vector<Indicator> indicators;
  std::vector<Target> targets;
  std::vector<GroupDef> groups;
  std::vector<PairDef> pairs;
  std::vector<RuleCase> cases;
  std::vector<ScenarioDef> scenarios;
  std::string sha256;  // over all files of the folder, by name

  const CodeList* code_list(std::string_view id) const;
  const Register* register_(std::string_view id) const;
  const ParamDef* param(std::string_view id) const;
  const Indicator* indicator(std::string_view id) const;
  const Target* target(std::string_view id) const;
  const GroupDef* group(std::string_view id) const;
  const ScenarioDef* scenario(std::string_view id) const;
  const Rule* rule(std::string_view register_id, std::string_view rule_id) const;
};

}  // namespace diaodu::pack
