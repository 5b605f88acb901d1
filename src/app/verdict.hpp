#pragma once
// A verdict (api/verdict.hpp) as the command line prints it.
#include "api/verdict.hpp"
#include "app/output.hpp"
#include "app/shape.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

using api::kFindingsShown;
using api::shape;
using api::Verdict;
using api::verdict_of;
using api::verdicts_of;

void print_verdict(const Verdict& verdict, const Used& used, bool is_trial, Output& out);
Table finding_table();
std::vector<std::string> finding_row(const finding::Finding& finding, bool chinese);

}  // namespace diaodu::app
