// Cells are foreign text: no cast may crash, hang or leave a column of another length.
#include <cstdlib>

#include "pack/area_index.hpp"
#include "pack/toml_node.hpp"
#include "pack/types.hpp"

using namespace diaodu;
using namespace diaodu::pack;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<std::string> kTypes = type_names();
  static const Pack kPack = [] {
    Pack pack;
    pack.codes.push_back({.id = "list"});
    pack.codes[0].items.push_back({"01", {"一", "one"}, {"甲"}, {}});
    pack.codes[0].spellings = {{"01", 0}, {"一", 0}, {"one", 0}, {"甲", 0}};
    return pack;
  }();
  static const std::shared_ptr<const AreaIndex> kAreas = AreaIndex::load(kPack).value();
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[0] == 255) {  // a pack's file, too
    if (size < 4096) static_cast<void>(parse_toml(text, "fuzz.toml"));
    return 0;
  }
  const ColumnType* type = find_type(kTypes[data[0] % kTypes.size()]);
  ColumnDef column;
  column.codes = "list";
  column.scale = data[1] % 7;
  column.level = data[1] & 8 ? Level::county : Level::village;
  column.fixed_line = data[1] & 16;
  store::Column out("c", type->stored(), column.scale);
  const CastContext context{&kPack, kAreas.get(), *make_day(2020, 3, 6), nullptr};
  const auto failure = type->cast(text, data[1] & 32, column, context, out);
  if (out.size() != 1 || out.is_null(0) != failure.has_value()) std::abort();
  static_cast<void>(type->mask(text));
  return 0;
}
