#include "sheet/biff.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sheet/encoding.hpp"
#include "sheet/little.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kHead = 4;
constexpr char32_t kDamage = 0xFFFD;

bool is_high(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

// Units of UTF-16 as they come, one at a time.
class Units {
 public:
  explicit Units(BiffText& to) : to_(to) {}
  void add(char32_t unit) {
    if (high_ != 0 && is_low(unit)) {
      append_utf8(to_.text, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    end();
    if (is_high(unit))
      high_ = unit;
    else if (is_low(unit) || unit == 0)
      damage();
    else
      append_utf8(to_.text, unit);
  }
  void end() {
    if (high_ != 0) damage();
    high_ = 0;
  }

 private:
  void damage() {
    append_utf8(to_.text, kDamage);
    to_.damaged = true;
  }
  BiffText& to_;
  char32_t high_ = 0;
};

}  // namespace

bool BiffRecords::head(uint64_t& kind, uint64_t& size) const {
  if (at_ > stream_.size() || stream_.size() - at_ < kHead) return false;
  kind = little(stream_, at_, 2);
  size = little(stream_, at_ + 2, 2);
  return true;
}

bool BiffRecords::next(BiffRecord& record) {
  uint64_t kind = 0, size = 0;
  if (!head(kind, size)) {
    cut_off_ = true;
    return false;
  }
  record.kind = static_cast<Biff>(kind);
  record.pieces.clear();
  do {
    if (stream_.size() - at_ - kHead < size) {
      cut_off_ = true;
      return false;
    }
    record.pieces.push_back(stream_.substr(at_ + kHead, size));
    at_ += kHead + size;
  } while (head(kind, size) && static_cast<Biff>(kind) == Biff::more);
  return true;
}

bool BiffPieces::settle() {
  while (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
    at_ -= pieces_[piece_].size();
    ++piece_;
  }
  return piece_ < pieces_.size();
}

uint64_t BiffPieces::number(size_t width) {
  uint64_t value = 0;
  for (size_t i = 0; i < width && settle(); ++i)
    value |= uint64_t{static_cast<uint8_t>(pieces_[piece_][at_++])} << (8 * i);
  return value;
}

void BiffPieces::skip(uint64_t bytes) {
  while (bytes > 0 && settle()) {
    const uint64_t here = std::min<uint64_t>(bytes, pieces_[piece_].size() - at_);
    at_ += here;
    bytes -= here;
  }
  settle();
}

BiffText BiffPieces::text(uint64_t length) {
  constexpr uint64_t kWide = 1, kExtra = 4, kRich = 8;
  BiffText out;
  const uint64_t flags = number(1);
  const uint64_t runs = (flags & kRich) != 0 ? number(2) : 0;
  const uint64_t extra = (flags & kExtra) != 0 ? number(4) : 0;
  bool wide = (flags & kWide) != 0;
  Units units(out);
  size_t piece = piece_;
  for (; length > 0; --length) {
    if (!settle()) break;
    if (piece_ != piece) {
      wide = (number(1) & kWide) != 0;
      if (!settle()) break;
      piece = piece_;
    }
    units.add(static_cast<char32_t>(number(wide ? 2 : 1)));
  }
  units.end();
  out.damaged = out.damaged || length > 0;
  skip(4 * runs + extra);
  return out;
}

BiffText BiffPieces::bytes(uint64_t length, uint16_t code_page) {
  constexpr uint16_t kAscii = 367, kSimplified = 936, kWestern = 1252, kMac = 32768, kOld = 32769;
  std::string raw;
  for (; length > 0 && settle(); --length) raw += pieces_[piece_][at_++];
  BiffText out;
  out.damaged = length > 0;
  // The office's own programs write GBK under whatever page their system was set to. What else
  // there may be is not guessed.
  const bool known = code_page == 0 || code_page == kAscii || code_page == kSimplified ||
                     code_page == kWestern || code_page == kMac || code_page == kOld;
  Decoder decoder(Encoding::gb18030, raw);
  while (!decoder.done()) out.damaged |= !decoder.read(out.text, raw.size());
  const bool ascii = std::none_of(
      raw.begin(), raw.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
  out.damaged |= !known && !ascii;
  return out;
}

}  // namespace diaodu::sheet
