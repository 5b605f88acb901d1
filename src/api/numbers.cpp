#include "api/numbers.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/decimal.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

constexpr int kScale = 2;

// 16901234 reads 1690.1万, 1.2亿 in Chinese; 16,901,234 in English.
std::string read_zh(const std::string& number) {
  constexpr int64_t kWan = 10'000, kYi = 100'000'000;
  const auto units = parse_decimal(number, kScale);
  if (!units) return number;
  const int64_t whole = *units / kPowersOfTen[kScale];
  const int64_t great = whole >= kYi ? kYi : kWan;
  if (whole < kWan) return number;
  const std::string tenths = decimal_text((whole * 10 + great / 2) / great, 1);
  return tenths + (great == kYi ? "亿" : "万");
}

std::string read_en(const std::string& number) {
  const size_t point = std::min(number.find('.'), number.size());
  std::string out = number;
  for (size_t at = point; at > 3 && out[at - 4] != '-'; at -= 3) out.insert(at - 3, 1, ',');
  return out;
}

Words day_words(Day day) {
  const CivilDay parts = civil(day);
  return {fmt::format("{}月{}日", parts.month, parts.day), to_text(day)};
}

}  // namespace

ByArea by_area(std::vector<figure::Figure> rows) {
  ByArea out;
  for (figure::Figure& row : rows) out[row.area].push_back(std::move(row));
  return out;
}

const figure::Figure* on_day(const pack::Indicator& indicator, const ByArea& rows,
                             std::string_view area, Day day) {
  const auto found = rows.find(area);
  if (found == rows.end()) return nullptr;
  const std::vector<figure::Figure>& of = found->second;
  return figure::standing_on(indicator, of.data(), of.data() + of.size(), day);
}

json::object point(Day day, const figure::Figure* figure, int decimals) {
  const bool has = figure != nullptr;
  return {
      {"day", to_text(day)},
      {"value", has ? number_shape(figure->n, figure->d) : json::value()},
      {"shown", has ? text_or_null(shown_number(figure->n, figure->d, decimals)) : json::value()},
      {"figure", has ? id_or_null(figure->figure) : json::value()}};
}

json::array points(const pack::Indicator& indicator, const ByArea& rows, std::string_view area,
                   Day from, Day to, int decimals) {
  json::array out;
  for (Day day = from; day <= to; day = day + 1)
    out.push_back(point(day, on_day(indicator, rows, area, day), decimals));
  return out;
}

Words sentence(const pack::Indicator& indicator, const std::string& area_name, Day day,
               const figure::Figure* figure, int decimals) {
  const Words when = day_words(day);
  if (!figure) {
    return {
        fmt::format("截至{}，{}的“{}”还没有数（未报）。", when.zh, area_name, indicator.name.zh),
        fmt::format("By {}, nothing has been reported for \"{}\" of {}.", when.en,
                    indicator.name.en, area_name)};
  }
  const std::string shown = shown_number(figure->n, figure->d, decimals);
  if (figure->d.empty()) {
    return {fmt::format("截至{}，{}{}为 {} {}。", when.zh, area_name, indicator.name.zh,
                        read_zh(figure->n), indicator.unit.zh),
            fmt::format("{}, {}: {} {} by {}.", indicator.name.en, area_name, read_en(figure->n),
                        indicator.unit.en, when.en)};
  }
  return {fmt::format("截至{}，{}{}为 {}%（{} / {}）。", when.zh, area_name, indicator.name.zh,
                      shown, read_zh(figure->n), read_zh(figure->d)),
          fmt::format("{}, {}: {} % by {} ({} of {}).", indicator.name.en, area_name, shown,
                      when.en, read_en(figure->n), read_en(figure->d))};
}

std::string delta_text(const std::string& now, const std::string& before, int decimals) {
  const auto a = parse_decimal(now, decimals), b = parse_decimal(before, decimals);
  if (!a || !b) return {};
  const int64_t change = *a - *b;
  const std::string text = decimal_text(change < 0 ? -change : change, decimals);
  return (change > 0 ? "+" : change < 0 ? "-" : "") + text;
}

}  // namespace diaodu::api
