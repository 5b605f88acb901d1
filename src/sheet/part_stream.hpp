#pragma once
// A part as a moving window of text. Large parts are inflated on a thread of their own, a few
// blocks ahead; small ones, or when no thread can be had, on the caller's.
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "sheet/archive.hpp"

namespace diaodu::sheet {

class PartStream {
 public:
  explicit PartStream(std::unique_ptr<Inflater> inflater);
  ~PartStream();
  PartStream(const PartStream&) = delete;
  PartStream& operator=(const PartStream&) = delete;

  // The window; behind it stand 64 bytes of zero, so that a scanner need not look at its end.
  std::string_view view() const { return view_; }
  bool at_end() const { return at_end_; }  // nothing follows view()
  // Moves the window on: its last `keep` bytes stay at the front, new ones come behind.
  Result<void> next(size_t keep);
  const std::string& name() const { return inflater_->entry().name; }

 private:
  static constexpr size_t kPad = 64, kSlots = 4;
  struct Slot {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
    std::optional<Error> error;
  };
  void run();  // the thread
  void fill(Slot& slot);
  Slot& take();  // the next filled slot
  void give_back();
  Result<void> spill(const Slot& first, size_t keep);

  std::unique_ptr<Inflater> inflater_;
  size_t block_ = 32 * 1024;  // of a small part; large ones take more
  size_t headroom_ = 8 * 1024;
  std::array<Slot, kSlots> slots_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t filled_ = 0, taken_ = 0, given_back_ = 0;  // counts of slots, under mutex_
  bool stop_ = false;
  std::string long_;   // the window when one unit is longer than the headroom
  std::string other_;  // the one before it
  std::string_view view_;
  bool at_end_ = false;
  std::thread thread_;
};

}  // namespace diaodu::sheet
