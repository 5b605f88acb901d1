#include <map>

#include "frame/built_in.hpp"

namespace diaodu::frame {

Words built_in_title(std::string_view rule) {
  static const std::map<std::string_view, Words> kTitles = {
      {"_key", {"没有主键", "no key"}},
      {"_need", {"必填项没有填", "a cell that must be given is blank"}},
      {"_outside", {"不属于报送的地方", "not of the sender's place"}},
      {"_elsewhere", {"已在别处登记", "registered elsewhere"}},
      {"_no_county", {"没有写到县", "no county"}},
      {"_no_place", {"不知道归哪里", "no place"}},
      {"_twice", {"同一文件内重复，内容不同", "twice in the file, not alike"}},
      {"_twice_same", {"同一文件内重复，内容相同", "twice in the file, alike"}},
      {"_erase", {"要清空不能空的一格", "asks to empty what must not be empty"}},
      {"_left_out", {"合计、签名、附注未读取", "totals, signatures, notes left out"}},
      {"_time_left", {"日期里的时间未取", "a time of day left out"}},
      {"_merged", {"上下合并的单元格", "cells merged downward"}},
      {"_merged_across", {"左右合并的单元格", "cells merged across"}},
      {"_merged_late", {"合并的单元格只读了第一行", "merged cells read by their first row"}},
      {"_row_damaged", {"引号不成对的行", "quotation marks that do not pair"}},
      {"_form_gone", {"补正表里的记录已不在", "of a form: the record is gone"}},
      {"_form_who", {"补正表里认不出是谁", "of a form: whose row is not known"}},
      {"_form_other", {"补正表的行标识与编号不符", "of a form: mark and number differ"}},
      {"_form_layout", {"补正表的列对不上", "of a form: columns do not fit"}},
      {"_form_register", {"另一本台账的补正表", "of a form: another register"}},
      {"_form_mark", {"补正表的行标识被改动", "of a form: a mark was altered"}},
      {"_form_changed", {"补正表报回前已由别人改过", "of a form: changed by others since"}},
      {"_heading_unknown", {"不认识的列名", "unknown headings"}},
      {"_heading_twice", {"重复的列名", "headings that stand twice"}},
      {"_cast.precision_lost", {"号码后几位丢失", "last digits lost"}},
      {"_cast.too_long", {"内容过长", "too long"}},
      {"_cast.control_character", {"有控制字符", "control characters"}},
      {"_cast.not_a_code_text", {"不是代码", "not a code"}},
      {"_cast.not_a_number", {"不是数字", "not a number"}},
      {"_cast.not_whole", {"不是整数", "not a whole number"}},
      {"_cast.too_precise", {"小数位过多", "too many decimals"}},
      {"_cast.too_large", {"数字过大", "too large"}},
      {"_cast.not_a_day", {"不是日期", "not a day"}},
      {"_cast.no_such_day", {"没有这一天", "no such day"}},
      {"_cast.not_a_month", {"不是年月", "not a month"}},
      {"_cast.month_or_october", {"分不清1月还是10月", "January or October"}},
      {"_cast.not_yes_or_no", {"不是“是”或“否”", "neither yes nor no"}},
      {"_cast.not_in_list", {"不在选项内", "not in the list"}},
      {"_cast.area_unknown", {"查不到的地方", "an unknown place"}},
      {"_cast.area_ambiguous", {"同名地方分不清", "a name of several places"}},
      {"_cast.area_not_deep", {"地方不够细", "a place not deep enough"}},
      {"_cast.area_too_deep", {"地方过细", "a place too deep"}},
      {"_cast.area_gone", {"已撤销的地方", "a place that is no more"}},
      {"_cast.not_an_id", {"不是身份证号码", "not an id number"}},
      {"_cast.id_length", {"身份证号码位数不对", "an id number of the wrong length"}},
      {"_cast.id15", {"15位身份证号码", "an id number of 15 digits"}},
      {"_cast.birth", {"身份证号码里的生日不对", "an id number with no such birthday"}},
      {"_cast.check_digit", {"身份证号码校验位不符", "the check digit of an id number"}},
      {"_cast.area_never", {"身份证号码的地区当时不存在", "an id number of no such place"}},
      {"_cast.not_a_phone", {"不是电话号码", "not a telephone number"}},
      {"_cast.not_a_uscc", {"不是统一社会信用代码", "not a credit code"}},
      {"_cast.uscc_check", {"统一社会信用代码校验位不符", "the check digit of a credit code"}},
      {"_cast.not_a_card", {"不是银行卡号", "not a bank card"}},
      {"_cast.card_check", {"银行卡号校验位不符", "the check digit of a bank card"}},
      {"_cast.damaged", {"有乱码", "bytes that are no text"}},
      {"_cast.cell_error", {"公式错误", "a formula error"}},
  };
  const auto found = kTitles.find(rule);
  return found == kTitles.end() ? Words{} : found->second;
}

}  // namespace diaodu::frame
