#pragma once
// Bytes that live until the arena is cleared or gone.
#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace diaodu::sheet {

class Arena {
 public:
  explicit Arena(size_t chunk) : chunk_(chunk) {}

  char* take(size_t size) {
    if (size > left_) grow(size);
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }
  // Gives back the end of what take() gave last.
  void untake(size_t size) {
    next_ -= size;
    left_ += size;
  }
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* at = take(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }
  void clear() {
    if (chunks_.size() > 1) chunks_.resize(1);
    next_ = chunks_.empty() ? nullptr : chunks_[0].get();
    left_ = chunks_.empty() ? 0 : first_;
  }

 private:
  void grow(size_t size) {
    left_ = std::max(size, chunk_);
    if (chunks_.empty()) first_ = left_;
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    next_ = chunks_.back().get();
  }

  size_t chunk_;
  size_t first_ = 0;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

}  // namespace diaodu::sheet
