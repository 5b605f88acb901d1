#include "sheet/part_stream.hpp"

#include <algorithm>
#include <cstring>
#include <system_error>

#include "base/check.hpp"
#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {
constexpr uint64_t kThreadFrom = 1 << 20;
constexpr size_t kUnitMax = size_t{64} << 20;  // one row or one string cannot be longer
}  // namespace

PartStream::PartStream(std::unique_ptr<Inflater> inflater) : inflater_(std::move(inflater)) {
  const uint64_t likely =
      std::max<uint64_t>(inflater_->entry().size, inflater_->entry().stored.size());
  if (likely < kThreadFrom) return;
  block_ = 256 * 1024;
  headroom_ = 64 * 1024;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    // No thread to be had (a sandbox, a limit): the caller inflates.
  }
}

PartStream::~PartStream() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void PartStream::fill(Slot& slot) {
  if (slot.bytes == nullptr)
    slot.bytes = std::make_unique_for_overwrite<char[]>(headroom_ + block_ + kPad);
  slot.size = 0;
  while (slot.size < block_) {
    Result<size_t> got =
        inflater_->read(slot.bytes.get() + headroom_ + slot.size, block_ - slot.size);
    if (!got.ok()) {
      slot.error = std::move(got).error();
      break;
    }
    if (*got == 0) break;
    slot.size += *got;
  }
  std::memset(slot.bytes.get() + headroom_ + slot.size, 0, kPad);
}

void PartStream::run() {
  for (;;) {
    Slot* slot = nullptr;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stop_ || filled_ - given_back_ < kSlots; });
      if (stop_) return;
      slot = &slots_[filled_ % kSlots];
    }
    fill(*slot);
    const bool last = slot->size < block_;
    {
      const std::lock_guard lock(mutex_);
      ++filled_;
    }
    changed_.notify_all();
    if (last) return;
  }
}

PartStream::Slot& PartStream::take() {
  if (!thread_.joinable()) {
    Slot& slot = slots_[taken_ % kSlots];
    fill(slot);
    ++taken_;
    return slot;
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return taken_ < filled_; });
  return slots_[taken_++ % kSlots];
}

void PartStream::give_back() {
  {
    const std::lock_guard lock(mutex_);
    given_back_ = taken_ - 1;
  }
  changed_.notify_all();
}

Result<void> PartStream::next(size_t keep) {
  if (keep > kUnitMax)
    return over_limit("sheet.row_too_long", "一行或一段文字的字节数", "the size of one row or text",
                      kUnitMax);
  CHECK(!at_end_, "a window that can move on");
  Slot& slot = take();
  if (slot.error) return *slot.error;
  at_end_ = slot.size < block_;
  if (keep > headroom_) {
    TRY(spill(slot, keep));
  } else {
    char* front = slot.bytes.get() + headroom_ - keep;
    if (keep > 0) std::memcpy(front, view_.data() + view_.size() - keep, keep);
    view_ = {front, keep + slot.size};
  }
  give_back();  // the slot before this one
  return {};
}

// A unit longer than the headroom gets a window of its own, which at least doubles each time.
Result<void> PartStream::spill(const Slot& first, size_t keep) {
  other_.assign(view_.substr(view_.size() - keep));
  other_.append(first.bytes.get() + headroom_, first.size);
  while (!at_end_ && other_.size() < 2 * keep) {
    give_back();
    const Slot& slot = take();
    if (slot.error) return *slot.error;
    at_end_ = slot.size < block_;
    other_.append(slot.bytes.get() + headroom_, slot.size);
  }
  const size_t size = other_.size();
  other_.append(kPad, '\0');
  std::swap(long_, other_);
  view_ = std::string_view(long_).substr(0, size);
  return {};
}

}  // namespace diaodu::sheet
