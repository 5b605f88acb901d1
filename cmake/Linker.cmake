find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
