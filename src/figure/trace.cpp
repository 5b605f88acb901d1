// From a figure down: the largest child at each level, a county, a record counted there, its cells.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "figure/compute.hpp"
#include "figure/shown.hpp"
#include "figure/sql.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::figure {
namespace {

constexpr size_t kStepsMax = 8;  // levels of the tree

struct Record {
  std::string dist_county;
  int64_t key_hash = 0, missing = 0, explained = 0, round_from = 0;
};

std::string value_text(const Figure& figure) {
  return figure.d.empty() ? figure.n : figure.n + "/" + figure.d;
}

// Rows of the register that belong to a place of the stored level.
std::string in_place_sql(const pack::Indicator& indicator, const pack::Register& of,
                         std::string_view area) {
  const std::string column = area_sql(indicator, of);
  const std::string written = store::literal(area);
  if (area.empty()) return "true";
  if (area == kUnknownArea) return fmt::format("coalesce({}, '') in ('', {})", column, written);
  std::string sql = fmt::format("({0} >= {1} and {0} < {2})", column, written,
                                store::literal(std::string_view(range_end(area))));
  // "510000" also stands for a place known as "51" or "5100" only.
  if (area.size() == 6 && area.ends_with("00"))
    sql += fmt::format(" or {} in ({}, {})", column, store::literal(area.substr(0, 4)),
                       store::literal(area.substr(0, area.ends_with("0000") ? 2 : 4)));
  return "(" + sql + ")";
}

// Which rows an indicator counts in a part; nullopt: it does not say.
std::optional<std::string> counts_sql(const pack::Pack& pack, const pack::Indicator& indicator,
                                      const pack::Register& of, const Figure& figure) {
  if (indicator.measure == "record_complete") return "(r.missing & r.explained) = r.missing";
  if (indicator.measure == "explained") return "r.explained <> 0";
  if (indicator.measure == "verified") {
    const int64_t all = (int64_t{1} << of.groups().size()) - 1;
    return fmt::format("{0} <> 0 and (r.verified & {0}) = {0}", all);
  }
  if (indicator.measure == "field_filled") {
    const std::vector<size_t> expected = of.expected();
    for (size_t i = 0; i < expected.size(); ++i) {
      const pack::ColumnDef& column = of.columns[expected[i]];
      if (column.name != figure.part) continue;
      const int64_t bit = int64_t{1} << i;
      if (figure.axis == kExplainedAxis) return fmt::format("(r.explained & {}) <> 0", bit);
      return fmt::format("({}) and ((r.missing | r.explained) & {}) = 0",
                         column.when.empty() ? "true" : column.when, bit);
    }
    return std::nullopt;
  }
  if (indicator.counts.empty() && indicator.counts_part.empty()) return std::nullopt;
  std::string sql = indicator.counts.empty() ? "true" : indicator.counts;
  if (!figure.axis.empty()) {
    if (indicator.counts_part.empty()) return std::nullopt;
    sql = fmt::format("({}) and coalesce({}, {}) = {}", sql, indicator.counts_part,
                      store::literal(std::string_view(kNoPart)),
                      store::literal(std::string_view(figure.part)));
  }
  const Result<std::string> filled = frame::fill_params(pack, sql, figure.day);
  return filled.ok() ? std::optional(filled.value()) : std::nullopt;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Does the query of an indicator name a column of <register>_change?
bool reads(const pack::Indicator& indicator, std::string_view column) {
  const std::string_view sql = indicator.query;
  for (size_t at = sql.find(column); at != std::string_view::npos; at = sql.find(column, at + 1)) {
    const size_t end = at + column.size();
    const size_t line = sql.rfind('\n', at) == std::string_view::npos ? 0 : sql.rfind('\n', at);
    if (sql.substr(line, at - line).find("--") != std::string_view::npos) continue;  // a comment
    if ((at == 0 || !is_word_byte(sql[at - 1])) && (end == sql.size() || !is_word_byte(sql[end])))
      return true;
  }
  return false;
}

std::string in_counties_sql(std::string_view column, const std::string& area) {
  if (area.empty()) return "true";
  return fmt::format("({0} >= {1} and {0} < {2})", column, store::literal(area),
                     store::literal(std::string_view(range_end(area))));
}

// Columns whose cells show why a record is counted.
std::vector<std::string> traced_columns(const pack::Indicator& indicator, const pack::Register& of,
                                        const Figure& figure) {
  std::vector<std::string> columns;
  if (indicator.measure == "field_filled") {
    if (of.find(figure.part)) columns.push_back(figure.part);
  } else if (indicator.measure == "verified") {
    columns = {of.verified_by, of.verified_on, of.verified_way};
  } else if (!indicator.measure.empty()) {
    for (const size_t at : of.expected()) columns.push_back(of.columns[at].name);
    columns.push_back(of.reason);
  } else {
    columns = indicator.columns;
  }
  std::erase_if(columns, [&](const std::string& name) { return name.empty() || !of.find(name); });
  return columns;
}

class Tracer {
 public:
  Tracer(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
         const pack::Indicator& indicator, int64_t known, Trace& trace)
      : session_(session),
        pack_(pack),
        scope_(scope),
        indicator_(indicator),
        of_(*pack.register_(indicator.register_id)),
        known_(known),
        trace_(trace) {}

  Result<void> run(int64_t sample) {
    std::string target;  // the place of the record asked for
    if (sample != 0) {
      const std::string sql = frame::fill(
          sql::place_of_record,
          {{"area", area_sql(indicator_, of_)}, {"living", frame::table_name("record", of_)}});
      TRY_ASSIGN(const store::Batch rows, session_.query(sql, {{"key_hash", sample}}));
      if (rows.rows() > 0 && !rows["area"].is_null(0)) target = county_of(rows["area"].text(0));
    }
    Figure at = trace_.figure;
    while (!is_stored_level(at.area, indicator_.stored_to) && trace_.steps.size() < kStepsMax) {
      TRY_ASSIGN(const std::optional<Figure> child, step_down(at, target));
      if (!child) return {};
      at = *child;
    }
    return add_record(at, sample);
  }

 private:
  Result<std::optional<Figure>> step_down(const Figure& from, const std::string& target) {
    Range range = children_of(indicator_, from.area, from.axis, from.day);
    range.known = known_;
    TRY_ASSIGN(std::vector<Figure> children, read_range(session_, scope_, indicator_, range));
    std::erase_if(children, [&](const Figure& child) { return child.part != from.part; });
    if (children.empty()) return std::optional<Figure>();
    const auto n_of = [&](const Figure& child) {
      return parse_decimal(child.n, kScale).value_or(0);
    };
    auto best =
        std::max_element(children.begin(), children.end(),
                         [&](const Figure& a, const Figure& b) { return n_of(a) < n_of(b); });
    if (!target.empty())
      if (const auto holds =
              std::find_if(children.begin(), children.end(),
                           [&](const Figure& c) { return is_under(target, c.area); });
          holds != children.end())
        best = holds;
    Step step;
    step.kind = "figure";
    step.text_zh =
        fmt::format("{} 的 {} 是 {} 个下级之和，其中 {} 为 {}", show_area(from.area),
                    value_text(from), children.size(), show_area(best->area), value_text(*best));
    step.text_en = fmt::format("{} of {} is the sum of {} places below; {} has {}",
                               value_text(from), show_area(from.area), children.size(),
                               show_area(best->area), value_text(*best));
    step.figure = best->figure;
    step.area = best->area;
    step.n = best->n;
    step.d = best->d;
    trace_.steps.push_back(std::move(step));
    return std::optional<Figure>(*best);
  }

  // Of an indicator over <register>_change: what a file of the day did, as the query reads it.
  Result<void> add_change(const Figure& figure, int64_t sample) {
    const bool changed = reads(indicator_, "rows_changed") || reads(indicator_, "cells_changed");
    const bool added = reads(indicator_, "rows_new");
    const bool confirmed = reads(indicator_, "rows_unchanged");
    trace_.counted_known = changed || added || confirmed;
    bool is_found = false;
    if (changed) {
      TRY_ASSIGN(is_found, add_version(figure, sample, true));
    }
    if (!is_found && added) {
      TRY_ASSIGN(is_found, add_version(figure, sample, false));
    }
    if (!is_found && confirmed) {
      TRY_ASSIGN(is_found, add_confirming(figure));
    }
    if (is_found || !trace_.counted_known) return {};
    Step step;
    step.kind = "none";
    step.area = figure.area;
    step.text_zh =
        fmt::format("{} 在 {} 没有计入任何记录", show_area(figure.area), to_text(figure.day));
    step.text_en = fmt::format("no record of {} is counted on {}", show_area(figure.area),
                               to_text(figure.day));
    trace_.steps.push_back(std::move(step));
    return {};
  }

  // A version that a file of the day made: of a record that was there before, or of a new one.
  Result<bool> add_version(const Figure& figure, int64_t sample, bool of_old) {
    const std::string sql = frame::fill(
        sql::changed_records, {{"living", frame::table_name("record", of_)},
                               {"past", past_table()},
                               {"in_place", in_counties_sql("l.dist_county", figure.area)},
                               {"closed", of_old ? "true" : "false"}});
    TRY_ASSIGN(const store::Batch rows,
               session_.query(sql, {{"day", figure.day}, {"known", known_}, {"sample", sample}}));
    if (rows.rows() == 0 || !scope_.covers(rows["dist_county"].text(0))) return false;
    trace_.counted = rows["counted"].int64(0);
    const Record record{std::string(rows["dist_county"].text(0)), rows["key_hash"].int64(0),
                        rows["missing"].int64(0), rows["explained"].int64(0),
                        rows["round_from"].int64(0)};
    Step step;
    step.kind = "record";
    step.text_zh = fmt::format("{} 当日{} {} 条记录，取其一", show_area(figure.area),
                               of_old ? "修改" : "新增", trace_.counted);
    step.text_en = fmt::format("{} records of {} were {} that day; here is one", trace_.counted,
                               show_area(figure.area), of_old ? "changed" : "added");
    step.area = record.dist_county;
    step.key_hash = record.key_hash;
    step.parcel = rows["parcel"].int64(0);
    step.sheet = rows["sheet"].int32(0);
    step.row_no = rows["row_no"].int32(0);
    trace_.steps.push_back(step);
    const int64_t changed = rows["changed"].int64(0);
    for (size_t i = 0; i < of_.columns.size(); ++i) {
      if ((changed & (int64_t{1} << i)) == 0) continue;
      Step cell = step;
      cell.kind = "cell";
      cell.column = of_.columns[i].name;
      TRY_ASSIGN(cell.column_no, column_no(cell.parcel, cell.sheet, cell.column));
      word(cell, record);
      trace_.steps.push_back(std::move(cell));
    }
    return true;
  }

  // Of rows sent again without a change only their number is kept, by file and county.
  Result<bool> add_confirming(const Figure& figure) {
    const std::string sql = frame::fill(
        sql::confirming_parcel, {{"in_place", in_counties_sql("c.dist_county", figure.area)}});
    TRY_ASSIGN(const store::Batch rows,
               session_.query(sql, {{"register", of_.id}, {"day", figure.day}, {"known", known_}}));
    if (rows.rows() == 0 || !scope_.covers(figure.area)) return false;
    trace_.counted = rows["counted"].int64(0);
    Step step;
    step.kind = "parcel";
    step.area = figure.area;
    step.parcel = rows["parcel"].int64(0);
    step.text_zh = fmt::format("报送件 {} 有 {} 条核对无变化", step.parcel, rows["n"].int64(0));
    step.text_en = fmt::format("parcel {} has {} records confirmed unchanged", step.parcel,
                               rows["n"].int64(0));
    trace_.steps.push_back(std::move(step));
    return true;
  }

  Result<void> add_record(const Figure& figure, int64_t sample) {
    if (indicator_.uses_changes) return add_change(figure, sample);
    frame::FrameSpec spec;
    spec.day = figure.day;
    spec.known_round = known_ == kLatest ? 0 : known_;
    spec.register_id = of_.id;
    const bool own = indicator_.area.empty() || indicator_.area == of_.area;
    if (own && figure.area.size() == 6) spec.counties = {figure.area};
    TRY(frame::make_views(session_, pack_, spec));
    const std::optional<std::string> counts = counts_sql(pack_, indicator_, of_, figure);
    trace_.counted_known = counts.has_value();
    const std::string sql =
        frame::fill(sql::sample_record, {{"register", store::quoted(of_.id)},
                                         {"in_place", in_place_sql(indicator_, of_, figure.area)},
                                         {"counts", counts.value_or("true")}});
    TRY_ASSIGN(const store::Batch rows, session_.query(sql, {{"sample", sample}}));
    if (rows.rows() == 0) return {};
    Record record{std::string(rows["dist_county"].text(0)), rows["key_hash"].int64(0),
                  rows["missing"].int64(0), rows["explained"].int64(0),
                  rows["round_from"].int64(0)};
    if (!scope_.covers(record.dist_county)) return {};
    trace_.counted = rows["counted"].int64(0);
    Step step;
    step.kind = "record";
    if (counts) {
      step.text_zh =
          fmt::format("{} 计入 {} 条记录，取其一", show_area(figure.area), trace_.counted);
      step.text_en = fmt::format("{} records of {} are counted; here is one", trace_.counted,
                                 show_area(figure.area));
    } else {
      step.text_zh = fmt::format("指标未声明 counts，取 {} 的 {} 条记录之一",
                                 show_area(figure.area), trace_.counted);
      step.text_en = fmt::format("the indicator declares no `counts`; one of the {} records of {}",
                                 trace_.counted, show_area(figure.area));
    }
    step.area = record.dist_county;
    step.key_hash = record.key_hash;
    step.parcel = rows["parcel"].int64(0);
    step.sheet = rows["sheet"].int32(0);
    step.row_no = rows["row_no"].int32(0);
    trace_.steps.push_back(std::move(step));
    return add_cells(figure, record);
  }

  Result<void> add_cells(const Figure& figure, const Record& record) {
    const std::string sql =
        frame::fill(sql::setting_versions,
                    {{"living", frame::table_name("record", of_)}, {"past", past_table()}});
    TRY_ASSIGN(const store::Batch versions,
               session_.query(sql, {{"dist_county", record.dist_county},
                                    {"key_hash", record.key_hash},
                                    {"known", known_},
                                    {"day", figure.day}}));
    for (const std::string& name : traced_columns(indicator_, of_, figure)) {
      const int64_t bit = int64_t{1} << of_.index_of(name);
      size_t row = 0;
      while (row < versions.rows() && (versions["changed"].int64(row) & bit) == 0) ++row;
      Step step;
      step.kind = "cell";
      step.column = name;
      step.area = record.dist_county;
      step.key_hash = record.key_hash;
      if (row < versions.rows()) {
        step.parcel = versions["parcel"].int64(row);
        step.sheet = versions["sheet"].int32(row);
        step.row_no = versions["row_no"].int32(row);
        TRY_ASSIGN(step.column_no, column_no(step.parcel, step.sheet, name));
      }
      word(step, record);
      trace_.steps.push_back(std::move(step));
    }
    return {};
  }

  void word(Step& step, const Record& record) const {
    const pack::ColumnDef& column = *of_.find(step.column);
    const std::vector<size_t> expected = of_.expected();
    const auto at = std::find(expected.begin(), expected.end(), of_.index_of(step.column));
    const int64_t bit = at == expected.end() ? 0 : int64_t{1} << (at - expected.begin());
    if ((record.explained & bit) != 0) {
      step.text_zh = fmt::format("“{}”未填，已说明原因", column.title.zh);
      step.text_en = fmt::format("\"{}\" is empty, explained by a reason code", column.title.en);
    } else if ((record.missing & bit) != 0 || step.parcel == 0) {
      step.text_zh = fmt::format("“{}”未填", column.title.zh);
      step.text_en = fmt::format("\"{}\" is empty", column.title.en);
    } else {
      step.text_zh =
          fmt::format("“{}”由报送件 {} 第 {} 行填入", column.title.zh, step.parcel, step.row_no);
      step.text_en = fmt::format("\"{}\" was set by parcel {}, row {}", column.title.en,
                                 step.parcel, step.row_no);
    }
  }

  std::string past_table() const { return store::quoted("record_" + of_.id + "_past"); }

  Result<int> column_no(int64_t parcel, int sheet, const std::string& name) {
    auto found = columns_.find(parcel);
    if (found == columns_.end()) {
      TRY_ASSIGN(const store::Batch rows,
                 session_.query(sql::columns_of_parcels, {{"parcel", parcel}}));
      auto& of_parcel = columns_[parcel];
      for (size_t i = 0; i < rows.rows(); ++i)
        of_parcel[{rows["sheet"].int32(i), std::string(rows["column_name"].text(i))}] =
            rows["column_no"].int32(i);
      found = columns_.find(parcel);
    }
    const auto column = found->second.find({sheet, name});
    return column == found->second.end() ? -1 : column->second;
  }

  store::Session& session_;
  const pack::Pack& pack_;
  const access::Scope& scope_;
  const pack::Indicator& indicator_;
  const pack::Register& of_;
  int64_t known_;
  Trace& trace_;
  std::map<int64_t, std::map<std::pair<int, std::string>, int>> columns_;  // parcel -> its columns
};

}  // namespace

Result<std::optional<Trace>> trace(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, int64_t figure, int64_t sample) {
  TRY_ASSIGN(const store::Batch rows, session.query(sql::one_figure, {{"figure", figure}}));
  if (rows.rows() == 0) return std::optional<Trace>();
  Trace made;
  made.figure = figure_of(rows, 0);
  if (!scope.covers(made.figure.area)) return std::optional<Trace>();  // as if there were none
  const pack::Indicator* indicator = pack.indicator(made.figure.indicator);
  if (!indicator) return unknown_indicator(pack, made.figure.indicator);
  const int64_t known = rows["round_to"].is_null(0) ? kLatest : rows["round_to"].int64(0) - 1;
  TRY(Tracer(session, pack, scope, *indicator, known, made).run(sample));
  return std::optional<Trace>(std::move(made));
}

}  // namespace diaodu::figure
