// /api/session/platform: log-in by the platform that the installation trusts. The browser is sent
// there and comes back; a cookie of its own says that it is the same browser.
#include <fmt/format.h>

#include "api/door.hpp"
#include "api/inside.hpp"
#include "api/shape.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

// Lax, as the way back begins at another site.
std::string visit_cookie(const http::Request& request, std::string_view state) {
  return fmt::format("{}={}; Path=/api/session; HttpOnly; SameSite=Lax{}; Max-Age={}",
                     kPlatformCookie, state, request.is_https ? "; Secure" : "",
                     state.empty() ? 0 : 600);
}

http::Reply sent_to(const std::string& url) {
  http::Reply reply = http::no_content();
  reply.status = 303;
  reply.set("Location", url);
  return reply;
}

// The page says it in words.
http::Reply back_to_log_in(const Error& error) {
  return sent_to("/login?platform=" + error.code.substr(error.code.find('.') + 1));
}

Result<http::Reply> about_platform(Call& call) {
  const access::PlatformSettings settings = call.inside.backend.access().platform().settings();
  return answer({{"available", !settings.issuer.empty()}, {"name", text_or_null(settings.name)}});
}

Result<http::Reply> depart(Call& call) {
  const auto departure = call.inside.backend.access().platform().depart();
  if (!departure) return back_to_log_in(departure.error());
  http::Reply reply = sent_to(departure->url);
  reply.add("Set-Cookie", visit_cookie(call.request, departure->state));
  return reply;
}

Result<http::Reply> arrive(Call& call) {
  access::Arrival arrival;
  arrival.state = call.value("state").value_or("");
  arrival.code = call.value("code").value_or("");
  arrival.issuer = call.value("iss").value_or("");
  arrival.remote = call.request.remote_address;
  arrival.request_id = call.request.id;
  // Another browser's way back, or none that began here, is nobody's.
  const auto cookie = call.request.cookie(kPlatformCookie);
  if (arrival.state.empty() || !cookie || *cookie != arrival.state)
    return sent_to("/login?platform=session_ended");
  const auto in = call.inside.backend.access().platform().arrive(arrival);
  if (!in) {
    http::Reply reply = back_to_log_in(in.error());
    if (in.error().code != "access.platform_unlinked")
      reply.add("Set-Cookie", visit_cookie(call.request, ""));
    return reply;
  }
  http::Reply reply = sent_to("/");
  reply.add("Set-Cookie", cookie_of(call.request, in->id));
  reply.add("Set-Cookie", visit_cookie(call.request, ""));
  return reply;
}

}  // namespace

std::vector<Entry> platform_routes() {
  return {{"GET", "/api/session/platform", Door::open, about_platform, true},
          {"GET", "/api/session/platform/begin", Door::open, depart},
          {"GET", "/api/session/platform/arrive", Door::open, arrive}};
}

}  // namespace diaodu::api
