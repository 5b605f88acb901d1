#pragma once
// The way in and out of every route: who is it, is it his own page that writes, was it done before;
// and errors as problems.
#include "api/inside.hpp"

namespace diaodu::api {

constexpr std::string_view kCookie = "diaodu_session";
constexpr std::string_view kPlatformCookie = "diaodu_platform";  // of a way to the platform

http::Route make_route(Inside& inside, Entry entry);
http::Reply problem(const http::Request& request, const Error& error);
// The cookie of a session; empty: it ends.
std::string cookie_of(const http::Request& request, std::string_view id);

}  // namespace diaodu::api
