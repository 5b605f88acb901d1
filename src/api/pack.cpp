// /api/pack: what the programme declares, for labels and forms.
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/decimal.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

std::string_view name_of(pack::Need need) {
  if (need == pack::Need::always) return "always";
  return need == pack::Need::expected ? "expected" : "optional";
}
std::string_view name_of(pack::Secret secret) {
  if (secret == pack::Secret::open) return "open";
  return secret == pack::Secret::internal ? "internal" : "personal";
}
std::string_view name_of(pack::Grade grade) {
  if (grade == pack::Grade::reject) return "reject";
  return grade == pack::Grade::question ? "question" : "note";
}
std::string_view name_of(pack::Kind kind) {
  if (kind == pack::Kind::sum) return "sum";
  return kind == pack::Kind::ratio ? "ratio" : "distinct";
}
std::string_view name_of(pack::Compare compare) {
  switch (compare) {
    case pack::Compare::at_most: return "at_most";
    case pack::Compare::exceeds: return "exceeds";
    case pack::Compare::not_less_than: return "not_less_than";
    case pack::Compare::at_least: break;
  }
  return "at_least";
}

json::array texts(const std::vector<std::string>& from) {
  return json::array(from.begin(), from.end());
}

json::object register_shape(const pack::Register& of) {
  json::array columns;
  for (const pack::ColumnDef& column : of.columns) {
    columns.push_back(json::object{{"name", column.name},
                                   {"title", shape(column.title)},
                                   {"type", column.type},
                                   {"codes", text_or_null(column.codes)},
                                   {"need", name_of(column.need)},
                                   {"secret", name_of(column.secret)},
                                   {"group", text_or_null(column.group)},
                                   {"heads", texts(column.heads)}});
  }
  return {{"id", of.id},
          {"name", shape(of.name)},
          {"key", texts(of.key)},
          {"area", of.area},
          {"also_area", text_or_null(of.also_area)},
          {"secret", name_of(of.secret)},
          {"reason", text_or_null(of.reason)},
          {"verified_by", text_or_null(of.verified_by)},
          {"verified_on", text_or_null(of.verified_on)},
          {"verified_way", text_or_null(of.verified_way)},
          {"show_id", text_or_null(of.show_id)},
          {"show_name", text_or_null(of.show_name)},
          {"groups", texts(of.groups())},
          {"columns", std::move(columns)}};
}

json::array code_shapes(const pack::Pack& pack) {
  json::array lists;
  for (const pack::CodeList& list : pack.codes) {
    json::array items;
    for (const pack::CodeItem& item : list.items)
      items.push_back(json::object{{"code", item.code}, {"name", shape(item.name)}});
    lists.push_back(
        json::object{{"id", list.id}, {"name", shape(list.name)}, {"items", std::move(items)}});
  }
  return lists;
}

json::array rule_shapes(const pack::Pack& pack) {
  json::array rules;
  for (const pack::Rule& rule : pack.rules) {
    rules.push_back(json::object{{"id", rule.id},
                                 {"register", rule.register_id},
                                 {"grade", name_of(rule.grade)},
                                 {"column", text_or_null(rule.column)},
                                 {"says", shape(rule.says)},
                                 {"fix", shape(rule.fix)},
                                 {"basis", text_or_null(rule.basis)}});
  }
  return rules;
}

Result<http::Reply> show(Call& call) {
  const pack::Pack& pack = call.pack();
  json::array registers, indicators, targets;
  for (const pack::Register& one : pack.registers) registers.push_back(register_shape(one));
  for (const pack::Indicator& one : pack.indicators) indicators.push_back(indicator_shape(one));
  for (const pack::Target& one : pack.targets) targets.push_back(target_shape(one));
  return answer(call, {{"id", pack.id},
                       {"version", pack.version},
                       {"name", shape(pack.name)},
                       {"sha256", pack.sha256},
                       {"synthetic", pack.synthetic},
                       {"registers", std::move(registers)},
                       {"codes", code_shapes(pack)},
                       {"rules", rule_shapes(pack)},
                       {"indicators", std::move(indicators)},
                       {"targets", std::move(targets)}});
}

}  // namespace

json::object indicator_shape(const pack::Indicator& of) {
  json::array axes = texts(of.axes);
  if (of.measure == "field_filled" && axes.empty()) axes = {"column", "column_explained"};
  return {{"indicator", of.id},
          {"name", shape(of.name)},
          {"unit", shape(of.unit)},
          {"explain", shape(of.explain)},
          {"kind", name_of(of.kind)},
          {"register", of.register_id},
          {"axes", std::move(axes)},
          {"higher_is_better", of.higher_is_better},
          {"stored_to", to_text(of.stored_to)},
          {"basis", text_or_null(of.basis)}};
}

json::object target_shape(const pack::Target& of) {
  return {{"target", of.id},
          {"name", shape(of.name)},
          {"indicator", of.indicator},
          {"register", text_or_null(of.register_id)},
          {"compare", name_of(of.compare)},
          {"goal", of.goal},
          {"due", day_or_null(of.due)},
          {"shown_decimals", of.shown_decimals}};
}

std::string shown_number(const std::string& n, const std::string& d, int decimals) {
  if (d.empty()) return n;
  constexpr int kScale = 2;
  const auto n_units = parse_decimal(n, kScale), d_units = parse_decimal(d, kScale);
  if (!n_units || !d_units || *d_units <= 0) return {};
  return percent_text(*n_units, *d_units, decimals, false);
}

std::vector<Entry> pack_routes() {
  return {{.method = "GET", .pattern = "/api/pack", .answer = show, .has_etag = true}};
}

}  // namespace diaodu::api
