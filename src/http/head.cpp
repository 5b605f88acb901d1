#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.hpp"
#include "http/words.hpp"

namespace diaodu::http {
namespace {

constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
// Those that decide something: a second one is a way to tell two programs two things.
constexpr std::array<std::string_view, 17> kOnce{
    "host",    "content-length", "content-type",    "content-range", "authorization", "origin",
    "cookie",  "expect",         "range",           "if-match",      "if-range",      "referer",
    "upgrade", "user-agent",     "idempotency-key", "x-csrf-token",  "upload-offset"};

bool is_token(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.find(c) != std::string_view::npos;
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
std::string_view trim_spaces(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Refusal malformed(Words detail) { return {400, "http.malformed", std::move(detail)}; }
Refusal head_too_large() {
  return {431,
          "http.head_too_large",
          {"请求头太多或太长", "the request has too many header fields, or too long ones"}};
}

// Decodes `text` into `out`; false where a code is cut short, or gives a control character or what
// is no UTF-8.
bool decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (is_control(c)) return false;
    out += c;
  }
  return is_utf8(out);
}

bool has_hidden_separator(std::string_view path) {
  for (size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 1)) {
    const std::string code = lower(path.substr(i + 1, 2));
    if (code == "2f" || code == "5c" || code == "25" || code == "00") return true;
  }
  return false;
}

bool has_dot_segment(std::string_view decoded) {
  for (const std::string& segment : split(decoded, '/'))
    if (segment == "." || segment == "..") return true;
  return false;
}

std::optional<Refusal> parse_target(std::string_view target, const HeadRules& rules, Head& head) {
  if (target.size() > rules.target_bytes_max)
    return Refusal{414, "http.target_too_long", {"网址太长", "the address is too long"}};
  if (target.empty() || target.front() != '/')
    return malformed({"网址必须以 / 开头", "the request target must begin with /"});
  for (char c : target)
    if (is_control(c) || static_cast<unsigned char>(c) >= 0x80 || c == ' ' || c == '\\' ||
        c == '#' || c == '"' || c == '<' || c == '>')
      return malformed({"网址里有不允许的字符",
                        "the request target has a character that is not "
                        "allowed there"});
  const size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  if (path.find("//") != std::string_view::npos || has_hidden_separator(path) ||
      !decode(path, false, head.path) || has_dot_segment(head.path))
    return malformed({"网址的路径写法不允许", "the path is written in a way that is not allowed"});
  head.target = target;
  if (mark == std::string_view::npos) return std::nullopt;
  head.raw_query = target.substr(mark + 1);
  for (const std::string& part : split(head.raw_query, '&')) {
    if (part.empty()) continue;
    const size_t equals = part.find('=');
    std::string name, value;
    if (!decode(std::string_view(part).substr(0, equals), true, name) ||
        (equals != std::string::npos &&
         !decode(std::string_view(part).substr(equals + 1), true, value)))
      return malformed({"网址的查询参数写法不对", "a query parameter is not well formed"});
    head.query.emplace_back(std::move(name), std::move(value));
  }
  return std::nullopt;
}

std::optional<Refusal> parse_line(std::string_view line, const HeadRules& rules, Head& head) {
  const size_t first = line.find(' ');
  const size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos || line.find(' ', second + 1) != std::string_view::npos)
    return malformed({"请求的第一行写法不对", "the request line is not well formed"});
  head.method = line.substr(0, first);
  const std::string_view version = line.substr(second + 1);
  if (version != "HTTP/1.1") {
    if (version.size() == 8 && version.substr(0, 5) == "HTTP/" && version[6] == '.')
      return Refusal{505, "http.version", {"只支持 HTTP/1.1", "only HTTP/1.1 is spoken here"}};
    return malformed({"请求的第一行写法不对", "the request line is not well formed"});
  }
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    if (head.method.empty() || head.method.size() > 20 ||
        !std::all_of(head.method.begin(), head.method.end(), [](char c) { return is_token(c); }))
      return malformed({"请求的第一行写法不对", "the request line is not well formed"});
    return method_unknown();
  }
  return parse_target(line.substr(first + 1, second - first - 1), rules, head);
}

std::optional<Refusal> parse_field(std::string_view line, Head& head) {
  const size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == std::string_view::npos || name.empty() ||
      !std::all_of(name.begin(), name.end(), is_token))
    return malformed({"请求头的写法不对", "a header field is not well formed"});
  const std::string_view value = trim_spaces(line.substr(colon + 1));
  if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }))
    return malformed({"请求头里有控制字符", "a header field has a control character"});
  std::string small = lower(name);
  if (small == "transfer-encoding")
    return Refusal{411,
                   "http.length_required",
                   {"请求体必须用 Content-Length 说明长度，不接受 Transfer-Encoding",
                    "the body's length must be told by Content-Length; no Transfer-Encoding"}};
  if (std::find(kOnce.begin(), kOnce.end(), small) != kOnce.end() &&
      std::any_of(head.headers.begin(), head.headers.end(),
                  [&](const auto& pair) { return pair.first == small; }))
    return malformed({"请求头重复：" + small, "the header field comes twice: " + small});
  head.headers.emplace_back(std::move(small), value);
  return std::nullopt;
}

const std::string* field(const Head& head, std::string_view name) {
  for (const auto& [key, value] : head.headers)
    if (key == name) return &value;
  return nullptr;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// host[:port], where host is a name, an IPv4 address, or an IPv6 one in brackets.
std::optional<std::pair<std::string, std::string>> parse_host(std::string_view value) {
  size_t end = 0;
  if (!value.empty() && value.front() == '[') {
    end = value.find(']');
    if (end == std::string_view::npos || end < 3) return std::nullopt;
    for (char c : value.substr(1, end - 1))
      if (hex_digit(c) < 0 && c != ':' && c != '.') return std::nullopt;
    ++end;
  } else {
    while (end < value.size() &&
           (is_token(value[end]) && (hex_digit(value[end]) >= 0 || std::isalnum(value[end]) != 0 ||
                                     value[end] == '.' || value[end] == '-' || value[end] == '_')))
      ++end;
    if (end == 0) return std::nullopt;
  }
  std::string host = lower(value.substr(0, end));
  if (end == value.size()) return std::pair{host, std::string()};
  if (value[end] != ':' || !is_port(value.substr(end + 1))) return std::nullopt;
  return std::pair{host, std::string(value.substr(end + 1))};
}

std::optional<Refusal> check_host(const HeadRules& rules, const Head& head) {
  const std::string* value = field(head, "host");
  if (value == nullptr) return malformed({"请求没有 Host", "the request has no Host"});
  const auto host = parse_host(*value);
  if (!host) return malformed({"Host 的写法不对", "Host is not well formed"});
  const std::string whole = host->second.empty() ? host->first : host->first + ":" + host->second;
  for (const std::string& ours : rules.hosts)
    if (ours == host->first || ours == whole) return std::nullopt;
  return Refusal{400,
                 "http.host",
                 {"这个网址不是本系统的。管理员可以用 --host 加入它",
                  "this host name is not one of ours; an administrator can add it with --host"}};
}

std::optional<Refusal> check_length(Head& head) {
  if (const std::string* value = field(head, "content-length")) {
    if (value->empty() || value->size() > 12 ||
        !std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; }))
      return malformed({"Content-Length 写法不对", "Content-Length is not well formed"});
    head.has_length = true;
    head.content_length = std::strtoull(value->c_str(), nullptr, 10);
  }
  const bool has_no_body = head.method == "GET" || head.method == "HEAD" || head.method == "DELETE";
  if (has_no_body && head.content_length > 0)
    return malformed({"这种请求不能带请求体", "a request of this method has no body"});
  return std::nullopt;
}

// Proxy-Connection is what old clients say for Connection, and Beast heeds it.
std::optional<Refusal> check_connection(Head& head) {
  for (const auto& [name, value] : head.headers) {
    if (name != "connection" && name != "proxy-connection") continue;
    for (const std::string& part : split(value, ',')) {
      const std::string_view option = trim_spaces(part);
      if (!std::all_of(option.begin(), option.end(), is_token))
        return malformed({"Connection 写法不对", "Connection is not well formed"});
      if (lower(option) == "close") head.keep_alive = false;
    }
  }
  const std::string* expect = field(head, "expect");
  if (expect == nullptr) return std::nullopt;
  if (lower(*expect) != "100-continue")
    return Refusal{417, "http.expectation", {"不支持这种 Expect", "this Expect is not known"}};
  head.expects_continue = true;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> scan_head(std::string_view bytes, const HeadRules& rules, size_t& seen,
                                 size_t& end) {
  end = 0;
  if (seen == 0 && !bytes.empty() && !(bytes.front() >= 'A' && bytes.front() <= 'Z'))
    return malformed({"这不是 HTTP 请求", "this is no HTTP request"});
  const size_t limit = std::min(bytes.size(), rules.head_bytes_max);
  for (; seen < limit; ++seen) {
    const char c = bytes[seen];
    if (c == '\n') {
      if (seen == 0 || bytes[seen - 1] != '\r')
        return malformed({"换行必须是 CR LF", "a line ends with CR LF, not with LF alone"});
      if (seen >= 3 && bytes[seen - 2] == '\n') {
        end = seen + 1;
        return std::nullopt;
      }
    } else if (seen > 0 && bytes[seen - 1] == '\r') {
      return malformed({"换行必须是 CR LF", "CR stands without LF"});
    } else if (is_control(c) && c != '\r' && c != '\t') {
      return malformed({"请求头里有控制字符", "the head has a control character"});
    }
  }
  if (seen >= rules.head_bytes_max) return head_too_large();
  return std::nullopt;
}

std::optional<Refusal> parse_head(std::string_view bytes, const HeadRules& rules, Head& head) {
  head = Head{};
  const size_t line_end = bytes.find("\r\n");
  if (line_end == std::string_view::npos || bytes.size() < 4 ||
      bytes.substr(bytes.size() - 4) != "\r\n\r\n")
    return malformed({"请求头没有结束", "the head has no end"});
  if (auto no = parse_line(bytes.substr(0, line_end), rules, head)) return no;
  std::string_view rest = bytes.substr(line_end + 2);
  if (rest.size() > rules.field_bytes_max) return head_too_large();
  while (rest.size() > 2) {
    const size_t stop = rest.find("\r\n");
    if (head.headers.size() == rules.fields_max) return head_too_large();
    if (auto no = parse_field(rest.substr(0, stop), head)) return no;
    rest.remove_prefix(stop + 2);
  }
  if (auto no = check_host(rules, head)) return no;
  if (auto no = check_length(head)) return no;
  return check_connection(head);
}

// Weights as in "zh-CN,zh;q=0.9,en;q=0.8"; what is not understood counts as 0.
template <typename See>
void each_weighted(std::string_view list, See&& see) {
  for (const std::string& part : split(list, ',')) {
    const std::vector<std::string> pieces = split(part, ';');
    double weight = 1;
    for (size_t i = 1; i < pieces.size(); ++i) {
      const std::string parameter = lower(trim_spaces(pieces[i]));
      if (parameter.rfind("q=", 0) == 0) weight = std::strtod(parameter.c_str() + 2, nullptr);
    }
    if (!pieces.empty()) see(lower(trim_spaces(pieces[0])), weight);
  }
}

Language language_of(std::string_view accept_language) {
  double zh = 0, en = 0;
  each_weighted(accept_language, [&](const std::string& name, double weight) {
    if (name == "zh" || name.rfind("zh-", 0) == 0) zh = std::max(zh, weight);
    if (name == "en" || name.rfind("en-", 0) == 0) en = std::max(en, weight);
  });
  return en > zh ? Language::en : Language::zh;
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool yes = false;
  each_weighted(accept_encoding, [&](const std::string& name, double weight) {
    if (name == "gzip") yes = weight > 0;
  });
  return yes;
}

}  // namespace diaodu::http
