#include "record/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/show_value.hpp"
#include "frame/temporary.hpp"
#include "record/names.hpp"
#include "record/sql.hpp"

namespace diaodu::record {

using frame::fill;
using store::literal;
using store::quoted;

namespace {

constexpr size_t kCountyLength = 6;
constexpr size_t kSteps[] = {4, 32, 256};  // counties read at a time; then all that are left

Error bad_filter(const Filter& filter) {
  return {.code = "record.bad_filter",
          .message = {fmt::format("筛选条件“{}:{}”不对", filter.column, filter.op),
                      fmt::format("the filter \"{}:{}\" makes no sense", filter.column, filter.op)},
          .hint = {"写成 列名:eq:值；eq ne lt le gt ge，或 missing、filled",
                   "write column:eq:value; eq ne lt le gt ge, or missing, filled"},
          .place = "",
          .params = {{"column", filter.column}},
          .exit = Exit::usage};
}

// The value as SQL of the column's own type; nullopt: it is none.
std::optional<std::string> typed(const pack::ColumnDef& column, const std::string& value) {
  if (column.type == "decimal" || column.type == "whole") {
    // In the column's own type where that holds it: then whole blocks are passed over unread.
    const int scale = column.type == "whole" ? 0 : column.scale;
    constexpr int kScaleMost = 6;
    constexpr int64_t kUnitsMost = 999'999'999'999'999'999;  // what 18 digits hold
    for (const int places : {scale, kScaleMost}) {
      const std::optional<int64_t> units = parse_decimal(value, places);
      if (!units || *units > kUnitsMost || *units < -kUnitsMost) continue;
      return "cast(" + literal(value) + " as " +
             (places == 0 ? "bigint)" : fmt::format("numeric(18, {}))", places));
    }
    return std::nullopt;
  }
  if (column.type == "day" || column.type == "month") {
    const std::optional<Day> day = parse_day(value);
    if (!day) return std::nullopt;
    return literal(store::Value(*day));
  }
  if (column.type == "yes_no") {
    if (value != "true" && value != "false") return std::nullopt;
    return value;
  }
  return literal(value);
}

Result<std::string> condition(const pack::Register& register_, const Filter& filter) {
  const pack::ColumnDef* column = register_.find(filter.column);
  if (!column) return bad_filter(filter);
  const std::string name = "l." + quoted(filter.column);
  if (filter.op == "missing") return name + " is null";
  if (filter.op == "filled") return name + " is not null";
  constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"eq", "="}, {"ne", "<>"}, {"lt", "<"}, {"le", "<="}, {"gt", ">"}, {"ge", ">="}};
  for (const auto& [op, sign] : kSigns) {
    if (filter.op != op) continue;
    const std::optional<std::string> value = typed(*column, filter.value);
    if (!value) return bad_filter(filter);
    return name + " " + std::string(sign) + " " + *value;
  }
  return bad_filter(filter);
}

std::string of_county(const std::string& county) {
  return county.empty() ? std::string() : "l.dist_county = " + literal(county) + " and ";
}

class Pager {
 public:
  Pager(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
        const pack::Register& of, const PageAsk& ask)
      : session_(session), pack_(pack), scope_(scope), register_(of), ask_(ask) {}
  Result<Page> run();
  Result<std::vector<Row>> read(const std::string& which, int limit);

 private:
  std::string under() const;
  Result<std::string> after();
  std::string order() const;
  Result<std::vector<std::string>> steps();
  Row row_of(const store::Batch& rows, size_t at) const;
  bool tells_home() const;
  std::string next_of(const Row& row) const;

  store::Session& session_;
  const pack::Pack& pack_;
  const access::Scope& scope_;
  const pack::Register& register_;
  const PageAsk& ask_;
};

std::string Pager::under() const {
  if (ask_.area.empty()) return "true";
  const bool is_host = !scope_.sees_side(access::Side::home) && !register_.also_area.empty();
  std::string place = is_host ? "l." + quoted(register_.also_area) : "l.dist_county";
  const std::string county = ask_.area.substr(0, kCountyLength);
  const std::string& prefix = is_host ? ask_.area : county;
  std::string sql =
      place + " >= " + literal(prefix) + " and " + place + " < " + literal(range_end(prefix));
  if (!is_host && ask_.area.size() > kCountyLength) {
    place = "l." + quoted(register_.area);
    sql += " and " + place + " >= " + literal(ask_.area) + " and " + place + " < " +
           literal(range_end(ask_.area));
  }
  return sql;
}

// Rows behind the one that `next` named.
Result<std::string> Pager::after() {
  if (ask_.after.empty()) return std::string("true");
  const Error gone{
      .code = "record.page_gone",
      .message = {"上一页的最后一条记录已不在", "the last record of that page is gone"},
      .hint = {"从第一页重新看", "start again from the first page"},
      .place = "",
      .params = {},
      .exit = Exit::usage};
  const size_t at = ask_.after.find('-');
  if (at == std::string::npos) return gone;
  const std::string hash = ask_.after.substr(at + 1);
  if (hash.empty() || hash.find_first_not_of("0123456789") != std::string::npos) return gone;
  TRY_ASSIGN(const std::vector<Row> last,
             read(of_county(tells_home() ? ask_.after.substr(0, at) : "") + "l.key_hash = " + hash +
                      " and " + allowed(scope_, register_),
                  1));
  if (last.empty()) return gone;
  const std::string& county = last.front().dist_county;
  std::vector<std::string> columns = {"l.dist_county"}, values = {literal(county)};
  for (const std::string& key : register_.key) {
    columns.push_back("l." + quoted(key));
    const pack::ColumnDef& column = register_.columns[register_.index_of(key)];
    const std::string& value = last.front().stored[register_.index_of(key)];
    values.push_back(typed(column, value).value_or(literal(value)));
  }
  const std::string by_key = "(" + join(columns, ", ") + ") > (" + join(values, ", ") + ")";
  if (ask_.sort.empty()) return "l.dist_county >= " + values.front() + " and " + by_key;
  const std::string sort = "l." + quoted(ask_.sort);
  const size_t at_sort = register_.index_of(ask_.sort);
  const std::string& stored = last.front().stored[at_sort];
  if (stored.empty()) return "(" + sort + " is null and " + by_key + ")";
  const std::string value = typed(register_.columns[at_sort], stored).value_or(literal(stored));
  return fmt::format("({0} {1} {2} or ({0} = {2} and {3}) or {0} is null)", sort,
                     ask_.is_downwards ? "<" : ">", value, by_key);
}

std::string Pager::order() const {
  std::string order;
  if (!ask_.sort.empty())
    order = "r." + quoted(ask_.sort) + (ask_.is_downwards ? " desc" : "") + " nulls last, ";
  order += "r.dist_county";
  for (const std::string& key : register_.key) order += ", r." + quoted(key);
  return order;
}

Row Pager::row_of(const store::Batch& rows, size_t at) const {
  Row row;
  row.dist_county = rows["dist_county"].text(at);
  row.key_hash = rows["key_hash"].int64(at);
  row.missing = rows["missing"].is_null(at) ? 0 : rows["missing"].int64(at);
  row.explained = rows["explained"].is_null(at) ? 0 : rows["explained"].int64(at);
  row.verified = rows["verified"].is_null(at) ? 0 : rows["verified"].int64(at);
  for (const pack::ColumnDef& column : register_.columns) {
    row.stored.push_back(frame::stored_text(rows[column.name], at));
    row.shown.push_back(frame::masked(register_, column, row.stored.back(), scope_));
  }
  return row;
}

Result<std::vector<Row>> Pager::read(const std::string& which, int limit) {
  const std::string rows = fill(ask_.day ? sql::page_as_of : sql::page_living,
                                {{"columns", frame::column_list(register_, "l.")},
                                 {"record", quoted(living_name(register_))},
                                 {"past", quoted(past_name(register_))},
                                 {"which", which},
                                 {"day", ask_.day ? literal(store::Value(*ask_.day)) : ""}});
  TRY_ASSIGN(
      const store::Batch batch,
      session_.query(fill(sql::page_sorted, {{"columns", frame::column_list(register_, "r.")},
                                             {"rows", rows},
                                             {"order", order()},
                                             {"limit", std::to_string(limit)}})));
  std::vector<Row> out;
  for (size_t at = 0; at < batch.rows(); ++at) out.push_back(row_of(batch, at));
  return out;
}

// Ranges of counties that together hold everything under the place, in order.
Result<std::vector<std::string>> Pager::steps() {
  std::vector<std::string> ranges;
  const bool is_narrow = ask_.area.size() >= kCountyLength || !ask_.sort.empty() ||
                         !scope_.sees_side(access::Side::home);
  if (is_narrow) return std::vector<std::string>{"true"};
  const std::string first =
      ask_.after.empty() ? ask_.area : ask_.after.substr(0, ask_.after.find('-'));
  const std::string last = ask_.area.empty() ? ":" : range_end(ask_.area);
  TRY_ASSIGN(const store::Batch counties,
             session_.query(sql::counties_below, {{"first", first}, {"last", last}}));
  std::string from;
  size_t at = 0;
  for (const size_t step : kSteps) {
    at += step;
    if (at >= counties.rows()) break;
    const std::string to(counties["area"].text(at));
    ranges.push_back((from.empty() ? "" : "l.dist_county >= " + literal(from) + " and ") +
                     "l.dist_county < " + literal(to));
    from = to;
  }
  ranges.push_back(from.empty() ? "true" : "l.dist_county >= " + literal(from));
  return ranges;
}

// Where people are registered is not told to a host place, nor by the name of a row.
bool Pager::tells_home() const {
  const pack::ColumnDef& area = *register_.find(register_.area);
  return scope_.shows(register_.id, static_cast<access::Secrecy>(area.secret), area.host_view) !=
         access::Shown::hidden;
}

std::string Pager::next_of(const Row& row) const {
  return (tells_home() ? row.dist_county : "") + "-" + std::to_string(row.key_hash);
}

Result<Page> Pager::run() {
  TRY_ASSIGN(const std::string behind, after());
  std::string which = under() + " and " + allowed(scope_, register_) + " and " + behind;
  for (const Filter& filter : ask_.where) {
    TRY_ASSIGN(const std::string one, condition(register_, filter));
    which += " and " + one;
  }
  Page page;
  TRY_ASSIGN(const std::vector<std::string> ranges, steps());
  for (const std::string& range : ranges) {
    const int left = ask_.limit - static_cast<int>(page.rows.size());
    if (left <= 0) break;
    TRY_ASSIGN(std::vector<Row> rows, read(range + " and " + which, left));
    std::move(rows.begin(), rows.end(), std::back_inserter(page.rows));
  }
  if (static_cast<int>(page.rows.size()) == ask_.limit) page.next = next_of(page.rows.back());
  return page;
}

}  // namespace

Result<Page> page(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                  const PageAsk& ask) {
  const pack::Register* register_ = pack.register_(ask.register_id);
  if (!register_) return no_register(ask.register_id);
  if (!ask.sort.empty() && !register_->find(ask.sort)) return bad_filter({ask.sort, "sort", ""});
  return Pager(session, pack, scope, *register_, ask).run();
}

Result<std::optional<Row>> one(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const std::string& register_id,
                               const std::string& dist_county, int64_t key_hash,
                               std::optional<Day> day) {
  const pack::Register* register_ = pack.register_(register_id);
  if (!register_) return no_register(register_id);
  PageAsk ask;
  ask.register_id = register_id;
  ask.day = day;
  const std::string which = of_county(dist_county) + "l.key_hash = " + std::to_string(key_hash) +
                            " and " + allowed(scope, *register_);
  TRY_ASSIGN(std::vector<Row> rows, Pager(session, pack, scope, *register_, ask).read(which, 1));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

}  // namespace diaodu::record
