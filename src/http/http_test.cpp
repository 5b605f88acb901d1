// Request, reply, router, events, ranges, addresses, disk. Sockets: tests/story/http_raw.py.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

#include "http/answer.hpp"
#include "http/body_sink.hpp"
#include "http/core.hpp"
#include "http/gzip.hpp"
#include "http/words.hpp"

using namespace diaodu;
using namespace diaodu::http;

namespace {

Route route(std::string method, std::string pattern) {
  Route out;
  out.method = std::move(method);
  out.pattern = std::move(pattern);
  out.handler = [](const Request&) { return no_content(); };
  return out;
}

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "diaodu-http-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name, const std::string& content = "") const {
    const std::string path = path_ + "/" + name;
    if (!content.empty()) std::ofstream(path) << content;
    return path;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool has(const std::string& head, const std::string& line) {
  return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("cookies, queries and captures are found by name") {
  Request request;
  request.headers = {{"cookie", "a=1; __Host-session=x=y;b=2"}};
  request.query = {{"register", "one"}, {"register", "two"}, {"q", ""}};
  request.captures = {{"id", "7"}};
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("__Host-session") == "x=y");
  CHECK(request.cookie("b") == "2");
  CHECK_FALSE(request.cookie("session").has_value());
  CHECK(request.query_value("register") == "one");
  CHECK(request.query_values("register").size() == 2);
  CHECK(request.query_value("q") == "");
  CHECK_FALSE(request.query_value("p").has_value());
  CHECK(request.param("id") == "7");
}

TEST_CASE("a fixed segment goes before a capture; methods of a path are told") {
  Router router;
  router.add(route("GET", "/api/records/{register}/{key}"));
  router.add(route("GET", "/api/records/{register}/count"));
  router.add(route("PATCH", "/api/records/{register}/{key}"));
  router.add(route("GET", "/"));
  const auto key = router.find("GET", "/api/records/household/5134");
  REQUIRE(key.route != nullptr);
  CHECK(key.route->pattern == "/api/records/{register}/{key}");
  CHECK(key.captures == Pairs{{"register", "household"}, {"key", "5134"}});
  CHECK(router.find("GET", "/api/records/household/count").route->pattern ==
        "/api/records/{register}/count");
  CHECK(router.find("HEAD", "/").route != nullptr);
  const auto wrong = router.find("DELETE", "/api/records/household/5134");
  CHECK(wrong.route == nullptr);
  CHECK(wrong.allowed == std::vector<std::string>{"GET", "PATCH", "HEAD"});
  CHECK(router.find("GET", "/api/records/household").allowed.empty());
  CHECK(router.find("GET", "/api/records//count").route == nullptr);
  CHECK(router.find("GET", "/api/records/household/5134/").route == nullptr);
}

TEST_CASE("a header cannot be split, whatever a file is called") {
  Reply reply;
  reply.set("X-Name", "a\r\nSet-Cookie: b\0c");
  CHECK(reply.headers()[0] == std::pair<std::string, std::string>{"x-name", "aSet-Cookie: b"});
  reply.set("x-name", "second").add("x-name", "third");
  CHECK(reply.headers().size() == 2);
  CHECK(content_disposition("月报.xlsx") ==
        "attachment; filename=\"__.xlsx\"; filename*=UTF-8''%E6%9C%88%E6%8A%A5.xlsx");
  const std::string hostile = content_disposition("../a\"\r\nb;\xff.csv");
  CHECK(hostile.find_first_of("\r\n") == std::string::npos);
  CHECK(hostile ==
        "attachment; filename=\".._a___b__.csv\"; "
        "filename*=UTF-8''.._a%22__b%3B%5F.csv");
}

TEST_CASE("a problem has all its members, in the reader's language") {
  const Error error{"parcel.x", {"错了", "wrong \"here\""}, {"改", "mend"}, "B17", {{"n", "1"}}};
  const Reply reply = problem(422, error, Language::en);
  CHECK(reply.status == 422);
  CHECK(reply.content_type == "application/problem+json");
  CHECK(reply.body ==
        "{\"code\":\"parcel.x\",\"title\":\"The content is not right\",\"detail\":\"wrong "
        "\\\"here\\\"\",\"hint\":\"mend\",\"place\":\"B17\",\"params\":{\"n\":\"1\"},"
        "\"status\":422}");
  CHECK(problem(422, error, Language::zh).body.find("错了") != std::string::npos);
  CHECK(json_escaped(std::string("a\x01\xff\n", 4)) == "a\\u0001\xEF\xBF\xBD\\n");
}

TEST_CASE("answers are compressed where that is wanted and worth it") {
  Request request;
  request.method = "GET";
  request.headers = {{"accept-encoding", "gzip"}};
  const AnswerRules rules{false, true, "csp-of-pages"};
  const Outgoing small = prepare(json("{}"), request, rules);
  CHECK_FALSE(has(small.head, "content-encoding: gzip"));
  const std::string text(5000, 'a');
  const Outgoing big = prepare(json(text), request, rules);
  CHECK(has(big.head, "content-encoding: gzip"));
  CHECK(has(big.head, "vary: accept-encoding"));
  CHECK(has(big.head, "content-length: " + std::to_string(big.body().size())));
  CHECK(big.body().size() < 200);
  CHECK(big.body() == gzip(text));
  Reply secret = json(text);
  secret.may_compress = false;
  CHECK(prepare(std::move(secret), request, rules).body() == text);
  request.headers.clear();
  CHECK(prepare(json(text), request, rules).body() == text);
}

TEST_CASE("each answer bears the security headers; HEAD and 304 have no body") {
  Request request;
  request.method = "GET";
  request.id = "id-1";
  AnswerRules rules{false, true, "csp-of-pages"};
  const Outgoing plain = prepare(json("{}"), request, rules);
  for (const char* line : {"cache-control: no-store", "x-content-type-options: nosniff",
                           "x-frame-options: DENY", "referrer-policy: no-referrer",
                           "content-security-policy: default-src 'none'; frame-ancestors 'none'",
                           "x-request-id: id-1", "connection: keep-alive"})
    CHECK(has(plain.head, line));
  CHECK_FALSE(has(plain.head, "strict-transport-security: max-age=31536000"));
  request.is_https = true;
  Reply page = json("<p>");
  page.content_type = "text/html; charset=utf-8";
  const Outgoing html = prepare(std::move(page), request, rules);
  CHECK(has(html.head, "content-security-policy: csp-of-pages"));
  CHECK(has(html.head, "strict-transport-security: max-age=31536000"));

  const auto board = make_ready("{\"n\":1}");
  request.headers = {{"if-none-match", "\"other\", " + board->etag}};
  const Outgoing same = prepare(ready(board), request, rules);
  CHECK(same.status == 304);
  CHECK(same.body().empty());
  CHECK(same.head.find("content-length") == std::string::npos);
  rules.is_head = true;
  request.headers.clear();
  const Outgoing head = prepare(json("{\"n\":1}"), request, rules);
  CHECK(has(head.head, "content-length: 7"));
  CHECK(head.body().empty());
}

TEST_CASE("a range is a part, the whole, or outside") {
  bool is_outside = false;
  const auto part = [&](std::string_view value) {
    const auto range = parse_range(value, 100, is_outside);
    return range ? std::to_string(range->first) + "-" + std::to_string(range->end)
                 : std::string(is_outside ? "outside" : "whole");
  };
  CHECK(part("bytes=0-0") == "0-1");
  CHECK(part("bytes=10-") == "10-100");
  CHECK(part("bytes=90-999") == "90-100");
  CHECK(part("bytes=-10") == "90-100");
  CHECK(part("bytes=-1000") == "0-100");
  CHECK(part("bytes=100-") == "outside");
  CHECK(part("bytes=-0") == "outside");
  for (const char* odd : {"bytes=", "bytes=-", "bytes=5-4", "bytes=1-2,4-5", "items=1-2",
                          "bytes=a-b", "bytes=1-b", "bytes=99999999999999999999-"})
    CHECK(part(odd) == "whole");
}

TEST_CASE("a file is sent whole, in part, or not at all") {
  const Folder folder;
  const std::string path = folder.file("a", "0123456789");
  Request request;
  request.method = "GET";
  const AnswerRules rules;
  Outgoing whole = prepare(file(path, "text/csv", "表.csv"), request, rules);
  CHECK(whole.file_end == 10);
  CHECK(has(whole.head, "accept-ranges: bytes"));
  CHECK(whole.head.find("filename*=UTF-8''%E8%A1%A8.csv") != std::string::npos);
  const size_t at = whole.head.find("etag: ") + 6;
  const std::string etag = whole.head.substr(at, whole.head.find('\r', at) - at);
  request.headers = {{"range", "bytes=2-4"}, {"if-range", etag}};
  const Outgoing part = prepare(file(path, "text/csv"), request, rules);
  CHECK(part.status == 206);
  CHECK(part.file_at == 2);
  CHECK(has(part.head, "content-range: bytes 2-4/10"));
  CHECK(has(part.head, "content-length: 3"));
  request.headers = {{"range", "bytes=2-4"}, {"if-range", "\"other\""}};
  CHECK(prepare(file(path, "text/csv"), request, rules).status == 200);
  request.headers = {{"range", "bytes=10-"}};
  const Outgoing outside = prepare(file(path, "text/csv"), request, rules);
  CHECK(outside.status == 416);
  CHECK(has(outside.head, "content-range: bytes */10"));
  CHECK(prepare(file(path + "x", "text/csv"), request, rules).status == 404);
  CHECK(prepare(file(folder.path(), "text/csv"), request, rules).status == 404);
  Reply once = file(path, "text/csv");
  once.file->remove_after = true;
  { const Outgoing out = prepare(std::move(once), Request{}, rules); }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("readers get their topics' events, what they missed, or the word to reload") {
  EventHub hub;
  int woken = 0;
  const auto reader = hub.subscribe({"round", "board"}, "", [&] { ++woken; });
  hub.publish("round", "sealed", "{\"round\":1}");
  hub.publish("other", "sealed", "{\"round\":2}");
  hub.publish("board", "changed", "{}");
  std::string wire;
  REQUIRE(hub.take(reader, wire));
  CHECK(woken == 2);
  CHECK(wire.find("event: sealed\ndata: {\"round\":1}\n\n") != std::string::npos);
  CHECK(wire.find("round\":2") == std::string::npos);
  CHECK(hub.take(reader, wire));
  CHECK(wire.empty());
  const auto id_of_last = [&] {
    hub.publish("round", "sealed", "{}");
    REQUIRE(hub.take(reader, wire));
    return wire.substr(4, wire.find('\n') - 4);
  };
  const std::string id = id_of_last();
  hub.publish("round", "sealed", "{\"round\":3}");
  const auto again = hub.subscribe({"round"}, id, [] {});
  REQUIRE(hub.take(again, wire));
  CHECK(wire.find("round\":3") != std::string::npos);
  CHECK(wire.find("round\":1") == std::string::npos);
  for (const std::string& odd : {std::string("1-1"), std::string("x"), id + "x"}) {
    const auto lost = hub.subscribe({"round"}, odd, [] {});
    REQUIRE(hub.take(lost, wire));
    CHECK(wire.find("event: reload") != std::string::npos);
  }
  CHECK(hub.readers() == 5);
  hub.unsubscribe(again);
  CHECK(hub.readers() == 4);
  for (int i = 0; i < 70; ++i) hub.publish("round", "sealed", "{}");
  CHECK_FALSE(hub.take(reader, wire));  // too far behind
  const auto late = hub.subscribe({"round"}, id, [] {});
  REQUIRE(hub.take(late, wire));
  CHECK(wire.find("event: reload") != std::string::npos);
}

TEST_CASE("a pool takes as much as it may, and does all it took before it ends") {
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  std::atomic<int> done{0};
  Pool pool(2, 3);
  for (int i = 0; i < 5; ++i) CHECK(pool.submit([&] { open.wait(), ++done; }));
  CHECK_FALSE(pool.submit([&] { ++done; }));
  gate.set_value();
  pool.finish();
  CHECK(done == 5);
  CHECK_FALSE(pool.submit([&] { ++done; }));
}

TEST_CASE("only our own proxies are believed about the client") {
  const std::set<std::string> ours{"127.0.0.1", "10.0.0.5"};
  const auto client = [&](const std::string& forwarded, const std::string& peer) {
    return client_address({{"x-forwarded-for", forwarded}}, peer, ours);
  };
  CHECK(client("1.2.3.4", "127.0.0.1") == "1.2.3.4");
  CHECK(client("6.6.6.6, 1.2.3.4", "127.0.0.1") == "1.2.3.4");
  CHECK(client("6.6.6.6, 1.2.3.4, 10.0.0.5", "127.0.0.1") == "1.2.3.4");
  CHECK(client("1.2.3.4", "8.8.8.8") == "8.8.8.8");
  CHECK(client("nonsense", "127.0.0.1") == "127.0.0.1");
  CHECK(normal_address("::ffff:10.0.0.1") == "10.0.0.1");
  CHECK(normal_address("2001:DB8:0::1") == "2001:db8::1");
  CHECK(gate_key("2001:db8::1") == gate_key("2001:db8::2"));
  CHECK(gate_key("2001:db8::1") != gate_key("2001:db8:0:1::1"));
}

TEST_CASE("pages: the application answers for its paths, not for the interface's") {
  const Pages pages({{"/index.html", "text/html", "index", "", "\"i\"", false},
                     {"/assets/a-1.js", "text/javascript", "script", "", "\"a\"", true}});
  CHECK(pages.find("/")->ready->plain == "index");
  CHECK(pages.find("/board/5134")->ready->plain == "index");
  CHECK(pages.find("/assets/a-1.js")->ready->plain == "script");
  CHECK_FALSE(pages.find("/assets/b-2.js").has_value());
  CHECK_FALSE(pages.find("/api/nothing").has_value());
  CHECK_FALSE(pages.find("/api").has_value());
}

TEST_CASE("a body goes to disk with its hash; pieces follow one another exactly") {
  const Folder folder;
  {
    BodySink lost;
    REQUIRE_FALSE(lost.open_new(folder.path(), "lost").has_value());
    REQUIRE_FALSE(lost.write("half").has_value());
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/lost"));
  uint64_t length = 0;
  const std::string path = folder.file("piece");
  {
    BodySink first;
    REQUIRE_FALSE(first.open_append(path, 0, length).has_value());
    BodySink second;
    CHECK(second.open_append(path, 0, length)->status == 409);  // held by the first
    REQUIRE_FALSE(first.write("hello ").has_value());
  }
  CHECK(std::filesystem::file_size(path) == 6);  // a lost connection leaves what came
  BodySink wrong;
  CHECK(wrong.open_append(path, 5, length)->status == 409);
  CHECK(length == 6);
  BodySink rest;
  REQUIRE_FALSE(rest.open_append(path, 6, length).has_value());
  REQUIRE_FALSE(rest.write("world").has_value());
  const BodyFile body = rest.finish();
  CHECK(body.offset == 6);
  CHECK(body.bytes == 5);
  CHECK(body.sha256 == sha256_hex("world"));
  BodySink none;
  CHECK(none.open_append(folder.path() + "/never", 3, length)->status == 409);
  CHECK(none.open_new(folder.path() + "/no-folder", "x")->status == 500);
}

TEST_CASE("metrics are counted by route and told as Prometheus reads them") {
  Counters counters;
  counters.count("GET", "/api/records/{register}", 200, 0.003);
  counters.count("GET", "/api/records/{register}", 404, 9);
  counters.count_refusal("http.busy");
  const std::string text = metrics_text(counters.snapshot());
  const std::string route = "{method=\"GET\",route=\"/api/records/{register}\"";
  for (const std::string& line :
       {"diaodu_http_requests_total" + route + ",status=\"200\"} 1",
        "diaodu_http_request_seconds_bucket" + route + ",le=\"0.0025\"} 0",
        "diaodu_http_request_seconds_bucket" + route + ",le=\"0.005\"} 1",
        "diaodu_http_request_seconds_bucket" + route + ",le=\"+Inf\"} 2",
        std::string("diaodu_http_refused_total{code=\"http.busy\"} 1")})
    CHECK(text.find(line + "\n") != std::string::npos);
}
