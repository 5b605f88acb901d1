// uscc: unified social credit code, GB 32100-2015. 18 characters of 31 signs, weights 3^i mod 31.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

constexpr std::string_view kSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY";

class UsccType : public ColumnType {
 public:
  std::string_view name() const override { return "uscc"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext&, store::Column& out) const override {
    std::string code;
    for (char c : is_ascii(text) ? std::string(text) : half_width(text))
      if (c != ' ' && c != '-' && c != '\'')
        code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (precision_lost(code, numeric)) return fail(out, "precision_lost");
    if (code.size() != 18) return fail(out, "not_a_uscc");
    int sum = 0, weight = 1;
    for (size_t i = 0; i < 18; ++i) {
      const size_t value = kSigns.find(code[i]);
      if (value == std::string_view::npos) return fail(out, "not_a_uscc");
      if (i < 17) sum += static_cast<int>(value) * weight, weight = weight * 3 % 31;
    }
    const auto check = static_cast<size_t>((31 - sum % 31) % 31);
    if (code[17] != kSigns[check]) return fail(out, "uscc_check");
    out.add(code);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return star_middle(shown, 4, 4); }
};

}  // namespace

const ColumnType& uscc_type() {
  static const UsccType kType;
  return kType;
}

}  // namespace diaodu::pack
