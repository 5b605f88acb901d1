#pragma once
// figure trace: from a figure to the file, sheet and cell it rests on.
#include <boost/json/object.hpp>

#include "access/scope.hpp"
#include "app/output.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

// Prints it and gives its JSON. Error "asked.unknown_figure".
Result<boost::json::object> print_trace(App& app, const access::Scope& scope, int64_t figure,
                                        Output& out);

}  // namespace diaodu::app
