#include "app/packs.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>

#include "app/scratch.hpp"
#include "frame/temporary.hpp"

namespace diaodu::app {
namespace fs = std::filesystem;
namespace {

Error copy_error(const std::string& folder, const std::string& why) {
  return Error{
      "app.pack_not_kept",
      {"规则包没能存入数据目录：" + why, "the pack could not be kept in the data folder: " + why},
      {"检查磁盘空间和权限", "see the disk's free space and the permissions"},
      folder};
}

void copy_pack(const pack::Pack& pack, const fs::path& to, std::error_code& failed) {
  fs::create_directories(to / ".areas", failed);
  for (fs::recursive_directory_iterator at(pack.folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().filename().string().starts_with(".")) {
      at.disable_recursion_pending();
      continue;
    }
    const fs::path target = to / at->path().lexically_relative(pack.folder);
    if (at->is_directory(failed)) {
      fs::create_directories(target, failed);
    } else if (at->is_regular_file(failed)) {
      fs::copy_file(at->path(), target, failed);
    }
    if (failed) return;
  }
  for (const pack::AreaSource& source : pack.areas) {
    if (failed || !source.file.starts_with("@")) continue;
    fs::copy_file(source.path, to / ".areas" / fs::path(source.path).filename(), failed);
  }
}

}  // namespace

namespace {

Result<std::vector<Error>> query_faults(const pack::Pack& pack) {
  TRY_ASSIGN(const OwnFolder scratch, scratch_folder());
  TRY_ASSIGN(const auto store, store::Store::open({.data = scratch.path(), .create = true}));
  TRY_ASSIGN(const auto session, store->session());
  return frame::check_queries(*session, pack);
}

// The light reading of a text and the engine's may find the same.
void add_new(std::vector<Error>& faults, std::vector<Error> more, const std::string& folder) {
  for (Error& fault : more) {
    if (!fault.place.starts_with(folder)) fault.place = folder + "/" + fault.place;
    const bool known = std::ranges::any_of(faults, [&](const Error& one) {
      return one.code == fault.code && one.place == fault.place;
    });
    if (!known) faults.push_back(std::move(fault));
  }
}

}  // namespace

Result<Checked> check_pack(const std::string& folder) {
  Checked checked;
  TRY_ASSIGN(pack::Loaded loaded, pack::load(folder));
  checked.faults = std::move(loaded.faults);
  const auto& pack = loaded.pack ? loaded.pack : loaded.partial;
  Result<std::vector<Error>> faults = query_faults(*pack);
  if (!faults.ok() && loaded.pack) return std::move(faults).error();
  if (faults.ok()) add_new(checked.faults, std::move(faults).value(), pack->folder);
  add_new(checked.faults, pack::follows_missing(*pack), pack->folder);
  checked.rules_without_cases = pack::rules_without_cases(*pack);
  pack::drop_hearsay(checked.faults);
  if (!checked.faults.empty()) return checked;
  checked.used.pack = loaded.pack;
  TRY_ASSIGN(checked.used.areas, pack::AreaIndex::load(*loaded.pack));
  return checked;
}

Result<void> keep_pack(const Home& home, const pack::Pack& pack) {
  const fs::path to = fs::path(home.packs()) / pack.sha256;
  std::error_code failed;
  if (fs::exists(to, failed)) return {};
  const fs::path half = fs::path(home.tmp()) / ("pack-" + pack.sha256);
  fs::remove_all(half, failed);
  copy_pack(pack, half, failed);
  if (!failed) {
    ::sync();  // once a pack; a half-written one is never in use
    fs::rename(half, to, failed);
  }
  if (failed) return copy_error(pack.folder, failed.message());
  return {};
}

Result<Used> load_kept_pack(const Home& home, const std::string& sha256) {
  return load_kept_pack(home.packs(), sha256);
}

Result<Used> load_kept_pack(const std::string& packs_folder, const std::string& sha256) {
  const std::string folder = packs_folder + "/" + sha256;
  TRY_ASSIGN(pack::Loaded loaded, pack::load(folder));
  if (!loaded.pack || loaded.pack->sha256 != sha256) {
    return Error{
        "app.pack_damaged",
        {"数据目录里保存的规则包被改动过或不完整",
         "the pack kept in the data folder was altered or is not whole"},
        {"用原来的规则包目录覆盖它，或从备份恢复", "put the original pack back there, or a copy"},
        folder};
  }
  Used used{loaded.pack, nullptr};
  TRY_ASSIGN(used.areas, pack::AreaIndex::load(*loaded.pack));
  return used;
}

std::string pack_used_payload(const pack::Pack& pack) {
  return boost::json::serialize(
      boost::json::object{{"sha256", pack.sha256}, {"id", pack.id}, {"version", pack.version}});
}

}  // namespace diaodu::app
