// bank_card: 12 to 19 digits with a Luhn check digit (GB/T 19584, ISO/IEC 7812-1).
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

bool luhn(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

class BankCardType : public ColumnType {
 public:
  std::string_view name() const override { return "bank_card"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext&, store::Column& out) const override {
    std::string card;
    for (char c : is_ascii(text) ? std::string(text) : half_width(text))
      if (c != ' ' && c != '-' && c != '\'') card += c;
    if (precision_lost(card, numeric)) return fail(out, "precision_lost");
    if (card.size() < 12 || card.size() > 19 || !all_digits(card)) return fail(out, "not_a_card");
    if (!luhn(card)) return fail(out, "card_check");
    out.add(card);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return star_middle(shown, 0, 4); }
};

}  // namespace

const ColumnType& bank_card_type() {
  static const BankCardType kType;
  return kType;
}

}  // namespace diaodu::pack
