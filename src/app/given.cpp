#include "app/given.hpp"

#include <fmt/format.h>

#include "api/commands.hpp"
#include "app/scratch.hpp"
#include "base/text.hpp"
#include "parcel/unpack.hpp"

namespace diaodu::app {

Result<GivenFiles> GivenFiles::of(App& app, const std::vector<std::string>& paths, Output& out) {
  GivenFiles given;
  for (const std::string& path : paths) TRY(given.add(app, path, out));
  return given;
}

Result<void> GivenFiles::add(App& app, const std::string& path, Output& out) {
  if (!parcel::may_be_bundle(path)) {
    files_.push_back({path});
    return {};
  }
  std::optional<OwnFolder> folder = OwnFolder::make(app.home().tmp(), "zip");
  if (!folder)
    return no_folder(app.home().tmp(), {"检查数据目录是否可写、是否已满",
                                        "see whether the data folder is writable and not full"});
  Result<std::optional<parcel::Bundle>> bundle = parcel::unpack(path, folder->path());
  if (bundle.ok() && !bundle->has_value()) {
    files_.push_back({path});
    return {};
  }
  folders_.push_back(std::move(*folder));
  const std::string name = api::file_name_of(path);
  if (!bundle.ok()) {
    bundle.error().place = bundle.error().place.empty() ? name : name + "/" + bundle.error().place;
    bundle.error().exit = Exit::found_something;
    files_.push_back({.path = path, .error = std::move(bundle).error()});
    return {};
  }
  for (parcel::Unpacked& file : (*bundle)->files) {
    GivenFile given{file.path, name + "/" + file.name, true, std::move(file.error)};
    if (given.error) given.error->place = given.name;
    files_.push_back(std::move(given));
  }
  out.note({fmt::format("{}：解出 {} 个文件，逐个接收", name, (*bundle)->files.size()),
            fmt::format("{}: {} files, taken one by one", name, (*bundle)->files.size())});
  if (!(*bundle)->left_out.empty())
    out.note({"系统自带的文件没有接收：" + join((*bundle)->left_out, "、"),
              "left out, as put in by systems: " + join((*bundle)->left_out, ", ")});
  return {};
}

}  // namespace diaodu::app
