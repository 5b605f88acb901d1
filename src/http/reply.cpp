#include "http/reply.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "http/gzip.hpp"
#include "http/words.hpp"

namespace diaodu::http {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";

bool is_plain_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string checked_name(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    DIAODU_CHECK(is_plain_letter(c) || c == '-', "the name of a header is made of letters and -");
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}
std::string cleaned_value(std::string_view value) {
  std::string out;
  std::copy_if(value.begin(), value.end(), std::back_inserter(out),
               [](char c) { return !is_control(c); });
  return out;
}

const std::string& in_language(const Words& words, Language language) {
  if (language == Language::en && !words.en.empty()) return words.en;
  return words.zh.empty() ? words.en : words.zh;
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
  out += out.size() > 1 ? ",\"" : "\"";
  out += key;
  out += "\":\"";
  out += json_escaped(value);
  out += '"';
}

}  // namespace

std::shared_ptr<const ReadyBody> make_ready(std::string plain) {
  auto body = std::make_shared<ReadyBody>();
  body->gzip = gzip(plain);
  // Weak: both forms bear it.
  body->etag = "W/\"" + sha256_hex(plain).substr(0, 32) + "\"";
  body->plain = std::move(plain);
  return body;
}

Reply& Reply::set(std::string_view name, std::string_view value) {
  const std::string small = checked_name(name);
  headers_.erase(std::remove_if(headers_.begin(), headers_.end(),
                                [&](const auto& pair) { return pair.first == small; }),
                 headers_.end());
  headers_.emplace_back(small, cleaned_value(value));
  return *this;
}
Reply& Reply::add(std::string_view name, std::string_view value) {
  headers_.emplace_back(checked_name(name), cleaned_value(value));
  return *this;
}

Reply json(std::string body, unsigned status) {
  Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = std::move(body);
  return reply;
}
Reply text(std::string body, unsigned status) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/plain; charset=utf-8";
  reply.body = std::move(body);
  return reply;
}
Reply no_content() {
  Reply reply;
  reply.status = 204;
  return reply;
}
Reply ready(std::shared_ptr<const ReadyBody> body) {
  Reply reply;
  reply.content_type = "application/json";
  reply.set("etag", body->etag);
  reply.ready = std::move(body);
  return reply;
}
Reply file(std::string path, std::string content_type, std::string download_name) {
  Reply reply;
  reply.content_type = std::move(content_type);
  reply.file = FileBody{std::move(path), std::move(download_name), false};
  return reply;
}
Reply events(std::vector<std::string> topics) {
  Reply reply;
  reply.content_type = "text/event-stream";
  reply.events = EventStream{std::move(topics)};
  reply.set("x-accel-buffering", "no");  // nginx is to hand each event on at once
  return reply;
}

Reply problem(unsigned status, const Problem& problem, Language language) {
  const Words title = problem.title.empty() ? status_words(status) : problem.title;
  std::string body = "{";
  append_text(body, "code", problem.code);
  append_text(body, "title", in_language(title, language));
  append_text(body, "detail", in_language(problem.detail, language));
  append_text(body, "hint", in_language(problem.hint, language));
  append_text(body, "place", problem.place);
  body += ",\"params\":{";
  for (size_t i = 0; i < problem.params.size(); ++i) {
    if (i > 0) body += ',';
    body += '"' + json_escaped(problem.params[i].first) + "\":\"" +
            json_escaped(problem.params[i].second) + '"';
  }
  body += "},\"status\":" + std::to_string(status) + "}";
  Reply reply = json(std::move(body), status);
  reply.content_type = "application/problem+json";
  reply.set("content-language", language == Language::zh ? "zh-CN" : "en");
  return reply;
}
Reply problem(unsigned status, const Error& error, Language language) {
  return problem(status,
                 Problem{error.code, {}, error.message, error.hint, error.place, error.params},
                 language);
}

std::string content_disposition(std::string_view download_name) {
  std::string ascii, encoded;
  size_t at = 0;
  while (at < download_name.size()) {
    const size_t from = at;
    char32_t c = next_code_point(download_name, at);
    if (c < 0x20 || c == 0x7f || c == '/' || c == '\\') c = '_';
    const bool is_safe =
        c < 0x80 && (is_plain_letter(static_cast<char>(c)) || c == '.' || c == '-' || c == '_');
    ascii += is_safe || c == ' ' ? static_cast<char>(c) : '_';
    if (is_safe) {
      encoded += static_cast<char>(c);
      continue;
    }
    std::string bytes;
    append_utf8(bytes, c);
    if (c == 0xFFFD) bytes = "_";
    if (c != '_' && c != 0xFFFD) bytes = download_name.substr(from, at - from);
    for (char byte : bytes) {
      encoded += '%';
      encoded += kHex[static_cast<unsigned char>(byte) >> 4];
      encoded += kHex[static_cast<unsigned char>(byte) & 15];
    }
  }
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  size_t at = 0;
  while (at < text.size()) {
    const size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(c >> shift) & 15];
    } else if (c == 0xFFFD) {
      append_utf8(out, c);  // also for a byte that is no UTF-8: JSON is UTF-8 always
    } else {
      out.append(text.substr(from, at - from));
    }
  }
  return out;
}

}  // namespace diaodu::http
