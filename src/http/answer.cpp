#include "http/answer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include "base/text.hpp"
#include "http/gzip.hpp"
#include "http/head.hpp"
#include "http/words.hpp"

namespace diaodu::http {
namespace {

constexpr size_t kCompressFrom = 1024;

std::string date_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[40];
  const size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string(text, size);
}

bool is_compressible(std::string_view type) {
  return type.rfind("text/", 0) == 0 ? type != "text/event-stream"
                                     : type.rfind("application/json", 0) == 0 ||
                                           type.rfind("application/problem+json", 0) == 0;
}

std::optional<std::string_view> header_of(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers())
    if (key == name) return value;
  return std::nullopt;
}

bool is_get(const Request& request) { return request.method == "GET"; }

std::optional<uint64_t> number(std::string_view digits) {
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  uint64_t value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

void append(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

// What every answer bears, unless the handler has said it.
void append_defaults(std::string& head, const Reply& reply, const Request& request,
                     const AnswerRules& rules, bool keep_alive) {
  const auto unless_set = [&](std::string_view name, std::string_view value) {
    if (!header_of(reply, name)) append(head, name, value);
  };
  const bool is_page = reply.content_type.rfind("text/html", 0) == 0;
  append(head, "date", date_text());
  unless_set("cache-control", "no-store");
  append(head, "x-content-type-options", "nosniff");
  append(head, "x-frame-options", "DENY");
  append(head, "referrer-policy", "no-referrer");
  append(head, "cross-origin-opener-policy", "same-origin");
  append(head, "cross-origin-resource-policy", "same-origin");
  unless_set("content-security-policy", is_page ? rules.content_security_policy
                                                : "default-src 'none'; frame-ancestors 'none'");
  if (request.is_https) append(head, "strict-transport-security", "max-age=31536000");
  if (!request.id.empty()) append(head, "x-request-id", request.id);
  append(head, "connection", keep_alive ? "keep-alive" : "close");
}

std::string file_tag(const struct stat& status) {
  return "\"" + std::to_string(status.st_ino) + "-" + std::to_string(status.st_size) + "-" +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) +
         "\"";
}

// Opens the reply's file into `out`; turns the reply into an error when that cannot be.
void open_file(Reply& reply, const Request& request, Outgoing& out, uint64_t& size) {
  const FileBody body = *reply.file;
  struct stat status {};
  out.file = ::open(body.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (out.file < 0 || ::fstat(out.file, &status) != 0 || !S_ISREG(status.st_mode)) {
    if (out.file >= 0) ::close(out.file);
    out.file = -1;
    reply = to_reply(file_gone(), request.language);
    return;
  }
  size = out.file_end = static_cast<uint64_t>(status.st_size);
  if (!body.download_name.empty())
    reply.set("content-disposition", content_disposition(body.download_name));
  if (!header_of(reply, "etag")) reply.set("etag", file_tag(status));
  reply.set("accept-ranges", "bytes");
}

void choose_range(Reply& reply, const Request& request, Outgoing& out, uint64_t size) {
  const auto asked = request.header("range");
  if (!asked || !is_get(request) || reply.status != 200) return;
  const auto if_range = request.header("if-range");
  if (if_range && *if_range != header_of(reply, "etag")) return;
  bool is_outside = false;
  const auto range = parse_range(*asked, size, is_outside);
  if (is_outside) {
    ::close(out.file);
    out.file = -1;
    reply = to_reply(range_outside(), request.language);
    reply.set("content-range", "bytes */" + std::to_string(size));
    return;
  }
  if (!range) return;
  out.file_at = range->first;
  out.file_end = range->end;
  reply.status = 206;
  reply.set("content-range", "bytes " + std::to_string(range->first) + "-" +
                                 std::to_string(range->end - 1) + "/" + std::to_string(size));
}

bool is_unchanged(const Reply& reply, const Request& request) {
  const auto tag = header_of(reply, "etag");
  const auto asked = request.header("if-none-match");
  return reply.status == 200 && is_get(request) && tag && asked && names_tag(*asked, *tag);
}

}  // namespace

Outgoing::~Outgoing() {
  if (file >= 0) ::close(file);
  if (!remove_path_.empty()) ::unlink(remove_path_.c_str());
}
Outgoing& Outgoing::operator=(Outgoing&& other) noexcept {
  std::swap(status, other.status);
  std::swap(keep_alive, other.keep_alive);
  std::swap(head, other.head);
  std::swap(file, other.file);
  std::swap(file_at, other.file_at);
  std::swap(file_end, other.file_end);
  std::swap(events, other.events);
  std::swap(own_, other.own_);
  std::swap(ready_, other.ready_);
  std::swap(is_gzip_, other.is_gzip_);
  std::swap(is_empty_, other.is_empty_);
  std::swap(remove_path_, other.remove_path_);
  return *this;
}
std::string_view Outgoing::body() const {
  if (is_empty_) return {};
  if (ready_ != nullptr) return is_gzip_ ? ready_->gzip : ready_->plain;
  return own_;
}

Outgoing prepare(Reply reply, const Request& request, const AnswerRules& rules) {
  Outgoing out;
  uint64_t size = 0;
  if (reply.file) {
    if (reply.file->remove_after) out.remove_path_ = reply.file->path;
    open_file(reply, request, out, size);
    if (out.file >= 0) choose_range(reply, request, out, size);
  }
  if (is_unchanged(reply, request)) reply.status = 304;
  out.ready_ = out.file >= 0 ? nullptr : reply.ready;
  out.own_ = std::move(reply.body);
  const size_t plain_size = out.body().size();
  if (out.file < 0 && plain_size > kCompressFrom && reply.may_compress &&
      is_compressible(reply.content_type) && !header_of(reply, "content-encoding")) {
    reply.add("vary", "accept-encoding");
    if (accepts_gzip(request.header("accept-encoding").value_or(""))) {
      std::string packed = out.ready_ != nullptr ? "" : gzip(out.own_);
      out.is_gzip_ = out.ready_ != nullptr ? !out.ready_->gzip.empty() : !packed.empty();
      if (!packed.empty()) out.own_ = std::move(packed);
    }
  }
  const bool is_bodiless = reply.status == 204 || reply.status == 304;
  out.status = reply.status;
  out.events = rules.is_head ? std::nullopt : std::move(reply.events);
  out.keep_alive = rules.keep_alive && !reply.close && !reply.events;
  out.head = "HTTP/1.1 " + std::to_string(out.status) + " " +
             std::string(status_phrase(out.status)) + "\r\n";
  if (!reply.content_type.empty() && !is_bodiless)
    append(out.head, "content-type", reply.content_type);
  if (out.is_gzip_ && !is_bodiless) append(out.head, "content-encoding", "gzip");
  for (const auto& [name, value] : reply.headers()) append(out.head, name, value);
  if (!is_bodiless && reply.content_type != "text/event-stream")
    append(out.head, "content-length",
           std::to_string(out.file >= 0 ? out.file_end - out.file_at : out.body().size()));
  append_defaults(out.head, reply, request, rules, out.keep_alive);
  out.head += "\r\n";
  if (rules.is_head || is_bodiless) {
    out.is_empty_ = true;
    out.file_at = out.file_end;
  }
  return out;
}

std::optional<Range> parse_range(std::string_view value, uint64_t size, bool& is_outside) {
  is_outside = false;
  if (value.substr(0, 6) != "bytes=") return std::nullopt;
  value.remove_prefix(6);
  const size_t dash = value.find('-');
  if (dash == std::string_view::npos || value.find(',') != std::string_view::npos)
    return std::nullopt;
  const auto first = number(value.substr(0, dash)), last = number(value.substr(dash + 1));
  if (dash == 0) {  // the last n bytes
    if (!last) return std::nullopt;
    is_outside = *last == 0 || size == 0;
    return is_outside ? std::nullopt : std::optional(Range{size - std::min(*last, size), size});
  }
  if (!first || (!last && dash + 1 != value.size()) || (last && *last < *first))
    return std::nullopt;
  is_outside = *first >= size;
  if (is_outside) return std::nullopt;
  return Range{*first, last ? std::min(*last + 1, size) : size};
}

bool names_tag(std::string_view if_none_match, std::string_view etag) {
  const auto bare = [](std::string_view tag) {
    tag = trim_ascii(tag);
    return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag;
  };
  if (trim_ascii(if_none_match) == "*") return true;
  for (const std::string& one : split(if_none_match, ','))
    if (bare(one) == bare(etag)) return true;
  return false;
}

}  // namespace diaodu::http
