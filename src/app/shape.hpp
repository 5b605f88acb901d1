#pragma once
// The shapes are the API's (api/shape.hpp); the command line prints the same ones.
#include "api/shape.hpp"

namespace diaodu::app {

using api::day_or_null;
using api::shape;
using api::text_or_null;

}  // namespace diaodu::app
