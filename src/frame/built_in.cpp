#include "frame/built_in.hpp"

#include <map>

#include "base/text.hpp"
#include "pack/types.hpp"

namespace diaodu::frame {
namespace {

using ByName = std::map<std::string, BuiltIn, std::less<>>;

std::vector<BuiltIn> row_rules() {
  return {
      {"_key",
       {"第{row}行没有填“{column}”，分不清是谁的，此行未接收。",
        "Row {row} has no \"{column}\", so it is not known whose it is; the row was not taken."},
       {"补填“{column}”后重报这一行。", "Fill in \"{column}\" and send the row again."},
       ""},
      {"_need",
       {"第{row}行缺少必填的“{column}”，此行未接收。",
        "Row {row} lacks \"{column}\", which must be given; the row was not taken."},
       {"补填“{column}”后重报这一行。", "Fill in \"{column}\" and send the row again."},
       ""},
      {"_outside",
       {"该行“{column}”为{other_area}，不在{sender}范围；此行已退回。",
        "Row {row}: \"{column}\" is {other_area}, which is not under {sender}; the row is "
        "returned."},
       {"请转{other_county}报送。", "Pass it to {other_county}, which should send it."},
       ""},
      {"_elsewhere",
       {"第{row}行已在{other_area}登记，一处只登记一次，此行未接收。",
        "Row {row} is already registered in {other_area}; one place holds a record, so the row was "
        "not taken."},
       {"与{other_area}核实；确已迁来的，由原登记地先撤出。",
        "Ask {other_area}; if it has really moved here, the old place must give it up first."},
       ""},
      {"_no_county",
       {"第{row}行“{column}”只写到{other_area}，没有写到县，此行未接收。",
        "Row {row}: \"{column}\" says no more than {other_area}; the county is needed, so the row "
        "was not taken."},
       {"把“{column}”写到县级以下后重报这一行。",
        "Give \"{column}\" down to the county or below and send the row again."},
       ""},
      {"_no_place",
       {"第{row}行没有写“{column}”，{sender}已登记的名单中也没有这一行，不知道归哪里，此行未接收。",
        "Row {row} does not say \"{column}\", and {sender} has no such record yet, so its place is "
        "not known; the row was not taken."},
       {"补填“{column}”后重报这一行。", "Fill in \"{column}\" and send the row again."},
       ""},
      {"_twice",
       {"第{row}行与第{first_row}行是同一“{column}”但内容不同；已接收第{first_row}行，此行未接收。",
        "Row {row} has the same \"{column}\" as row {first_row} but says something else; row "
        "{first_row} was taken, this one was not."},
       {"核对两行，只留对的一行后重报。",
        "Compare the two rows, keep the right one, send it again."},
       "first_row"},
      {"_twice_same",
       {"第{row}行与第{first_row}行完全相同，只计一次。",
        "Row {row} says the same as row {first_row}; it counts once."},
       {},
       "first_row"},
      {"_erase",
       {"第{row}行“{column}”填了“清空”，但这一列不能空，此行未接收。",
        "Row {row} asks to empty \"{column}\", which must not be empty; the row was not taken."},
       {"填写正确的内容；要撤掉整行请用撤回。",
        "Give the right value; to take back a whole row, withdraw its file."},
       ""},
      {"_other_table",
       {"第{row}行属于同一工作表里的另一张表（表头在第{first_row}行，各列次序不同），此行未接收。",
        "Row {row} belongs to another table in the same sheet (its headings stand in row "
        "{first_row}, in another order); the row was not taken."},
       {"把两张表分放在两个工作表或两个文件里，再报一次。",
        "Put the two tables into two sheets or files and send them again."},
       "first_row"},
      {"_left_out",
       {"第{row}行是合计、签名、附注、单位、栏次或重复的表头，不是记录，未读取。",
        "Row {row} is a total, a signature, a note, or a line of units, numbers or headings, no "
        "record; it was not read."},
       {"它若是一条记录，请补填标识后重报这一行。",
        "If it is a record, fill in what identifies it and send the row again."},
       ""},
      {"_time_left",
       {"第{row}行“{column}”填的是{shown}，只取了日期，时间部分未取；本表这一列都这样读。",
        "Row {row}: \"{column}\" is {shown}; the day was taken, the time of day was not, in all of "
        "the column."},
       {},
       ""},
      {"_day_left",
       {"第{row}行“{column}”填的是{shown}，只取了年月，日未取；本表这一列都这样读。",
        "Row {row}: \"{column}\" is {shown}; year and month were taken, the day was not, in all of "
        "the column."},
       {},
       ""},
      {"_unit_column",
       {"“{column}”这一列写的不是本台账的单位，整列换算后读取：如第{row}行原文{shown}，读作{read}"
        "。",
        "\"{column}\" is given in another unit than this register's and was converted: in row "
        "{row} "
        "{shown} was read as {read}."},
       {"核对表头的单位是否写对；写错的，改正后重报。",
        "See whether the unit in the heading is right; if not, mend it and send the file again."},
       "read"},
      {"_unit_other",
       {"“{column}”这一列的单位写的是{unit}，与本台账的不同，没有换算，照原来的数字读取。",
        "\"{column}\" is given in {unit}, which is not this register's unit; the numbers were read "
        "as they stand."},
       {"请换算成本台账的单位后重报；单位写错的，改正表头。",
        "Convert the column and send it again, or mend the heading if only the unit is wrong."},
       "unit"},
      {"_unit_cell",
       {"第{row}行“{column}”原文{shown}，读作{read}。",
        "Row {row}: \"{column}\" is {shown}, which was read as {read}."},
       {},
       "read"},
      {"_hidden_rows",
       {"表中有{rows}行是隐藏的（第一处在第{row}行），照常读取。",
        "{rows} rows of the sheet are hidden (the first is row {row}); they were read like the "
        "others."},
       {"不该报的，从表中删去后重报。", "Delete what is not meant and send it again."},
       "rows"},
      {"_hidden_columns",
       {"表中{columns}列是隐藏的，照常读取。",
        "Columns {columns} of the sheet are hidden; they were read like the others."},
       {"不该报的，从表中删去后重报。", "Delete what is not meant and send it again."},
       "columns"},
      {"_heading_none",
       {"{columns}列没有表头，第{row}行起填有内容，没有读取。",
        "Columns {columns} have no heading; what stands in them, from row {row} on, was not read."},
       {"要报的，写上表头后重报。",
        "If it is meant, give the column its heading and send it again."},
       "columns"},
      {"_hidden_sheet",
       {"隐藏的工作表“{shown}”没有读取。", "The hidden sheet \"{shown}\" was not read."},
       {"要报的，取消隐藏后重报。", "If it is meant, unhide it and send it again."},
       ""},
      {"_merged",
       {"“{column}”有合并单元格（{ranges}），其中每一行都按左上角那一格读取。",
        "\"{column}\" has merged cells ({ranges}); each of their rows was read by the top left "
        "cell."},
       {"若不是这个意思，请取消合并，逐行填写后重报。",
        "If that is not what was meant, unmerge them, fill in each row and send it again."},
       "ranges"},
      {"_merged_across",
       {"有单元格横向合并了几列（{ranges}），只按最左一列读取，其余几列当作没有填。",
        "Cells are merged across columns ({ranges}); they were read for the leftmost column only, "
        "the others count as blank."},
       {"取消合并，分列填写后重报。", "Unmerge them, fill in each column and send it again."},
       "ranges"},
      {"_merged_late",
       {"表格过大，合并的单元格（{ranges}等）只有第一行读到了值，其余各行当作没有填。",
        "The sheet is very large; of its merged cells ({ranges} ...) only the first row has the "
        "value, the others count as blank."},
       {"取消合并，逐行填写后重报。", "Unmerge them, fill in each row and send it again."},
       "ranges"},
      {"_row_damaged",
       {"第{row}行的引号不成对，可能有几格连在了一起，请核对这一行。",
        "Row {row} has quotation marks that do not pair; some cells may have run together. Check "
        "the row."},
       {},
       ""},
  };
}

std::vector<BuiltIn> form_rules() {
  return {
      {"_form_gone",
       {"第{row}行的记录不在{sender}的名册里（已撤销、已转走，或是别处的），此行未接收。",
        "The record of row {row} is not among those of {sender} (ended, moved away, or another "
        "place's); the row was not taken."},
       {"核对是不是别处的补正表；要新报一条的，用台账模板报送。",
        "See whether it is another place's workbook; to send a new record, use the template."},
       ""},
      {"_form_who",
       {"第{row}行没有可用的行标识，按编号、姓名加证件后四位对上{found}"
        "条记录，分不清是谁，此行未接收。",
        "Row {row} has no usable mark, and its number, name and last four digits fit {found} "
        "records; whose it is cannot be told, so the row was not taken."},
       {"写明编号或所在的村后重报；或重新导出补正表，在其中填这一行。",
        "Give its number or its village and send it again, or export the workbook again and fill "
        "in that row."},
       "found"},
      {"_form_other",
       {"第{row}行的行标识和编号不是同一条记录（可能只排序了一部分列），此行未接收。",
        "The mark and the number of row {row} are not of the same record (perhaps only some "
        "columns were sorted); the row was not taken."},
       {"整行一起排序、粘贴后重报；或重新导出补正表填报。",
        "Sort or paste whole rows and send it again, or export the workbook again."},
       ""},
      {"_form_layout",
       {"第{row}行是从列不同的另一张表粘来的，或这张表删过“请填报”的列，各格对不上，此行未接收。",
        "Row {row} was pasted from a workbook with other columns, or a column to fill in was "
        "deleted; its cells do not fit the headings, so the row was not taken."},
       {"连同表头一起粘贴，或把原来的表单独报送。",
        "Paste it with its headings, or send its own workbook by itself."},
       ""},
      {"_form_register",
       {"第{row}行是另一本台账的，此行未接收。",
        "Row {row} is of another register; it was not taken."},
       {"选对台账后再报送这份文件。", "Choose the right register and send the file again."},
       ""},
      {"_form_mark",
       {"第{row}行的行标识被改动过，没有采用，按编号或姓名认的人。",
        "The mark of row {row} was altered and not used; the row was told by its number or name."},
       {},
       ""},
      {"_form_changed",
       {"第{row}行“{column}”报回的是{shown}，导出以后它已由第{other_parcel}号报送件改为{now}"
        "；没有覆盖。",
        "Row {row} gives {shown} for \"{column}\", which parcel {other_parcel} has changed to "
        "{now} since the workbook was written; it was not overwritten."},
       {"核对哪个对；应改为报回的内容的，直接改这一格，或重新导出后填报。",
        "See which is right; if it is what came back, change the cell, or export again and fill "
        "it in."},
       "other_parcel"},
  };
}

std::vector<BuiltIn> heading_rules() {
  return {
      {"_heading_unknown",
       {"表头（第{row}行）中这些列名不认识，未读取：{shown}。",
        "These headings (row {row}) are not known; their columns were not read: {shown}."},
       {"是要报的列，请在校核结果页说明它是什么，或改成模板里的列名后重报；不需要的列不用管。",
        "If a column is meant to be read, say on the page of the verdict what it is, or head it as "
        "in the template and send it again."},
       "suggestion",
       {"可能是：{suggestion}。", "Perhaps meant: {suggestion}."}},
      {"_heading_remembered",
       {"表头（第{row}行）中这些列按以前确认过的意思读取：{shown}。",
        "These headings (row {row}) were read as confirmed before: {shown}."},
       {"不对的，在校核结果页的“看全部列”里改正（或用 diaodu heading confirm）后重报。",
        "If that is wrong, mend it under \"All columns\" on the page of the verdict (or with "
        "diaodu "
        "heading confirm) and send the file again."},
       ""},
      {"_heading_twice",
       {"表头（第{row}行）中有重复的列，只读了左边第一列，未读取：{shown}。",
        "Headings (row {row}) name a column twice; the leftmost was read, not these: {shown}."},
       {"删去多余的列后重报。", "Remove the extra columns and send it again."},
       ""},
      {"_heading_vague",
       {"表头（第{row}行）中有几列在不同的分组下同名，分不清用哪一列，都没有读取：{shown}。",
        "Headings (row {row}) under several groups have the same name; which is meant cannot be "
        "told, so none was read: {shown}."},
       {"把要用的那一列改成模板里的列名，其余的改名或删去后重报。",
        "Head the one that is meant as in the template, rename or delete the others, and send it "
        "again."},
       ""},
  };
}

BuiltIn cast_rule(const std::string& why, const Words& says, const Words& fix,
                  const Words& guess = {}) {
  const auto shown = [](const std::string& text) {
    return replace_all(text, "{value}", "{shown}");
  };
  return {"_cast." + why,
          {"第{row}行“{column}”" + shown(says.zh), "Row {row}: \"{column}\" " + shown(says.en)},
          fix,
          guess.zh.empty() ? "" : "suggestion",
          guess};
}

ByName make_all() {
  ByName all;
  const auto add = [&all](BuiltIn rule) {
    std::string name = rule.rule;
    all.emplace(std::move(name), std::move(rule));
  };
  for (BuiltIn& rule : row_rules()) add(std::move(rule));
  for (BuiltIn& rule : form_rules()) add(std::move(rule));
  for (BuiltIn& rule : heading_rules()) add(std::move(rule));
  for (const std::string_view why : pack::failure_names())
    add(cast_rule(std::string(why), pack::says(why), pack::fixes(why), pack::suggests(why)));
  add(cast_rule(
      "damaged",
      {"里有读不出的字（乱码），未采用。", "holds bytes that are no text; it was not used."},
      {"用 UTF-8 或 GB18030 重新保存后重报。",
       "Save the file again as UTF-8 or GB18030 and send it again."}));
  add(cast_rule("cell_error",
                {"在表格里是公式错误{value}，未采用。",
                 "is a formula error, {value}, in the spreadsheet; it was not used."},
                {"改为应填的内容后重报。", "Enter the value itself and send it again."}));
  return all;
}

const ByName& all_rules() {
  static const ByName kAll = make_all();
  return kAll;
}

}  // namespace

const BuiltIn* built_in(std::string_view rule) {
  const auto at = all_rules().find(rule);
  return at == all_rules().end() ? nullptr : &at->second;
}

std::vector<std::string> built_in_names() {
  std::vector<std::string> names;
  for (const auto& [name, rule] : all_rules()) names.push_back(name);
  return names;
}

}  // namespace diaodu::frame
