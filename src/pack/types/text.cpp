// text (255 characters), long_text (4,000), code_text (numbers of things: letters, digits, - _ . /;
// 64).
#include <algorithm>

#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
  });
}

class TextType : public ColumnType {
 public:
  TextType(std::string_view name, size_t longest) : name_(name), longest_(longest) {}
  std::string_view name() const override { return name_; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool, const ColumnDef&, const CastContext&,
                                  store::Column& out) const override {
    if (text.size() > longest_ && code_points(text) > longest_) return fail(out, "too_long");
    if (has_control(text)) return fail(out, "control_character");
    out.add(text);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return first_and_star(shown); }

 private:
  std::string_view name_;
  size_t longest_;
};

class CodeTextType : public ColumnType {
 public:
  std::string_view name() const override { return "code_text"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext&, store::Column& out) const override {
    std::string scratch;
    text = plain(text, scratch);
    if (text.starts_with('\'')) text.remove_prefix(1);
    if (text.size() > 64) return fail(out, "too_long");
    if (precision_lost(text, numeric)) return fail(out, "precision_lost");
    const bool good = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
             c == '_' || c == '.' || c == '/';
    });
    if (!good) return fail(out, "not_a_code_text");
    out.add(text);
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override { return first_and_star(shown); }
};

}  // namespace

const ColumnType& text_type() {
  static const TextType kType("text", 255);
  return kType;
}
const ColumnType& long_text_type() {
  static const TextType kType("long_text", 4000);
  return kType;
}
const ColumnType& code_text_type() {
  static const CodeTextType kType;
  return kType;
}

}  // namespace diaodu::pack
