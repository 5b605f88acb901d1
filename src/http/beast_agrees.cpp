// The only place that knows Beast. Its parser is fed with the head that the guard let through; if
// the two differ in anything that matters the request is refused.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <limits>

#include "http/head.hpp"

namespace diaodu::http {

bool beast_agrees(std::string_view bytes, const Head& head) {
  namespace beast = boost::beast;
  beast::http::request_parser<beast::http::empty_body> parser;
  parser.header_limit(64 * 1024);
  parser.body_limit(std::numeric_limits<uint64_t>::max());
  beast::error_code failed;
  const size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), failed);
  // With a body announced, an empty_body parser stops behind the head.
  if (failed || used != bytes.size() || !parser.is_header_done()) return false;
  const auto& message = parser.get();
  const auto length = parser.content_length();
  return message.method_string() == head.method && message.target() == head.target &&
         message.version() == 11 && !parser.chunked() && parser.keep_alive() == head.keep_alive &&
         length.has_value() == head.has_length &&
         (!length.has_value() || *length == head.content_length) &&
         static_cast<size_t>(std::distance(message.begin(), message.end())) == head.headers.size();
}

}  // namespace diaodu::http
