#include "access/password.hpp"

#include <argon2.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "access/secret.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr size_t kHash = 32, kSalt = 16, kShortest = 10, kLongest = 128, kDifferent = 5;

// The commonest of ten characters and more, of published lists; lower case.
constexpr std::array<std::string_view, 64> kCommonest = {
    "1234567890",    "0123456789",       "12345678910",  "123456789a",    "a123456789",
    "123456789q",    "q123456789",       "1234567891",   "9876543210",    "0987654321",
    "123123123123",  "1231231234",       "123456123456", "1234512345",    "147258369a",
    "qwertyuiop",    "qwertyuiop123",    "qwerty123456", "1234qwerasdf",  "123qweasdzxc",
    "qweasdzxc123",  "1q2w3e4r5t",       "1q2w3e4r5t6y", "q1w2e3r4t5y6",  "q1w2e3r4t5",
    "1qaz2wsx3edc",  "1qaz2wsx3edc4rfv", "qazwsxedcrfv", "1qazxsw23edc",  "zaq12wsxcde3",
    "asdfghjkl123",  "asdfghjkl1",       "asdfghjkl;",   "zxcvbnm123",    "zxcvbnm1234",
    "password12",    "password123",      "password1234", "password12345", "p@ssw0rd123",
    "p@ssword123",   "passw0rd123",      "admin12345",   "admin123456",   "admin@12345",
    "administrator", "administrator1",   "root123456",   "test123456",    "abc1234567",
    "abc123456789",  "abcd123456",       "abcdefghij",   "abcd1234567",   "aa123456789",
    "aa12345678",    "qq123456789",      "woaini1314",   "woaini5201314", "woaini521314",
    "5201314520",    "13145201314",      "iloveyou1314", "zhongguo2020"};

Error weak(std::string zh, std::string en) {
  return Error{
      "access.password_weak",
      {std::move(zh), std::move(en)},
      {"用几个不相干的词连起来，至少 10 个字符",
       "join a few words that have nothing to do with one another; 10 characters at least"},
      {},
      {},
      Exit::usage};
}

Error too_busy() {
  return Error{"access.too_busy",
               {"同时登录的人太多，请稍等", "too many people log in at this moment"},
               {"过几秒再试", "try again in a few seconds"}};
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

Result<std::string> hash_password(const std::string& password, const HashCost& cost) {
  const std::string salt = random_bytes(kSalt);
  std::string encoded(
      argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSalt, kHash, Argon2_id), '\0');
  const int failed = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes,
                                           password.data(), password.size(), salt.data(), kSalt,
                                           kHash, encoded.data(), encoded.size());
  if (failed != ARGON2_OK) return too_busy();  // out of memory
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool password_fits(const std::string& hash, const std::string& password) {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

HashGate::Pass::~Pass() {
  if (!gate_) return;
  std::lock_guard lock(gate_->mutex_);
  ++gate_->free_;
  gate_->one_left_.notify_one();
}

Result<HashGate::Pass> HashGate::enter(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!one_left_.wait_for(lock, patience, [&] { return free_ > 0; })) return too_busy();
  --free_;
  return Pass(*this);
}

Result<void> check_password(const std::string& login, const std::string& name,
                            const std::string& password) {
  if (!is_utf8(password) || password.find('\0') != std::string::npos)
    return weak("密码不是有效的文字", "the password is not valid text");
  const size_t length = code_points(password);
  if (length < kShortest || length > kLongest) {
    return weak(fmt::format("密码要有 {} 到 {} 个字符", kShortest, kLongest),
                fmt::format("a password has {} to {} characters", kShortest, kLongest));
  }
  const std::string typed = lower(password);
  const auto holds = [&](const std::string& word) {  // two letters stand in many a good password
    return word.size() > 3 && typed.find(lower(word)) != std::string::npos;
  };
  if (holds(login) || holds(name)) {
    return weak("密码里不要有账号或姓名", "the password holds the login or the name");
  }
  if (std::set<char>(typed.begin(), typed.end()).size() < kDifferent)
    return weak("密码里不同的字符太少", "the password has too few different characters");
  if (std::find(kCommonest.begin(), kCommonest.end(), typed) != kCommonest.end())
    return weak("这个密码太常见，很容易被猜到", "this password is among the commonest");
  return {};
}

}  // namespace diaodu::access
