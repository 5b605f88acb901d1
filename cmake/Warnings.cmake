# Warnings are errors with g++ 12, which every change is tested with; a newer one, or clang for
# the fuzzers, only warns.
add_library(diaodu_warnings INTERFACE)
target_compile_options(diaodu_warnings INTERFACE -Wall -Wextra -Wconversion
  -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(diaodu_warnings INTERFACE -Werror)
endif()
