// area: a place of the area tree at the column's level, by code, by name or by path of names. At
// county level (a host place) also abroad, 71, 81, 82 and unknown.
#include "pack/area_index.hpp"
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

// How many numbers of codes a failure lists at most.
constexpr size_t kListed = 5;

bool is_host_place(std::string_view code) {
  return code == "abroad" || code == "unknown" || code == "71" || code == "81" || code == "82";
}

// Other words for the answers that are no place of the list.
std::string_view host_place(std::string_view text) {
  for (std::string_view abroad : {"国外", "海外", "境外", "出国"})
    if (text == abroad) return "abroad";
  for (std::string_view unknown : {"不详", "不清楚", "未知", "不明"})
    if (text == unknown) return "unknown";
  return text;
}

struct Judge {
  const AreaIndex& areas;
  Level level;
  int year;
  store::Column& out;
  AreaMemo* memo;

  bool fits(std::string_view code) const {
    if (is_host_place(code)) return level == Level::county;
    return code.size() == static_cast<size_t>(level);
  }
  std::string shown(std::string_view code) const {
    return std::string(code) + " " + areas.path(code);
  }

  std::optional<CastFailure> take(const AreaRow& row, std::string_view code) const {
    if (row.to_year != 0 && row.to_year < year)
      return fail(out, "area_gone", row.successor.empty() ? std::string() : shown(row.successor));
    out.add(code);
    return std::nullopt;
  }

  std::optional<CastFailure> by_name(std::string_view text) const {
    const std::vector<std::string> found = memo ? memo->resolve(areas, text) : areas.resolve(text);
    std::vector<std::string> fitting;
    for (const std::string& code : found)
      if (fits(code)) fitting.push_back(code);
    if (fitting.size() == 1) return take(*areas.find(fitting[0]), fitting[0]);
    if (fitting.size() > 1) return fail(out, "area_ambiguous", list(fitting));
    if (found.empty()) return fail(out, "area_unknown");
    const bool above = found[0].size() < static_cast<size_t>(level);
    return above ? fail(out, "area_not_deep") : fail(out, "area_too_deep", upper(found[0]));
  }
  std::string list(const std::vector<std::string>& codes) const {
    std::vector<std::string> texts;
    for (const std::string& code : codes)
      if (texts.size() < kListed) texts.push_back(shown(code));
    if (codes.size() > kListed) texts.push_back("…");
    return join(texts, ", ");
  }
  std::string upper(std::string_view code) const {
    const auto length = static_cast<size_t>(level);
    return code.size() > length && areas.find(code.substr(0, length))
               ? shown(code.substr(0, length))
               : "";
  }

  std::optional<CastFailure> by_code(std::string_view text) const {
    const AreaRow* row = areas.find(text);
    if (row && fits(text)) return take(*row, text);
    if (row)
      return row->code.size() < static_cast<size_t>(level)
                 ? fail(out, "area_not_deep")
                 : fail(out, "area_too_deep", upper(text));
    // 513422000000: a code filled up with zeros. Never trimmed in silence, but named.
    for (size_t length : {size_t{9}, size_t{6}, size_t{4}, size_t{2}}) {
      if (text.size() <= length || text.find_first_not_of('0', length) != std::string_view::npos)
        continue;
      if (areas.find(text.substr(0, length)))
        return fail(out, "area_unknown", shown(text.substr(0, length)));
    }
    return fail(out, "area_unknown", upper(text));
  }
};

class AreaType : public ColumnType {
 public:
  std::string_view name() const override { return "area"; }
  store::Type stored() const override { return store::Type::text; }
  std::optional<CastFailure> cast(std::string_view text, bool, const ColumnDef& column,
                                  const CastContext& context, store::Column& out) const override {
    CHECK(context.areas != nullptr, "a cast of areas needs the area index");
    const Judge judge{*context.areas, column.level.value_or(Level::county), civil(context.day).year,
                      out, context.memo};
    if (all_digits(text)) return judge.by_code(text);
    std::string scratch;
    text = plain(text, scratch);
    if (all_digits(text)) return judge.by_code(text);
    return judge.by_name(host_place(text));
  }
  std::string mask(std::string_view shown) const override {
    return shown.size() <= 6 ? std::string(shown)
                             : star_middle(shown, 6, 0);  // the county may be seen
  }
};

}  // namespace

const ColumnType& area_type() {
  static const AreaType kType;
  return kType;
}

}  // namespace diaodu::pack
