#include "pack/area_names.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "pack/area_index.hpp"

namespace diaodu::pack {
namespace {

struct Suffix {
  std::string_view full;
  std::string_view brief;  // how it is shortened after a name without its people: 木里(藏族自治)县
};
constexpr Suffix kSuffixes[] = {
    {"特别行政区", ""}, {"自治区", ""},   {"自治州", "州"}, {"自治县", "县"}, {"自治旗", "旗"},
    {"街道办事处", ""}, {"地区", ""},     {"林区", ""},     {"街道", ""},     {"省", ""},
    {"市", ""},         {"盟", ""},       {"区", ""},       {"县", ""},       {"旗", ""},
    {"镇", ""},         {"民族乡", "乡"}, {"乡", ""}};

// Peoples, longest first; those of one character only with 族 after them.
constexpr std::string_view kPeoples[] = {
    "柯尔克孜", "乌孜别克", "鄂伦春", "塔塔尔", "俄罗斯", "维吾尔", "哈萨克", "达斡尔",
    "塔吉克",   "鄂温克",   "蒙古",   "布依",   "朝鲜",   "土家",   "哈尼",   "傈僳",
    "高山",     "拉祜",     "东乡",   "纳西",   "景颇",   "仫佬",   "布朗",   "撒拉",
    "毛南",     "仡佬",     "锡伯",   "阿昌",   "普米",   "德昂",   "保安",   "裕固",
    "独龙",     "赫哲",     "门巴",   "珞巴",   "基诺",   "回",     "藏",     "苗",
    "彝",       "壮",       "满",     "侗",     "瑶",     "白",     "傣",     "黎",
    "佤",       "畲",       "水",     "土",     "羌",     "怒",     "京",     "各"};

// 双江拉祜族佤族布朗族傣族 -> 双江.
std::string_view without_peoples(std::string_view name) {
  for (bool again = true; again;) {
    again = false;
    for (std::string_view people : kPeoples) {
      std::string_view rest = name;
      const bool tribe = rest.ends_with("族");
      if (tribe) rest.remove_suffix(std::string_view("族").size());
      if ((!tribe && people.size() <= 3) || !rest.ends_with(people) || rest.size() == people.size())
        continue;
      name = rest.substr(0, rest.size() - people.size());
      again = true;
      break;
    }
  }
  return name;
}

void add(std::vector<std::string>& names, std::string name) {
  if (code_points(name) >= 2 && std::find(names.begin(), names.end(), name) == names.end())
    names.push_back(std::move(name));
}

// Separators people put between the levels of a path.
std::string without_separators(std::string_view typed) {
  std::string out = half_width(typed);
  for (std::string_view mark : {" ", "/", "\\", "-", ">", ",", "|", "、", "—", "·", "\t"})
    out = replace_all(std::move(out), mark, "");
  return out;
}

}  // namespace

bool is_filler_name(std::string_view name) {
  return name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划");
}

std::vector<std::string> spellings_of(std::string_view name) {
  std::vector<std::string> names = {std::string(name)};
  for (const Suffix& suffix : kSuffixes) {
    if (!name.ends_with(suffix.full) || name.size() == suffix.full.size()) continue;
    const std::string_view base = name.substr(0, name.size() - suffix.full.size());
    add(names, std::string(base));
    if (suffix.full.starts_with("自治") || suffix.full == "民族乡" || base.ends_with("族")) {
      const std::string_view bare = without_peoples(base);
      const std::string_view tail = suffix.brief.empty() ? suffix.full : suffix.brief;
      add(names, std::string(bare));
      if (suffix.full != "自治区") add(names, std::string(bare) + std::string(tail));
    }
    break;
  }
  return names;
}

std::string_view village_core(std::string_view name) {
  for (std::string_view suffix : {"村民委员会", "居民委员会", "村委会", "居委会"})
    if (name.ends_with(suffix) && name.size() > suffix.size()) {
      name.remove_suffix(suffix.size());
      break;
    }
  for (std::string_view suffix : {"社区", "村"})
    if (name.ends_with(suffix) && name.size() > suffix.size() + 2)
      return name.substr(0, name.size() - suffix.size());
  return name;
}

// Resolving: the last part of the text must be a place's name, what stands before it must be names
// of places above it, in order; levels may be left out.
struct AreaNames {
  const AreaIndex& index;

  // 2: `before` is written with full names only; 1: with short forms; 0: does not fit.
  int fits_above(std::string_view code, std::string_view before) const {
    if (before.empty()) return 2;
    int best = 0;
    for (std::string_view above = parent_of(code); !above.empty(); above = parent_of(above)) {
      const AreaRow* row = index.find(above);
      if (!row) continue;
      const std::vector<std::string> names = spellings_of(row->name);
      for (size_t i = 0; i < names.size(); ++i) {
        if (!before.ends_with(names[i])) continue;
        const int rest = fits_above(above, before.substr(0, before.size() - names[i].size()));
        best = std::max(best, std::min(rest, i == 0 ? 2 : 1));
      }
    }
    return best;
  }

  // Places down to townships; those written in full win over short forms.
  std::set<std::string> upper(std::string_view text) const {
    std::set<std::string> full, brief;
    for (size_t at = 0; at < text.size(); next_code_point(text, at)) {
      const auto [begin, end] = index.by_name_.equal_range(text.substr(at));
      for (auto found = begin; found != end; ++found) {
        const AreaRow& row = index.rows_[found->second];
        const int fit = fits_above(row.code, text.substr(0, at));
        if (fit == 0) continue;
        (fit == 2 && row.name == text.substr(at) ? full : brief).emplace(row.code);
      }
    }
    return full.empty() ? brief : full;
  }

  std::set<std::string> villages(std::string_view text) const {
    std::set<std::string> full, brief;
    for (size_t at = 0; at < text.size(); next_code_point(text, at)) {
      if (at == 0) continue;
      const std::string_view tail = text.substr(at);
      for (const std::string& place : upper(text.substr(0, at))) {
        if (place.size() != 9) continue;
        for (std::string_view code : index.children(place)) {
          const std::string_view name = index.find(code)->name;
          if (name == tail)
            full.emplace(code);
          else if (village_core(name) == village_core(tail))
            brief.emplace(code);
        }
      }
    }
    return full.empty() ? brief : full;
  }
};

std::vector<std::string> AreaIndex::resolve(std::string_view typed) const {
  if (find(typed)) return {std::string(typed)};
  const std::string text = without_separators(typed);
  if (find(text)) return {text};
  if (text.empty() || text.size() > 300) return {};
  const AreaNames names{*this};
  std::set<std::string> found = names.upper(text);
  if (found.empty()) found = names.villages(text);
  return {found.begin(), found.end()};
}

}  // namespace diaodu::pack
