#pragma once
// Result<T>: a value or an Error. TRY and TRY_ASSIGN hand an error on.
//   TRY_ASSIGN(auto files, list_toml(folder));
//   TRY(write_all(file));
#include <optional>
#include <utility>
#include <variant>

#include "base/check.hpp"
#include "base/error.hpp"

namespace diaodu {

template <typename T>
class [[nodiscard]] Result {
 public:
  using Value = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & {
    DIAODU_CHECK(ok(), "value() of a failed Result");
    return std::get<0>(state_);
  }
  const T& value() const& {
    DIAODU_CHECK(ok(), "value() of a failed Result");
    return std::get<0>(state_);
  }
  T&& value() && {
    DIAODU_CHECK(ok(), "value() of a failed Result");
    return std::get<0>(std::move(state_));
  }
  Error& error() & {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return std::get<1>(state_);
  }
  const Error& error() const& {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return std::get<1>(state_);
  }
  Error&& error() && {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return std::get<1>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using Value = void;
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  void value() const { DIAODU_CHECK(ok(), "value() of a failed Result"); }
  Error& error() & {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return *error_;
  }
  const Error& error() const& {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return *error_;
  }
  Error&& error() && {
    DIAODU_CHECK(!ok(), "error() of a good Result");
    return *std::move(error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace diaodu

#define DIAODU_JOIN2(a, b) a##b
#define DIAODU_JOIN(a, b) DIAODU_JOIN2(a, b)
#define TRY(expression)                                                                         \
  do {                                                                                          \
    if (auto try_result = (expression); !try_result.ok()) return std::move(try_result).error(); \
  } while (false)
#define TRY_ASSIGN_IMPL(target, expression, temporary)      \
  auto temporary = (expression);                            \
  if (!temporary.ok()) return std::move(temporary).error(); \
  target = std::move(temporary).value()
#define TRY_ASSIGN(target, expression) \
  TRY_ASSIGN_IMPL(target, expression, DIAODU_JOIN(try_assign_, __LINE__))
