#include "api/door.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "api/sql.hpp"
#include "base/hash.hpp"

namespace diaodu::api {
namespace {

constexpr size_t kKeyBytesMin = 8, kKeyBytesMax = 80, kDigestBytes = 24;

// What is not there and what is another's are one answer.
bool is_missing(const std::string& code) {
  constexpr std::string_view kCodes[] = {"access.not_yours",         "access.no_account",
                                         "access.no_token",          "asked.unknown_parcel",
                                         "asked.unknown_figure",     "asked.unknown_area",
                                         "figure.unknown_indicator", "standing.unknown_target",
                                         "record.no_register",       "parcel.no_such_column"};
  return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

Error sign_in_error() {
  return Error{"api.sign_in",
               {"请先登录", "sign in first"},
               {"登录后再试；程序请带 Authorization: Bearer 令牌",
                "sign in and try again; a program sends its token as Authorization: Bearer"},
               {},
               {},
               Exit::usage};
}

Error csrf_error(const char* code) {
  return Error{code,
               {"这个请求不是从本系统的页面发出的，没有执行",
                "this request did not come from one of our own pages and was not carried out"},
               {"刷新页面后再试", "load the page again and try once more"},
               {},
               {},
               Exit::usage};
}

Error key_error(const char* code, const Words& message, const Words& hint) {
  return Error{code, message, hint, {}, {}, Exit::usage};
}

std::string_view bearer(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto header = request.header("authorization");
  if (!header || !header->starts_with(kScheme)) return {};
  return header->substr(kScheme.size());
}

// Who asks; for a write by cookie also: is it one of our own pages?
Result<void> let_in(Call& call, const Entry& entry) {
  access::Access& access = call.inside.backend.access();
  if (const std::string_view token = bearer(call.request); !token.empty()) {
    TRY_ASSIGN(call.who, access.tokens().who(token));
    return {};
  }
  const auto cookie = call.request.cookie(kCookie);
  if (!cookie || cookie->empty()) return sign_in_error();
  const bool is_quiet = call.request.route == "/api/events";
  TRY_ASSIGN(call.who, access.sessions().who(*cookie, is_quiet));
  call.session = *cookie;
  if (entry.door != Door::writer) return {};
  const auto csrf = call.request.header("x-csrf-token");
  if (!csrf || !access::Sessions::csrf_good(*cookie, *csrf)) return csrf_error("api.csrf");
  if (const auto origin = call.request.header("origin")) {
    const std::string host(call.request.header("host").value_or(""));
    if (*origin != "http://" + host && *origin != "https://" + host)
      return csrf_error("api.origin");
  }
  return {};
}

std::string digest_of(const http::Request& request) {
  Sha256 hash;
  for (const std::string_view part :
       {std::string_view(request.method), std::string_view(request.path),
        std::string_view(request.raw_query), std::string_view(request.body),
        std::string_view(request.body_file ? request.body_file->sha256 : std::string_view())}) {
    hash.update(part);
    hash.update(std::string_view("\x1f"));
  }
  return hash.hex().substr(0, kDigestBytes);
}

// A key that the journal knows from before a restart: with another request behind it, refused.
Result<void> compare_with_journal(Call& call, const std::string& key, const std::string& digest) {
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const store::Batch known,
             session->query(sql::key_in_journal, {{"first", key + ":"}, {"last", key + ";"}}));
  if (known.rows() == 0 || known["idempotency_key"].text(0) == key + ":" + digest) return {};
  return key_error("api.key_reused",
                   {"这个 Idempotency-Key 已用于另一个请求",
                    "this Idempotency-Key was used for another request"},
                   {"每做一件新的事换一个键", "take a new key for each new thing"});
}

Result<http::Reply> do_once(Call& call, const Entry& entry) {
  const auto given = call.request.header("idempotency-key");
  if (!given) return entry.answer(call);
  constexpr std::string_view kOfKeys =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";
  if (given->size() < kKeyBytesMin || given->size() > kKeyBytesMax ||
      given->find_first_not_of(kOfKeys) != std::string_view::npos) {
    return bad_value("Idempotency-Key", "",
                     {"8 到 80 个字母、数字或 . - _", "8 to 80 letters, digits or . - _"});
  }
  const std::string key = fmt::format("api:{}:{}", call.who.login, *given);
  const std::string digest = digest_of(call.request);
  const Once::Looked looked = call.inside.once.begin(key, digest);
  switch (looked.found) {
    case Once::Found::again: return *looked.reply;
    case Once::Found::other:
      return key_error("api.key_reused",
                       {"这个 Idempotency-Key 已用于另一个请求",
                        "this Idempotency-Key was used for another request"},
                       {"每做一件新的事换一个键", "take a new key for each new thing"});
    case Once::Found::running:
      return key_error("api.key_in_progress",
                       {"同一个请求还在办理", "the same request is still being carried out"},
                       {"稍后再问", "ask again in a moment"});
    case Once::Found::fresh: break;
  }
  call.once_key = key + ":" + digest;
  Result<void> known = compare_with_journal(call, key, digest);
  Result<http::Reply> reply = known ? entry.answer(call) : Result<http::Reply>(known.error());
  if (reply && reply->status < 500)
    call.inside.once.keep(key, *reply);
  else
    call.inside.once.forget(key);
  return reply;
}

Result<Call> begin(Inside& inside, const Entry& entry, const http::Request& request) {
  Call call{inside, request, {}, {}, {}, {}, {}};
  call.used = inside.backend.used();
  call.seal = inside.seal();
  if (inside.backend.is_dead() || !call.used.pack) {
    return Error{"api.not_ready",
                 {"系统还没有准备好", "the system is not ready"},
                 {"稍后再试；一直如此请找管理员",
                  "try again later; if it stays so, tell the "
                  "administrator"},
                 {}};
  }
  if (entry.door != Door::open) TRY(let_in(call, entry));
  return call;
}

std::optional<http::Reply> look_in_memory(Inside& inside, const Entry& entry,
                                          const http::Request& request) {
  Result<Call> call = begin(inside, entry, request);
  if (!call) return problem(request, call.error());
  Result<std::optional<http::Reply>> reply = entry.from_memory(*call);
  if (!reply) return problem(request, reply.error());
  return std::move(reply).value();
}

http::Reply handle(Inside& inside, const Entry& entry, const http::Request& request) {
  Result<Call> call = begin(inside, entry, request);
  if (!call) return problem(request, call.error());
  if (entry.has_etag && !call->purpose()) {
    const auto have = request.header("if-none-match");
    if (have && *have == call->etag()) {
      http::Reply same;
      same.status = 304;
      same.set("ETag", call->etag());
      return same;
    }
  }
  Result<http::Reply> reply =
      entry.door == Door::writer ? do_once(*call, entry) : entry.answer(*call);
  if (!reply) return problem(request, reply.error());
  return std::move(reply).value();
}

}  // namespace

http::Reply problem(const http::Request& request, const Error& error) {
  if (is_missing(error.code)) return http::problem(404, not_found(), request.language);
  return http::problem(status_of(error), error, request.language);
}

std::string cookie_of(const http::Request& request, std::string_view id) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", kCookie, id,
                     request.is_https ? "; Secure" : "", id.empty() ? "; Max-Age=0" : "");
}

http::Route make_route(Inside& inside, Entry made) {
  const auto entry = std::make_shared<const Entry>(std::move(made));
  http::Route route;
  route.method = entry->method;
  route.pattern = entry->pattern;
  route.is_quick = entry->is_quick;
  route.body_to_file = entry->body_to_file;
  route.body_bytes_max = entry->body_bytes_max;
  route.handler = [&inside, entry](const http::Request& request) {
    return handle(inside, *entry, request);
  };
  if (entry->from_memory) {
    route.from_memory = [&inside, entry](const http::Request& request) {
      return look_in_memory(inside, *entry, request);
    };
  }
  if (entry->door == Door::writer) {
    route.admit = [&inside, entry](const http::Request& request) {
      http::Admission admission;
      Result<Call> call = begin(inside, *entry, request);
      if (!call) {
        admission.refusal = problem(request, call.error());
      } else if (entry->letting) {
        Result<http::Admission> let = entry->letting(*call);
        if (let)
          admission = std::move(let).value();
        else
          admission.refusal = problem(request, let.error());
      }
      return admission;
    };
  }
  return route;
}

}  // namespace diaodu::api
