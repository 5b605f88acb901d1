// The parser child that parcel_test starts: one that can be made to crash, hang or lie by what a
// file says.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

#include "parcel/child.hpp"
#include "parcel/peek.hpp"
#include "parcel/unpack.hpp"

namespace {

void eat_memory() {
  constexpr std::size_t kPiece = std::size_t{64} << 20;
  for (int i = 0; i < 48; ++i) {  // 3 GiB
    volatile char* const piece = new char[kPiece];
    for (std::size_t at = 0; at < kPiece; at += 4096) piece[at] = 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc >= 2 && std::strcmp(argv[1], "--peek-child") == 0)
    return diaodu::parcel::run_peek_child(argc, argv);
  if (argc >= 2 && std::strcmp(argv[1], "--unpack-child") == 0)
    return diaodu::parcel::run_unpack_child();
  if (argc < 2 || std::strcmp(argv[1], "--parser-child") != 0) return 2;
  diaodu::parcel::ChildHooks hooks;
  hooks.before_file = [](const diaodu::parcel::FileJob&, std::string_view bytes) {
    if (bytes.find("CRASH THE PARSER") != std::string_view::npos) std::raise(SIGSEGV);
    for (volatile bool hang = bytes.find("HANG THE PARSER") != std::string_view::npos; hang;)
      continue;
    if (bytes.find("OPEN A FILE") != std::string_view::npos && std::fopen("/etc/passwd", "r"))
      std::_Exit(0);
    if (bytes.find("START A PROGRAM") != std::string_view::npos) std::exit(std::system("true"));
    if (bytes.find("EAT MEMORY") != std::string_view::npos) eat_memory();
  };
  return diaodu::parcel::run_parser_child(hooks);
}
