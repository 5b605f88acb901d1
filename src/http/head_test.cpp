#include "http/head.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace diaodu;
using namespace diaodu::http;

namespace {

HeadRules rules() {
  HeadRules out;
  out.hosts = {"diaodu.example.cn", "localhost:8080"};
  return out;
}

// As a connection does: scan what comes, then parse; the status it would be refused with, or 200.
unsigned status_of(const std::string& bytes, size_t step = 4096, Head* head = nullptr) {
  size_t seen = 0, end = 0;
  for (size_t come = 0; end == 0;) {
    if (come == bytes.size()) return 0;  // would wait for more
    come = std::min(bytes.size(), come + step);
    if (auto no = scan_head(bytes.substr(0, come), rules(), seen, end)) return no->status;
  }
  Head own;
  Head& into = head == nullptr ? own : *head;
  const std::string whole = bytes.substr(0, end);
  if (auto no = parse_head(whole, rules(), into)) return no->status;
  CHECK(beast_agrees(whole, into));
  return 200;
}

const std::string kHost = "Host: diaodu.example.cn\r\n";
std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\n" + kHost + "\r\n";
}
std::string with(const std::string& fields, const std::string& method = "GET") {
  return method + " / HTTP/1.1\r\n" + kHost + fields + "\r\n";
}
std::string host(const std::string& value) {
  return "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n";
}
std::string bytes(std::initializer_list<char> list) { return std::string(list); }

struct Vector {
  std::string name, bytes;
  unsigned status;
};

std::vector<Vector> lines_and_targets() {
  return {
      {"plain", get("/"), 200},
      {"query", get("/a?b=c&d=%E8%B0%83&e=%2F%25"), 200},
      {"encoded name", get("/api/%E8%B0%83%E5%BA%A6"), 200},
      {"LF only", "GET / HTTP/1.1\nHost: diaodu.example.cn\n\n", 400},
      {"LF in the middle", "GET / HTTP/1.1\r\nHost: diaodu.example.cn\nX: 1\r\n\r\n", 400},
      {"CR alone", "GET / HTTP/1.1\rHost: diaodu.example.cn\r\n\r\n", 400},
      {"CR in a value", with("X: a\rb\r\n"), 400},
      {"NUL in a value", with("X: a" + bytes({'\0'}) + "b\r\n"), 400},
      {"control in a value", with("X: a\x01b\r\n"), 400},
      {"DEL in a value", with("X: a\x7f\r\n"), 400},
      {"empty line first", "\r\nGET / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"TLS hello", "\x16\x03\x01\x02", 400},
      {"small letters", "get / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"two spaces", "GET  / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"space at the end", "GET / HTTP/1.1 \r\n" + kHost + "\r\n", 400},
      {"tab between", "GET\t/\tHTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"no version", "GET /\r\n" + kHost + "\r\n", 400},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n" + kHost + "\r\n", 505},
      {"HTTP/2.0", "GET / HTTP/2.0\r\n" + kHost + "\r\n", 505},
      {"HTTP/1.10", "GET / HTTP/1.10\r\n" + kHost + "\r\n", 400},
      {"http/1.1", "GET / http/1.1\r\n" + kHost + "\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505},
      {"TRACE", "TRACE / HTTP/1.1\r\n" + kHost + "\r\n", 405},
      {"CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + kHost + "\r\n", 405},
      {"OPTIONS", "OPTIONS * HTTP/1.1\r\n" + kHost + "\r\n", 405},
      {"method with a sign", "G(ET / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"absolute target", get("http://diaodu.example.cn/"), 400},
      {"star", get("*"), 400},
      {"no slash", get("api"), 400},
      {"fragment", get("/a#b"), 400},
      {"backslash", get("/a\\b"), 400},
      {"high byte", get("/\xe8\xb0\x83"), 400},
      {"two slashes", get("/a//b"), 400},
      {"two slashes first", get("//b"), 400},
      {"dot", get("/a/./b"), 400},
      {"dots", get("/a/../b"), 400},
      {"dots at the end", get("/a/.."), 400},
      {"encoded dots", get("/a/%2e%2E/b"), 400},
      {"half encoded dots", get("/a/.%2e/b"), 400},
      {"three dots are a name", get("/a/..."), 200},
      {"encoded slash", get("/a%2fb"), 400},
      {"encoded backslash", get("/a%5Cb"), 400},
      {"encoded percent", get("/a%252e"), 400},
      {"encoded NUL", get("/a%00"), 400},
      {"NUL in the query", get("/a?b=%00"), 400},
      {"CR LF in the query", get("/a?b=%0d%0aX:1"), 400},
      {"cut code", get("/a%4"), 400},
      {"wrong code", get("/a%zz"), 400},
      {"cut code in the query", get("/a?b=%"), 400},
      {"no UTF-8", get("/%ff"), 400},
      {"overlong UTF-8", get("/%c0%ae%c0%ae"), 400},
      {"surrogate", get("/%ed%a0%80"), 400},
      {"long target", get("/" + std::string(4096, 'a')), 414},
      {"target just short enough", get("/" + std::string(4095, 'a')), 200},
  };
}

std::vector<Vector> fields_and_bodies() {
  std::string many, most;
  for (int i = 0; i < 64; ++i) many += "X: 1\r\n";
  for (int i = 0; i < 63; ++i) most += "X: 1\r\n";
  return {
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", with(kHost), 400},
      {"empty Host", host(""), 400},
      {"foreign Host", host("evil.example"), 400},
      {"Host with any port", host("diaodu.example.cn:8443"), 200},
      {"Host in capitals", host("DIAODU.example.CN"), 200},
      {"Host with its port", host("localhost:8080"), 200},
      {"Host with another port", host("localhost:8081"), 400},
      {"Host without its port", host("localhost"), 400},
      {"Host with a user", host("a@diaodu.example.cn"), 400},
      {"Host with a path", host("diaodu.example.cn/x"), 400},
      {"Host with a space", host("diaodu.example.cn x"), 400},
      {"two in one Host", host("diaodu.example.cn, evil"), 400},
      {"Host with an empty port", host("diaodu.example.cn:"), 400},
      {"Host with a word as port", host("diaodu.example.cn:80x"), 400},
      {"ours as a beginning", host("diaodu.example.cn.evil"), 400},
      {"space before the colon", with("X : 1\r\n"), 400},
      {"no colon", with("X\r\n"), 400},
      {"no name", with(": 1\r\n"), 400},
      {"folded", with("X: 1\r\n 2\r\n"), 400},
      {"folded with a tab", with("X: 1\r\n\t2\r\n"), 400},
      {"folded first", "GET / HTTP/1.1\r\n X: 1\r\n" + kHost + "\r\n", 400},
      {"name with a space", with("X Y: 1\r\n"), 400},
      {"name with a high byte", with("X\xe8: 1\r\n"), 400},
      {"empty value", with("X:\r\n"), 200},
      {"value of a neighbour's cookie", with("Cookie: a=\xe8\xb0\x83\r\n"), 200},
      {"two Cookies", with("Cookie: a=1\r\nCookie: a=2\r\n"), 400},
      {"two Authorizations", with("Authorization: a\r\nauthorization: b\r\n"), 400},
      {"64 fields", with(most), 200},
      {"65 fields", with(many), 431},
      {"fields too long", with("X: " + std::string(8200, 'a') + "\r\n"), 431},
      {"no end", "GET / HTTP/1.1\r\nX: " + std::string(20000, 'a'), 431},
      {"many short lines",
       "GET / HTTP/1.1\r\n" + std::string(4000, 'a') + "\r\n" + std::string(16000, 'b'), 431},
      {"length", with("Content-Length: 5\r\n", "POST"), 200},
      {"no length", with("", "POST"), 200},
      {"equal lengths", with("Content-Length: 5\r\nContent-Length: 5\r\n", "POST"), 400},
      {"other lengths", with("Content-Length: 5\r\nContent-Length: 6\r\n", "POST"), 400},
      {"list of lengths", with("Content-Length: 5, 5\r\n", "POST"), 400},
      {"plus", with("Content-Length: +5\r\n", "POST"), 400},
      {"minus", with("Content-Length: -5\r\n", "POST"), 400},
      {"hex", with("Content-Length: 0x5\r\n", "POST"), 400},
      {"empty length", with("Content-Length:\r\n", "POST"), 400},
      {"space inside", with("Content-Length: 1 5\r\n", "POST"), 400},
      {"13 digits", with("Content-Length: 1000000000000\r\n", "POST"), 400},
      {"overflow", with("Content-Length: 18446744073709551621\r\n", "POST"), 400},
      {"chunked", with("Transfer-Encoding: chunked\r\n", "POST"), 411},
      {"xchunked", with("Transfer-Encoding: xchunked\r\n", "POST"), 411},
      {"CL.TE", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "POST"), 411},
      {"TE.CL", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "POST"), 411},
      {"identity", with("Transfer-Encoding: identity\r\n", "POST"), 411},
      {"hidden TE", with("Transfer-Encoding : chunked\r\n", "POST"), 400},
      {"TE behind a tab", with("Transfer-Encoding:\tchunked\r\n", "POST"), 411},
      {"TE in capitals", with("TRANSFER-ENCODING: CHUNKED\r\n", "POST"), 411},
      {"TE with a GET", with("Transfer-Encoding: chunked\r\n"), 411},
      {"GET with a body", with("Content-Length: 5\r\n"), 400},
      {"HEAD with a body", with("Content-Length: 5\r\n", "HEAD"), 400},
      {"DELETE with a body", with("Content-Length: 5\r\n", "DELETE"), 400},
      {"GET with no bytes", with("Content-Length: 0\r\n"), 200},
      {"Expect", with("Expect: 100-continue\r\nContent-Length: 5\r\n", "POST"), 200},
      {"other Expect", with("Expect: 200-ok\r\n", "POST"), 417},
      {"Connection that is no list", with("Connection: a b\r\n"), 400},
      {"Proxy-Connection that is no list", with("Proxy-Connection: a\\b\r\n"), 400},
  };
}

}  // namespace

TEST_CASE("each head is taken or refused as the rules say, however it is cut into pieces") {
  std::vector<Vector> all = lines_and_targets();
  for (const Vector& one : fields_and_bodies()) all.push_back(one);
  REQUIRE(all.size() >= 110);
  for (const Vector& one : all) {
    CAPTURE(one.name);
    CHECK(status_of(one.bytes) == one.status);
    CHECK(status_of(one.bytes, 1) == one.status);
    CHECK(status_of(one.bytes, 7) == one.status);
  }
}

TEST_CASE("a head is read as it was meant") {
  Head head;
  CHECK(status_of("POST /api/%E8%B0%83/x?a=1+2&a=%26&b&=c HTTP/1.1\r\nHost: LOCALHOST:8080\r\n"
                  "X-One:  two \t\r\nContent-Length: 12\r\nConnection: foo, Close\r\n\r\nbody",
                  4096, &head) == 200);
  CHECK(head.method == "POST");
  CHECK(head.path == "/api/调/x");
  CHECK(head.raw_query == "a=1+2&a=%26&b&=c");
  CHECK(head.query == Pairs{{"a", "1 2"}, {"a", "&"}, {"b", ""}, {"", "c"}});
  CHECK(head.headers[1] == std::pair<std::string, std::string>{"x-one", "two"});
  CHECK(head.has_length);
  CHECK(head.content_length == 12);
  CHECK_FALSE(head.keep_alive);
  CHECK_FALSE(head.expects_continue);
}

TEST_CASE("what is not whole yet is waited for") {
  const std::string whole = get("/");
  for (size_t size = 1; size < whole.size(); ++size) CHECK(status_of(whole.substr(0, size)) == 0);
  CHECK(status_of(whole) == 200);
}

TEST_CASE("the language is the one wanted most; Chinese when nothing is said") {
  CHECK(language_of("") == Language::zh);
  CHECK(language_of("en-US,en;q=0.9,zh;q=0.8") == Language::en);
  CHECK(language_of("zh-CN,zh;q=0.9,en;q=0.8") == Language::zh);
  CHECK(language_of("fr, en;q=0.5") == Language::en);
  CHECK(language_of("en;q=0") == Language::zh);
  CHECK(language_of("en;q=x") == Language::zh);
  CHECK(language_of(";;,,") == Language::zh);
}

TEST_CASE("gzip is taken where it is named with a weight") {
  CHECK(accepts_gzip("gzip, deflate, br"));
  CHECK(accepts_gzip("br;q=1, GZIP;q=0.1"));
  CHECK_FALSE(accepts_gzip("gzip;q=0"));
  CHECK_FALSE(accepts_gzip(""));
  CHECK_FALSE(accepts_gzip("xgzip"));
}
