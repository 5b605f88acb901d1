#include "frame/payload.hpp"

#include <boost/json.hpp>

namespace diaodu::frame {

struct Payload::Inside {
  boost::json::value value;
  const boost::json::value* find(std::string_view name) const {
    return value.is_object() ? value.get_object().if_contains(name) : nullptr;
  }
};

Payload::Payload(std::string_view json) : inside_(std::make_unique<Inside>()) {
  boost::json::error_code failed;
  inside_->value = boost::json::parse(json, failed);
}

Payload::~Payload() = default;

std::string Payload::text(std::string_view name) const {
  const boost::json::value* found = inside_->find(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

int64_t Payload::number(std::string_view name) const {
  const boost::json::value* found = inside_->find(name);
  return found && found->is_int64() ? found->get_int64() : 0;
}

std::vector<int64_t> Payload::numbers(std::string_view name) const {
  std::vector<int64_t> out;
  const boost::json::value* found = inside_->find(name);
  if (!found || !found->is_array()) return out;
  for (const boost::json::value& one : found->get_array())
    if (one.is_int64()) out.push_back(one.get_int64());
  return out;
}

bool Payload::flag(std::string_view name) const {
  const boost::json::value* found = inside_->find(name);
  return found && found->is_bool() && found->get_bool();
}

}  // namespace diaodu::frame
