#include "sheet/csv_window.hpp"

#include <algorithm>

namespace diaodu::sheet {
namespace {
constexpr size_t kBlock = 512 * 1024;
constexpr size_t kCheck = 64 * 1024;
}  // namespace

CsvWindow::CsvWindow(Encoding encoding, std::string_view bytes)
    : direct_(encoding == Encoding::utf8 || encoding == Encoding::utf8_bom),
      decoder_(encoding, bytes) {
  if (direct_) {
    text_ = bytes;
    last_ = true;
  } else {
    advance(0);
  }
}

void CsvWindow::advance(size_t used) {
  if (direct_) {
    text_.remove_prefix(used);
    checked_ -= std::min(checked_, used);
    dirty_ -= std::min(dirty_, used);
    return;
  }
  buffer_.erase(0, used);
  dirty_ -= std::min(dirty_, used);
  // A row longer than the window doubles it: a long quoted cell costs no more than its length.
  const size_t want = std::max(kBlock, buffer_.size());
  if (!decoder_.read(buffer_, want)) dirty_ = buffer_.size();
  last_ = decoder_.done();
  text_ = buffer_;
}

bool CsvWindow::suspect(size_t from, size_t to) {
  while (direct_ && checked_ < to) {
    std::string_view part = text_.substr(checked_, kCheck);
    if (checked_ + part.size() < text_.size()) part = part.substr(0, whole_characters(part));
    const bool clean = is_clean_utf8(part);
    checked_ += part.size();
    if (!clean) dirty_ = checked_;
  }
  return from < dirty_;
}

}  // namespace diaodu::sheet
