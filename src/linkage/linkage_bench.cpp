// Two lists of made-up people, and the linking of them.
//   linkage_bench make FOLDER ROWS SEED   ours.csv and theirs.csv, with the true number of each row
//   linkage_bench link FOLDER             reads them, links, writes links.csv; prints figures
// Four fifths of theirs are people of ours, copied with errors; the others are strangers.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "base/text.hpp"
#include "linkage/link.hpp"
#include "linkage/names.hpp"

using namespace diaodu;
using namespace diaodu::linkage;

namespace {

constexpr const char32_t kSurnames[] =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    U"余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯";
constexpr const char32_t kGiven[] =
    U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英玉兰红梅志建国华文斌辉力永健世广义兴良"
    U"海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子成康星光天达安岩中茂进林有坚和彪博"
    U"诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋"
    U"维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘春菊凤洁琳素云莲真环雪荣"
    U"爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉琪玲婷娣淑珠翠雅芝萍萱";

struct Person {
  int64_t id = 0;
  std::u32string name;
  int year = 0, month = 1, day = 1;
  std::string area, phone, sex;
};

class Maker {
 public:
  explicit Maker(uint64_t seed) : chance_(seed) {
    for (const char32_t c : std::u32string_view(kGiven)) sounding_[sound_of({c})].push_back(c);
  }

  bool hit(int in_thousand) { return below(1000) < static_cast<uint64_t>(in_thousand); }
  uint64_t below(uint64_t end) { return chance_() % end; }

  // People of one household share a village, often a surname and a telephone.
  Person person(int64_t id) {
    if (left_ == 0) {
      left_ = 1 + static_cast<int>(below(6));
      const uint64_t village = below(9000);
      char area[16];
      std::snprintf(area, sizeof area, "5134%02d%03d%03d", static_cast<int>(21 + village / 900),
                    static_cast<int>(100 + village % 900 / 30),
                    static_cast<int>(200 + village % 30));
      home_area_ = area;
      home_phone_ = phone();
      home_name_ = surname();
    }
    --left_;
    Person made{id,
                std::u32string{hit(700) ? home_name_ : surname()},
                0,
                1,
                1,
                home_area_,
                hit(450) ? home_phone_ : phone(),
                hit(500) ? "1" : "2"};
    made.name += given();
    if (!hit(150)) made.name += given();
    born(made);
    if (hit(80)) made.phone.clear();
    return made;
  }

  Person copied(Person of) {
    if (hit(25)) of.name[of.name.size() - 1] = sounding(of.name.back());
    if (hit(15)) of.name[1 + below(of.name.size() - 1)] = given();
    if (hit(3) && of.name.size() > 2) of.name.erase(1, 1);
    if (hit(15)) of.day = 1 + static_cast<int>(below(28));
    if (hit(10)) of.month = 1 + static_cast<int>(below(12));
    if (hit(8) && of.day <= 12) std::swap(of.day, of.month);
    if (hit(8)) of.year += hit(500) ? 1 : -1;
    if (hit(10)) of.year = 0;
    if (hit(40)) of.area = of.area.substr(0, 9) + std::to_string(200 + below(30));
    if (hit(20)) of.area = of.area.substr(0, 6) + std::to_string(100 + below(30)) + "200";
    if (hit(15)) of.area.clear();
    if (hit(120)) of.phone = phone();
    if (hit(15) && !of.phone.empty()) of.phone[3 + below(8)] = static_cast<char>('0' + below(10));
    if (hit(150)) of.phone.clear();
    if (hit(5)) of.sex = of.sex == "1" ? "2" : "1";
    return of;
  }

 private:
  // The first ones are the most frequent.
  char32_t surname() {
    const uint64_t of = std::size(kSurnames) - 1;
    return kSurnames[below(of) * (1 + below(of)) / of];
  }
  char32_t given() {
    const uint64_t of = std::size(kGiven) - 1;
    return kGiven[hit(300) ? below(of) * (1 + below(of)) / of : below(of)];
  }
  char32_t sounding(char32_t c) {
    const std::u32string& all = sounding_[sound_of({c})];
    return all.empty() ? c : all[below(all.size())];
  }
  std::string phone() {
    char out[16];
    std::snprintf(out, sizeof out, "1%d%09d", static_cast<int>(3 + below(6)),
                  static_cast<int>(below(1000000000)));
    return out;
  }
  void born(Person& of) {
    of.year = 1935 + static_cast<int>(below(40) + below(40));
    of.month = 1 + static_cast<int>(below(12));
    of.day = 1 + static_cast<int>(below(28));
  }

  std::mt19937_64 chance_;
  std::map<uint64_t, std::u32string> sounding_;
  int left_ = 0;
  std::string home_area_, home_phone_;
  char32_t home_name_ = 0;
};

void write(std::ofstream& out, const Person& of) {
  std::string name;
  for (const char32_t c : of.name) append_utf8(name, c);
  char birth[16] = "";
  if (of.year) std::snprintf(birth, sizeof birth, "%04d-%02d-%02d", of.year, of.month, of.day);
  out << of.id << ',' << name << ',' << sound_of(folded_name(name)) << ',' << birth << ','
      << of.area << ',' << of.phone << ',' << of.sex << '\n';
}

constexpr const char* kHead = "id,name,sound,birth,area,phone,sex\n";

int make(const std::string& folder, int64_t rows, uint64_t seed) {
  Maker maker(seed);
  std::ofstream ours(folder + "/ours.csv"), theirs(folder + "/theirs.csv");
  ours << kHead, theirs << kHead;
  std::vector<Person> people;
  for (int64_t id = 1; id <= rows; ++id) {
    people.push_back(maker.person(id));
    write(ours, people.back());
  }
  for (int64_t id = 1; id <= rows; ++id) {
    const bool is_known = maker.hit(800);
    write(theirs, is_known ? maker.copied(people[static_cast<size_t>(id - 1)]) : maker.person(-id));
  }
  return ours && theirs ? 0 : 3;
}

store::Batch read(const std::string& path) {
  store::Batch out;
  out.columns = {{"id", store::Type::int64},   {"name", store::Type::text},
                 {"birth", store::Type::day},  {"area", store::Type::text},
                 {"phone", store::Type::text}, {"sex", store::Type::text}};
  std::ifstream file(path);
  std::stringstream all;
  all << file.rdbuf();
  const std::string bytes = all.str();
  std::string_view rest = bytes;
  rest.remove_prefix(rest.find('\n') + 1);
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    for (size_t cell = 0; cell < 7; ++cell) {
      const std::string_view text = line.substr(0, line.find(','));
      line.remove_prefix(std::min(line.size(), text.size() + 1));
      if (cell == 2) continue;  // how it sounds: for the rival, which has no table of that
      store::Column& column = out.columns[cell < 2 ? cell : cell - 1];
      if (cell == 0)
        column.add(static_cast<int64_t>(std::strtoll(std::string(text).c_str(), nullptr, 10)));
      else if (text.empty())
        column.add_null();
      else if (cell == 3)
        column.add(*parse_day(text));
      else
        column.add(text);
    }
  }
  return out;
}

int link_lists(const std::string& folder, int threads) {
  const auto begun = std::chrono::steady_clock::now();
  const store::Batch ours = read(folder + "/ours.csv"), theirs = read(folder + "/theirs.csv");
  const std::chrono::duration<double> reading = std::chrono::steady_clock::now() - begun;
  Spec spec;
  spec.fields = {{"name", Likeness::name},
                 {"birth", Likeness::day},
                 {"area", Likeness::area},
                 {"phone", Likeness::code},
                 {"sex", Likeness::same}};
  spec.blocks = {{{3}},
                 {{0, true}, {1}},
                 {{1}, {2, false, 9}},
                 {{0, true}, {2, false, 9}},
                 {{0, true}, {1, false, 4}, {2, false, 6}},
                 {{1}, {2, false, 6}}};
  Result<Linked> linked = link(spec, ours, theirs, threads);
  if (!linked.ok()) {
    std::fprintf(stderr, "%s\n", to_line(linked.error(), false).c_str());
    return 3;
  }
  std::ofstream out(folder + "/links.csv");
  out << "ours,theirs,probability\n";
  for (const Pair& pair : linked->pairs)
    out << ours["id"].int64(pair.ours) << ',' << theirs["id"].int64(pair.theirs) << ','
        << pair.probability << '\n';
  out.close();
  const std::chrono::duration<double> all = std::chrono::steady_clock::now() - begun;
  std::printf("%.2f %.2f %.2f %zu\n", all.count(),
              static_cast<double>(std::clock()) / CLOCKS_PER_SEC, reading.count(),
              static_cast<size_t>(linked->compared));
  for (size_t field = 0; field < spec.fields.size(); ++field)
    for (size_t level = 1; level < linked->patterns.levels(field); ++level)
      std::fprintf(stderr, "%s %zu: %.5f %.7f %+.1f\n", spec.fields[field].name.c_str(), level,
                   linked->model.fields[field].same[level],
                   linked->model.fields[field].chance[level],
                   linked->model.fields[field].weight(level));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "make" && argc == 5)
    return make(argv[2], std::strtoll(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10));
  if (what == "link" && argc == 3) return link_lists(argv[2], 2);
  std::fprintf(stderr, "linkage_bench make FOLDER ROWS SEED | link FOLDER\n");
  return 2;
}
