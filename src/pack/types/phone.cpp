// phone: a mobile number of 11 digits (1[3-9]...); with ColumnDef::fixed_line also 0 + area code +
// number.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

bool is_mobile(std::string_view text) {
  return text.size() == 11 && text[0] == '1' && text[1] >= '3' && text[1] <= '9' &&
         all_digits(text);
}
// 010-12345678, 0834-1234567: area code of 3 or 4 digits with its 0, then 7 or 8 digits.
bool is_fixed(std::string_view text) {
  return (text.size() >= 10 && text.size() <= 12) && text[0] == '0' && text[1] != '0' &&
         all_digits(text);
}

std::string tidy_phone(std::string_view text) {
  std::string out;
  for (char c : half_width(text))
    if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '\'' && c != '\t') out += c;
  for (std::string_view prefix : {"+86", "0086", "86"})
    if (out.starts_with(prefix) && is_mobile(std::string_view(out).substr(prefix.size())))
      return out.substr(prefix.size());
  return out;
}

class PhoneType : public ColumnType {
 public:
  std::string_view name() const override { return "phone"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef& column,
                                  const CastContext&, store::Column& out) const override {
    if (is_mobile(text)) return out.add(text), std::nullopt;
    const std::string tidy = tidy_phone(text);
    if (is_mobile(tidy) || (column.fixed_line && is_fixed(tidy)))
      return out.add(tidy), std::nullopt;
    if (precision_lost(tidy, numeric)) return fail(out, "precision_lost");
    return fail(out, "not_a_phone", first_of_several(tidy));
  }
  std::string mask(std::string_view shown) const override { return star_middle(shown, 3, 4); }

 private:
  // "13800001234/13900001234": the first, as a suggestion.
  static std::string first_of_several(std::string_view text) {
    if (text.size() < 22 || !is_mobile(text.substr(0, 11)) || is_digit(text[11])) return {};
    return std::string(text.substr(0, 11));
  }
};

}  // namespace

const ColumnType& phone_type() {
  static const PhoneType kType;
  return kType;
}

}  // namespace diaodu::pack
