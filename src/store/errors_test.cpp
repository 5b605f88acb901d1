#include "store/errors.hpp"

#include <doctest/doctest.h>

using namespace diaodu;
using namespace diaodu::store;

TEST_CASE("an engine that has stopped is told from a statement that failed") {
  const Fault fatal = Fault::fatal;
  CHECK(
      duckdb_fault("FATAL Error: Failed: database has been invalidated because of a previous fatal "
                   "error.") == fatal);
  CHECK(duckdb_fault("INTERNAL Error: Attempted to access index 3 within vector of size 3") ==
        fatal);
  CHECK(duckdb_fault("IO Error: Could not sync file \"x\": fsync failed") == fatal);
  CHECK(duckdb_fault("IO Error: Could not write file \"x\": No space left on device") ==
        Fault::disk_full);
  CHECK(duckdb_fault("Out of Memory Error: failed to allocate data of size 2.0 KiB") ==
        Fault::out_of_memory);
  // What a row holds decides nothing.
  CHECK(duckdb_fault("Constraint Error: Duplicate key \"name: FATAL Error: database has been "
                     "invalidated\" violates primary key constraint.") == Fault::unique);
  CHECK(duckdb_fault("Conversion Error: Could not convert string 'INTERNAL Error' to INT32") ==
        Fault::conversion);
  CHECK(duckdb_fault("TransactionContext Error: Conflict on update!") == Fault::conflict);
  CHECK(duckdb_fault(
            "TransactionContext Error: Failed to commit: Could not write file \"x\": No space "
            "left on device") == Fault::disk_full);
  CHECK(sqlstate_fault("53100") == Fault::disk_full);
  CHECK(sqlstate_fault("XX001") == fatal);
  CHECK(sqlstate_fault("57P01") == Fault::disconnected);
  CHECK(sqlstate_fault("40P01") == Fault::conflict);
  CHECK(sqlstate_fault("22003") == Fault::conversion);
}

TEST_CASE("a fatal error ends the program with 70, others do not") {
  CHECK(fault_error(Fault::fatal, "FATAL Error: x").exit == Exit::storage_failed);
  CHECK(fault_error(Fault::disk_full, "IO Error: x").exit == Exit::could_not_run);
}

TEST_CASE("every fault has words and a hint in both languages") {
  for (int fault = 0; fault <= static_cast<int>(Fault::other); ++fault) {
    const Error error = fault_error(static_cast<Fault>(fault), "text");
    CHECK(error.code.starts_with("store."));
    CHECK(!error.message.zh.empty());
    CHECK(!error.message.en.empty());
    CHECK(!error.hint.zh.empty());
    CHECK(!error.hint.en.empty());
  }
}

TEST_CASE("the engine's English stands on lines of its own, not inside a Chinese sentence") {
  const Error error = fault_error(Fault::sql, "Binder Error: no such thing\nLINE 1: x");
  CHECK(error.message.zh ==
        "数据库不接受这条语句。数据库原文：\n> Binder Error: no such thing\n> LINE 1: x\n");
  CHECK(error.params == std::vector<std::pair<std::string, std::string>>{
                            {"engine", "Binder Error: no such thing\nLINE 1: x"}});
}

TEST_CASE("values are struck out of engine texts") {
  CHECK(without_values("Could not convert string '5134' to \"INT32\"") ==
        "Could not convert string '…' to \"…\"");
  CHECK(without_values("open 'end") == "open '…");
}
