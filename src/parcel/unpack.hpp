#pragma once
// A zip of several files: unpacked in a sandboxed process of its own (`<this program>
// --unpack-child`) before anything of it is kept, each file a parcel of its own.
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace diaodu::parcel {

struct Unpacked {
  std::string name;            // within the zip
  std::string path;            // where it lies now
  std::optional<Error> error;  // it is broken, or a zip itself
};
struct Bundle {
  std::vector<Unpacked> files;
  std::vector<std::string> left_out;  // what systems put in by themselves
};
// By its first bytes; most workbooks are told from a zip of files by them.
bool may_be_bundle(const std::string& path);
// Into `folder`, which the caller removes. nullopt: it is no zip of files, to be taken as it is.
// Errors "sheet.*" (hostile, damaged, locked: nothing is to be taken), "parcel.unpack_failed".
Result<std::optional<Bundle>> unpack(const std::string& path, const std::string& folder,
                                     const std::string& program = "/proc/self/exe");
Error full_and_packed();  // a zip cannot be taken as a full list
// The program's main when its first argument is --unpack-child; gives its exit code.
int run_unpack_child();

}  // namespace diaodu::parcel
