#pragma once
// Runs a program of the installation: a gateway for SMS, a fetcher of URLs. No shell, no
// environment but PATH, ten seconds. Internal to access/.
#include <optional>
#include <string>
#include <vector>

namespace diaodu::access {

// What it printed (at most 1 MiB), if it ended with 0. input: at most 4,000 bytes.
std::optional<std::string> output_of(const std::string& program,
                                     const std::vector<std::string>& arguments,
                                     const std::string& input);

}  // namespace diaodu::access
