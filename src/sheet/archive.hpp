#pragma once
// The package of a workbook: its directory, checked whole before anything is inflated, and its
// parts, inflated in pieces with every size counted as it comes (the sizes a directory declares may
// lie). The directory is read here and not by a library, because only the places of the parts in
// the file show whether two of them share bytes.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sheet/sheet.hpp"

struct inflate_state;  // of ISA-L, which inflates twice as fast as zlib

namespace diaodu::sheet {

struct Entry {
  std::string name;  // with / only
  std::string_view stored;
  uint64_t size = 0;  // declared
  uint32_t crc = 0;
  uint16_t method = 0;
  uint64_t header_at = 0;
  uint64_t inflated = 0;  // the most that was seen to come out of it
};

class Inflater {
 public:
  Inflater(Entry& entry, uint64_t total_left, const Limits& limits);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Fills up to `size` bytes; 0: the part is at its end, whole and with the right checksum.
  Result<size_t> read(char* out, size_t size);
  const Entry& entry() const { return entry_; }

 private:
  Result<size_t> inflate(char* out, size_t size);
  Result<void> check(size_t n);

  Entry& entry_;
  const Limits& limits_;
  uint64_t total_left_;
  uint64_t out_ = 0;
  size_t in_ = 0;  // stored bytes taken
  uint32_t crc_ = 0;
  bool done_ = false;
  std::unique_ptr<inflate_state> state_;
};

class Archive {
 public:
  static Result<Archive> open(std::string_view bytes, const Limits& limits);

  std::vector<Entry>& entries() { return entries_; }  // in the order of the file
  Entry* find(std::string_view name);                 // nullptr: none; letter case does not matter
  std::unique_ptr<Inflater> inflate(Entry& entry);

 private:
  explicit Archive(const Limits& limits) : limits_(limits) {}
  Result<void> read_directory(std::string_view bytes);
  Result<void> read_entry(std::string_view bytes, std::string_view& directory);
  Result<void> place_entries(std::string_view bytes, uint64_t directory_at);

  const Limits& limits_;
  std::vector<Entry> entries_;
};

}  // namespace diaodu::sheet
