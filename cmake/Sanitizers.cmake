# DIAODU_SANITIZE: "address,undefined" (preset dev), "thread" (preset tsan), or empty.
set(DIAODU_SANITIZE "" CACHE STRING "sanitizers")
if(DIAODU_SANITIZE)
  add_compile_options(-fsanitize=${DIAODU_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DIAODU_SANITIZE})
  if(DIAODU_SANITIZE MATCHES thread)
    add_compile_options(-Wno-tsan)
  endif()
endif()
