# Turns text files into a source file of string constants.
#   embed_sql(target room files...)  each a/b.sql of a room becomes `sql::b`; makes "<room>/sql.hpp"
# The generator is tools/embed.py: dull on purpose.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
function(embed_sql target room)
  set(header ${CMAKE_BINARY_DIR}/embedded/${room}/sql.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed.py sql ${room} ${header} ${ARGN}
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/tools/embed.py VERBATIM)
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded)
endfunction()
#   embed_schema(target files...)  numbered files, in order, as `kEmbeddedSchema`; makes
#                                  "store/embedded_schema.hpp"
function(embed_schema target)
  set(header ${CMAKE_BINARY_DIR}/embedded/store/embedded_schema.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed.py schema store ${header} ${ARGN}
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/tools/embed.py VERBATIM)
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded)
endfunction()
#   embed_text(target room files...)  likewise, any text as `text::<name>`; makes "<room>/text.hpp"
function(embed_text target room)
  set(header ${CMAKE_BINARY_DIR}/embedded/${room}/text.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed.py text ${room} ${header} ${ARGN}
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/tools/embed.py VERBATIM)
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded)
endfunction()
