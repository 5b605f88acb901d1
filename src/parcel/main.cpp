// The parser child that parcel_test starts: one that can be made to crash, hang or lie by what a
// file says.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

#include "parcel/child.hpp"

int main(int argc, char** argv) {
  if (argc < 2 || std::strcmp(argv[1], "--parser-child") != 0) return 2;
  diaodu::parcel::ChildHooks hooks;
  hooks.before_file = [](const diaodu::parcel::FileJob&, std::string_view bytes) {
    if (bytes.find("CRASH THE PARSER") != std::string_view::npos) std::raise(SIGSEGV);
    while (bytes.find("HANG THE PARSER") != std::string_view::npos) continue;
    if (bytes.find("OPEN A FILE") != std::string_view::npos && std::fopen("/etc/passwd", "r"))
      std::_Exit(0);
    if (bytes.find("START A PROGRAM") != std::string_view::npos) std::exit(std::system("true"));
    if (bytes.find("EAT MEMORY") != std::string_view::npos)
      std::memset(new char[std::size_t{3} << 30], 1, std::size_t{3} << 30);
  };
  return diaodu::parcel::run_parser_child(hooks);
}
