#pragma once
// Old workbooks for the tests, put together by hand: records, and the compound file around them.
#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace diaodu::sheet {

inline std::string le(uint64_t value, size_t width) {
  std::string out;
  for (size_t i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}
inline std::string record(uint16_t kind, const std::string& body) {
  return le(kind, 2) + le(body.size(), 2) + body;
}
inline std::string utf16(std::u16string_view text) {
  std::string out;
  for (const char16_t unit : text) out += le(unit, 2);
  return out;
}
inline std::string wide(std::u16string_view text) {  // a text of BIFF8
  return le(text.size(), 2) + '\1' + utf16(text);
}
inline std::string narrow(const std::string& text) { return le(text.size(), 2) + '\0' + text; }
inline std::string at(uint16_t row, uint16_t column, uint16_t style = 0) {
  return le(row, 2) + le(column, 2) + le(style, 2);
}
inline std::string number_at(uint16_t row, uint16_t column, double value, uint16_t style = 0) {
  return record(0x203, at(row, column, style) + le(std::bit_cast<uint64_t>(value), 8));
}
inline std::string text_at(uint16_t row, uint16_t column, std::u16string_view text) {
  return record(0x204, at(row, column) + wide(text));
}

struct OldBookMade {
  struct Sheet {
    std::string name, cells;  // of BIFF8: the name in ASCII
    uint16_t flags = 0;
  };
  uint16_t version = 0x600;
  std::string globals;  // records before the list of sheets
  std::string after;    // and behind it
  std::vector<Sheet> sheets;

  std::string stream() const {
    const auto begin = [&](uint16_t what) { return record(0x809, le(version, 2) + le(what, 2)); };
    const std::string end = record(0x0A, "");
    std::string list, bodies;
    size_t list_bytes = 0;
    for (const Sheet& sheet : sheets)
      list_bytes += 4 + 7 + sheet.name.size() + (version == 0x600 ? 1 : 0);
    size_t at_byte = begin(5).size() + globals.size() + list_bytes + after.size() + end.size();
    for (const Sheet& sheet : sheets) {
      const std::string name = (version == 0x600 ? std::string(1, '\0') : "") + sheet.name;
      list += record(0x85, le(at_byte, 4) + le(sheet.flags, 2) + le(sheet.name.size(), 1) + name);
      const std::string body = begin(0x10) + sheet.cells + end;
      at_byte += body.size();
      bodies += body;
    }
    return begin(5) + globals + list + after + end + bodies;
  }
};

// A compound file of one stream; one below 4096 bytes lies in the stream of small ones.
inline std::string ole_of(const std::string& name, const std::string& stream) {
  constexpr size_t kSector = 512;
  const bool is_small = stream.size() < 4096;
  const auto padded = [](std::string bytes) {
    bytes.resize((bytes.size() + kSector - 1) / kSector * kSector, '\0');
    return bytes;
  };
  const std::string data = padded(stream);
  const size_t sectors = data.size() / kSector;
  const size_t tables = (sectors + 3 + 127) / 128 + 1;
  // The tables come first, then the directory, the table of small sectors, the data.
  std::string fat;
  const auto chain = [&fat](size_t from, size_t count) {
    for (size_t i = 0; i < count; ++i) fat += le(i + 1 < count ? from + i + 1 : 0xFFFFFFFE, 4);
  };
  for (size_t i = 0; i < tables; ++i) fat += le(0xFFFFFFFD, 4);
  chain(tables, 1), chain(tables + 1, 1), chain(tables + 2, sectors);
  fat.resize(tables * kSector, '\xFF');
  std::string small;
  for (size_t at = 0; is_small && at < stream.size(); at += 64)
    small += le(at + 64 < stream.size() ? at / 64 + 1 : 0xFFFFFFFE, 4);
  small.resize(kSector, '\xFF');
  const auto entry = [](const std::string& called, uint8_t kind, uint32_t child, uint64_t first,
                        uint64_t size) {
    std::string out;
    for (const char c : called) out += le(static_cast<uint8_t>(c), 2);
    out.resize(64, '\0');
    out += le(2 * (called.size() + 1), 2) + le(kind, 1) + '\1' + le(0xFFFFFFFF, 4) +
           le(0xFFFFFFFF, 4) + le(child, 4) + std::string(36, '\0') + le(first, 4) + le(size, 8);
    return out;
  };
  const uint64_t data_at = tables + 2;
  std::string directory =
      entry("Root Entry", 5, 1, is_small ? data_at : 0xFFFFFFFE, is_small ? data.size() : 0) +
      entry(name, 2, 0xFFFFFFFF, is_small ? 0 : data_at, stream.size());
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + le(0x3E, 2) +
                       le(3, 2) + le(0xFFFE, 2) + le(9, 2) + le(6, 2) + std::string(10, '\0') +
                       le(tables, 4) + le(tables, 4) + le(0, 4) + le(4096, 4) + le(tables + 1, 4) +
                       le(1, 4) + le(0xFFFFFFFE, 4) + le(0, 4);
  for (size_t i = 0; i < 109; ++i) header += le(i < tables ? i : 0xFFFFFFFF, 4);
  return header + fat + padded(directory) + small + data;
}

}  // namespace diaodu::sheet
