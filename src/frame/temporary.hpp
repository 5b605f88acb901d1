#pragma once
// The temporary tables of a round, and the views that a pack's query runs on.
//
// patch_<register>:    parcel bigint, sheet integer, row_no integer, dist_county varchar, key_hash
//                      bigint, touched bigint, erased bigint, wave integer, then the register's
//                      columns. Bit i of touched: column i was given a value; of erased: it was
//                      emptied by 清空. Rows that intake refuses are not in it. wave: 1, 2, ...
//                      per key in journal order.
// intake_failure:      register, parcel bigint, sheet integer, row_no integer, column_name, rule,
//                      grade, dist_county, area, key_hash bigint (null: no key), show_id, shown,
//                      params, other_area. rule: built in, its name begins with '_' (built_in.hpp).
// incoming_<register>: parcel, sheet, row_no, dist_county, key_hash, touched, is_new boolean,
//                      elsewhere varchar (the other county that holds this key living),
//                      old_missing, old_explained, old_verified, old_area_<i> (area_columns of
//                      masks.hpp), changed, missing, explained, verified, then the candidate's
//                      columns: the living record overlaid by the patch. One wave at a time; a
//                      view, over patch_<register> itself where no record lives yet. touched here
//                      holds the erased columns too.
// incoming_county:     register, dist_county, row_count, all_new, in_order: of the wave at hand
//                      (wave.hpp).
// refused:             parcel, sheet, row_no, dist_county, key_hash: rows with a reject finding;
//                      finding -> record.
// touched:             register varchar, column_name varchar, area varchar (6 digits).
//
// Parcels stand in patch_<register> in county order: where each lies in one county, nobody sorts
// again.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "frame/round_context.hpp"

namespace diaodu::frame {

// Makes the (empty) temporary tables of a round on its session; earlier ones of the session are
// dropped. Only those of the registers that the round concerns.
Result<void> make_round_tables(RoundContext& round);
// Frees their memory.
Result<void> drop_round_tables(RoundContext& round);
// Fills incoming_<register> for one wave; gives the number of rows (0: no such wave).
// finding::judge must be called for wave 1 even then: a file whose every row was refused by intake
// has only failures.
Result<int64_t> make_incoming(RoundContext& round, const pack::Register& register_, int wave);
// SQL types and quoted names of a register's columns, for create statements and select lists.
std::string sql_type(const pack::ColumnDef& column);
std::string column_list(const pack::Register& register_,
                        const std::string& prefix = {});          // ["p."]"a", ...
std::string column_definitions(const pack::Register& register_);  // "a" varchar, ...

// A frame for reading: temporary views on `session` named <register>, <register>_before,
// <register>_change and param_at, limited to `counties` (empty: all), as the registers stood at the
// end of `day`, knowledge of round `known_round` (0: latest). area and figure are the tables. The
// pack's SELECT is then run as it stands.
// <register>: the register's columns, dist_county, key_hash, parcel, sheet, row_no, the masks,
// day_from, round_from; complete (nothing missing that no reason explains), explained_complete
// (complete only by its reasons), verified_all (every group). <register>_before: the same, keys
// changed since only.
struct FrameSpec {
  Day day;
  int back_days = 1;
  int64_t known_round = 0;
  std::vector<std::string> counties;  // six digits each
  std::string register_id;            // the one to show
  std::string record = {};  // instead of record_<register>: a table of its shape, of living rows
};
Result<void> make_views(store::Session& session, const pack::Pack& pack, const FrameSpec& spec);
// Whether a version has ended after the day: what lived that day is then more than what lives.
Result<bool> any_ended_later(store::Session& session, const pack::Register& register_, Day day);
// Replaces `$day` and `$name` of dated params: a literal where one value holds everywhere that day,
// else a case over dist_county, which must then be in reach; null before the first value. Other
// `$names` stay, to be bound.
std::string param_sql(const pack::ParamDef& param, Day day);
Result<std::string> fill_params(const pack::Pack& pack, const std::string& sql, Day day);
// Areas of the pack into table area (columns of schema/0007_area.sql); done at init and at pack
// use.
Result<void> load_areas(store::Session& session, const pack::AreaIndex& areas);

// Checks every query of a pack on the engine: allow-list of relations and functions, one SELECT,
// columns exist. Faults as pack::load gives them. Makes what it needs on an empty temporary
// database session.
Result<std::vector<Error>> check_queries(store::Session& session, const pack::Pack& pack);

}  // namespace diaodu::frame
