#include "sheet/encoding.hpp"

#include <doctest/doctest.h>

using namespace diaodu::sheet;

namespace {

std::string decode(Encoding encoding, std::string_view bytes, bool* clean = nullptr,
                   size_t want = 3) {
  Decoder decoder(encoding, bytes);
  std::string out;
  bool all_clean = true;
  while (!decoder.done()) all_clean = decoder.read(out, want) && all_clean;
  if (clean != nullptr) *clean = all_clean;
  return out;
}

const std::string kDamage = "\xEF\xBF\xBD";

}  // namespace

TEST_CASE("encoding: told apart") {
  const auto of = [](std::string_view bytes) { return detect_encoding(bytes).encoding; };
  CHECK(of("plain") == Encoding::utf8);
  CHECK(of("") == Encoding::utf8);
  CHECK(of("中文") == Encoding::utf8);
  CHECK(of("\xEF\xBB\xBF中文") == Encoding::utf8_bom);
  CHECK(of("\xD6\xD0\xCE\xC4") == Encoding::gb18030);
  CHECK(of("\x84\x31\x95\x33"
           "a") == Encoding::gb18030);
  CHECK(of("\xC1\xAA\xCD\xA8") == Encoding::gb18030);  // 联通, famous for looking like UTF-8
  CHECK(of(std::string_view("a\0,\0b\0\n\0", 8)) == Encoding::utf16le);
  CHECK(of(std::string_view("\0a\0,\0b\0\n", 8)) == Encoding::utf16be);
  CHECK(of(std::string_view("a,b\0c\nd,e,f,g,h,i,j\n", 20)) == Encoding::utf8);
  // One broken character does not make a UTF-8 file something else.
  CHECK(of("中文中文中文中文中\xE6\x96") == Encoding::utf8);
  // The first Han character may come late.
  CHECK(of(std::string(200'000, 'a') + "\xD6\xD0\xCE\xC4") == Encoding::gb18030);
}

TEST_CASE("encoding: every GB18030 character comes back") {
  std::string utf8, all;
  for (char32_t c = 0x80; c < 0x30000; c += c < 0x10000 ? 1 : 37) {
    if (c >= 0xD800 && c < 0xF900) continue;  // surrogates and private use
    if (c == 0xFFFD) continue;
    std::string one;
    if (c < 0x800)
      one = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else if (c < 0x10000)
      one = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
             static_cast<char>(0x80 | (c & 63))};
    else
      one = {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
             static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    all += one;
  }
  bool clean = false;
  CHECK(decode(Encoding::gb18030, to_gb18030(all), &clean, 1000) == all);
  CHECK(clean);
}

TEST_CASE("encoding: one byte is given up at a time") {
  bool clean = true;
  CHECK(decode(Encoding::gb18030, "\x81\"", &clean) == kDamage + "\"");
  CHECK(!clean);
  CHECK(decode(Encoding::gb18030, "\xFF\xD6\xD0") == kDamage + "中");
  CHECK(decode(Encoding::gb18030, "\xD6") == kDamage);
  CHECK(decode(Encoding::gb18030, "\x81\x30\x81") == kDamage + "0" + kDamage);
  CHECK(decode(Encoding::gb18030, "\x81\x30,x") == kDamage + "0,x");
  CHECK(decode(Encoding::gb18030, std::string_view("a\0b", 3)) == "a" + kDamage + "b");
  CHECK(decode(Encoding::gb18030, "\x84\x31\xA4\x37", &clean) == kDamage);
  CHECK(!clean);
  CHECK(decode(Encoding::utf8, "a\xE4\xB8,\xC0\xAF", &clean, 99) ==
        "a" + kDamage + kDamage + "," + kDamage + kDamage);
  CHECK(decode(Encoding::utf8, "\xED\xA0\x80", &clean, 99) == kDamage + kDamage + kDamage);
}

TEST_CASE("encoding: UTF-16 with a half character") {
  bool clean = true;
  CHECK(decode(Encoding::utf16le, "\x40\xD8\x87\xDC", &clean) == "𠂇");
  CHECK(clean);
  CHECK(decode(Encoding::utf16be, "\xD8\x40\xDC\x87\x4E\x2D") == "𠂇中");
  CHECK(decode(Encoding::utf16le,
               std::string_view("\x40\xD8"
                                "a\0",
                                4),
               &clean) == kDamage + "a");
  CHECK(!clean);
  CHECK(decode(Encoding::utf16le, "\x87\xDC") == kDamage);
  CHECK(decode(Encoding::utf16le, std::string_view("a\0b", 3)) == "a" + kDamage);
}

TEST_CASE("encoding: clean or not") {
  CHECK(is_clean_utf8("中文 abc 𠂇 é"));
  CHECK(is_clean_utf8(""));
  CHECK(!is_clean_utf8("\xE4\xB8"));
  CHECK(!is_clean_utf8(std::string_view("0123456789abcdef\0", 17)));
  CHECK(!is_clean_utf8("x" + kDamage));
  CHECK(!is_clean_utf8("\xF5\x80\x80\x80"));
  CHECK(!is_clean_utf8("\xE0\x80\x80"));
  CHECK(!is_clean_utf8("\xED\xA0\x80"));
  CHECK(whole_characters("中\xE4\xB8") == 3);
  CHECK(whole_characters("中") == 3);
  CHECK(whole_characters("a\xF0\xA0\x82") == 1);
  CHECK(whole_characters("") == 0);
}

TEST_CASE("to_gb18030 and sniff") {
  CHECK(to_gb18030("中a𠂇") ==
        "\xD6\xD0"
        "a\xFE\x51");
  CHECK(decode(Encoding::gb18030, "\x95\x32\x90\x31\xFE\x51") == "𠂇𠂇");
  CHECK(to_gb18030("\xFF"
                   "a") ==
        "\x84\x31\xA4\x37"
        "a");
  CHECK(sniff("a,b\n") == "csv");
  CHECK(sniff("\xD6\xD0,\xCE\xC4") == "csv");
  CHECK(sniff("PK\x03\x04...[Content_Types].xml") == "xlsx");
  CHECK(sniff("PK\x03\x04...readme.txt") == "zip");
  CHECK(sniff("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...") == "xls");
  CHECK(sniff("%PDF-1.4") == "unknown");
  CHECK(sniff("\xEF\xBB\xBF <html><table>") == "unknown");
  CHECK(sniff("\x7F"
              "ELF\x02\x01\x01\x01\x02\x03") == "unknown");
  CHECK(cell_address(1, 17) == "B17");
  CHECK(cell_address(25, 1) == "Z1");
  CHECK(cell_address(26, 3) == "AA3");
  CHECK(cell_address(701, 3) == "ZZ3");
  CHECK(cell_address(702, 3) == "AAA3");
  CHECK(cell_address(16383, 1048576) == "XFD1048576");
}
