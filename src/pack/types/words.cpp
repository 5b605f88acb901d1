// The sentences of cast failures: what is wrong, and what to do. {value} is the cell as it stands,
// {suggestion} what was probably meant, {allowed} what the column's code list holds.
#include "base/check.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {
struct Sentence {
  std::string_view why;
  const char* zh;
  const char* en;
  const char* fix_zh;
  const char* fix_en;
};

constexpr Sentence kSentences[] = {
    {"precision_lost", "在表格里已变成{value}，后几位丢失，无法还原；请把该列设为文本后重填。",
     "has become {value} in the spreadsheet; its last digits are lost and cannot be restored. "
     "Format the column as text and enter it again.",
     "照原件重填，不要从这份表格里复制。",
     "Enter it from the original; do not copy it from this spreadsheet."},
    {"too_long", "填的内容过长，放不下。", "is too long to be kept.",
     "缩短后重填；细节写在备注或附件里。",
     "Shorten it; details belong in a remark or an enclosure."},
    {"control_character", "含有看不见的控制字符。", "holds an invisible control character.",
     "删去这一格，用键盘重新输入。", "Empty the cell and type it again."},
    {"not_a_code_text", "填的是{value}，这里只能用字母、数字和 - _ . /。",
     "is {value}; only letters, digits and - _ . / can stand here.",
     "去掉汉字、空格和其他符号后重填。", "Leave out other signs and blanks."},
    {"not_a_number", "填的是{value}，不是数字。", "is {value}, which is no number.",
     "只填数字，不带单位和文字；没有数的留空。",
     "Enter the number alone, without unit or words; leave it empty if there is none."},
    {"not_whole", "填的是{value}，这里应为整数。", "is {value}; a whole number is asked for.",
     "填整数，不带小数。", "Enter a whole number."},
    {"too_precise", "填的是{value}，小数位数过多。",
     "is {value}, with more decimals than are kept.", "四舍五入后重填。",
     "Round it and enter it again."},
    {"too_large", "填的是{value}，数值过大。", "is {value}, which is too large.",
     "核对位数和单位后重填。", "Check its digits and its unit."},
    {"not_a_day", "填的是{value}，不是完整的日期。", "is {value}, which is no full date.",
     "填到日，如 2020-03-01。", "Give year, month and day, such as 2020-03-01."},
    {"no_such_day", "填的是{value}，没有这一天。", "is {value}; there is no such day.",
     "核对年、月、日后重填，如 2020-03-01。", "Check year, month and day, such as 2020-03-01."},
    {"not_a_month", "填的是{value}，不是年月。", "is {value}, which is no month.",
     "填到月，如 2020-07。", "Give year and month, such as 2020-07."},
    {"month_or_october", "填的是{value}，在表格里分不清是1月还是10月。",
     "is {value}; as a number, January and October look alike.",
     "写成 2020-01 或 2020-10，并把该列设为文本。",
     "Write 2020-01 or 2020-10, and format the column as text."},
    {"not_yes_or_no", "填的是{value}，不是“是”或“否”。", "is {value}, which is neither yes nor no.",
     "填“是”或“否”。", "Answer yes or no."},
    {"not_in_list", "填的是{value}，不在代码表内。", "is {value}, which is not in the code list.",
     "选填：{allowed}。", "Choose one of: {allowed}."},
    {"area_unknown", "填的是{value}，查不到这个地方。", "is {value}; no such place is known.",
     "核对地名，从省写起，如“某省某市某县某乡某村”，或填区划代码。",
     "Check the name; write it from the province down, or give the area code."},
    {"area_ambiguous", "填的是{value}，有同名的地方。", "is {value}, the name of several places.",
     "写明上级，或填区划代码。", "Add the place above it, or give the area code."},
    {"area_not_deep", "填的是{value}，层级不够。", "is {value}, which is not precise enough.",
     "“{column}”要填到更下一级，如县下写到乡、村，或填下一级的区划代码。",
     "Give \"{column}\" to a lower level, down to the township or village, or its area code."},
    {"area_too_deep", "填的是{value}，层级过细。",
     "is {value}, which is more precise than is asked for.", "“{column}”只填到上一级。",
     "Give only the place above it."},
    {"area_gone", "填的是{value}，这个区划当时已撤销。",
     "is {value}, a division that had ended by then.", "填现在的区划名称或代码。",
     "Give the present name or area code."},
    {"not_an_id", "填的是{value}，不是公民身份号码。", "is {value}, which is no citizen id number.",
     "照证件填18位号码；没有号码的留空。",
     "Enter the 18 characters as on the card; leave it empty if there is none."},
    {"id_length", "填的是{value}，公民身份号码应为18位。",
     "is {value}; a citizen id number has 18 characters.", "照证件核对，补全或删去多填的位数。",
     "Compare with the card; add what is missing, remove what is too much."},
    {"id15", "填的是15位旧号码{value}。", "is {value}, an old number of 15 digits.",
     "照证件填18位号码。", "Enter the number of 18 characters as on the card."},
    {"birth", "填的是{value}，其中的出生日期不成立。",
     "is {value}; the birth date in it cannot be.", "照证件核对第7至14位（出生年月日）。",
     "Compare characters 7 to 14, the day of birth, with the card."},
    {"check_digit", "填的是{value}，校验码不符，其中有一位或几位填错。",
     "is {value}; its check digit does not fit, so some digit is wrong.", "照证件逐位核对后重填。",
     "Compare it with the card digit by digit."},
    {"area_never", "填的是{value}，前六位在发证年份不是区划代码。",
     "is {value}; its first six digits were no division when it was issued.", "照证件核对前6位。",
     "Compare the first six digits with the card."},
    {"not_a_phone", "填的是{value}，不是11位手机号码。",
     "is {value}, which is no mobile number of 11 digits.",
     "填一个11位手机号码；几个号码的只填一个，没有的留空。",
     "Enter one mobile number of 11 digits; leave it empty if there is none."},
    {"not_a_uscc", "填的是{value}，不是18位统一社会信用代码。",
     "is {value}, which is no unified social credit code of 18 characters.",
     "照营业执照填18位代码；没有的留空。",
     "Enter the 18 characters as on the licence; leave it empty if there is none."},
    {"uscc_check", "填的是{value}，统一社会信用代码的校验码不符。",
     "is {value}; the check character of the social credit code does not fit.",
     "照营业执照逐位核对后重填。", "Compare it with the licence character by character."},
    {"not_a_card", "填的是{value}，不是银行卡号。", "is {value}, which is no bank card number.",
     "照卡面填卡号，并把该列设为文本。",
     "Enter the number as on the card, and format the column as text."},
    {"card_check", "填的是{value}，银行卡号的校验位不符。",
     "is {value}; the check digit of the card number does not fit.", "照卡面逐位核对后重填。",
     "Compare it with the card digit by digit."},
};

const Sentence& sentence_of(std::string_view why) {
  for (const Sentence& sentence : kSentences)
    if (sentence.why == why) return sentence;
  CHECK(false, "a cast failure without words");
}

}  // namespace

Words says(std::string_view why) {
  const Sentence& sentence = sentence_of(why);
  return {sentence.zh, sentence.en};
}

Words fixes(std::string_view why) {
  const Sentence& sentence = sentence_of(why);
  return {sentence.fix_zh, sentence.fix_en};
}

Words suggests(std::string_view why) {
  if (why == "id15") return {"按规则推算为{suggestion}。", "By rule it becomes {suggestion}."};
  if (why == "area_too_deep") return {"应为{suggestion}。", "It should be {suggestion}."};
  if (why == "area_gone") return {"现为{suggestion}。", "It is now {suggestion}."};
  if (why == "area_ambiguous") return {"可能是：{suggestion}。", "It may be: {suggestion}."};
  return {"是不是“{suggestion}”？", "Did you mean \"{suggestion}\"?"};
}

std::vector<std::string_view> failure_names() {
  std::vector<std::string_view> names;
  for (const Sentence& sentence : kSentences) names.push_back(sentence.why);
  return names;
}

}  // namespace diaodu::pack
