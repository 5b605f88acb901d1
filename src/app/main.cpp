#include <cstring>
#include <string>
#include <vector>

#include "app/program.hpp"
#include "parcel/child.hpp"
#include "parcel/peek.hpp"
#include "parcel/unpack.hpp"

int main(int argc, char** argv) {
  // A parser child reads foreign bytes: it starts first of all and never loads the database.
  if (argc >= 2 && std::strcmp(argv[1], "--parser-child") == 0)
    return diaodu::parcel::run_parser_child();
  if (argc >= 2 && std::strcmp(argv[1], "--peek-child") == 0)
    return diaodu::parcel::run_peek_child(argc, argv);
  if (argc >= 2 && std::strcmp(argv[1], "--unpack-child") == 0)
    return diaodu::parcel::run_unpack_child();
  return diaodu::app::run_program(std::vector<std::string>(argv + 1, argv + argc));
}
