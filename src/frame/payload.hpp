#pragma once
// A command's payload, read back: a flat JSON object that this program wrote.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace diaodu::frame {

class Payload {
 public:
  explicit Payload(std::string_view json);
  ~Payload();
  std::string text(std::string_view name) const;  // "" if absent
  int64_t number(std::string_view name) const;    // 0 if absent
  bool flag(std::string_view name) const;
  std::vector<int64_t> numbers(std::string_view name) const;  // {} if absent

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace diaodu::frame
