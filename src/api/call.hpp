#pragma once
// One request being answered: who asks, what he may, the pack, the last sealed round; and the small
// things every noun needs: what the query says, scopes, pages, ETags.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "access/access.hpp"
#include "api/backend.hpp"
#include "api/readers.hpp"
#include "http/reply.hpp"
#include "http/request.hpp"

namespace diaodu::api {

struct Inside;  // inside.hpp

struct Call {
  Inside& inside;
  const http::Request& request;
  access::Person who;
  std::string session;  // id of the cookie's session; empty: a token, or nobody
  Used used;
  std::optional<journal::Seal> seal;
  std::string once_key;  // of a write: for the command it journals; empty: none was given

  bool chinese() const { return request.language == http::Language::zh; }
  const pack::Pack& pack() const { return *used.pack; }
  access::By by() const {
    return {who.login, who.on_behalf_of, request.remote_address, request.id};
  }

  // What the query says. Errors "api.bad_value"; of a place or register that is not his: not_found.
  std::optional<std::string> value(std::string_view name) const;
  Result<std::optional<Day>> day(std::string_view name = "day") const;
  Result<Day> day_or_last(std::string_view name = "day") const;
  Result<int> number(std::string_view name, int otherwise, int from, int to) const;
  Result<bool> flag(std::string_view name) const;
  Result<int64_t> id(std::string_view text) const;  // of the path or of `after`
  // A place he may do that for; none said: his own. `register_id` empty: none in particular.
  Result<std::string> area(access::Action action, const std::string& register_id = {}) const;
  // As written by people or programs: code or "cn".
  Result<std::string> area_of(const std::string& typed, access::Action action,
                              const std::string& register_id = {}) const;
  Result<const pack::Register*> register_of(std::string_view id, access::Action action) const;
  std::string own_area() const;  // where his pages open

  // What he may read; a purpose that is stated (X-Purpose, or purpose of the query) shows in full.
  Result<access::Scope> scope(access::Action action,
                              access::Secrecy secrecy = access::Secrecy::open) const;
  std::optional<std::string> purpose() const;
  std::optional<std::string> header(std::string_view name) const;  // percent-decoded
  // Recorded before it is shown.
  // Gives its number.
  Result<int64_t> audit(access::Action action, const std::string& register_id,
                        const std::string& area, int64_t count, std::vector<std::string> ids = {},
                        const std::string& detail = {}) const;
  Result<Lease> reader() const;

  // {items, day, round, next}; `fields` of the query leaves only those properties of the items.
  boost::json::object page(boost::json::array items, std::optional<Day> day,
                           const std::string& next) const;
  std::string area_name(std::string_view area) const;
  boost::json::array area_path(std::string_view area) const;  // from the top to the place above it
  std::string etag() const;                                   // of this question in this round
};

access::Secrecy secrecy_of(pack::Secret secret);
// A document as an answer.
http::Reply answer(const boost::json::object& object, unsigned status = 200);
http::Reply answer(const Call& call, const boost::json::object& object);  // with the ETag

// Errors of the API itself.
Error not_found();
Error bad_value(std::string_view name, std::string_view value, const Words& wanted);
unsigned status_of(const Error& error);
// The body of a writing request. Errors "api.bad_json", "api.bad_value".
Result<boost::json::object> body_of(const http::Request& request);
Result<std::string> text_in(const boost::json::object& body, std::string_view name);
Result<std::string> text_in(const boost::json::object& body, std::string_view name,
                            std::string otherwise);
// What people will read: a reason, an answer; at most kTextMax bytes.
constexpr size_t kTextMax = 2000;
Result<std::string> short_text(const boost::json::object& body, std::string_view name, bool must);
Result<bool> flag_in(const boost::json::object& body, std::string_view name, bool otherwise);
Result<std::optional<int64_t>> number_in(const boost::json::object& body, std::string_view name);
Result<std::optional<Day>> day_in(const boost::json::object& body, std::string_view name);
Result<std::vector<std::string>> texts_in(const boost::json::object& body, std::string_view name);
// All members must be among these: a misspelt one is told. Error "api.bad_value".
Result<void> only(const boost::json::object& body, std::initializer_list<std::string_view> names);

}  // namespace diaodu::api
