// pack docs: the data dictionary of a pack, for those who fill in, check and ask.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/dictionary.hpp"
#include "app/packs.hpp"
#include "app/shape.hpp"
#include "app/verbs.hpp"

namespace diaodu::app {
namespace {

Result<std::string> write_page(const std::string& folder, const std::string& name,
                               const std::string& text) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  const std::string path = folder + "/" + name;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (failed || !file)
    return Error{"app.cannot_write",
                 {"写不进去", "cannot be written"},
                 {"换一个文件夹，或看看权限和剩余空间",
                  "take another folder, or look at its rights and free space"},
                 path};
  return path;
}

}  // namespace

Done pack_docs(const Request& request, Output& out) {
  TRY_ASSIGN(const Checked checked, check_pack(request.pack));
  if (!checked.faults.empty()) return pack_check(request, out);  // says what is wrong with it
  const pack::Pack& pack = *checked.used.pack;
  const Tongue tongue = request.both_languages ? Tongue::both
                        : request.chinese      ? Tongue::zh
                                               : Tongue::en;
  const bool html = request.format == "html";
  const std::unique_ptr<Page> page = html ? html_page(pack.name, tongue) : markdown_page(tongue);
  write_dictionary(pack, *page);
  const std::string text = page->finish();
  boost::json::object item{{"path", nullptr},
                           {"format", request.format},
                           {"bytes", text.size()},
                           {"registers", pack.registers.size()},
                           {"rules", pack.rules.size()}};
  if (request.out.empty()) {
    out.text(text);
    if (out.json()) item["text"] = text;
  } else {
    TRY_ASSIGN(const std::string path,
               write_page(request.out, pack.id + "." + request.format, text));
    item["path"] = path;
    out.line(
        {fmt::format("已写出 {}：台账 {}，规则 {}", path, pack.registers.size(), pack.rules.size()),
         fmt::format("{} is written: {} registers, {} rules", path, pack.registers.size(),
                     pack.rules.size())});
  }
  out.object({{"items", boost::json::array{item}},
              {"day", nullptr},
              {"round", nullptr},
              {"next", nullptr}});
  return Exit::good;
}

}  // namespace diaodu::app
