#include "journal/journal.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "store/test_store.hpp"

namespace diaodu::journal {
namespace {

using store::must;

ClerkOptions options(const store::TestFolder& folder) {
  ClerkOptions made;
  made.high_water_file = folder.path() + "/mark";
  made.clock = [] { return std::string("2020-03-06T09:00:00.000+08:00"); };
  return made;
}

Command command(const std::string& payload, const std::string& key = {}) {
  return {"parcel_taken", payload, "tester", *make_day(2020, 3, 6), key};
}

void on_journal(const std::function<void(store::Store&, const store::TestFolder&)>& test) {
  store::on_each_engine([&](store::Store& store) {
    must(store::migrate(*must(store.session())));
    const store::TestFolder folder;
    test(store, folder);
  });
}

TEST_CASE("commands are numbered, chained and on disk when they are acknowledged") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    auto clerk = must(Clerk::start(store, options(folder)));
    CHECK(must(clerk->submit_and_wait(command("{\"n\":1}"))) == 1);
    CHECK(must(clerk->submit_and_wait(command("{\"n\":2}"))) == 2);
    auto session = must(store.session());
    const auto entries = must(read(*session, 0, 10));
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].prev_hash == "");
    CHECK(entries[1].prev_hash == entries[0].hash);
    CHECK(entries[1].hash == hash_of(entries[1]));
    CHECK(entries[1].payload == "{\"n\":2}");
    const auto mark = must(read_high_water(folder.path() + "/mark"));
    REQUIRE(mark);
    CHECK(mark->seq == 2);
    CHECK(mark->hash == entries[1].hash);
  });
}

TEST_CASE("many callers share commits; each gets its own number") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    auto clerk = must(Clerk::start(store, options(folder)));
    std::vector<std::future<Result<int64_t>>> answers;
    for (int i = 0; i < 2'500; ++i) answers.push_back(clerk->submit(command("{}")));
    for (int i = 0; i < 2'500; ++i) CHECK(must(answers[static_cast<size_t>(i)].get()) == i + 1);
    const auto chain = must(check_chain(*must(store.session()), {}));
    CHECK(chain.entries == 2'500);
    CHECK(!chain.broken_at);
  });
}

TEST_CASE("a key used before gives the first command's number, after a restart too") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    {
      auto clerk = must(Clerk::start(store, options(folder)));
      CHECK(must(clerk->submit_and_wait(command("{\"a\":1}", "k1"))) == 1);
      CHECK(must(clerk->submit_and_wait(command("{\"a\":1}", "k1"))) == 1);
      auto twice = clerk->submit(command("{\"b\":1}", "k2"));
      auto again = clerk->submit(command("{\"b\":1}", "k2"));
      CHECK(must(twice.get()) == 2);
      CHECK(must(again.get()) == 2);
    }
    auto clerk = must(Clerk::start(store, options(folder)));
    CHECK(must(clerk->submit_and_wait(command("{\"a\":1}", "k1"))) == 1);
    CHECK(must(clerk->submit_and_wait(command("{\"c\":1}", "k3"))) == 3);
  });
}

TEST_CASE("a key used for something else is refused, in its group and after a restart too") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    {
      auto clerk = must(Clerk::start(store, options(folder)));
      auto first = clerk->submit(command("{\"a\":1}", "k")),
           other = clerk->submit(command("{\"a\":2}", "k")),
           again = clerk->submit(command("{\"a\":1}", "k")),
           next = clerk->submit(command("{\"a\":2}", "l"));
      CHECK(must(first.get()) == 1);
      const Result<int64_t> refused = other.get();
      REQUIRE(!refused.ok());
      CHECK(refused.error().code == "journal.key_reused");
      CHECK(refused.error().exit == Exit::usage);
      CHECK(must(again.get()) == 1);
      CHECK(must(next.get()) == 2);
    }
    auto clerk = must(Clerk::start(store, options(folder)));
    CHECK(must(clerk->submit_and_wait(command("{\"a\":1}", "k"))) == 1);
    Command later = command("{\"a\":1}", "k");
    later.day = later.day + 1;
    CHECK(clerk->submit_and_wait(later).error().code == "journal.key_reused");
    CHECK(must(check_chain(*must(store.session()), {})).entries == 2);
  });
}

TEST_CASE("a command at fault is refused alone; the others of its group are recorded") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    auto clerk = must(Clerk::start(store, options(folder)));
    std::vector<std::future<Result<int64_t>>> answers;
    for (int i = 0; i < 20; ++i) {
      answers.push_back(clerk->submit(command(i == 7 ? "\xff\xfe" : "{}")));
    }
    int64_t recorded = 0;
    for (int i = 0; i < 20; ++i) {
      const Result<int64_t> answer = answers[static_cast<size_t>(i)].get();
      CHECK(answer.ok() == (i != 7));
      if (!answer) CHECK(answer.error().code == "journal.not_text");
      recorded += answer.ok() ? 1 : 0;
    }
    CHECK(recorded == 19);
    CHECK(must(check_chain(*must(store.session()), {})).entries == 19);
  });
}

TEST_CASE("a group whose files cannot be made durable is not recorded, and the next is") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    bool full = true;
    ClerkOptions with_hook = options(folder);
    with_hook.before_commit = [&]() -> Result<void> {
      if (full) return Error{"app.disk_full"};
      return {};
    };
    auto clerk = must(Clerk::start(store, with_hook));
    CHECK(clerk->submit_and_wait(command("{}")).error().code == "app.disk_full");
    full = false;
    CHECK(must(clerk->submit_and_wait(command("{}"))) == 1);
  });
}

TEST_CASE("after store.fatal everything fails at once") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    ClerkOptions dying = options(folder);
    dying.fence = [](store::Session&) -> Result<void> { return Error{"store.fatal"}; };
    auto clerk = must(Clerk::start(store, dying));
    CHECK(clerk->submit_and_wait(command("{}")).error().code == "store.fatal");
    CHECK(clerk->submit_and_wait(command("{}")).error().code == "store.fatal");
    CHECK(must(check_chain(*must(store.session()), {})).entries == 0);
  });
}

TEST_CASE("a full queue refuses at once") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    std::promise<void> go;
    std::shared_future<void> gate = go.get_future().share();
    ClerkOptions slow = options(folder);
    slow.queue_max = 3;
    slow.before_commit = [gate]() -> Result<void> {
      gate.wait();
      return {};
    };
    auto clerk = must(Clerk::start(store, slow));
    std::vector<std::future<Result<int64_t>>> answers;
    for (int i = 0; i < 50; ++i) answers.push_back(clerk->submit(command("{}")));
    go.set_value();
    int refused = 0;
    for (auto& answer : answers) {
      const Result<int64_t> result = answer.get();
      if (!result) CHECK(result.error().code == "journal.queue_full");
      refused += result.ok() ? 0 : 1;
    }
    CHECK(refused > 0);
    CHECK(must(check_chain(*must(store.session()), {})).entries == 50 - refused);
  });
}

// Entries as somebody with the database in hand might leave them.
void tamper(store::Session& session, const std::function<void(std::vector<Entry>&)>& change) {
  auto entries = must(read(session, 0, 100));
  change(entries);
  must(session.run("delete from journal"));
  must(copy(session, entries));
}

TEST_CASE("an altered, missing, swapped or added entry is found, with its number") {
  on_journal([](store::Store& store, const store::TestFolder& folder) {
    {
      auto clerk = must(Clerk::start(store, options(folder)));
      for (int i = 0; i < 10; ++i) must(clerk->submit_and_wait(command("{}")));
    }
    auto session = must(store.session());
    SUBCASE("altered") {
      tamper(*session, [](auto& entries) { entries[4].payload = "{\"other\":1}"; });
      CHECK(must(check_chain(*session, {})).broken_at == 5);
    }
    SUBCASE("another actor") {
      tamper(*session, [](auto& entries) { entries[9].actor = "nobody"; });
      CHECK(must(check_chain(*session, {})).broken_at == 10);
    }
    SUBCASE("missing") {
      tamper(*session, [](auto& entries) { entries.erase(entries.begin() + 3); });
      CHECK(must(check_chain(*session, {})).broken_at == 5);
    }
    SUBCASE("the first is missing") {
      tamper(*session, [](auto& entries) { entries.erase(entries.begin()); });
      CHECK(must(check_chain(*session, {})).broken_at == 2);
    }
    SUBCASE("altered and hashed anew: the next one tells") {
      tamper(*session, [](auto& entries) {
        entries[4].payload = "{\"other\":1}";
        entries[4].hash = hash_of(entries[4]);
      });
      CHECK(must(check_chain(*session, {})).broken_at == 6);
    }
    SUBCASE("the last part only") {
      CHECK(!must(check_chain(*session, 3)).broken_at);
      CHECK(must(check_chain(*session, 3)).entries == 3);
      tamper(*session, [](auto& entries) { entries[8].kind = "other"; });
      CHECK(must(check_chain(*session, 3)).broken_at == 9);
    }
  });
}

TEST_CASE("a high-water file that says nothing is an error, a missing one is not") {
  const store::TestFolder folder;
  CHECK(!must(read_high_water(folder.path() + "/none")));
  for (const char* text : {"", "12", "12 short\n", "x y\n"}) {
    std::ofstream(folder.path() + "/mark") << text;
    CHECK(read_high_water(folder.path() + "/mark").error().code == "journal.high_water_damaged");
  }
}

TEST_CASE("the last seal is the one given") {
  on_journal([](store::Store& store, const store::TestFolder&) {
    auto session = must(store.session());
    CHECK(!must(last_seal(*session)));
    must(seal(*session, {1, 1, 5, 2, 100, *make_day(2020, 3, 6)}));
    must(seal(*session, {2, 6, 9, 1, 7, *make_day(2020, 3, 7)}));
    const auto last = must(last_seal(*session));
    REQUIRE(last);
    CHECK(last->round == 2);
    CHECK(last->seq_to == 9);
    CHECK(last->rows_in == 7);
    CHECK(last->day == *make_day(2020, 3, 7));
  });
}

}  // namespace
}  // namespace diaodu::journal
