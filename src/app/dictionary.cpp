#include "app/dictionary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "pack/types.hpp"

namespace diaodu::app {
namespace {

using pack::ColumnDef;
using Row = std::vector<Markup>;

Words grade_words(pack::Grade grade) {
  switch (grade) {
    case pack::Grade::reject: return {"退回", "reject"};
    case pack::Grade::question: return {"待核", "question"};
    case pack::Grade::note: break;
  }
  return {"提示", "note"};
}

Words level_words(Level level) {
  switch (level) {
    case Level::nation: return {"全国", "nation"};
    case Level::province: return {"省", "province"};
    case Level::city: return {"市", "city"};
    case Level::county: return {"县", "county"};
    case Level::township: return {"乡镇", "township"};
    case Level::village: break;
  }
  return {"村", "village"};
}

Words secret_words(pack::Secret secret) {
  switch (secret) {
    case pack::Secret::open: return {"公开", "open"};
    case pack::Secret::internal: return {"内部", "internal"};
    case pack::Secret::personal: break;
  }
  return {"个人信息", "personal"};
}

Words compare_words(pack::Compare compare) {
  switch (compare) {
    case pack::Compare::at_least: return {"达到", "at least"};
    case pack::Compare::at_most: return {"不超过", "at most"};
    case pack::Compare::exceeds: return {"超过", "more than"};
    case pack::Compare::not_less_than: break;
  }
  return {"不低于", "not less than"};
}

Words measure_words(std::string_view measure) {
  if (measure == "record_complete") return {"应填列都填了的记录", "records without a missing cell"};
  if (measure == "field_filled") return {"各列已填的记录", "records in which a column is filled"};
  if (measure == "explained") return {"缺项都写了原因的记录", "records whose gaps are explained"};
  if (measure == "verified") return {"已核实的记录", "records that are verified"};
  return {std::string(measure), std::string(measure)};
}

class Dictionary {
 public:
  Dictionary(const pack::Pack& pack, Page& page) : pack_(pack), page_(page) {}

  void write() {
    page_.heading(1, "", pack_.name);
    page_.paragraph(
        page_.text(fmt::format("{} {} · SHA-256 {}", pack_.id, pack_.version, pack_.sha256)));
    if (pack_.synthetic) say({"人员都是合成的。", "All people in it are made up."});
    contents();
    for (const pack::Register& one : pack_.registers) register_(one);
    intake();
    code_lists();
    params();
    indicators();
    targets();
  }

 private:
  void say(const Words& words) { page_.paragraph(page_.words(words)); }
  Markup code_link(const std::string& anchor, const std::string& id) const {
    return page_.link(anchor, page_.code(id));
  }
  // "heading: what"; nothing where there is nothing to say.
  Markup told(const Words& heading, const Markup& what) const {
    if (what.empty()) return {};
    return {page_.text(page_.plain(heading) + ": ").raw + what.raw};
  }
  Markup codes(const std::vector<std::string>& names) const {
    std::vector<Markup> parts;
    for (const std::string& name : names) parts.push_back(page_.code(name));
    return page_.joined(parts, ", ");
  }
  Markup texts(const std::vector<std::string>& all) const { return page_.text(join(all, "、")); }

  void contents() {
    page_.heading(2, "contents", {"目录", "Contents"});
    std::vector<Row> rows;
    for (const pack::Register& one : pack_.registers) {
      const auto rules = std::count_if(pack_.rules.begin(), pack_.rules.end(),
                                       [&](const auto& r) { return r.register_id == one.id; });
      rows.push_back({page_.link("register-" + one.id, page_.words(one.name)), page_.code(one.id),
                      page_.text(one.grain), page_.text(fmt::format("{}", one.columns.size())),
                      page_.text(fmt::format("{}", rules))});
    }
    page_.table({{"台账", "Register"},
                 {"名称", "Name"},
                 {"一行是什么", "One row is"},
                 {"列", "Columns"},
                 {"规则", "Rules"}},
                rows);
    page_.paragraph(
        page_.joined({page_.link("intake", page_.words({"收件检查", "Checks of intake"})),
                      page_.link("codes", page_.words({"代码表", "Code lists"})),
                      page_.link("params", page_.words({"参数", "Params"})),
                      page_.link("indicators", page_.words({"指标", "Indicators"})),
                      page_.link("targets", page_.words({"目标", "Targets"}))},
                     " · "));
  }

  Markup need(const ColumnDef& column) const {
    if (column.need == pack::Need::optional) return page_.words({"可不填", "optional"});
    if (column.need == pack::Need::always)
      return page_.words({"必填，没有就退回", "must, else the row is refused"});
    if (column.when.empty()) return page_.words({"应填", "expected"});
    return page_.lines({page_.words({"应填，条件：", "expected where:"}), page_.code(column.when)});
  }

  Markup kind(const ColumnDef& column) const {
    std::vector<Markup> parts{page_.words(type_words(column.type))};
    if (!column.codes.empty()) parts.push_back(code_link("codes-" + column.codes, column.codes));
    if (column.level) parts.push_back(page_.words(level_words(*column.level)));
    if (column.type == "decimal")
      parts.push_back(page_.words(
          {fmt::format("{} 位小数", column.scale), fmt::format("decimals: {}", column.scale)}));
    if (column.name.ends_with("_yuan")) parts.push_back(page_.words({"单位：元", "in yuan"}));
    if (column.fixed_line) parts.push_back(page_.words({"也收座机", "fixed lines too"}));
    return page_.lines(parts);
  }

  void register_(const pack::Register& one) {
    page_.heading(2, "register-" + one.id, one.name);
    page_.paragraph(
        page_.lines({told({"名称", "Name"}, page_.code(one.id)),
                     told({"一行是什么", "One row is"}, page_.text(one.grain)),
                     told({"认定同一条的列", "Key"}, codes(one.key)),
                     told({"归哪个地方", "Placed by"}, page_.code(one.area)),
                     told({"另一个地方", "Also placed by"}, page_.code(one.also_area)),
                     told({"表号", "Form"}, page_.text(one.form_no)),
                     told({"备案文号", "Filed under"}, page_.text(one.filing_no)),
                     told({"有效期至", "Valid to"}, page_.text(one.valid_to)),
                     told({"无法填报原因", "Reasons in"}, page_.code(one.reason)),
                     told({"核实", "Verified in"},
                          page_.joined({page_.code(one.verified_by), page_.code(one.verified_on),
                                        page_.code(one.verified_way)},
                                       ", "))}));
    std::vector<Row> rows;
    for (const ColumnDef& column : one.columns)
      rows.push_back({page_.words(column.title), page_.code(column.name), kind(column),
                      need(column), texts(column.heads), page_.words(secret_words(column.secret)),
                      page_.text(column.group)});
    page_.table({{"标题", "Title"},
                 {"列名", "Name"},
                 {"类型", "Type"},
                 {"填报要求", "Need"},
                 {"也认的表头", "Other headings taken"},
                 {"保密级别", "Secrecy"},
                 {"核实分组", "Group"}},
                rows);
    rules(one);
  }

  Markup rule_sql(const pack::Rule& rule) const {
    if (!rule.fails.empty()) return page_.code(rule.fails);
    const std::string& where = rule.query_file.empty() ? rule.query : rule.query_file;
    return told({"查询", "query"}, page_.code(where));
  }

  Markup rule_params(const pack::Rule& rule) const {
    std::vector<Markup> parts;
    for (const std::string& id : rule.params)
      if (pack_.param(id)) parts.push_back(code_link("param-" + id, "$" + id));
    return page_.joined(parts, ", ");
  }

  void rules(const pack::Register& one) {
    std::vector<Row> rows;
    for (const pack::Rule& rule : pack_.rules) {
      if (rule.register_id != one.id) continue;
      rows.push_back({page_.code(rule.id), page_.words(grade_words(rule.grade)),
                      page_.code(rule.column), page_.words(rule.says), page_.words(rule.fix),
                      page_.lines({rule_sql(rule), told({"参数", "params"}, rule_params(rule))}),
                      page_.text(rule.basis)});
    }
    page_.heading(3, "rules-" + one.id, {one.name.zh + "：校核规则", one.name.en + ": rules"});
    if (rows.empty()) return say({"没有自己的规则。", "No rules of its own."});
    page_.table({{"规则", "Rule"},
                 {"等级", "Grade"},
                 {"标在哪一列", "Stands at"},
                 {"怎么说", "Says"},
                 {"怎么改", "What to do"},
                 {"何时算有问题", "Fails where"},
                 {"依据", "Basis"}},
                rows);
  }

  void intake() {
    page_.heading(2, "intake",
                  {"收件检查：不能读作该类型的单元格",
                   "Checks of intake: cells that "
                   "are not of their column's type"});
    std::vector<Row> rows;
    for (const std::string_view why : pack::failure_names())
      rows.push_back({page_.code("cast." + std::string(why)), page_.words(pack::says(why)),
                      page_.words(pack::fixes(why))});
    page_.table({{"检查", "Check"}, {"怎么说", "Says"}, {"怎么改", "What to do"}}, rows);
  }

  void code_lists() {
    page_.heading(2, "codes", {"代码表", "Code lists"});
    for (const pack::CodeList& list : pack_.codes) {
      page_.heading(3, "codes-" + list.id, list.name.empty() ? Words{list.id, list.id} : list.name);
      page_.paragraph(page_.lines({told({"名称", "Name"}, page_.code(list.id)),
                                   told({"依据", "Basis"}, page_.text(list.basis))}));
      std::vector<Row> rows;
      for (const pack::CodeItem& item : list.items)
        rows.push_back({page_.code(item.code), page_.words(item.name), texts(item.also),
                        codes(item.explains)});
      page_.table({{"代码", "Code"},
                   {"名称", "Label"},
                   {"也认的写法", "Also taken"},
                   {"能说明哪些列", "Explains"}},
                  rows);
    }
  }

  void params() {
    page_.heading(2, "params", {"参数", "Params"});
    for (const pack::ParamDef& param : pack_.params) {
      page_.heading(3, "param-" + param.id, {"$" + param.id, "$" + param.id});
      page_.paragraph(told({"单位", "Unit"}, page_.text(param.unit.empty() ? "—" : param.unit)));
      std::vector<Row> rows;
      for (const pack::ParamValue& value : param.values)
        rows.push_back(
            {page_.text(to_text(value.from)),
             value.area.empty() ? page_.words({"各地", "everywhere"}) : page_.text(value.area),
             page_.text(value.value), page_.text(value.basis)});
      page_.table({{"自哪天起", "From"}, {"地区", "Area"}, {"值", "Value"}, {"依据", "Basis"}},
                  rows);
    }
  }

  void indicators() {
    page_.heading(2, "indicators", {"指标", "Indicators"});
    for (const pack::Indicator& one : pack_.indicators) {
      page_.heading(3, "indicator-" + one.id, one.name);
      std::vector<Markup> axes;
      for (const std::string& axis : one.axes) axes.push_back(axis_parts(one, axis));
      const Words kind = one.kind == pack::Kind::ratio ? Words{"比率", "ratio"}
                         : one.kind == pack::Kind::sum ? Words{"合计", "sum"}
                                                       : Words{"去重计数", "distinct"};
      const Markup counts = one.measure.empty()
                                ? page_.code(one.counts.empty() ? one.query_file : one.counts)
                                : page_.words(measure_words(one.measure));
      page_.paragraph(
          page_.lines({page_.words(one.explain), told({"名称", "Name"}, page_.code(one.id)),
                       told({"怎么算", "Kind"}, page_.words(kind)),
                       told({"单位", "Unit"}, page_.words(one.unit)),
                       told({"台账", "Register"},
                            one.register_id.empty()
                                ? Markup{}
                                : code_link("register-" + one.register_id, one.register_id)),
                       told({"计入的是", "Counts"}, counts),
                       told({"查询", "Query"}, page_.code(one.query_file)),
                       told({"分项", "Axes"}, page_.joined(axes, "; ")),
                       told({"存到", "Kept down to"}, page_.words(level_words(one.stored_to))),
                       told({"依据", "Basis"}, page_.text(one.basis))}));
    }
  }

  Markup axis_parts(const pack::Indicator& one, const std::string& axis) const {
    const auto named = one.parts.find(axis);
    std::vector<std::string> parts;
    if (named != one.parts.end())
      for (const auto& [part, name] : named->second)
        parts.push_back(part + " " + page_.plain(name));
    Markup shown = page_.code(axis);
    if (!parts.empty()) shown.raw += page_.text(" (" + join(parts, ", ") + ")").raw;
    return shown;
  }

  void targets() {
    page_.heading(2, "targets", {"目标", "Targets"});
    std::vector<Row> rows;
    for (const pack::Target& one : pack_.targets) {
      std::vector<Markup> ranked;
      for (const pack::RankLevel& level : one.rank) {
        const Words on = level.on ? Words{"排位", "ranked"} : Words{"不排位", "not ranked"};
        ranked.push_back(page_.joined(
            {page_.text(page_.plain(level_words(level.level))), page_.text(page_.plain(on)),
             page_.text(level.end ? "≤ " + to_text(*level.end) : ""), page_.text(level.basis)},
            " · "));
      }
      rows.push_back({page_.words(one.name), page_.code(one.id),
                      code_link("indicator-" + one.indicator, one.indicator),
                      page_.text(page_.plain(compare_words(one.compare)) + " " + one.goal),
                      page_.text(one.due ? to_text(*one.due) : ""), page_.text(one.expects),
                      page_.lines(ranked)});
    }
    page_.table({{"目标", "Target"},
                 {"名称", "Name"},
                 {"指标", "Indicator"},
                 {"要达到", "Goal"},
                 {"期限", "Due"},
                 {"哪些地方", "Expected of"},
                 {"排位", "Ranking"}},
                rows);
  }

  const pack::Pack& pack_;
  Page& page_;
};

}  // namespace

Words type_words(std::string_view type) {
  if (type == "text") return {"文字，255 字以内", "text, up to 255 characters"};
  if (type == "long_text") return {"文字，4000 字以内", "text, up to 4000 characters"};
  if (type == "code_text") return {"编号", "number of a thing"};
  if (type == "whole") return {"整数", "whole number"};
  if (type == "decimal") return {"小数", "decimal"};
  if (type == "day") return {"日期", "day"};
  if (type == "month") return {"年月", "month"};
  if (type == "yes_no") return {"是/否", "yes or no"};
  if (type == "code") return {"代码或名称", "code or its name"};
  if (type == "area") return {"区划代码或名称", "place, by code or name"};
  if (type == "citizen_id") return {"公民身份号码", "citizen number"};
  if (type == "person_name") return {"姓名", "name of a person"};
  if (type == "phone") return {"手机号", "mobile number"};
  if (type == "uscc") return {"统一社会信用代码", "unified social credit code"};
  if (type == "bank_card") return {"银行卡号", "bank card number"};
  return {};
}

void write_dictionary(const pack::Pack& pack, Page& page) { Dictionary(pack, page).write(); }

}  // namespace diaodu::app
