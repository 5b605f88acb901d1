// yes_no: 是/否 and the other ways people tick a box.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

// Lists made at compile time: this is read a million times a file.
constexpr std::string_view kYes[] = {"是", "1",    "Y",    "y",    "√",   "✓",   "✔",  "有",
                                     "对", "true", "TRUE", "True", "yes", "Yes", "YES"};
constexpr std::string_view kNo[] = {"否",   "0",     "N",     "n",     "×",  "✗",  "✘", "无",
                                    "不是", "false", "FALSE", "False", "no", "No", "NO"};

std::optional<bool> read_yes_no(std::string_view text) {
  for (const std::string_view yes : kYes)
    if (text == yes) return true;
  for (const std::string_view no : kNo)
    if (text == no) return false;
  return std::nullopt;
}

class YesNoType : public ColumnType {
 public:
  std::string_view name() const override { return "yes_no"; }
  store::Type stored() const override { return store::Type::boolean; }
  std::optional<CastFailure> cast(std::string_view text, bool, const ColumnDef&, const CastContext&,
                                  store::Column& out) const override {
    auto answer = read_yes_no(text);
    std::string scratch;
    if (!answer) answer = read_yes_no(plain(text, scratch));
    if (!answer) return fail(out, "not_yes_or_no");
    out.add(*answer);
    return std::nullopt;
  }
  std::string mask(std::string_view) const override { return "*"; }
};

}  // namespace

const ColumnType& yes_no_type() {
  static const YesNoType kType;
  return kType;
}

}  // namespace diaodu::pack
