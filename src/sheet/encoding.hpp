#pragma once
// Which encoding a text file is in, and decoding to UTF-8 in blocks. Bytes that are no text in the
// file's encoding become U+FFFD one byte at a time, so that a broken character never swallows a
// quote or a comma.
#include <cstdint>
#include <string>
#include <string_view>

#include "sheet/sheet.hpp"

namespace diaodu::sheet {

struct Detected {
  Encoding encoding = Encoding::utf8;
  size_t skip = 0;  // bytes of the mark at the front
};
Detected detect_encoding(std::string_view bytes);

// True when the bytes are whole UTF-8 characters without U+0000 and without U+FFFD (which a damaged
// file carries as the trace of an earlier loss).
bool is_clean_utf8(std::string_view bytes);
// Where the last character that is not whole begins, at most 3 bytes before the end; else size().
size_t whole_characters(std::string_view utf8);
// Every byte that is no UTF-8, and U+0000, as U+FFFD.
std::string repair_utf8(std::string_view bytes);

// Decodes GB18030 or UTF-16 that lies in memory as a whole; UTF-8 needs no decoder.
class Decoder {
 public:
  Decoder(Encoding encoding, std::string_view bytes) : encoding_(encoding), bytes_(bytes) {}
  bool done() const { return at_ == bytes_.size(); }
  // Appends the text of about `want` more input bytes. True: nothing in it was damaged.
  bool read(std::string& out, size_t want);

 private:
  bool read_gb18030(std::string& out, size_t end);
  template <bool kBig>
  bool read_utf16(std::string& out, size_t end);

  Encoding encoding_;
  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace diaodu::sheet
