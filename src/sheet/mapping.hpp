#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace diaodu::sheet {

// A whole file in memory, read by the kernel as it is needed.
class Mapping {
 public:
  static Result<Mapping> open(const std::string& path);
  Mapping(Mapping&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping& operator=(Mapping&&) = delete;
  ~Mapping();
  std::string_view bytes() const { return {static_cast<const char*>(at_), size_}; }

 private:
  Mapping() = default;
  void* at_ = nullptr;
  size_t size_ = 0;
};

}  // namespace diaodu::sheet
