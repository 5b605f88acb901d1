// Any bytes through every decoder, in one block and in many: the same text, always clean UTF-8 but
// for U+FFFD, and GB18030 comes back from what it was made into.
#include <cstdlib>

#include "base/text.hpp"
#include "sheet/encoding.hpp"
#include "sheet/sheet.hpp"

using namespace diaodu::sheet;

namespace {

std::string decode(Encoding encoding, std::string_view bytes, size_t want, bool& clean) {
  Decoder decoder(encoding, bytes);
  std::string out;
  clean = true;
  while (!decoder.done()) clean = decoder.read(out, want) && clean;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const Encoding encoding : {Encoding::gb18030, Encoding::utf16le, Encoding::utf16be}) {
    bool clean = false, clean_too = false;
    const std::string whole = decode(encoding, bytes, 1 << 20, clean);
    if (whole != decode(encoding, bytes, 6, clean_too) || clean != clean_too) std::abort();
    if (!diaodu::is_utf8(whole) || clean != is_clean_utf8(whole)) std::abort();
  }
  const std::string repaired = repair_utf8(bytes);
  if (!diaodu::is_utf8(repaired) || repaired.find('\0') != std::string::npos) std::abort();
  if (is_clean_utf8(bytes)) {
    if (repaired != bytes) std::abort();
    bool clean = false;
    const std::string back = decode(Encoding::gb18030, to_gb18030(bytes), 1 << 20, clean);
    if (clean && back != bytes) std::abort();
  }
  detect_encoding(bytes);
  sniff(bytes);
  return 0;
}
