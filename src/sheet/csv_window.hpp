#pragma once
// The text of a CSV file as UTF-8, a stretch at a time: the mapped file itself when it is UTF-8,
// decoded blocks otherwise. Knows which stretches held damage, so that clean rows are never looked
// at twice.
#include <string>
#include <string_view>

#include "sheet/encoding.hpp"

namespace diaodu::sheet {

class CsvWindow {
 public:
  CsvWindow(Encoding encoding, std::string_view bytes);

  std::string_view text() const { return text_; }  // from the first byte not dropped
  bool is_last() const { return last_; }           // nothing follows text()
  // Drops `used` bytes at the front and decodes more behind.
  void advance(size_t used);
  // Whether the bytes from..to of text() may hold U+FFFD, U+0000 or bytes that are no UTF-8.
  bool suspect(size_t from, size_t to);

 private:
  bool direct_;
  bool last_ = false;
  Decoder decoder_;
  std::string buffer_;
  std::string_view text_;
  size_t checked_ = 0;  // UTF-8: checked up to here
  size_t dirty_ = 0;    // some damage before here
};

}  // namespace diaodu::sheet
