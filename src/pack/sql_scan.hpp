#pragma once
// A light reading of a pack author's SQL, without an engine: which columns and $params it names,
// and names that cannot be right. The strict reading is the engine's (frame/prepare.hpp).
#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.hpp"
#include "pack/reader.hpp"

namespace diaodu::pack {

struct SqlToken {
  enum class Kind { word, quoted, param, number, text, symbol };
  Kind kind;
  std::string_view text;  // without quotes and the $
  size_t at;              // offset in the SQL
};
std::vector<SqlToken> sql_tokens(std::string_view sql);  // comments are skipped

// The place of an offset in a text whose first character stands at `start`.
Place place_in(const Place& start, std::string_view text, size_t at);

struct SqlUse {
  std::vector<std::string> columns;  // of the register, in order of first use
  std::vector<std::string> params;   // without built-in ones
  bool reads_day = false;            // names $day
  bool uses_changes = false;         // names the frame table <register>_change
};

struct SqlText {
  std::string_view sql;
  Place start;            // of its first character
  std::string_view what;  // "fails", "when", "query": for messages
};
// An expression over one row of the register: every word must be a column or a word of SQL.
SqlUse scan_expression(const SqlText& text, const Register& of, const Pack& pack, Faults& faults);
// A select: words that are nearly a column of the register but are nothing are faults.
SqlUse scan_query(const SqlText& text, const Register& of, const Pack& pack, Faults& faults);

// Other registers that a select reads (their names after from and join), with those of their
// columns that it may name: more than it reads, never less.
struct OtherUse {
  std::string register_id;
  std::vector<std::string> columns;
};
std::vector<OtherUse> scan_others(std::string_view sql, const Register& of, const Pack& pack);

// Names no column or register may take: keywords of both engines, tables and columns of the
// product.
bool is_reserved(std::string_view name);
bool is_sql_word(std::string_view lower);
const std::vector<std::string>& sql_functions();
bool is_product_name(std::string_view name);  // a table or system column a query may meet

}  // namespace diaodu::pack
