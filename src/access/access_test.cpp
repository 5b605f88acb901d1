#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "access/secret.hpp"
#include "access/world_test.hpp"

namespace diaodu::access {
namespace {

const std::vector<Grant> kCounty = {{"513422"}};

TEST_CASE("an account: first password, change of it, log-in, restart, log-out") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    Account account;
    account.login = "muli-li";
    account.name = "李娜";
    account.roles = {Role::clerk};
    account.grants = kCounty;
    const std::string first = must(world.accounts().add(account, "", kBy));
    CHECK(code_of(world.accounts().add(account, "", kBy)) == "access.login_taken");
    const SignedIn in = must(world.sessions().log_in({"muli-li", first, "", "10.0.0.9", ""}));
    CHECK(in.person.must_change_password);
    CHECK(code_of(may(in.person, Action::parcel_read)) == "access.password_must_change");
    CHECK(code_of(world.sessions().change_password(in.id, "wrong", "a good long one")) ==
          "access.log_in_refused");
    CHECK(code_of(world.sessions().change_password(in.id, first, "muli-li 12345")) ==
          "access.password_weak");
    CHECK(code_of(world.sessions().change_password(in.id, first, first)) == "access.password_used");
    const SignedIn now = must(world.sessions().change_password(in.id, first, "a good long one"));
    CHECK(now.id != in.id);
    CHECK(code_of(world.sessions().who(in.id)) == "access.session_ended");
    world.start();
    const Person who = must(world.sessions().who(now.id));
    CHECK(who.login == "muli-li");
    CHECK(!who.must_change_password);
    CHECK(may(who, Action::parcel_take, {"513422", "worker", Secrecy::personal}).ok());
    CHECK(world.refusal({"muli-li", first, "", "", ""}) == "access.log_in_refused");
    must(world.sessions().log_out(now.id));
    CHECK(code_of(world.sessions().who(now.id)) == "access.session_ended");
    world.start();
    CHECK(code_of(world.sessions().who(now.id)) == "access.session_ended");
  });
}

TEST_CASE("the last five passwords are not used again") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    std::string id = world.log_in("li").id, now = World::kPassword;
    for (int i = 0; i < 5; ++i) {
      const std::string next = "another one " + std::to_string(i);
      id = must(world.sessions().change_password(id, now, next)).id;
      now = next;
      CHECK(code_of(world.sessions().change_password(id, now, World::kPassword)) ==
            "access.password_used");
      world.start();
    }
    CHECK(world.sessions().change_password(id, now, "another one 5").ok());
    id = world.log_in("li", "another one 5").id;
    CHECK(world.sessions().change_password(id, "another one 5", World::kPassword).ok());
  });
}

TEST_CASE("a wrong password, a locked account and no account at all answer alike") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    world.add("wang", {Role::clerk}, kCounty);
    must(world.accounts().lock("wang", kBy));
    const auto one = world.sessions().log_in({"li", "wrong password", "", "10.0.0.1", ""});
    const auto two = world.sessions().log_in({"wang", World::kPassword, "", "10.0.0.2", ""});
    const auto three = world.sessions().log_in({"nobody", "wrong password", "", "10.0.0.3", ""});
    for (const auto* answer : {&one, &two, &three}) {
      REQUIRE(!answer->ok());
      CHECK(to_line(answer->error(), true) == to_line(one.error(), true));
      CHECK(answer->error().code == "access.log_in_refused");
      CHECK(answer->error().params.empty());
    }
    // Nor does the audit hold what was typed: it may have been a password.
    for (const AuditRow& row : world.rows()) CHECK(row.actor != "nobody");
    must(world.accounts().unlock("wang", kBy));
    CHECK(world.log_in("wang").person.login == "wang");
  });
}

TEST_CASE("after five refusals even the right password waits, also over a restart") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    for (int i = 0; i < 5; ++i)
      CHECK(world.refusal({"li", "wrong one here", "", "10.1.0." + std::to_string(i), ""}) ==
            "access.log_in_refused");
    CHECK(world.refusal({"li", World::kPassword, "", "10.2.0.1", ""}) == "access.throttled");
    world.start();
    CHECK(world.refusal({"li", World::kPassword, "", "10.2.0.2", ""}) == "access.throttled");
    world.seconds += 900;
    CHECK(world.refusal({"li", World::kPassword, "", "10.2.0.3", ""}) == "");
    // An unknown name is throttled just the same.
    for (int i = 0; i < 5; ++i)
      (void)world.refusal({"who", "x", "", "10.3.0." + std::to_string(i), ""});
    CHECK(world.refusal({"who", "x", "", "10.4.0.1", ""}) == "access.throttled");
    // One address is the whole office's: it waits only after many.
    for (int i = 0; i < 49; ++i)
      (void)world.refusal({"w" + std::to_string(i), "x", "", "10.5.0.1", ""});
    CHECK(world.refusal({"li", World::kPassword, "", "10.5.0.1", ""}) == "");
    (void)world.refusal({"w49", "x", "", "10.5.0.1", ""});
    CHECK(world.refusal({"li", World::kPassword, "", "10.5.0.1", ""}) == "access.throttled");
  });
}

TEST_CASE("sessions end by idleness, by age, and when rights change") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    Account li = world.add("li", {Role::clerk}, kCounty);
    std::string id = world.log_in("li").id;
    world.seconds += 15 * 60 - 1;
    CHECK(world.sessions().who(id, true).ok());  // does not count as activity
    CHECK(must(world.sessions().who(id, true)).idle_seconds_left == 1);
    CHECK(world.sessions().who(id).ok());
    world.seconds += 15 * 60 - 1;
    CHECK(world.sessions().who(id).ok());
    world.seconds += 15 * 60;
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");

    id = world.log_in("li").id;
    for (int i = 0; i < 8 * 6 - 1; ++i) {
      world.seconds += 600;
      REQUIRE(world.sessions().who(id).ok());
    }
    world.seconds += 600;
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");

    id = world.log_in("li").id;
    const std::string other = world.log_in("li").id;
    li.name = "李娜";
    must(world.accounts().change(li, kBy));
    CHECK(world.sessions().who(id).ok());
    CHECK(world.sessions().list("li").size() == 2);
    li.roles = {Role::reader};
    must(world.accounts().change(li, kBy));
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");
    CHECK(code_of(world.sessions().who(other)) == "access.session_ended");

    id = world.log_in("li").id;
    must(world.accounts().lock("li", kBy));
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");
    must(world.accounts().unlock("li", kBy));
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");

    id = world.log_in("li").id;
    const std::string reset = must(world.accounts().reset("li", false, kBy));
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.log_in_refused");
    CHECK(world.log_in("li", reset).person.must_change_password);
  });
}

TEST_CASE("ids are not stored, and a cookie alone writes nothing") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    const SignedIn in = world.log_in("li");
    auto session = must(store.session());
    const store::Batch rows = must(session->query("select id_sha256 from session"));
    bool found = false;
    for (size_t i = 0; i < rows.rows(); ++i) {
      CHECK(rows["id_sha256"].text(i) != in.id);
      found = found || rows["id_sha256"].text(i) == sha256_hex(in.id);
    }
    CHECK(found);
    CHECK(Sessions::csrf_good(in.id, in.csrf));
    CHECK(!Sessions::csrf_good(in.id, ""));
    CHECK(!Sessions::csrf_good("", Sessions::csrf_of("")));
    CHECK(!Sessions::csrf_good(in.id, world.log_in("li").csrf));
    const std::vector<std::string> own = {"https://diaodu.example"};
    CHECK(Sessions::origin_good("https://diaodu.example", own));
    CHECK(Sessions::origin_good("https://diaodu.example/page", own));
    CHECK(!Sessions::origin_good("https://diaodu.example.evil.org", own));
    CHECK(!Sessions::origin_good("http://diaodu.example", own));
    CHECK(!Sessions::origin_good("", own));
    CHECK(!Sessions::origin_good("null", own));
  });
}

TEST_CASE("an authenticator: enrolled, asked for, used once; recovery codes too") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    const std::string id = world.log_in("li").id;
    CHECK(code_of(world.sessions().confirm_totp(id, "000000")) == "access.code_refused");
    const TotpEnrolment made = must(world.sessions().begin_totp(id));
    CHECK(made.uri.find("secret=" + made.secret) != std::string::npos);
    // The authenticator's side: Base32 back to bytes.
    std::string secret;
    uint32_t held = 0;
    int bits = 0;
    for (const char c : made.secret) {
      held = (held << 5) | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) >= 8) secret += static_cast<char>((held >> (bits -= 8)) & 255);
    }
    const auto code = [&] { return totp(secret, world.seconds / 30); };
    const auto recovery = must(world.sessions().confirm_totp(id, code()));
    CHECK(recovery.size() == 10);
    CHECK(world.sessions().who(id).ok());
    world.start();
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.code_needed");
    CHECK(world.refusal({"li", "wrong password", code(), "", ""}) == "access.log_in_refused");
    CHECK(world.refusal({"li", World::kPassword, code(), "", ""}) == "access.code_refused");
    world.seconds += 60;
    CHECK(world.refusal({"li", World::kPassword, code(), "", ""}) == "");
    CHECK(world.refusal({"li", World::kPassword, code(), "", ""}) == "access.code_refused");
    CHECK(world.refusal({"li", World::kPassword, recovery[3], "", ""}) == "");
    world.start();
    CHECK(world.refusal({"li", World::kPassword, recovery[3], "", ""}) == "access.code_refused");
    // A reset of both lets him in with the new password alone.
    world.seconds += 900;
    const std::string reset = must(world.accounts().reset("li", true, kBy));
    CHECK(world.refusal({"li", reset, "", "", ""}) == "");
    auto session = must(store.session());
    const auto rows = must(session->query("select count(*) as n from account_recovery"));
    CHECK(rows["n"].int64(0) == 0);
  });
}

TEST_CASE("codes by SMS go through the gateway's program, once a minute, good for five") {
  store::TestFolder folder;
  const std::string script = folder.path() + "/gateway", sent = folder.path() + "/sent";
  std::ofstream(script) << "#!/bin/sh\ncat >>" << sent << "\n";
  ::chmod(script.c_str(), 0700);
  const auto last_code = [&] {
    std::ifstream in(sent);
    std::string line, code;
    while (std::getline(in, line))
      if (const size_t at = line.find("验证码 "); at != std::string::npos)
        code = line.substr(at + std::string("验证码 ").size(), 6);
    return code;
  };
  store::on_each_engine([&](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, kCounty);
    CHECK(code_of(world.sessions().use_sms(world.log_in("li").id)) == "access.no_phone");
    world.sms_command = script;
    world.start();
    must(world.sessions().use_sms(world.log_in("li").id));
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.code_needed");
    std::ifstream in(sent);
    std::string number;
    std::getline(in, number);
    CHECK(number == "13800001234");
    const std::string code = last_code();
    REQUIRE(code.size() == 6);
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.code_needed");
    CHECK(last_code() == code);  // not sent again within a minute
    CHECK(world.refusal({"li", World::kPassword, code == "000000" ? "111111" : "000000", "", ""}) ==
          "access.code_refused");
    CHECK(world.refusal({"li", World::kPassword, code, "", ""}) == "");
    CHECK(world.refusal({"li", World::kPassword, code, "", ""}) == "access.code_refused");
    world.seconds += 61;
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.code_needed");
    world.seconds += 300;
    CHECK(world.refusal({"li", World::kPassword, last_code(), "", ""}) == "access.code_refused");
    world.sms_command = folder.path() + "/nothing";
    world.start();
    CHECK(world.refusal({"li", World::kPassword, "", "", ""}) == "access.sms_failed");
    Account strict = must(world.accounts().find("li"));
    strict.login = "strict";
    strict.second_factor = "sms";
    const std::string first = must(world.accounts().add(strict, "", kBy));
    CHECK(must(world.accounts().find("strict")).second_factor == "sms");
    CHECK(world.refusal({"strict", first, "", "", ""}) == "access.sms_failed");
    strict.login = "strict2";
    strict.phone.clear();
    CHECK(code_of(world.accounts().add(strict, "", kBy)) == "access.no_phone");
    std::filesystem::remove(sent);
  });
}

TEST_CASE("the three administrators are three accounts, and do nothing else") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    Account account;
    account.login = "root1";
    account.name = "某某";
    account.roles = {Role::system_admin, Role::security_admin};
    CHECK(code_of(world.accounts().add(account, "", kBy)) == "access.roles_conflict");
    account.roles = {Role::system_admin, Role::clerk};
    account.grants = kCounty;
    CHECK(code_of(world.accounts().add(account, "", kBy)) == "access.roles_conflict");
    account.roles = {Role::audit_admin};
    CHECK(code_of(world.accounts().add(account, "", kBy)) == "access.roles_conflict");
    account.grants.clear();
    CHECK(world.accounts().add(account, "", kBy).ok());
    world.add("li", {Role::clerk}, kCounty);
    CHECK(code_of(world.accounts().hand_over({"root1", "li", world.today(), false}, kBy)) ==
          "access.roles_conflict");
    CHECK(code_of(world.accounts().stand_in({"root1", "li", world.today(), world.today()}, kBy)) ==
          "access.roles_conflict");
    Account wrong = account;
    wrong.login = "Root 1";
    CHECK(code_of(world.accounts().add(wrong, "", kBy)) == "access.login_malformed");
    wrong.login = "helper1";
    wrong.roles = {Role::helper};
    wrong.grants = kCounty;
    CHECK(code_of(world.accounts().add(wrong, "", kBy)) == "access.own_list_needed");
    std::vector<std::string> many(501);
    for (std::string& one : many) one = std::to_string(&one - many.data());
    for (const auto& own :
         std::vector<std::vector<std::string>>{{""}, {std::string(65, 'h')}, many}) {
      wrong.grants[0].own = own;
      CHECK(code_of(world.accounts().add(wrong, "", kBy)) == "access.own_list_needed");
    }
    wrong.grants[0].own = {"h2", "h1", "h2"};
    must(world.accounts().add(wrong, "", kBy));
    world.start();  // kept
    CHECK(must(world.accounts().find("helper1")).grants[0].own ==
          std::vector<std::string>{"h1", "h2"});
    for (const AuditRow& row : world.rows()) CHECK(row.detail.find("h1") == std::string::npos);
    wrong.roles = {Role::clerk};
    wrong.grants.clear();
    CHECK(code_of(world.accounts().add(wrong, "", kBy)) == "access.grant_needed");
    wrong.grants = {{"5134x"}};
    CHECK(code_of(world.accounts().add(wrong, "", kBy)) == "access.grant_needed");
  });
}

TEST_CASE("work handed over: on its day the giver keeps nothing, and nothing grows in between") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("old", {Role::clerk}, {{"513422"}});
    world.add("new", {Role::reader}, {{"51"}});
    must(world.accounts().hand_over({"old", "new", world.today() + 2, false}, kBy));
    const std::string id = world.log_in("old").id;
    CHECK(world.sessions().who(id).ok());
    world.seconds += 2 * 86'400;
    CHECK(code_of(world.sessions().who(id)) == "access.session_ended");
    CHECK(world.refusal({"old", World::kPassword, "", "", ""}) == "access.log_in_refused");
    const Account giver = must(world.accounts().find("old"));
    CHECK(giver.state == "handed_over");
    CHECK(giver.roles.empty());
    CHECK(giver.grants.empty());
    CHECK(code_of(world.accounts().unlock("old", kBy)) == "access.handed_over");
    const Person taker = world.log_in("new").person;
    const auto take = [&](const char* area) {
      return may(taker, Action::parcel_take, {area, "worker", Secrecy::personal}).ok();
    };
    CHECK(take("513422"));
    CHECK(!take("513401"));  // reader of the province, clerk of the county only
    CHECK(!take("51"));
    CHECK(may(taker, Action::figure_read, {"513401", "", Secrecy::open}).ok());
    world.start();
    CHECK(must(world.accounts().find("new")).roles.size() == 2);
    CHECK(must(world.accounts().find("new")).grants.size() == 2);
    CHECK(world.accounts().hand_overs().at(0).done);
  });
}

TEST_CASE("a stand-in acts within his days, is audited as both, and is himself again after") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::clerk}, {{"513422"}});
    world.add("wang", {Role::reader}, {{"51"}});
    SignedIn in = world.log_in("wang");
    CHECK(code_of(world.sessions().act_for(in.id, "li")) == "access.no_stand_in");
    CHECK(code_of(world.sessions().act_for(in.id, "nobody")) == "access.no_stand_in");
    must(world.accounts().stand_in({"li", "wang", world.today(), world.today()}, kBy));
    const SignedIn other = must(world.sessions().act_for(in.id, "li"));
    CHECK(other.id != in.id);
    CHECK(code_of(world.sessions().who(in.id)) == "access.session_ended");
    const Person who = must(world.sessions().who(other.id));
    CHECK(who.login == "wang");
    CHECK(who.on_behalf_of == "li");
    CHECK(may(who, Action::parcel_take, {"513422", "worker", Secrecy::personal}).ok());
    CHECK(!may(who, Action::figure_read, {"51", "", Secrecy::open}).ok());
    const Scope scope = must(scope_of(who, Action::record_read, Secrecy::personal));
    CHECK(scope.actor() == "wang");
    CHECK(scope.on_behalf_of() == "li");
    CHECK(world.rows().at(0).actor == "wang");
    CHECK(world.rows().at(0).on_behalf_of == "li");
    const SignedIn self = must(world.sessions().act_for(other.id, ""));
    CHECK(self.person.on_behalf_of.empty());
    const SignedIn again = must(world.sessions().act_for(self.id, "li"));
    world.seconds += 14 * 60;
    CHECK(world.sessions().who(again.id).ok());
    world.seconds = (world.seconds + 8 * 3'600) / 86'400 * 86'400 + 86'400 - 8 * 3'600 - 60;
    const SignedIn late = must(world.sessions().act_for(world.log_in("wang").id, "li"));
    CHECK(world.sessions().who(late.id).ok());
    world.seconds += 120;  // past midnight
    CHECK(code_of(world.sessions().who(late.id)) == "access.session_ended");
    // A giver that is locked has nobody standing in.
    must(world.accounts().stand_in({"li", "wang", world.today(), world.today()}, kBy));
    must(world.accounts().lock("li", kBy));
    CHECK(code_of(world.sessions().act_for(world.log_in("wang").id, "li")) == "access.no_stand_in");
  });
}

TEST_CASE("tokens: a part of what the account may, until they end") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.add("li", {Role::officer}, {{"51"}});
    Token token;
    token.login = "li";
    token.label = "bank list";
    token.actions = {Action::parcel_take, Action::figure_read};
    token.area = "513422";
    token.expires = world.today() + 1;
    const std::string whole = must(world.tokens().add(token, kBy));
    world.start();
    const Person who = must(world.tokens().who(whole));
    CHECK(may(who, Action::parcel_take, {"513422", "worker", Secrecy::personal}).ok());
    CHECK(code_of(may(who, Action::parcel_take, {"513401", "worker", Secrecy::personal})) ==
          "access.not_yours");
    CHECK(code_of(may(who, Action::record_read)) == "access.forbidden");
    CHECK(code_of(world.tokens().who(whole.substr(0, whole.size() - 1) + "!")) ==
          "access.token_refused");
    CHECK(code_of(world.tokens().who("ddu_")) == "access.token_refused");
    CHECK(code_of(world.tokens().who("")) == "access.token_refused");
    auto session = must(store.session());
    const auto rows = must(session->query("select secret_sha256 from token"));
    CHECK(whole.find(std::string(rows["secret_sha256"].text(0))) == std::string::npos);

    Token other = token;
    other.actions = {Action::audit_read};
    CHECK(code_of(world.tokens().add(other, kBy)) == "access.token_actions");
    other.actions = {};
    CHECK(code_of(world.tokens().add(other, kBy)) == "access.token_actions");
    other = token;
    other.area = "52";
    CHECK(code_of(world.tokens().add(other, kBy)) == "access.not_yours");
    other = token;
    other.expires = world.today() + 367;
    CHECK(code_of(world.tokens().add(other, kBy)) == "access.token_expiry");

    must(world.accounts().lock("li", kBy));
    CHECK(code_of(world.tokens().who(whole)) == "access.token_refused");
    must(world.accounts().unlock("li", kBy));
    CHECK(world.tokens().who(whole).ok());
    world.seconds += 2 * 86'400;
    CHECK(code_of(world.tokens().who(whole)) == "access.token_refused");
    token.expires = world.today();
    const std::string second = must(world.tokens().add(token, kBy));
    CHECK(world.tokens().who(second).ok());
    CHECK(world.tokens().list("li").size() == 2);
    must(world.tokens().revoke(second.substr(4, 8), kBy));
    CHECK(code_of(world.tokens().who(second)) == "access.token_refused");
    CHECK(code_of(world.tokens().revoke("nothing1", kBy)) == "access.no_token");
    world.start();
    CHECK(code_of(world.tokens().who(second)) == "access.token_refused");
  });
}

TEST_CASE("many log in at one time, from many threads") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    for (int i = 0; i < 4; ++i) world.add("li" + std::to_string(i), {Role::clerk}, kCounty);
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        const std::string login = "li" + std::to_string(i), remote = "10.9.0." + std::to_string(i);
        for (int n = 0; n < 5; ++n) {
          auto in = world.sessions().log_in({login, World::kPassword, "", remote, ""});
          if (in.ok() && world.sessions().who(in->id).ok()) ++good;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(good == 20);
    CHECK(!world.check().broken_at);
  });
}

TEST_CASE("a rebuild's copy holds every kept table as it stands") {
  store::TestFolder folder;
  auto to_store = must(store::Store::open({.data = folder.path(), .create = true}));
  auto to = must(to_store->session());
  must(store::migrate(*to));
  store::TestFolder from_folder;
  auto from_store = must(store::Store::open({.data = from_folder.path(), .create = true}));
  World world(*from_store);
  world.add("li", {Role::clerk}, kCounty);
  const SignedIn in = world.log_in("li");
  must(world.access->while_still([&]() -> Result<void> {
    auto from = must(from_store->session());
    return copy_kept(*from, *to);
  }));
  const int64_t seconds = world.seconds;
  World copied(*to_store);
  copied.seconds = seconds;
  CHECK(copied.sessions().who(in.id).ok());
  CHECK(copied.check().last_hash == world.check().last_hash);
  CHECK(copied.check().rows > 3);
  CHECK(!copied.check().broken_at);
}

}  // namespace
}  // namespace diaodu::access
