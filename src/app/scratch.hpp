#pragma once
// Folders of one's own, for the length of a command.
#include <filesystem>

#include "base/own_folder.hpp"
#include "base/result.hpp"

namespace diaodu::app {

inline Error no_folder(const std::string& parent, Words hint) {
  return Error{"app.folder",
               {"无法建立临时目录", "no temporary folder can be made"},
               std::move(hint),
               parent};
}

inline Result<OwnFolder> scratch_folder() {
  std::error_code failed;
  const std::string parent = std::filesystem::temp_directory_path(failed).string();
  if (!failed)
    if (std::optional<OwnFolder> made = OwnFolder::make(parent, "diaodu")) return std::move(*made);
  return no_folder(parent, {"检查 TMPDIR 指向的目录是否可写、是否已满",
                            "see whether TMPDIR is writable and not full"});
}

}  // namespace diaodu::app
