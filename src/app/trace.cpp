#include "app/trace.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/asked.hpp"
#include "app/shape.hpp"
#include "app/show_standing.hpp"
#include "frame/show_value.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::app {
namespace {

// The cell as it stands in the kept file, masked unless a purpose is stated.
std::string cell_text(const Used& used, const access::Scope& scope, const parcel::Parcel& parcel,
                      const std::string& column, const std::string& text) {
  const pack::Register* register_ = used.pack->register_(parcel.register_id);
  const pack::ColumnDef* definition = register_ ? register_->find(column) : nullptr;
  return definition ? frame::masked(*register_, *definition, text, scope) : text;
}

struct Cell {
  std::string file_name, sha256, sheet_name, address, text;
};

Result<Cell> read_cell(App& app, store::Session& session, const access::Scope& scope,
                       const figure::Step& step) {
  Cell cell;
  TRY_ASSIGN(const auto parcel, parcel::find(session, scope, step.parcel));
  if (!parcel) return cell;
  cell.file_name = parcel->file_name;
  cell.sha256 = parcel->file_sha256;
  for (const auto& heading : parcel->headings) {
    if (heading.sheet == step.sheet) cell.sheet_name = heading.sheet_name;
  }
  int row_no = step.row_no;
  TRY_ASSIGN(const std::string text, parcel::read_cell(app.home().files(), *parcel, step.sheet,
                                                       step.row_no, step.column, &row_no));
  if (step.column_no >= 0)
    cell.address =
        sheet::cell_address(static_cast<uint32_t>(step.column_no), static_cast<uint32_t>(row_no));
  cell.text = cell_text(app.used(), scope, *parcel, step.column, text);
  return cell;
}

void print_step(const figure::Step& step, const Cell& cell, Output& out) {
  out.text("  ↓ " + (out.chinese() ? step.text_zh : step.text_en) + "\n");
  if (step.kind != "cell" || cell.sha256.empty()) return;
  const std::string sheet = cell.sheet_name.empty() ? "" : " [" + cell.sheet_name + "]";
  out.line({fmt::format("      {}{} {} = “{}”   原件 {}", cell.file_name, sheet, cell.address,
                        cell.text, cell.sha256.substr(0, 12)),
            fmt::format("      {}{} {} = \"{}\"   kept file {}", cell.file_name, sheet,
                        cell.address, cell.text, cell.sha256.substr(0, 12))});
}

}  // namespace

Result<boost::json::object> print_trace(App& app, const access::Scope& scope, int64_t id,
                                        Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const auto trace, figure::trace(*session, *used.pack, scope, id));
  if (!trace) {
    return Error{"asked.unknown_figure",
                 {fmt::format("没有第 {} 号指标值", id), fmt::format("there is no figure {}", id)},
                 {"编号见 diaodu figure show", "diaodu figure show prints their numbers"},
                 {},
                 {{"figure", std::to_string(id)}},
                 Exit::usage};
  }
  const figure::Figure& figure = trace->figure;
  const pack::Indicator* indicator = used.pack->indicator(figure.indicator);
  const std::string value = figure.d.empty() ? figure.n
                                             : fmt::format("{}/{} = {}", figure.n, figure.d,
                                                           shown_ratio(figure.n, figure.d));
  out.text(fmt::format("{}  {}  {}  {}\n", indicator ? out.pick(indicator->name) : figure.indicator,
                       shown_area(used, figure.area, out.chinese()), to_text(figure.day), value));
  boost::json::array steps;
  for (const figure::Step& step : trace->steps) {
    Cell cell;
    if (step.kind == "cell" && step.parcel != 0) {
      TRY_ASSIGN(cell, read_cell(app, *session, scope, step));
    }
    print_step(step, cell, out);
    boost::json::object object = shape(step);
    object["file_name"] = text_or_null(cell.file_name);
    object["file_sha256"] = text_or_null(cell.sha256);
    object["sheet_name"] = text_or_null(cell.sheet_name);
    object["cell"] = text_or_null(cell.address);
    object["shown"] = cell.sha256.empty() ? boost::json::value() : boost::json::value(cell.text);
    steps.push_back(std::move(object));
  }
  if (used.pack->synthetic)
    out.line(
        {"合成数据：文件中的人都是编造的", "synthetic data: all people in the files are made up"});
  boost::json::object object = shape(figure);
  object["counted"] =
      trace->counted_known ? boost::json::value(trace->counted) : boost::json::value();
  object["steps"] = std::move(steps);
  object["synthetic"] = used.pack->synthetic;
  return object;
}

}  // namespace diaodu::app
