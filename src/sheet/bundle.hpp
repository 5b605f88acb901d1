#pragma once
// Files packed together in a zip. Names are read as UTF-8, else as GB18030, as old programs write
// them.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::sheet {

class BundleSink {
 public:
  virtual ~BundleSink() = default;
  virtual bool file(const std::string& name) = 0;  // false: enough of all this
  virtual bool bytes(std::string_view piece) = 0;  // of it
  virtual void end(const std::optional<Error>& error) = 0;
  // Folders are not told; what systems put in by themselves is.
  virtual void left_out(const std::string& name) = 0;
};

constexpr uint32_t kBundleFilesMax = 5'000;

// By the first bytes alone: false for every workbook that a common program writes.
bool may_be_bundle(std::string_view head);
// False: it is a workbook, no zip, or cut off before its end. An error is about the whole: nothing
// of it is to be taken.
Result<bool> read_bundle(std::string_view bytes, BundleSink& sink);

}  // namespace diaodu::sheet
