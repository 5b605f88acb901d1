#include "parcel/error_json.hpp"

#include <boost/json.hpp>

namespace diaodu::parcel {
namespace {

namespace json = boost::json;

json::object words(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Words words(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_object()) return {};
  return {text(value->get_object(), "zh"), text(value->get_object(), "en")};
}

}  // namespace

std::string error_to_json(const Error& error) {
  json::object params;
  for (const auto& [name, value] : error.params) params[name] = value;
  return json::serialize(json::object{{"message", words(error.message)},
                                      {"hint", words(error.hint)},
                                      {"place", error.place},
                                      {"params", std::move(params)}});
}

Error error_from_json(std::string code, std::string_view kept) {
  Error error;
  error.code = std::move(code);
  json::error_code failed;
  const json::value value = json::parse(json::string_view(kept.data(), kept.size()), failed);
  if (failed || !value.is_object()) return error;
  const json::object& object = value.get_object();
  error.message = words(object, "message");
  error.hint = words(object, "hint");
  error.place = text(object, "place");
  if (const json::value* params = object.if_contains("params"); params && params->is_object())
    for (const auto& member : params->get_object())
      if (member.value().is_string())
        error.params.emplace_back(member.key(), member.value().get_string());
  return error;
}

}  // namespace diaodu::parcel
