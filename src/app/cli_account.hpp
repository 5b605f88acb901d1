#pragma once
// The grammar of account, token, audit and heading, and of finding and record, added to that of
// cli.cpp.
#include <CLI/CLI.hpp>

#include <functional>

#include "app/request.hpp"

namespace diaodu::app {

struct Making {
  CLI::App& app;
  Request& request;
  std::string& day;
  std::string& to;
  int64_t& after;
  int64_t& parcel;
  std::string& purpose;
  std::function<CLI::App*(const char* name, const char* about)> noun;
  std::function<CLI::App*(CLI::App* under, const char* name, const char* about)> command;
};
void add_more_commands(const Making& making);  // all of them
void add_heading_commands(const Making& making);
void add_finding_commands(const Making& making);
void add_objection_commands(const Making& making);

}  // namespace diaodu::app
