#include "access/secret.hpp"

#include <doctest/doctest.h>

#include <set>

#include "access/password.hpp"
#include "access/throttle.hpp"

namespace diaodu::access {
namespace {

TEST_CASE("one-time codes are those of RFC 6238, appendix B") {
  const std::string secret = "12345678901234567890";
  CHECK(totp(secret, 59 / 30, 8) == "94287082");
  CHECK(totp(secret, 1'111'111'109 / 30, 8) == "07081804");
  CHECK(totp(secret, 1'111'111'111 / 30, 8) == "14050471");
  CHECK(totp(secret, 1'234'567'890 / 30, 8) == "89005924");
  CHECK(totp(secret, 2'000'000'000 / 30, 8) == "69279037");
  CHECK(totp(secret, 20'000'000'000 / 30, 8) == "65353130");
}

TEST_CASE("a code is good in its step and the two beside it, and never twice") {
  const std::string secret = "12345678901234567890";
  const int64_t now = 1'583'460'000, step = now / 30;
  CHECK(totp_step_of(secret, totp(secret, step), now, 0) == step);
  CHECK(totp_step_of(secret, totp(secret, step - 1), now, 0) == step - 1);
  CHECK(totp_step_of(secret, totp(secret, step + 1), now, 0) == step + 1);
  CHECK(!totp_step_of(secret, totp(secret, step - 2), now, 0));
  CHECK(!totp_step_of(secret, totp(secret, step), now, step));
  CHECK(!totp_step_of(secret, "", now, 0));
  CHECK(!totp_step_of(secret, totp(secret, step) + "0", now, 0));
}

TEST_CASE("Base32 is that of RFC 4648, without padding") {
  CHECK(base32("") == "");
  CHECK(base32("f") == "MY");
  CHECK(base32("fo") == "MZXQ");
  CHECK(base32("foobar") == "MZXW6YTBOI");
}

TEST_CASE("what is sealed opens with its key only, and not when a bit was changed") {
  const HashKey key{1, 2};
  const std::string text = sealed(key, "secret of the authenticator");
  CHECK(unsealed(key, text) == "secret of the authenticator");
  CHECK(text.find("secret") == std::string::npos);
  CHECK(sealed(key, "a") != sealed(key, "a"));
  CHECK(!unsealed({1, 3}, text));
  for (size_t i = 0; i < text.size(); i += 7) {
    std::string other = text;
    other[i] = other[i] == '0' ? '1' : '0';
    CHECK(!unsealed(key, other));
  }
  CHECK(!unsealed(key, "abc"));
  CHECK(!unsealed(key, ""));
}

TEST_CASE("ids and passwords are long and differ") {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const std::string id = random_id();
    CHECK(id.size() == 43);
    CHECK(seen.insert(id).second);
    CHECK(check_password("clerk", "", random_password()).ok());
  }
}

TEST_CASE("argon2id hashes carry their cost, and fit their password only") {
  const std::string hash = *hash_password("correct horse 7", {64, 1, 1});
  CHECK(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  CHECK(password_fits(hash, "correct horse 7"));
  CHECK(!password_fits(hash, "correct horse 8"));
  CHECK(!password_fits("", "correct horse 7"));
  CHECK(*hash_password("correct horse 7", {64, 1, 1}) != hash);
}

TEST_CASE("weak passwords are refused, each for its reason") {
  const auto why = [](const char* password) {
    const auto checked = check_password("muli-li", "李娜", password);
    return checked.ok() ? std::string() : checked.error().code;
  };
  CHECK(why("correct horse 7") == "");
  CHECK(why("九个汉字的密码够长") == "access.password_weak");
  CHECK(why("十个汉字组成的密码够长") == "");
  CHECK(why("short 123") == "access.password_weak");
  CHECK(why("xx Muli-Li 99") == "access.password_weak");
  CHECK(why("我的名字是李娜你猜猜看") == "access.password_weak");
  CHECK(why("Password1234") == "access.password_weak");
  CHECK(why("aaaaaaaaaaaaab") == "access.password_weak");
  CHECK(why("\xff\xfe bad bytes here") == "access.password_weak");
  CHECK(why(std::string(129, 'a').c_str()) == "access.password_weak");
}

TEST_CASE("five refusals in a quarter of an hour are enough, by account and by address") {
  Throttle throttle(5, 5, 900);
  for (int i = 0; i < 5; ++i) CHECK(throttle.begin("li", "", 1'000 + i) == 0);
  CHECK(throttle.begin("li", "", 1'010) == 890);
  CHECK(throttle.begin("wang", "", 1'010) == 0);
  CHECK(throttle.begin("li", "", 1'899) == 1);
  CHECK(throttle.begin("li", "", 1'900) == 0);
  CHECK(throttle.begin("li", "", 1'900) > 0);
  for (int i = 0; i < 5; ++i)
    CHECK(throttle.begin("one" + std::to_string(i), "10.0.0.1", 5'000) == 0);
  CHECK(throttle.begin("six", "10.0.0.1", 5'000) > 0);
  CHECK(throttle.begin("six", "10.0.0.2", 5'000) == 0);
  throttle.good("six", "10.0.0.2");
  for (int i = 0; i < 5; ++i) CHECK(throttle.begin("six", "10.0.0.2", 5'001) == 0);
}

}  // namespace
}  // namespace diaodu::access
