#include "frame/show_value.hpp"

#include <algorithm>
#include <set>

#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"
#include "pack/types.hpp"

namespace diaodu::frame {

std::string stored_text(const store::Column& column, size_t row) {
  if (column.is_null(row)) return {};
  switch (column.type()) {
    case store::Type::boolean: return column.boolean(row) ? "true" : "false";
    case store::Type::int32:
    case store::Type::int64: return std::to_string(column.int64(row));
    case store::Type::decimal: return decimal_text(column.decimal(row), column.scale());
    case store::Type::day: return to_text(column.day(row));
    case store::Type::text: return std::string(column.text(row));
  }
  return {};
}

namespace {

std::string without_idle_zeros(std::string_view number) {
  const size_t point = number.find('.');
  if (point == std::string_view::npos) return std::string(number);
  while (number.ends_with('0')) number.remove_suffix(1);
  if (number.ends_with('.')) number.remove_suffix(1);
  return std::string(number);
}

}  // namespace

std::string show_value(const pack::Pack& pack, const pack::ColumnDef& column,
                       std::string_view stored, bool chinese,
                       const std::map<std::string, std::string, std::less<>>& area_names) {
  if (column.type == "decimal") return without_idle_zeros(stored);
  if (column.type == "month" && parse_day(stored)) return std::string(stored.substr(0, 7));
  if (column.type == "yes_no" && (stored == "true" || stored == "false"))
    return stored == "true" ? (chinese ? "是" : "yes") : (chinese ? "否" : "no");
  if (column.type == "code") {
    const pack::CodeList* list = pack.code_list(column.codes);
    const pack::CodeItem* item = list ? list->find(stored) : nullptr;
    if (item) return chinese ? item->name.zh : item->name.en;
  }
  if (column.type == "area") {
    const auto found = area_names.find(stored);
    if (found != area_names.end()) return found->second;
  }
  return std::string(stored);
}

std::string masked(const pack::ColumnDef& column, std::string_view shown,
                   const access::Scope& scope) {
  if (shown.empty() || scope.unmasked() || column.secret != pack::Secret::personal)
    return std::string(shown);
  const pack::ColumnType* type = pack::find_type(column.type);
  return type ? type->mask(shown) : "*";
}

namespace {

bool is_plain_number(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool plain = std::ranges::all_of(
      text, [&](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
  const bool identity = text.size() == 18 && std::ranges::all_of(text.substr(0, 17), is_digit) &&
                        (is_digit(text.back()) || text.back() == 'X' || text.back() == 'x');
  return plain && !identity;
}

}  // namespace

std::string masked(const pack::Register& register_, const pack::ColumnDef& column,
                   std::string_view shown, const access::Scope& scope) {
  const auto secrecy = static_cast<access::Secrecy>(column.secret);  // the same three, in order
  const access::Shown how = scope.shows(register_.id, secrecy, column.host_view);
  if (how == access::Shown::hidden) return "*";  // nor is it told whether there is anything
  if (shown.empty()) return "";
  const bool names_person = register_.secret == pack::Secret::personal &&
                            column.name == register_.show_id &&
                            column.secret != pack::Secret::personal;
  const access::Shown of_a_name = scope.shows(register_.id, access::Secrecy::personal, true);
  if (names_person && of_a_name != access::Shown::plain && !is_plain_number(shown))
    return pack::find_type("citizen_id")->mask(shown);
  if (how == access::Shown::plain) return std::string(shown);
  const pack::ColumnType* type = pack::find_type(column.type);
  return type ? type->mask(shown) : "*";
}

Result<std::map<std::string, std::string, std::less<>>> area_names(
    store::Session& session, const std::vector<std::string>& codes) {
  constexpr Level kLevels[] = {Level::province, Level::city, Level::county, Level::township,
                               Level::village};
  std::map<std::string, std::string, std::less<>> names;
  std::set<std::string> wanted;
  for (const std::string& code : codes)
    for (const Level level : kLevels)
      if (level_of(code) && level <= *level_of(code)) wanted.emplace(at_level(code, level));
  std::vector<std::string> literals;
  for (const std::string& code : wanted) literals.push_back(store::literal(code));
  if (literals.empty()) return names;
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::names_of_areas, {{"codes", join(literals, ", ")}})));
  std::map<std::string, std::string, std::less<>> single;
  for (size_t row = 0; row < rows.rows(); ++row)
    single[std::string(rows["area"].text(row))] = rows["name"].text(row);
  for (const std::string& code : codes) {
    if (single.find(code) == single.end()) continue;
    std::string path;
    for (const Level level : kLevels) {
      if (level > *level_of(code)) break;
      const auto part = single.find(at_level(code, level));
      if (part != single.end()) path += part->second;
    }
    names[code] = path;
  }
  return names;
}

}  // namespace diaodu::frame
