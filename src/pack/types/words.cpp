// The sentences of cast failures. {value} is the cell as it stands, {suggestion} what was probably
// meant.
#include "base/check.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {
struct Sentence {
  std::string_view why;
  const char* zh;
  const char* en;
};

constexpr Sentence kSentences[] = {
    {"precision_lost", "在表格里已变成{value}，后几位丢失，无法还原；请把该列设为文本后重填。",
     "has become {value} in the spreadsheet; its last digits are lost and cannot be restored. "
     "Format the "
     "column as text and enter it again."},
    {"too_long", "填的内容过长，放不下。", "is too long to be kept."},
    {"control_character", "含有看不见的控制字符，请清除后重填。",
     "holds an invisible control character; clear it and enter it again."},
    {"not_a_code_text", "填的是{value}，这里只能用字母、数字和 - _ . /。",
     "is {value}; only letters, digits and - _ . / can stand here."},
    {"not_a_number", "填的是{value}，不是数字。", "is {value}, which is no number."},
    {"not_whole", "填的是{value}，这里应为整数。", "is {value}; a whole number is asked for."},
    {"too_precise", "填的是{value}，小数位数过多。",
     "is {value}, with more decimals than are kept."},
    {"too_large", "填的是{value}，数值过大。", "is {value}, which is too large."},
    {"not_a_day", "填的是{value}，不是完整的日期；请填到日，如 2020-03-01。",
     "is {value}, which is no full date; give year, month and day, such as 2020-03-01."},
    {"no_such_day", "填的是{value}，没有这一天。", "is {value}; there is no such day."},
    {"not_a_month", "填的是{value}，不是年月；请填如 2020-07。",
     "is {value}, which is no month; write it like 2020-07."},
    {"month_or_october", "填的是{value}，在表格里分不清是1月还是10月；请填如 2020-10。",
     "is {value}; as a number, January and October look alike. Write it like 2020-10."},
    {"not_yes_or_no", "填的是{value}，请填“是”或“否”。", "is {value}; answer yes or no."},
    {"not_in_list", "填的是{value}，不在代码表内。", "is {value}, which is not in the code list."},
    {"area_unknown", "填的是{value}，查不到这个地方。", "is {value}; no such place is known."},
    {"area_ambiguous", "填的是{value}，有同名的地方；请写明上级，或填区划代码。",
     "is {value}, the name of several places; add the place above it, or give the code."},
    {"area_not_deep", "填的是{value}，层级不够，请填到更下一级。",
     "is {value}, which is not precise enough; a lower level is asked for."},
    {"area_too_deep", "填的是{value}，层级过细，请填上一级。",
     "is {value}, which is more precise than is asked for; give the place above it."},
    {"area_gone", "填的是{value}，这个区划当时已撤销。",
     "is {value}, a division that had ended by then."},
    {"not_an_id", "填的是{value}，不是公民身份号码。",
     "is {value}, which is no citizen id number."},
    {"id_length", "填的是{value}，公民身份号码应为18位。",
     "is {value}; a citizen id number has 18 characters."},
    {"id15", "填的是15位旧号码{value}，请填18位号码。",
     "is {value}, an old number of 15 digits; the number of 18 is asked for."},
    {"birth", "填的是{value}，其中的出生日期不成立。",
     "is {value}; the birth date in it cannot be."},
    {"check_digit", "填的是{value}，校验码不符，其中有一位或几位填错。",
     "is {value}; its check digit does not fit, so some digit is wrong."},
    {"area_never", "填的是{value}，前六位在发证年份不是区划代码。",
     "is {value}; its first six digits were no division when it was issued."},
    {"not_a_phone", "填的是{value}，不是11位手机号码。",
     "is {value}, which is no mobile number of 11 digits."},
    {"not_a_uscc", "填的是{value}，不是18位统一社会信用代码。",
     "is {value}, which is no unified social credit code of 18 characters."},
    {"uscc_check", "填的是{value}，统一社会信用代码的校验码不符。",
     "is {value}; the check character of the social credit code does not fit."},
    {"not_a_card", "填的是{value}，不是银行卡号。", "is {value}, which is no bank card number."},
    {"card_check", "填的是{value}，银行卡号的校验位不符。",
     "is {value}; the check digit of the card number does not fit."},
};
}  // namespace

Words says(std::string_view why) {
  for (const Sentence& sentence : kSentences)
    if (sentence.why == why) return {sentence.zh, sentence.en};
  CHECK(false, "a cast failure without words");
}

Words suggests(std::string_view why) {
  if (why == "id15")
    return {"按规则推算为{suggestion}，请核对证件。",
            "By rule it becomes {suggestion}; check the card."};
  if (why == "area_too_deep") return {"应填{suggestion}。", "Give {suggestion}."};
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
