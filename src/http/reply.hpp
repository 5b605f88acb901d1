#pragma once
// What a handler answers. The server adds length, date, security headers, compression (JSON and
// text above 1 KB, where accepted), ranges of files, and 304 when the ETag is the one asked about.
// Cache-Control is "no-store" unless the handler says otherwise.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "http/request.hpp"

namespace diaodu::http {

// A file to stream. `download_name` (may be Chinese) makes it an attachment.
struct FileBody {
  std::string path;
  std::string download_name;
  bool remove_after = false;
};

// A body made once and sent to many (a board): both forms, and the ETag of its content.
struct ReadyBody {
  std::string plain;
  std::string gzip;
  std::string etag;
};
std::shared_ptr<const ReadyBody> make_ready(std::string plain);

// Server-sent events of these topics (events.hpp) until the client goes, 15 minutes have passed
// (the browser comes again by itself, and is asked again who it is) or the server stops.
struct EventStream {
  std::vector<std::string> topics;
};

struct Reply {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::shared_ptr<const ReadyBody> ready;  // in place of `body`
  std::optional<FileBody> file;            // likewise
  std::optional<EventStream> events;       // likewise
  bool may_compress = true;                // false where a secret stands beside what a client chose
  bool close = false;                      // end the connection after this answer

  // A name or value with CR, LF, NUL or another control character is a programmer's error in a
  // name, and dropped from a value (file names come from people). `set` replaces, `add` adds.
  Reply& set(std::string_view name, std::string_view value);
  Reply& add(std::string_view name, std::string_view value);
  const Pairs& headers() const { return headers_; }

 private:
  Pairs headers_;
};

Reply json(std::string body, unsigned status = 200);
Reply text(std::string body, unsigned status = 200);
Reply no_content();
Reply ready(std::shared_ptr<const ReadyBody> body);  // JSON
Reply file(std::string path, std::string content_type, std::string download_name = "");
Reply events(std::vector<std::string> topics);

// application/problem+json: {code, title, detail, hint, place, params, status}; all of them always.
struct Problem {
  std::string code;
  Words title;  // empty: the usual words for the status
  Words detail;
  Words hint;
  std::string place;
  Pairs params;
};
Reply problem(unsigned status, const Problem& problem, Language language);
Reply problem(unsigned status, const Error& error, Language language);  // detail = its message

// "attachment; filename=...; filename*=UTF-8''...", safe for any name.
std::string content_disposition(std::string_view download_name);
// `text` as the inside of a JSON string, without the quotes.
std::string json_escaped(std::string_view text);

}  // namespace diaodu::http
