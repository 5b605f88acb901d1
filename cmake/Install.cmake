# The program stands at the top of the build folder. Installed, it lies in lib/diaodu with the
# database library beside it, where it looks first; bin/diaodu is a link to it.
set_target_properties(diaodu PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
install(TARGETS diaodu RUNTIME DESTINATION lib/diaodu)
install(FILES ${DUCKDB_LIBRARY} DESTINATION lib/diaodu)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/packs DESTINATION share/diaodu)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/third_party/areas DESTINATION share/diaodu OPTIONAL)
install(CODE [[
  set(bin $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/bin)
  file(MAKE_DIRECTORY ${bin})
  file(CREATE_LINK ../lib/diaodu/diaodu ${bin}/diaodu SYMBOLIC)
]])
