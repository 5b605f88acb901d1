// code: an item of a code list, given as its code, its name or another spelling.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

const CodeList& list_of(const ColumnDef& column, const CastContext& context) {
  CHECK(context.pack != nullptr, "a cast of codes needs the pack");
  if (column.codes_at >= 0) return context.pack->codes[static_cast<size_t>(column.codes_at)];
  const CodeList* list = context.pack->code_list(column.codes);
  CHECK(list != nullptr, "a code column without its list");
  return *list;
}

// 1 in a workbook that stands for "01"; "01 自发" and "01-自发" as print-outs have it.
const CodeItem* other_forms(const CodeList& list, std::string_view text) {
  if (all_digits(text)) {
    std::string padded(text);
    while (padded.size() < 4) {
      padded.insert(0, 1, '0');
      if (const CodeItem* item = list.find(padded)) return item;
    }
    return nullptr;
  }
  const size_t at = text.find_first_of(" -.:");
  if (at == std::string_view::npos) return nullptr;
  const CodeItem* item = list.find(text.substr(0, at));
  return item && list.spelled(trim_ascii(text.substr(at + 1))) == item ? item : nullptr;
}

// The one name that holds the text, or is held in it; else the nearest by letters.
std::string meant(const CodeList& list, std::string_view text) {
  const CodeItem* held = nullptr;
  int count = 0;
  std::vector<std::string> names;
  for (const CodeItem& item : list.items) {
    names.push_back(item.name.zh);
    names.push_back(item.name.en);
    const std::string_view name = item.name.zh;
    if (text.size() < 3) continue;
    if (name.find(text) != std::string_view::npos || text.find(name) != std::string_view::npos)
      held = &item, ++count;
  }
  if (count == 1) return held->name.zh;
  return did_you_mean(text, names).value_or("");
}

class CodeType : public ColumnType {
 public:
  std::string_view name() const override { return "code"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool, const ColumnDef& column,
                                  const CastContext& context, store::Column& out) const override {
    const CodeList& list = list_of(column, context);
    const CodeItem* item = list.spelled(text);
    if (!item) {
      std::string scratch;
      const std::string_view tidy = plain(text, scratch);
      item = list.spelled(tidy);
      if (!item) item = other_forms(list, tidy);
      if (!item) return fail(out, "not_in_list", meant(list, tidy));
    }
    out.add(item->code);
    return std::nullopt;
  }
  std::string mask(std::string_view) const override { return "*"; }
};

}  // namespace

const ColumnType& code_type() {
  static const CodeType kType;
  return kType;
}

}  // namespace diaodu::pack
