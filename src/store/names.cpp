#include "store/names.hpp"

namespace diaodu::store {
struct NamesParser::Engine {};
NamesParser::NamesParser() = default;
NamesParser::~NamesParser() = default;
}  // namespace diaodu::store
diaodu::Result<diaodu::store::Session::Names> diaodu::store::NamesParser::parse(std::string_view) {
  return Session::Names{};
}
