// citizen_id: GB 11643-1999, 18 characters. 6 digits of the division at first issue, 8 of birth, 3
// of sequence, a check character: sum of digit x weight, mod 11, mapped to 1 0 X 9 8 7 6 5 4 3 2.
#include "pack/area_index.hpp"
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

char check_character(std::string_view seventeen) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (seventeen[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

// Full-width digits, blanks inside, a leading quote, ="..." and a small x are ways of writing, not
// errors.
std::string tidy_id(std::string_view text) {
  std::string out;
  for (char c : half_width(text)) {
    if (c == ' ' || c == '\t' || c == '\'' || c == '"' || c == '=' || c == '-') continue;
    out += c == 'x' ? 'X' : c;
  }
  return replace_all(replace_all(std::move(out), "‘", ""), "’", "");
}

bool has_form(std::string_view text) {
  return text.size() == 18 && all_digits(text.substr(0, 17)) &&
         (is_digit(text[17]) || text[17] == 'X');
}

std::optional<Day> birth_of(std::string_view text) {
  const auto number = [&](size_t at, size_t length) {
    int value = 0;
    for (size_t i = at; i < at + length; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  if (number(6, 4) < 1880 || number(6, 4) > 2200) return std::nullopt;
  return make_day(number(6, 4), static_cast<unsigned>(number(10, 2)),
                  static_cast<unsigned>(number(12, 2)));
}

// A number is issued on some day between birth and today; its division must have existed within.
bool area_existed(std::string_view id, Day birth, const CastContext& context) {
  if (!context.areas) return true;
  return context.areas->existed_within(id.substr(0, 6), civil(birth).year, civil(context.day).year);
}

class CitizenIdType : public ColumnType {
 public:
  std::string_view name() const override { return "citizen_id"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext& context, store::Column& out) const override {
    std::string scratch;
    if (!has_form(text)) {
      scratch = tidy_id(text);
      text = scratch;
    }
    if (precision_lost(text, numeric)) return fail(out, "precision_lost");
    if (!has_form(text)) return fail_form(text, out);
    const auto birth = birth_of(text);
    const bool wrong = check_character(text) != text[17];
    // A spreadsheet keeps 15 digits and writes zeros for the rest.
    if (wrong && text.ends_with("000")) return fail(out, "precision_lost");
    if (!birth || *birth > context.day) return fail(out, "birth");
    if (wrong) return fail(out, "check_digit");
    if (!area_existed(text, *birth, context)) return fail(out, "area_never");
    out.add(text);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return star_middle(shown, 4, 4); }

 private:
  static std::optional<CastFailure> fail_form(std::string_view text, store::Column& out) {
    if (text.size() == 15 && all_digits(text)) {
      std::string longer = std::string(text.substr(0, 6)) + "19" + std::string(text.substr(6));
      return fail(out, "id15", longer + check_character(longer));
    }
    const bool digits = !text.empty() && all_digits(text.substr(0, text.size() - 1)) &&
                        (is_digit(text.back()) || text.back() == 'X');
    return fail(out, digits ? "id_length" : "not_an_id");
  }
};

}  // namespace

const ColumnType& citizen_id_type() {
  static const CitizenIdType kType;
  return kType;
}

}  // namespace diaodu::pack
