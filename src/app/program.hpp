#pragma once
// The program around the verbs: who holds the data, and how it ends.
#include <string>
#include <vector>

namespace diaodu::app {

int run_program(const std::vector<std::string>& arguments);

}  // namespace diaodu::app
