// pack.toml, codes/, params/, groups.toml, pairs.toml.
#include <algorithm>
#include <filesystem>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "pack/loading.hpp"

namespace diaodu::pack {
namespace {
namespace fs = std::filesystem;

constexpr size_t kCodeBytesMax = 12;

// "+08:00" -> 480.
std::optional<int> offset_minutes(std::string_view text) {
  const auto digit = [&](size_t i) {
    return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99;
  };
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = digit(1) * 10 + digit(2), minutes = digit(4) * 10 + digit(5);
  if (hours > 14 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

AreaSource area_source(Loading& loading, const std::string& file, const Place& place,
                       const LoadOptions& options) {
  AreaSource source{file, loading.pack.folder + "/" + file};
  constexpr std::string_view kSetUp = "@areas/";
  std::error_code failed;
  if (!file.starts_with(kSetUp)) {
    if (!loading.files.contains(file))
      loading.faults.add(
          "pack.no_file", place,
          {"规则包里没有文件“" + file + "”。", "the pack holds no file \"" + file + "\"."});
    return source;
  }
  std::vector<std::string> folders = options.area_folders;
  if (folders.empty()) {
    const fs::path above = fs::absolute(loading.pack.folder).lexically_normal() / ".." / "..";
    folders = {loading.pack.folder + "/.areas",  // a pack kept in a data folder carries its own
               (above / "third_party" / "areas").lexically_normal().string(),
               "/usr/share/diaodu/areas"};
  }
  source.path = folders.front() + "/" + file.substr(kSetUp.size());
  for (const std::string& folder : folders) {
    const std::string path = folder + "/" + file.substr(kSetUp.size());
    if (!fs::is_regular_file(path, failed)) continue;
    source.path = path;
    break;
  }
  return source;
}

void read_code_item(Loading& loading, const std::string& file, const Node& node, CodeList& list) {
  Reader reader(node, file, "code item", loading.faults);
  CodeItem item;
  item.code = reader.must_text("code");
  item.name = {reader.must_text("zh"), reader.must_text("en")};
  item.also = reader.texts("also");
  item.explains = reader.texts("explains");
  if (item.code.size() > kCodeBytesMax)
    loading.faults.add("pack.code_too_long", reader.place_of("code"),
                       {"代码“" + item.code + "”超过 12 个字节。",
                        "the code \"" + item.code + "\" is longer than 12 bytes."});
  const auto at = static_cast<uint32_t>(list.items.size());
  std::vector<std::string> spellings = {item.code, item.name.zh, item.name.en};
  spellings.insert(spellings.end(), item.also.begin(), item.also.end());
  for (const std::string& spelling : spellings) {
    if (spelling.empty()) continue;
    const auto [found, added] = list.spellings.emplace(spelling, at);
    if (!added && found->second != at)
      loading.faults.add(
          "pack.duplicate", reader.place(),
          {"“" + spelling + "”同时指代码“" + list.items[found->second].code + "”和“" + item.code +
               "”。",
           "\"" + spelling + "\" means both code \"" + list.items[found->second].code +
               "\" and code \"" + item.code + "\"."});
  }
  list.items.push_back(std::move(item));
}

void read_code_list(Loading& loading, const std::string& file, const std::string& id,
                    Reader& reader, std::set<std::string>& seen) {
  if (!loading.good_id(id, reader.place(), seen)) return;
  CodeList list;
  list.id = id;
  list.name = reader.words("name");
  list.basis = reader.text("basis");
  for (const Node* item : reader.tables("items")) read_code_item(loading, file, *item, list);
  if (!reader.has("items")) reader.missing("items");
  loading.pack.codes.push_back(std::move(list));
}

void read_param_value(Loading& loading, const std::string& file, const Node& node,
                      ParamDef& param) {
  Reader reader(node, file, "param value", loading.faults);
  ParamValue value;
  if (const auto from = reader.day("from"))
    value.from = *from;
  else if (!reader.has("from"))
    reader.missing("from");
  value.area = reader.text("area");
  if (!value.area.empty() && !parse_area(value.area))
    loading.faults.add(
        "pack.bad_area", reader.place_of("area"),
        {"“" + value.area + "”不是区划代码。", "\"" + value.area + "\" is not an area code."});
  if (value.area == "cn") value.area.clear();
  if (!reader.has("value")) reader.missing("value");
  value.value = param.is_number ? reader.number("value") : reader.text("value");
  value.basis = reader.text("basis");
  for (const ParamValue& other : param.values)
    if (other.from == value.from && other.area == value.area)
      loading.faults.add("pack.duplicate", reader.place(),
                         {"参数“" + param.id + "”在同一日期、同一地区有两个值。",
                          "param \"" + param.id + "\" has two values for one day and area."});
  param.values.push_back(std::move(value));
}

}  // namespace

void read_pack_toml(Loading& loading, const LoadOptions& options) {
  Pack& pack = loading.pack;
  if (!loading.files.contains("pack.toml")) {
    loading.faults.add("pack.no_file", {"pack.toml", 0, 0},
                       {"文件夹里没有 pack.toml。", "the folder holds no pack.toml."},
                       {"规则包的文件夹必须有 pack.toml，见 docs/pack.md。",
                        "A pack's folder has a pack.toml; see docs/pack.md."});
    return;
  }
  const auto node = loading.parse("pack.toml");
  if (!node) return;
  Reader file(*node, "pack.toml", "pack.toml", loading.faults);
  const Node* table = file.node("pack");
  if (!table) return file.missing("pack");
  Reader reader(*table, "pack.toml", "pack", loading.faults);
  pack.id = reader.must_text("id");
  pack.version = reader.must_text("version");
  pack.name = reader.must_words("name");
  pack.synthetic = reader.flag("synthetic", false);
  if (const std::string offset = reader.text("utc_offset"); !offset.empty()) {
    if (const auto minutes = offset_minutes(offset))
      pack.utc_offset_minutes = *minutes;
    else
      loading.faults.add(
          "pack.wrong_kind", reader.place_of("utc_offset"),
          {"utc_offset 应写成“+08:00”的样子。", "utc_offset is written like \"+08:00\"."});
  }
  for (const std::string& source : reader.texts("areas"))
    pack.areas.push_back(area_source(loading, source, reader.place_of("areas"), options));
  if (pack.areas.empty()) reader.missing("areas");
}

void read_codes(Loading& loading) {
  std::set<std::string> seen;
  for (const std::string& name : loading.toml_files("codes")) {
    const auto node = loading.parse(name);
    if (!node) continue;
    Reader file(*node, name, "codes file", loading.faults);
    if (file.has("items")) read_code_list(loading, name, loading.file_id(name, file), file, seen);
    const Node* lists = file.node("codes");
    if (!lists && !file.has("items")) file.missing("items");
    if (!lists) continue;
    for (const auto& [id, list] : lists->members) {
      Reader reader(list, name, "codes", loading.faults);
      read_code_list(loading, name, id, reader, seen);
    }
  }
}

void read_params(Loading& loading) {
  std::set<std::string> seen;
  for (const std::string& name : loading.toml_files("params")) {
    const auto node = loading.parse(name);
    if (!node) continue;
    for (const auto& [id, table] : node->members) {
      Reader reader(table, name, "param", loading.faults);
      if (!loading.good_id(id, {name, table.key_line, table.key_column}, seen)) continue;
      if (id == "day")
        loading.faults.add("pack.reserved_name", {name, table.key_line, table.key_column},
                           {"“day”由系统给出，不能作参数名。",
                            "\"day\" is given by the product; a param cannot take it."});
      ParamDef param;
      param.id = id;
      param.unit = reader.text("unit");
      param.is_number = reader.choice("type", {"number", "text"}, 0) == 0;
      for (const Node* value : reader.tables("values"))
        read_param_value(loading, name, *value, param);
      if (param.values.empty()) reader.missing("values");
      loading.pack.params.push_back(std::move(param));
    }
  }
}

namespace {
std::string read_area(Loading& loading, Reader& reader, std::string_view key) {
  const std::string typed = reader.must_text(key);
  if (!typed.empty() && (typed == "cn" || !parse_area(typed)))
    loading.faults.add("pack.bad_area", reader.place_of(key),
                       {"“" + typed + "”不是区划代码。", "\"" + typed + "\" is not an area code."});
  return typed;
}

void read_group(Loading& loading, const Node& node, std::set<std::string>& seen) {
  Reader reader(node, "groups.toml", "group", loading.faults);
  GroupDef group;
  group.id = reader.must_text("id");
  loading.good_id(group.id, reader.place_of("id"), seen);
  group.name = reader.must_words("name");
  group.areas = reader.texts("areas");
  group.from = reader.day("from"), group.to = reader.day("to");
  group.basis = reader.text("basis");
  if (group.areas.empty()) reader.missing("areas");
  std::set<std::string> members;
  for (const std::string& area : group.areas) {
    if (area == "cn" || !parse_area(area))
      loading.faults.add("pack.bad_area", reader.place_of("areas"),
                         {"“" + area + "”不是区划代码。", "\"" + area + "\" is not an area code."});
    if (!members.insert(area).second)
      loading.faults.add("pack.duplicate", reader.place_of("areas"),
                         {"组“" + group.id + "”里“" + area + "”出现两次。",
                          "group \"" + group.id + "\" names area \"" + area + "\" twice."});
  }
  loading.pack.groups.push_back(std::move(group));
}
}  // namespace

void read_groups(Loading& loading) {
  std::set<std::string> seen;
  if (loading.files.contains("groups.toml"))
    if (const auto node = loading.parse("groups.toml")) {
      Reader file(*node, "groups.toml", "groups.toml", loading.faults);
      for (const Node* group : file.tables("group")) read_group(loading, *group, seen);
    }
  if (!loading.files.contains("pairs.toml")) return;
  const auto node = loading.parse("pairs.toml");
  if (!node) return;
  Reader file(*node, "pairs.toml", "pairs.toml", loading.faults);
  for (const Node* table : file.tables("pair")) {
    Reader reader(*table, "pairs.toml", "pair", loading.faults);
    PairDef pair;
    pair.from_area = read_area(loading, reader, "from_area");
    pair.to_area = read_area(loading, reader, "to_area");
    pair.from = reader.day("from"), pair.to = reader.day("to");
    pair.basis = reader.text("basis");
    loading.pack.pairs.push_back(std::move(pair));
  }
}

}  // namespace diaodu::pack
