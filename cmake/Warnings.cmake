add_library(diaodu_warnings INTERFACE)
target_compile_options(diaodu_warnings INTERFACE -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow
  -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers -Werror)
