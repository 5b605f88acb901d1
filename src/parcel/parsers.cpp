#include "parcel/parsers.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "parcel/caster.hpp"

namespace diaodu::parcel {

Outcome unreadable(int64_t parcel, Error error) {
  Outcome outcome;
  outcome.parcel = parcel;
  outcome.error = std::move(error);
  return outcome;
}

Error file_missing(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return {.code = "parcel.file_missing",
          .message = {"留存的原文件不在了（" + name + "）", "The kept file is gone (" + name + ")"},
          .hint = {"从备份恢复留存文件，或请填报单位重报",
                   "Restore the kept files from the backup, or ask the sender to send it again."},
          .place = {},
          .params = {{"file_sha256", name}}};
}

Error file_altered() {
  return {.code = "parcel.file_altered",
          .message = {"留存的原件比先前读到的短", "The kept file is shorter than it was"},
          .hint = {"从备份恢复留存文件；运行 diaodu verify 核对全部原件",
                   "Restore the kept file from the backup; diaodu verify checks all of them."},
          .place = {},
          .params = {}};
}

Result<void> read_here(const pack::Pack& pack, const pack::AreaIndex& areas, const HashKey& key,
                       const pack::Register& register_, const std::vector<FileJob>& files,
                       const TakePart& take) {
  std::optional<Error> failed;
  bool has_part = false;  // of a great file: the rest is for later rounds
  Caster* reading = nullptr;
  Caster caster(pack, areas, register_, key, [&](Part& part) {
    if (failed || has_part) return;
    has_part = !part.ended.empty() && part.ended.back().goes_on;
    if (Result<void> taken = take(std::move(part)); !taken.ok()) failed = std::move(taken).error();
    if (has_part) reading->stop();
  });
  reading = &caster;
  for (const FileJob& file : files) {
    caster.begin(file);
    struct stat found {};
    if (stat(file.path.c_str(), &found) != 0)
      caster.end(file_missing(file.path));
    else
      caster.end(sheet::read_file(file.path, sheet::Limits{}, caster));
    if (failed) return *std::move(failed);
  }
  caster.flush();
  if (failed) return *std::move(failed);
  return {};
}

}  // namespace diaodu::parcel
