# DuckDB comes ready-built from an npm package, its C header from another (third_party/).
# The library is opened at run time with dlopen: only the header is needed to build.
set(modules ${CMAKE_SOURCE_DIR}/third_party/node_modules)
find_path(DUCKDB_INCLUDE duckdb.h
  PATHS ${modules}/duckdb/src/duckdb/src/include NO_DEFAULT_PATH)
file(GLOB DUCKDB_LIBRARY ${modules}/@duckdb/node-bindings-linux-*/libduckdb.so)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB REQUIRED_VARS DUCKDB_INCLUDE DUCKDB_LIBRARY
  REASON_FAILURE_MESSAGE "run ./run setup first")
if(DuckDB_FOUND AND NOT TARGET DuckDB::headers)
  add_library(DuckDB::headers INTERFACE IMPORTED)
  target_include_directories(DuckDB::headers SYSTEM INTERFACE ${DUCKDB_INCLUDE})
  # Where a build tree finds the library; an installed program looks beside itself first.
  target_compile_definitions(DuckDB::headers INTERFACE DIAODU_LIBDUCKDB="${DUCKDB_LIBRARY}")
endif()
