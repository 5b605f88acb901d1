// person_name: kept byte for byte, but for the dot in names of several parts, which is always
// U+00B7.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

bool is_dot(char32_t c) {
  return c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65 || c == 0x22C5 || c == 0xFF0E;
}

class PersonNameType : public ColumnType {
 public:
  std::string_view name() const override { return "person_name"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool, const ColumnDef&, const CastContext&,
                                  store::Column& out) const override {
    if (text.size() > 120 && code_points(text) > 120) return fail(out, "too_long");
    for (char c : text)
      if (static_cast<unsigned char>(c) < 0x20) return fail(out, "control_character");
    bool dots = false;
    for (size_t at = 0; at < text.size() && !dots;) {
      if (!(static_cast<unsigned char>(text[at]) & 0x80))
        ++at;
      else
        dots = is_dot(next_code_point(text, at));
    }
    if (!dots) return out.add(text), std::nullopt;
    std::string unified;
    for (size_t at = 0; at < text.size();) {
      const size_t start = at;
      if (is_dot(next_code_point(text, at)))
        unified += "·";
      else
        unified += text.substr(start, at - start);
    }
    out.add(unified);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return first_and_star(shown); }
};

}  // namespace

const ColumnType& person_name_type() {
  static const PersonNameType kType;
  return kType;
}

}  // namespace diaodu::pack
