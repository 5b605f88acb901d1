#include "api/shape.hpp"

#include <boost/json.hpp>

#include "base/area_code.hpp"
#include "base/text.hpp"
#include "frame/built_in.hpp"

namespace diaodu::api {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(to_text(*day)) : json::value();
}

json::value id_or_null(int64_t id) {
  return id == 0 ? json::value() : json::value(std::to_string(id));
}

namespace {

json::value number_or_null(const std::optional<int64_t>& number) {
  return number ? json::value(std::to_string(*number)) : json::value();
}

json::value place_or_null(const std::optional<int>& place) {
  return place ? json::value(*place) : json::value();
}

}  // namespace

json::value number_shape(const std::string& n, const std::string& d) {
  if (n.empty()) return nullptr;
  if (d.empty()) return json::value(n);
  return json::object{{"n", n}, {"d", d}};
}

json::object shape(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

json::object shape(const Error& error) {
  json::object params;
  for (const auto& [name, value] : error.params) params[name] = value;
  return {{"code", error.code},
          {"message", shape(error.message)},
          {"hint", shape(error.hint)},
          {"place", text_or_null(error.place)},
          {"params", params}};
}

json::object shape(const parcel::Parcel& parcel) {
  json::array headings;
  for (const auto& heading : parcel.headings) {
    headings.push_back(json::object{{"sheet", heading.sheet},
                                    {"sheet_name", text_or_null(heading.sheet_name)},
                                    {"column_no", heading.column_no},
                                    {"heading", heading.heading},
                                    {"column", text_or_null(heading.column_name)}});
  }
  return {{"parcel", std::to_string(parcel.parcel)},
          {"register", parcel.register_id},
          {"area", show_area(parcel.area)},
          {"day", to_text(parcel.day)},
          {"actor", parcel.actor},
          {"state", parcel.state},
          {"full", parcel.is_full},
          {"file_name", text_or_null(parcel.file_name)},
          {"file_sha256", text_or_null(parcel.file_sha256)},
          {"format", text_or_null(parcel.format)},
          {"encoding", text_or_null(parcel.encoding)},
          {"same_as", number_or_null(parcel.same_as)},
          {"error", parcel.error ? json::value(shape(*parcel.error)) : json::value()},
          {"rows_in", parcel.rows_in},
          {"rows_left_out", parcel.rows_left_out},
          {"round", std::to_string(parcel.round_from)},
          {"in_progress", parcel.is_in_progress},
          {"headings", headings}};
}

json::object shape(const finding::Explanation& of) {
  return {{"explanation", std::to_string(of.explanation)},
          {"state", of.state},
          {"holds", of.holds},
          {"reason", of.reason},
          {"evidence", text_or_null(of.evidence)},
          {"by", of.by},
          {"until", to_text(of.until)},
          {"actor", of.actor},
          {"area", show_area(of.from_area)},
          {"day", to_text(of.day)},
          {"decided_by", text_or_null(of.decided_by)},
          {"note", text_or_null(of.note)}};
}

json::object shape(const finding::Finding& finding) {
  return {{"finding", std::to_string(finding.finding)},
          {"register", finding.register_id},
          {"rule", finding.rule},
          {"grade", finding.grade},
          {"column", text_or_null(finding.column)},
          {"area", show_area(finding.area)},
          {"id", text_or_null(finding.show_id)},
          {"parcel", std::to_string(finding.parcel)},
          {"sheet", finding.sheet},
          {"row", finding.row_no},
          {"cell", text_or_null(finding.cell)},
          {"shown", text_or_null(finding.shown)},
          {"other_area", text_or_null(finding.other_area)},
          {"says", shape(finding.says)},
          {"fix", shape(finding.fix)},
          {"explanation",
           finding.explanation ? json::value(shape(*finding.explanation)) : json::value()},
          {"round_from", std::to_string(finding.round_from)},
          {"round_to", number_or_null(finding.round_to)}};
}

json::object shape(const figure::Figure& figure) {
  return {{"figure", id_or_null(figure.figure)},
          {"indicator", figure.indicator},
          {"area", show_area(figure.area)},
          {"axis", text_or_null(figure.axis)},
          {"part", text_or_null(figure.part)},
          {"day", to_text(figure.day)},
          {"value", number_shape(figure.n, figure.d)},
          {"round_from", std::to_string(figure.round_from)}};
}

json::object shape(const figure::Step& step) {
  return {{"kind", step.kind},
          {"text", json::object{{"zh", step.text_zh}, {"en", step.text_en}}},
          {"figure", id_or_null(step.figure)},
          {"area", show_area(step.area)},
          {"value", number_shape(step.n, step.d)},
          {"key_hash", id_or_null(step.key_hash)},
          {"parcel", id_or_null(step.parcel)},
          {"sheet", step.parcel == 0 ? json::value() : json::value(step.sheet)},
          {"row", step.parcel == 0 ? json::value() : json::value(step.row_no)},
          {"column", text_or_null(step.column)}};
}

json::object shape(const standing::Standing& s) {
  return {{"target", s.target},
          {"parent", show_area(s.parent)},
          {"area", show_area(s.area)},
          {"name", s.name},
          {"day", to_text(s.day)},
          {"state", s.state},
          {"children_expected", s.children_expected},
          {"children_reported", s.children_reported},
          {"value", number_shape(s.n, s.d)},
          {"shown", text_or_null(s.shown)},
          {"goal", s.goal},
          {"met", s.met},
          {"missing", text_or_null(s.missing_n)},
          {"place", place_or_null(s.place_no)},
          {"tied", s.tied},
          {"not_ranked", text_or_null(s.not_ranked)},
          {"before", text_or_null(s.before_shown)},
          {"before_place", place_or_null(s.before_place_no)},
          {"delta", text_or_null(s.delta)},
          {"speed", text_or_null(s.speed)},
          {"forecast_day", day_or_null(s.forecast_day)},
          {"figure", id_or_null(s.figure)}};
}

json::object shape(const standing::Objection& of) {
  return {{"objection", std::to_string(of.objection)},
          {"about", of.about},
          {"what", of.what},
          {"register", text_or_null(of.register_id)},
          {"area", show_area(of.area)},
          {"about_day", to_text(of.about_day)},
          {"reason", of.reason},
          {"evidence", text_or_null(of.evidence)},
          {"by", of.by},
          {"actor", of.actor},
          {"day", to_text(of.day)},
          {"until", to_text(of.until)},
          {"state", of.state},
          {"overdue", of.is_overdue},
          {"answered_by", text_or_null(of.answered_by)},
          {"answered_day", day_or_null(of.answered_day)},
          {"note", text_or_null(of.note)}};
}

Words kind_of_finding(const pack::Pack& pack, const std::string& register_id,
                      const std::string& rule) {
  const pack::Rule* found = pack.rule(register_id, rule);
  if (!found) return frame::built_in_title(rule);
  const auto dots = [](std::string_view) -> std::optional<std::string> { return "…"; };
  return {fill_template(found->says.zh, dots), fill_template(found->says.en, dots)};
}

json::object shape(const pack::Comparison& of, const linkage::Proposal& pair) {
  const auto side = [](const linkage::Shown& one) {
    return json::object{
        {"record", one.record}, {"id", text_or_null(one.id)}, {"name", text_or_null(one.name)}};
  };
  json::array fields;
  for (size_t field = 0; field < of.link.size(); ++field)
    fields.push_back(
        json::object{{"column", of.link[field].columns.first},
                     {"level", shape(linkage::level_words(of.link[field].as, pair.levels[field]))},
                     {"weight", pair.weights[field]}});
  return {{"theirs", side(pair.theirs)},
          {"ours", side(pair.ours)},
          {"probability", pair.probability},
          {"weight", pair.weight},
          {"state", pair.is_decided    ? "same"
                    : pair.is_proposed ? "proposed"
                                       : "review"},
          {"fields", std::move(fields)}};
}

}  // namespace diaodu::api
