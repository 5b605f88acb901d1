#pragma once
// What a command names, looked up in the pack in use: a place, a register, an indicator; errors say
// what was probably meant.
#include <string>

#include "app/output.hpp"
#include "app/request.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

// By code or name; "cn" is the nation. Errors "asked.unknown_area", "asked.ambiguous_area".
Result<std::string> asked_area(const Used& used, const std::string& typed);
Result<const pack::Register*> asked_register(const Used& used, const std::string& typed);
Result<const pack::Indicator*> asked_indicator(const Used& used, const std::string& typed);
Result<const pack::Target*> asked_target(const Used& used, const std::string& typed);
Result<std::vector<access::Role>> asked_roles(const std::vector<std::string>& typed);
// A text that people will read: not blank where it must be there, at most 2,000 bytes.
Result<std::string> asked_text(const char* option, const std::string& typed, bool must = true);
Result<int64_t> asked_number(const std::string& typed);
// "木里藏族自治县 513422"; "全国" / "the nation".
std::string shown_area(const Used& used, const std::string& area, bool chinese);
// The scope of the command; showing in full is journalled, and that and every export audited,
// before anything is shown. `what`: "record worker".
Result<access::Scope> scope_of(App& app, const Request& request, const std::string& what,
                               const std::string& area);
// {items, day, round, next}: the one shape of every answer.
Result<boost::json::object> answer(App& app, const Request& request);

}  // namespace diaodu::app
