#include <random>
#include <thread>

#include "access/world_test.hpp"

namespace diaodu::access {
namespace {

AuditEntry read_of(const std::string& actor, int64_t count, std::vector<std::string> ids = {}) {
  AuditEntry entry;
  entry.actor = actor;
  entry.action = "record_read";
  entry.register_id = "worker";
  entry.area = "513422";
  entry.purpose = "电话核实";
  entry.count = count;
  entry.ids = std::move(ids);
  return entry;
}

TEST_CASE("audit rows are on disk, in order, and found again; keys stand in no clear") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    must(world.audit().record(read_of("li", 2, {"51342219900101123X", "a"})));
    must(world.audit().record(read_of("wang", 1, {"b"})));
    world.seconds += 86'400;
    must(world.audit().record(read_of("li", 0)));
    CHECK(world.rows().size() == 3);
    CHECK(world.rows().at(0).seq == 3);
    CHECK(world.rows({.actor = "li"}).size() == 2);
    CHECK(world.rows({.from = world.today()}).size() == 1);
    CHECK(world.rows({.to = world.today() - 1}).size() == 2);
    CHECK(world.rows({.action = "export"}).empty());
    CHECK(world.rows({.before_seq = 3, .limit = 1}).at(0).seq == 2);
    const auto seen = world.rows({.id = "51342219900101123X"});
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].actor == "li");
    CHECK(seen[0].ids.size() == 2);
    auto session = must(store.session());
    const auto raw = must(session->query("select ids from audit where ids like '%51342219%'"));
    CHECK(raw.rows() == 0);
    CHECK(world.check().rows == 3);
    CHECK(!world.check().broken_at);
  });
}

TEST_CASE("of a great export a thousand keys are kept, and a hash of them all") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    std::vector<std::string> ids;
    for (int i = 0; i < 1'500; ++i) ids.push_back(std::to_string(i));
    must(world.audit().record(read_of("li", 1'500, ids)));
    ids.back() = "other";
    must(world.audit().record(read_of("li", 1'500, ids)));
    const auto rows = world.rows();
    CHECK(rows.at(0).ids.size() == 1'000);
    CHECK(rows.at(0).ids_sha256 != rows.at(1).ids_sha256);
    CHECK(!world.check().broken_at);
  });
}

TEST_CASE("every change of any cell, a lost row, two rows exchanged: found, and where") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    constexpr int kRows = 40;
    for (int i = 0; i < kRows; ++i)
      must(world.audit().record(read_of("li" + std::to_string(i % 3), i, {std::to_string(i)})));
    REQUIRE(!world.check().broken_at);
    auto session = must(store.session());
    const std::vector<std::string> texts = {"happened_at", "actor",     "on_behalf_of", "action",
                                            "register",    "area",      "purpose",      "ids",
                                            "ids_sha256",  "detail",    "request_id",   "remote",
                                            "outcome",     "prev_hash", "hash"};
    std::mt19937 random(20200306);
    for (int i = 0; i < 200; ++i) {
      const int64_t seq = 1 + static_cast<int64_t>(random() % kRows);
      const std::string which = std::to_string(seq);
      must(session->begin());
      int64_t broken_at = seq;
      switch (random() % 4) {
        case 0:
        case 1: {
          const std::string& column = texts[random() % texts.size()];
          must(session->run("update audit set " + column + " = concat(" + column +
                            ", 'x') where seq = " + which));
          break;
        }
        case 2:
          must(session->run("update audit set rows_shown = rows_shown + 1 where seq = " + which));
          break;
        default:
          if (seq == kRows) {  // its end cut off: that the head file tells
            must(session->run("update audit set actor = 'x' where seq = " + which));
            break;
          }
          must(session->run("delete from audit where seq = " + which));
          broken_at = seq + 1;
      }
      const AuditCheck check = must(Audit::check(*session, ""));
      CHECK(check.broken_at == broken_at);
      session->rollback();
    }
    CHECK(!world.check().broken_at);
  });
}

TEST_CASE("an audit whose end was cut off is told of by the head file, and for ever after") {
  store::on_each_engine([](store::Store& store) {
    store::TestFolder folder;
    World world(store);
    world.head_file = folder.path() + "/audit_head";
    world.start();
    for (int i = 0; i < 10; ++i) must(world.audit().record(read_of("li", i)));
    CHECK(!world.check().cut_off);
    world.access.reset();
    auto session = must(store.session());
    must(session->run("delete from audit where seq > 7"));
    CHECK(world.check().cut_off);
    CHECK(!world.check().broken_at);
    world.start();
    CHECK(!world.check().cut_off);
    CHECK(world.check().gaps == 1);
    CHECK(world.rows().at(0).action == "audit_gap");
    CHECK(world.rows().at(0).detail.find("ends at 7, the head file says 10") == 0);
    // One whose last rows were exchanged for others of the same number.
    world.access.reset();
    must(session->run("update audit set actor = 'x' where seq = 8"));
    CHECK(world.check().broken_at == 8);
  });
}

TEST_CASE("many threads record at one time: no row lost, one chain") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 100; ++i)
          if (!world.audit().record(read_of("t" + std::to_string(t), i)).ok()) return;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(world.check().rows == 400);
    CHECK(!world.check().broken_at);
    CHECK(world.rows({.actor = "t2", .limit = 1'000}).size() == 100);
  });
}

}  // namespace
}  // namespace diaodu::access
