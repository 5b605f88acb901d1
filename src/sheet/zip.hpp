#pragma once
// Puts files that lie on disk into one archive, each under its name. The archive is written when
// it is closed, file after file: memory stays flat, the files must stay until then.
#include <string>
#include <vector>

#include "base/result.hpp"

namespace diaodu::sheet {

struct Packed {
  std::string name, path;  // name: UTF-8, as it stands in the archive
};
// With a password each file is encrypted by AES-256 (as WinZip does), names stay readable. Errors
// "sheet.cannot_write", "sheet.cannot_encrypt".
Result<void> write_zip(const std::string& path, const std::vector<Packed>& files,
                       const std::string& password = {});

}  // namespace diaodu::sheet
