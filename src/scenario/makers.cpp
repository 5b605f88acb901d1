#include "scenario/makers.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "scenario/random.hpp"

namespace diaodu::scenario {
namespace {

using Make = ColumnMaker::Make;

// "01 48;02 14" -> cumulative shares.
std::vector<std::pair<std::string, double>> shares(const std::string& text) {
  std::vector<std::pair<std::string, double>> items;
  double sum = 0;
  for (const std::string& item : split(text, ';')) {
    const std::vector<std::string> parts = split(item, ' ');
    if (parts.size() != 2) continue;
    double weight = 0;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), weight);
    items.emplace_back(parts[0], sum += weight);
  }
  for (auto& item : items) item.second /= sum;
  return items;
}

const std::string& draw(const std::vector<std::pair<std::string, double>>& items, uint64_t random) {
  const double at = unit(random);
  for (const auto& item : items)
    if (at < item.second) return item.first;
  return items.back().first;
}

void append_number(std::string& out, int64_t value, size_t width) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  const auto length = static_cast<size_t>(end - digits);
  if (length < width) out.append(width - length, '0');
  out.append(digits, length);
}

const std::map<std::string, Make> kMakes = {{"serial", Make::serial},
                                            {"household", Make::household},
                                            {"person_name", Make::person_name},
                                            {"citizen_id", Make::citizen_id},
                                            {"phone", Make::phone},
                                            {"village", Make::village},
                                            {"host_county", Make::host_county},
                                            {"abroad", Make::abroad},
                                            {"month", Make::month},
                                            {"blank", Make::blank},
                                            {"pool", Make::pool},
                                            {"code", Make::code},
                                            {"amount", Make::amount},
                                            {"yes_no", Make::yes_no},
                                            {"reason", Make::reason},
                                            {"verified_code", Make::verified_code},
                                            {"verified_name", Make::verified_name},
                                            {"verified_day", Make::verified_day}};

// "2019-02" -> months since year 0.
int64_t months(const std::string& text) {
  const auto day = parse_day(text + "-01");
  if (!day) return 0;
  const CivilDay parts = civil(*day);
  return parts.year * 12 + static_cast<int64_t>(parts.month) - 1;
}

constexpr int64_t kOwnSlots = 20;

constexpr std::string_view kSurnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱",
    "胡", "郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯",
    "邓", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜",
    "叶", "程", "魏", "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜"};
constexpr std::string_view kGiven[] = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛",
    "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "萍", "红", "建", "国", "文",
    "辉", "力", "波", "成", "志", "海", "春", "梅", "兰", "凤", "云", "莲", "贵", "福", "生",
    "龙", "元", "全", "胜", "学", "祥", "才", "发", "武", "新", "利", "清", "飞", "彬", "富",
    "顺", "信", "子", "昌", "康", "星", "光", "天", "达", "安", "岩", "中"};
constexpr std::string_view kDotted[] = {"阿依古丽·买买提", "热孜万·吐尔逊", "扎西·次仁",
                                        "卓玛·央金", "阿卜杜·热合曼"};

void append_name(uint64_t seed, const std::string& county, std::string& out) {
  const bool west = county.starts_with("65") || county.starts_with("54");
  if (west && unit(mix(seed, 70)) < 0.6) {
    out += kDotted[mix(seed, 71) % std::size(kDotted)];
    return;
  }
  out += kSurnames[mix(seed, 72) % std::size(kSurnames)];
  out += kGiven[mix(seed, 73) % std::size(kGiven)];
  // A rare character (outside the basic plane, four bytes in GB 18030) in one name of a thousand.
  if (unit(mix(seed, 74)) < 0.001)
    out += "𬭎";
  else if (unit(mix(seed, 75)) < 0.7)
    out += kGiven[mix(seed, 76) % std::size(kGiven)];
}

void append_month(int64_t month, uint64_t style, std::string& out) {
  const int64_t year = month / 12, number = month % 12 + 1;
  append_number(out, year, 4);
  switch (style % 4) {
    case 0: out += '-', append_number(out, number, 2); return;
    case 1: out += "年", append_number(out, number, 1), out += "月"; return;
    case 2: append_number(out, number, 2); return;
    default: out += '/', append_number(out, number, 1); return;
  }
}

}  // namespace

Result<void> Makers::read_columns(const Settings& settings) {
  std::map<std::string, const std::map<std::string, std::string>*> pools;
  for (const auto& row : settings.table("pool")) pools[scenario::cell(row, "name")] = &row;
  uint64_t salt = 100;
  for (const auto& row : settings.table("column")) {
    ColumnMaker column;
    column.name = scenario::cell(row, "name");
    const auto make = kMakes.find(scenario::cell(row, "make"));
    if (make == kMakes.end()) {
      Error error;
      error.code = "scenario.unknown_maker";
      error.message = {"栏目“" + column.name + "”的 make 不认识。",
                       "Column \"" + column.name + "\": unknown make."};
      error.exit = Exit::found_something;
      return error;
    }
    column.make = make->second;
    column.salt = salt += 17;
    column.miss = cell_number(row, "miss", 0);
    column.damaged = scenario::cell(row, "damaged");
    column.odd = scenario::cell(row, "odd");
    column.odd_share = cell_number(row, "odd_share", 0);
    column.share = cell_number(row, "share", 0);
    column.home_share = cell_number(row, "home_share", column.share);
    column.items = shares(scenario::cell(row, "items"));
    column.home_items = shares(scenario::cell(row, "home_items"));
    if (column.make == Make::month) {
      column.from = months(scenario::cell(row, "from")),
      column.to = months(scenario::cell(row, "to"));
    } else {
      column.from = static_cast<int64_t>(cell_number(row, "from", 0));
      column.to = static_cast<int64_t>(cell_number(row, "to", 0));
      column.step = std::max<int64_t>(1, static_cast<int64_t>(cell_number(row, "step", 1)));
    }
    if (const auto pool = pools.find(scenario::cell(row, "pool")); pool != pools.end()) {
      column.heads = split(scenario::cell(*pool->second, "heads"), ';');
      column.tails = split(scenario::cell(*pool->second, "tails"), ';');
      column.numbers = static_cast<int64_t>(cell_number(*pool->second, "numbers", 0));
    }
    columns_.push_back(std::move(column));
  }
  return {};
}

Result<Makers> Makers::create(const MakeOptions& options, const pack::ScenarioDef& scenario) {
  const Settings settings(scenario);
  Makers makers;
  makers.areas_ = options.areas;
  TRY_ASSIGN(const double home, settings.number("class_home"));
  TRY_ASSIGN(const double province, settings.number("class_province"));
  TRY_ASSIGN(const double outside, settings.number("class_outside"));
  TRY_ASSIGN(makers.abroad_share_, settings.number("abroad_share"));
  TRY_ASSIGN(makers.damaged_share_, settings.number("damaged_share"));
  TRY_ASSIGN(makers.explained_share_, settings.number("explained_share"));
  TRY_ASSIGN(makers.birth_from_, settings.day("birth_from"));
  TRY_ASSIGN(makers.birth_to_, settings.day("birth_to"));
  const double sum = home + province + outside;
  makers.class_home_ = home / sum;
  makers.class_province_ = (home + province) / sum;
  TRY(makers.read_columns(settings));
  std::string hosts;
  for (const auto& row : settings.table("host"))
    hosts += (hosts.empty() ? "" : ";") + scenario::cell(row, "area") + " " +
             scenario::cell(row, "weight");
  for (const pack::AreaRow& row : options.areas->rows())
    if (row.code.size() == 6 && row.to_year == 0) {
      std::vector<std::string>& list = makers.counties_[std::string(row.code.substr(0, 2))];
      if (list.empty() || list.back() != row.code) list.emplace_back(row.code);
    }
  for (const auto& [home_of, share] : shares(hosts)) {
    const auto found = makers.counties_.find(home_of);
    CHECK(found != makers.counties_.end(), "a host province without counties");
    makers.hosts_.emplace_back(&found->second, share);
  }
  for (const auto& [under, counties] : makers.counties_)
    for (const std::string& county : counties)
      for (int year = civil(makers.birth_from_).year; year <= civil(makers.birth_to_).year; ++year)
        if (!makers.areas_->existed(county, year)) {
          makers.borrowers_[under].push_back(county);
          break;
        }
  const int64_t birthdays = makers.birth_to_ - makers.birth_from_ + 1;
  makers.birth_step_ = 7919;  // walks through every birthday before one comes again
  while (std::gcd(makers.birth_step_, birthdays) != 1) ++makers.birth_step_;
  return makers;
}

void Makers::enter(const CountyPlan& county, size_t rank) {
  county_ = county.area;
  county_seed_ = county.seed;
  rank_ = rank;
  villages_.clear();
  for (std::string_view town : areas_->children(county.area))
    for (std::string_view village : areas_->children(town)) villages_.emplace_back(village);
  const std::string province = county_.substr(0, 2);
  siblings_ = &counties_.at(province);
  const std::vector<std::string>& borrowers = borrowers_[province];
  const auto at = std::find(borrowers.begin(), borrowers.end(), county_);
  if (at != borrowers.end()) {
    borrowed_slots_ = (999 - kOwnSlots) / static_cast<int64_t>(borrowers.size());
    borrowed_from_ = kOwnSlots + 1 + (at - borrowers.begin()) * borrowed_slots_;
  }
  by_year_.clear();
  for (int year = civil(birth_from_).year; year <= civil(birth_to_).year; ++year) {
    if (areas_->existed(county_, year)) {
      by_year_.push_back(county_);
      continue;
    }
    std::vector<std::string>& codes = issuing_[{province, year}];
    if (codes.empty()) {
      for (const pack::AreaRow& row : areas_->rows())
        if (row.code.size() == 6 && row.code.starts_with(province) &&
            (codes.empty() || codes.back() != row.code) && areas_->existed(row.code, year))
          codes.emplace_back(row.code);
      if (codes.empty()) codes.push_back(county_);
    }
    by_year_.push_back(codes[county_seed_ % codes.size()]);
  }
}

Person Makers::person(int64_t number) const {
  Person person;
  person.number = number;
  person.seed = mix(county_seed_, static_cast<uint64_t>(number));
  const double at = unit(mix(person.seed, 11));
  if (at < class_home_) {
    person.host = county_;
    return person;
  }
  const auto pick = [&](const std::vector<std::string>& list) -> std::string_view {
    size_t index = mix(person.seed, 12) % list.size();
    if (list[index] == county_) index = (index + 1) % list.size();
    return list[index];
  };
  if (at < class_province_) {
    person.work_class = WorkClass::province;
    person.host = pick(*siblings_);
    return person;
  }
  if (unit(mix(person.seed, 13)) < abroad_share_) {
    person.work_class = WorkClass::abroad;
    person.host = "abroad";
    return person;
  }
  person.work_class = WorkClass::outside;
  for (uint64_t random = mix(person.seed, 14);; random = mix(random)) {
    const double drawn = unit(random);
    const auto host = std::find_if(hosts_.begin(), hosts_.end(),
                                   [&](const auto& one) { return drawn < one.second; });
    const auto* list = host == hosts_.end() ? hosts_.back().first : host->first;
    if (list == siblings_) continue;
    person.host = pick(*list);
    return person;
  }
}

uint64_t Makers::missing(const Person& person) const {
  uint64_t mask = 0;
  size_t first = 0;
  double best = -1;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].miss <= 0) continue;
    const double at = unit(mix(person.seed, columns_[i].salt, 1));
    if (at < columns_[i].miss) mask |= uint64_t{1} << i;
    if (columns_[i].miss - at > best) best = columns_[i].miss - at, first = i;
  }
  return mask ? mask : uint64_t{1} << first;
}

bool Makers::is_damaged(const Person& person, size_t column) const {
  return !columns_[column].damaged.empty() &&
         unit(mix(person.seed, columns_[column].salt, 2)) < damaged_share_;
}

bool Makers::is_explained(const Person& person) const {
  return unit(mix(person.seed, 15)) < explained_share_;
}

void Makers::citizen_id(const Person& person, std::string& out) const {
  const int64_t range = birth_to_ - birth_from_ + 1;
  const int64_t offset = static_cast<int64_t>(county_seed_ % static_cast<uint64_t>(range));
  const Day birth =
      birth_from_ + static_cast<int>((offset + person.number % range * birth_step_) % range);
  const CivilDay parts = civil(birth);
  const size_t start = out.size();
  const std::string& code = by_year_[static_cast<size_t>(parts.year - civil(birth_from_).year)];
  out += code;
  append_number(out, parts.year, 4), append_number(out, parts.month, 2),
      append_number(out, parts.day, 2);
  // Sequence numbers of a birthday: the first are a county's own people's, the rest is shared out
  // among the counties of the province that were not there yet and borrow codes of former years.
  const int64_t turn = person.number / range;
  const bool own = code == county_;
  DIAODU_CHECK(turn < (own ? kOwnSlots : borrowed_slots_), "more people than numbers");
  append_number(out, own ? turn + 1 : borrowed_from_ + turn, 3);
  // GB 11643-1999, the check character: ISO 7064 MOD 11-2.
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (out[start + i] - '0') * kWeights[i];
  out += "10X98765432"[sum % 11];
}

void Makers::cell(const Person& person, size_t index, uint64_t style, Day day,
                  std::string& out) const {
  const ColumnMaker& column = columns_[index];
  const uint64_t random = mix(person.seed, column.salt);
  const bool home = person.work_class == WorkClass::home;
  switch (column.make) {
    case Make::blank:
    case Make::reason: return;  // a reason is written only for explained records: drive_files
    case Make::serial: out += county_, append_number(out, person.number + 1, 10); return;
    case Make::household: out += county_, append_number(out, person.number / 2 + 1, 8); return;
    case Make::person_name: append_name(person.seed, county_, out); return;
    case Make::citizen_id: citizen_id(person, out); return;
    case Make::phone: {
      // One number a person: a permutation of the nine last digits (3^18 is prime to 10^9).
      const uint64_t global = rank_ * 250'000u + static_cast<uint64_t>(person.number);
      out += '1', out += static_cast<char>('3' + mix(global, 9) % 7);
      append_number(out, static_cast<int64_t>((global + 123'457u) * 387'420'489u % 1'000'000'000u),
                    9);
      return;
    }
    case Make::village:
      out += villages_.empty()
                 ? county_
                 : villages_[mix(static_cast<uint64_t>(person.number / 2), county_seed_) %
                             villages_.size()];
      return;
    case Make::host_county:
      if (style % 5 == 4 && person.host != "abroad")
        out += areas_->path(person.host);
      else
        out += person.host == "abroad" ? "境外" : person.host;
      return;
    case Make::abroad: out += person.work_class == WorkClass::abroad ? "是" : "否"; return;
    case Make::month:
      append_month(column.from + static_cast<int64_t>(
                                     random % static_cast<uint64_t>(column.to - column.from + 1)),
                   style / 5, out);
      return;
    case Make::pool: {
      out += column.heads[random % column.heads.size()];
      if (!column.tails.front().empty()) out += column.tails[mix(random) % column.tails.size()];
      if (column.numbers > 0)
        append_number(
            out, static_cast<int64_t>(mix(random, 3) % static_cast<uint64_t>(column.numbers)) + 1,
            1);
      return;
    }
    case Make::code:
      out += draw(home && !column.home_items.empty() ? column.home_items : column.items, random);
      return;
    case Make::verified_code: out += draw(column.items, random); return;
    case Make::amount:
      if (unit(mix(random, 1)) < column.odd_share)
        out += column.odd;
      else
        append_number(out,
                      column.from + static_cast<int64_t>(
                                        random % static_cast<uint64_t>(
                                                     (column.to - column.from) / column.step + 1)) *
                                        column.step,
                      1);
      return;
    case Make::yes_no:
      out += unit(random) < (home ? column.home_share : column.share) ? "是" : "否";
      return;
    case Make::verified_name: append_name(mix(county_seed_, 77, random % 8), county_, out); return;
    case Make::verified_day: out += to_text(day); return;
  }
}

}  // namespace diaodu::scenario
