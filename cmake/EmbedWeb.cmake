# The pages of web/ in the program: embed_web(target) makes app::web_files() from web/dist, as it is
# when the target is built. `./run build` fills web/dist; without it a page says how to.
function(embed_web target)
  set(source ${CMAKE_BINARY_DIR}/embedded/web_files.cpp)
  file(GLOB_RECURSE pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/dist/*.html
       ${CMAKE_SOURCE_DIR}/web/dist/*.js ${CMAKE_SOURCE_DIR}/web/dist/*.css
       ${CMAKE_SOURCE_DIR}/web/dist/*.svg)
  add_custom_command(OUTPUT ${source}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed_web.py ${source}
            ${CMAKE_SOURCE_DIR}/web/dist
    DEPENDS ${pages} ${CMAKE_SOURCE_DIR}/tools/embed_web.py VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
