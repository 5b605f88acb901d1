#pragma once
// Parser children. The program starts one master, `<program> --parser-child`, with a socket as
// descriptor 3; it loads the pack and its areas once and forks a reader whenever it is given a
// socket for one, so that a reader costs a millisecond and shares the master's memory. A reader
// reads files that it is given open, and nothing else: it can open no file, reach no network and
// start no program (seccomp), and its memory and time are bounded. It never loads the database
// library.
#include <functional>
#include <string_view>

#include "parcel/job.hpp"

namespace diaodu::parcel {

struct ChildHooks {
  std::function<void(const FileJob&, std::string_view bytes)> before_file;  // for tests
};
// The program's main when its first argument is --parser-child; gives its exit code.
int run_parser_child(const ChildHooks& hooks = {});

// A sanitizer's runtime needs its own terabytes and calls: there a reader runs without bounds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSandboxed = false;
#else
constexpr bool kSandboxed = true;
#endif

// Bounds of a reader, taken on once and for all; false: the kernel refused.
bool enter_sandbox();
// The same for a process that reads one file, open as `file`: its bytes stay mapped. Not 0: what
// the process exits with, for it cannot begin.
int enter_sandbox_with(int file, std::string_view& bytes);

}  // namespace diaodu::parcel
