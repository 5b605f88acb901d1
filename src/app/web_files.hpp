#pragma once
// The pages (web/dist), built into the program by cmake/EmbedWeb.cmake. Where they were not built,
// a page that says so.
#include <vector>

#include "http/server.hpp"

namespace diaodu::app {

std::vector<http::StaticFile> web_files();

}  // namespace diaodu::app
