#pragma once
// A Batch is a set of columns of equal length: what rooms hand to a store and get from it, and what
// a parser child writes into shared memory. Null is a cleared bit, never a value.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "base/day.hpp"

namespace diaodu::store {

// Stored as (DuckDB / PostgreSQL): boolean; integer; bigint; numeric(18, scale); date;
// varchar/text.
enum class Type : uint8_t { boolean, int32, int64, decimal, day, text };

class Column {
 public:
  Column(std::string name, Type type, int scale = 0)
      : name_(std::move(name)), type_(type), scale_(scale) {
    if (type == Type::text) text_ends_.push_back(0);
  }
  const std::string& name() const { return name_; }
  Type type() const { return type_; }
  int scale() const { return scale_; }  // decimal only
  size_t size() const { return valid_.size(); }

  bool is_null(size_t row) const { return valid_[row] == 0; }
  bool boolean(size_t row) const { return numbers_[row] != 0; }
  int32_t int32(size_t row) const { return static_cast<int32_t>(numbers_[row]); }
  int64_t int64(size_t row) const { return numbers_[row]; }
  int64_t decimal(size_t row) const { return numbers_[row]; }  // units of 10^-scale
  Day day(size_t row) const { return Day{static_cast<int32_t>(numbers_[row])}; }
  std::string_view text(size_t row) const {
    return std::string_view(bytes_).substr(text_ends_[row], text_ends_[row + 1] - text_ends_[row]);
  }

  void add_null() {
    valid_.push_back(0);
    if (type_ == Type::text)
      text_ends_.push_back(bytes_.size());
    else
      numbers_.push_back(0);
  }
  void add(bool value) { add_number(Type::boolean, value); }
  void add(int32_t value) { add_number(Type::int32, value); }
  void add(int64_t value) {
    add_number(type_ == Type::decimal ? Type::decimal : Type::int64, value);
  }
  void add(Day value) { add_number(Type::day, value.since_epoch); }
  void add(std::string_view value) {
    DIAODU_CHECK(type_ == Type::text, "text added to a column of another type");
    valid_.push_back(1);
    bytes_.append(value);
    text_ends_.push_back(bytes_.size());
  }
  void add(const char* value) { add(std::string_view(value)); }
  void add(const std::string& value) { add(std::string_view(value)); }
  void reserve(size_t rows) {
    valid_.reserve(rows);
    if (type_ == Type::text)
      text_ends_.reserve(rows + 1);
    else
      numbers_.reserve(rows);
  }
  void clear() {
    valid_.clear(), numbers_.clear(), bytes_.clear(), text_ends_.clear();
    if (type_ == Type::text) text_ends_.push_back(0);
  }

  // Raw buffers, for the engines and for shared memory: one validity byte a row; 8 bytes a number;
  // texts as one run of bytes with rows+1 offsets.
  std::vector<uint8_t>& valid() { return valid_; }
  std::vector<int64_t>& numbers() { return numbers_; }
  std::string& bytes() { return bytes_; }
  std::vector<uint64_t>& text_ends() { return text_ends_; }
  const std::vector<uint8_t>& valid() const { return valid_; }
  const std::vector<int64_t>& numbers() const { return numbers_; }
  const std::string& bytes() const { return bytes_; }
  const std::vector<uint64_t>& text_ends() const { return text_ends_; }

 private:
  void add_number(Type type, int64_t value) {
    DIAODU_CHECK(type_ == type, "a value of another type than the column's");
    valid_.push_back(1);
    numbers_.push_back(value);
  }

  std::string name_;
  Type type_;
  int scale_;
  std::vector<uint8_t> valid_;
  std::vector<int64_t> numbers_;     // all types but text
  std::string bytes_;                // text
  std::vector<uint64_t> text_ends_;  // text: rows + 1 offsets, the first is 0
};

struct Batch {
  std::vector<Column> columns;

  size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  const Column& operator[](std::string_view name) const {
    for (const Column& column : columns)
      if (column.name() == name) return column;
    DIAODU_CHECK(false, "a batch has no such column");
  }
  Column& operator[](std::string_view name) {
    return const_cast<Column&>(static_cast<const Batch&>(*this)[name]);
  }
};

}  // namespace diaodu::store
