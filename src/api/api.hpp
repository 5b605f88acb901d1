#pragma once
// api: the nouns of docs/openapi.yaml over HTTP. One file a noun: decode, allow, call the room,
// reply. Promised: nothing is read without a Scope of the person who asks; what is not his is
// answered as if it were not there (404, one body for all); personal cells come masked unless a
// purpose is stated, which is in the audit before anything is shown; a write with an
// Idempotency-Key is done once. Not promised: anything of the pages (web/).
#include <memory>
#include <string>
#include <string_view>

#include "api/backend.hpp"
#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"

namespace diaodu::api {

class Api {
 public:
  explicit Api(Backend& backend);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  http::Router router();  // every route, with what each lets in
  // Where what happens is told, and what /metrics prints; set before the first request.
  void tell(http::EventHub& events, std::function<http::Metrics()> metrics);
  // A round may have been sealed: looks, refreshes the boards people look at, then tells them.
  // Called from time to time and after each round of one's own; any thread.
  void look_for_seal();
  void stop();  // before the server: waiting answers are let go

 private:
  std::unique_ptr<struct Inside> inside_;
};

std::string_view openapi_yaml();  // docs/openapi.yaml, in the program

}  // namespace diaodu::api
