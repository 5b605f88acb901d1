#include "access/platform.hpp"

#include <boost/json.hpp>

#include "access/audit_chain.hpp"
#include "access/child.hpp"
#include "access/id_token.hpp"
#include "access/secret.hpp"
#include "access/sessions_inside.hpp"

namespace diaodu::access {
namespace {

namespace json = boost::json;
constexpr int64_t kVisitSeconds = 600;
constexpr size_t kVisitsMax = 10'000;

Error platform_failed(const char* what) {
  return Error{"access.platform_failed",
               {"统一认证平台没有正常应答", "the log-in platform did not answer as it should"},
               {"稍后再试，或用本系统的账号密码登录；一直不行请系统管理员检查对接配置",
                "try again, or log in with a password; if it goes on, have the settings looked at"},
               {},
               {{"what", what}}};
}

Error platform_refused() {
  return Error{"access.platform_refused",
               {"认证平台认识您，但本系统没有您的账号，或账号已停用",
                "the platform knows you, but there is no active account of yours here"},
               {"请安全管理员开通账号，账号名与平台上的一致",
                "have the security administrator open one, by the login you have there"},
               {},
               {},
               Exit::usage};
}

std::string escaped(std::string_view text) {  // of a URL's query, and of a form
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

std::string form_of(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    if (!out.empty()) out += '&';
    out += escaped(name) + "=" + escaped(value);
  }
  return out;
}

// Nothing travels in the clear, but to a platform on this very machine.
bool is_safe(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://127.0.0.1:") ||
         url.starts_with("http://localhost:");
}

Result<json::object> fetched(const PlatformOptions& options, const std::string& url,
                             const std::string& form) {
  if (!is_safe(url)) return platform_failed("url");
  std::string body;
  if (options.fetch) {
    TRY_ASSIGN(body, options.fetch(url, form));
  } else {
    auto output = output_of(options.fetch_command, {url}, form);
    if (!output) return platform_failed("fetch");
    body = *std::move(output);
  }
  boost::system::error_code failed;
  json::value value = json::parse(body, failed);
  if (failed || !value.is_object()) return platform_failed("json");
  return std::move(value.get_object());
}

Result<std::string> text_in(const json::object& object, const char* name) {
  const json::value* found = object.if_contains(name);
  if (!found || !found->is_string()) return platform_failed(name);
  return std::string(found->get_string());
}

Result<json::object> discovered(const PlatformOptions& options) {
  TRY_ASSIGN(json::object found,
             fetched(options, options.issuer + "/.well-known/openid-configuration", ""));
  TRY_ASSIGN(const std::string issuer, text_in(found, "issuer"));
  if (issuer != options.issuer) return platform_failed("issuer");
  return found;
}

// The login that the platform vouches for.
Result<std::string> login_of(State& state, const Visit& visit, const std::string& code) {
  const PlatformOptions& options = state.options.platform;
  TRY_ASSIGN(const json::object about, discovered(options));
  TRY_ASSIGN(const std::string token_url, text_in(about, "token_endpoint"));
  TRY_ASSIGN(const std::string keys_url, text_in(about, "jwks_uri"));
  const std::string form = form_of({{"grant_type", "authorization_code"},
                                    {"code", code},
                                    {"redirect_uri", options.redirect_uri},
                                    {"client_id", options.client_id},
                                    {"client_secret", options.client_secret},
                                    {"code_verifier", visit.verifier}});
  TRY_ASSIGN(const json::object answer, fetched(options, token_url, form));
  TRY_ASSIGN(const std::string token, text_in(answer, "id_token"));
  TRY_ASSIGN(const json::object keys, fetched(options, keys_url, ""));
  const auto claims = claims_of(token, json::serialize(keys),
                                {options.issuer, options.client_id, visit.nonce, state.now()});
  if (!claims) return platform_failed("id_token");
  return text_in(*claims, options.login_claim.c_str());
}

}  // namespace

bool Platform::is_there() const { return !state_.options.platform.issuer.empty(); }

Result<Departure> Platform::depart() {
  const PlatformOptions& options = state_.options.platform;
  if (!is_there()) return platform_failed("none");
  TRY_ASSIGN(const json::object about, discovered(options));
  TRY_ASSIGN(const std::string login_url, text_in(about, "authorization_endpoint"));
  if (!is_safe(login_url)) return platform_failed("url");
  Departure departure;
  departure.state = random_id();
  const Visit visit{random_id(), random_id(), state_.now()};
  const char* joint = login_url.find('?') == std::string::npos ? "?" : "&";
  departure.url = login_url + joint +
                  form_of({{"response_type", "code"},
                           {"client_id", options.client_id},
                           {"redirect_uri", options.redirect_uri},
                           {"scope", "openid profile"},
                           {"state", departure.state},
                           {"nonce", visit.nonce},
                           {"code_challenge", base64url(sha256_bytes(visit.verifier))},
                           {"code_challenge_method", "S256"}});
  std::lock_guard lock(state_.mutex);
  std::erase_if(state_.visits,
                [&](const auto& one) { return one.second.begun + kVisitSeconds <= visit.begun; });
  if (state_.visits.size() >= kVisitsMax) return platform_failed("too many at one time");
  state_.visits[departure.state] = visit;
  return departure;
}

Result<SignedIn> Platform::arrive(const std::string& state, const std::string& code,
                                  const std::string& remote, const std::string& request_id) {
  TRY(state_.apply_hand_overs());
  const int64_t now = state_.now();
  Visit visit;
  {
    std::lock_guard lock(state_.mutex);
    const auto found = state_.visits.find(state);
    if (found == state_.visits.end()) return session_ended();
    visit = found->second;
    state_.visits.erase(found);
  }
  if (visit.begun + kVisitSeconds <= now || code.empty()) return session_ended();
  TRY_ASSIGN(const std::string login, login_of(state_, visit, code));
  std::lock_guard one_by_one(state_.changing);
  const std::optional<Kept> kept = state_.kept(login);
  AuditEntry audit;
  audit.actor = kept ? login : "?" + id_hash(state_.options.key, login);
  audit.action = "log_in";
  audit.detail = "platform";
  audit.remote = remote;
  audit.request_id = request_id;
  if (!kept || kept->account.state != "active") {
    audit.outcome = "no account";
    TRY(state_.writer->write({}, {audit}));
    return platform_refused();
  }
  Opening opening;
  opening.remote = remote;
  opening.audit = {audit};
  opening.is_log_in = opening.by_platform = true;
  return open_session(state_, *kept, {}, opening);
}

}  // namespace diaodu::access
