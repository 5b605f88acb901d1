#pragma once
// For tests: a folder that is removed at the end; the stores a test runs on.
#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "store/store.hpp"

namespace diaodu::store {

// The value, or the test fails with the error's own words.
template <typename T>
T must(Result<T> result) {
  if (!result.ok()) FAIL(result.error().code << ": " << result.error().message.en);
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "diaodu-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()));
    path_ = pattern;
  }
  TestFolder(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A database of this process's own on the server of the tests, dropped at its end: test programs
// run side by side.
class TestDatabase {
 public:
  explicit TestDatabase(const std::string& server) : server_(server) {
    name_ = "diaodu_test_" + std::to_string(getpid());
    run("create database " + name_);
    const size_t path = server.find('/', server.find("//") + 2);
    const size_t options = server.find('?');
    url_ = server.substr(0, path) + "/" + name_;
    if (options != std::string::npos) url_ += server.substr(options);
  }
  ~TestDatabase() { run("drop database if exists " + name_ + " with (force)"); }
  TestDatabase(const TestDatabase&) = delete;
  const std::string& url() const { return url_; }

 private:
  void run(const std::string& statement) const {
    auto store = Store::open({.data = server_});
    auto session =
        store.ok() ? (*store)->session() : Result<std::unique_ptr<Session>>(store.error());
    const auto done = session.ok() ? (*session)->run(statement) : Result<int64_t>(session.error());
    if (!done.ok())
      std::fprintf(stderr, "%s: %s\n", statement.c_str(), to_line(done.error(), false).c_str());
  }

  std::string server_, name_, url_;
};

// The postgresql:// URL of the tests, or empty. With DIAODU_REQUIRE_PG=1 it must be there.
inline std::string postgres_url() {
  const char* server = std::getenv("DIAODU_TEST_PG");
  const char* required = std::getenv("DIAODU_REQUIRE_PG");
  if (required && std::string(required) == "1") {
    REQUIRE_MESSAGE(server != nullptr, "DIAODU_REQUIRE_PG=1 but DIAODU_TEST_PG is not set");
  }
  if (!server || !*server) return "";
  static const TestDatabase database(server);
  return database.url();
}

// Empties the database of the tests; anything in it is lost.
inline void empty_postgres(Store& store) {
  auto session = must(store.session());
  must(session->run("drop schema if exists public cascade"));
  must(session->run("create schema public"));
}

// Runs a test on a new, empty store of each engine: DuckDB, and PostgreSQL where a server is given.
inline void on_each_engine(const std::function<void(Store&)>& test) {
  SUBCASE("duckdb") {
    TestFolder folder;
    auto store = must(Store::open({.data = folder.path(), .create = true}));
    test(*store);
  }
  const std::string url = postgres_url();
  if (url.empty()) return;
  SUBCASE("postgres") {
    auto store = must(Store::open({.data = url, .create = true}));
    empty_postgres(*store);
    test(*store);
  }
}

}  // namespace diaodu::store
