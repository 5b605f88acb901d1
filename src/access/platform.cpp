#include "access/platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "access/audit_chain.hpp"
#include "access/child.hpp"
#include "access/id_token.hpp"
#include "access/secret.hpp"
#include "access/sessions_inside.hpp"
#include "access/sql.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

namespace json = boost::json;
constexpr int64_t kVisitSeconds = 600, kDiscoveredSeconds = 600;
constexpr size_t kVisitsMax = 10'000, kSubjectBytesMax = 255, kSettingBytesMax = 1'000;
constexpr auto kPatience = std::chrono::seconds(1);
constexpr const char* kCurl = "/usr/bin/curl";
constexpr std::string_view kArrivalPath = "/api/session/platform/arrive";

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
               {"认证平台认识您，但您在本系统的账号已停用",
                "the platform knows you, but your account here is not active"},
               {"请安全管理员恢复账号", "have the security administrator see to it"},
               {},
               {},
               Exit::usage};
}

Error platform_unlinked() {
  return Error{"access.platform_unlinked",
               {"认证平台认识您，但还没有与本系统的账号绑定",
                "the platform knows you, but no account here is linked with it yet"},
               {"用本系统的账号密码登录一次，就绑定好了；没有账号的请安全管理员开通",
                "log in with your account and password once, which links the two; without an "
                "account ask the security administrator"},
               {},
               {},
               Exit::usage};
}

Error bad_setting(const char* name, const Words& wanted) {
  return Error{"access.platform_setting",
               {fmt::format("认证平台的设置“{}”不对", name),
                fmt::format("the setting \"{}\" of the log-in platform makes no sense", name)},
               {"要写" + wanted.zh, "It should be " + wanted.en},
               {},
               {{"name", name}},
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
  const bool safe = url.starts_with("https://") || url.starts_with("http://127.0.0.1:") ||
                    url.starts_with("http://localhost:");
  return safe && url.size() <= kSettingBytesMax &&
         std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

// No redirect is followed; the form goes by standard input, where no list of processes shows it.
Result<std::string> by_curl(const std::string& url, const std::string& form) {
  std::vector<std::string> arguments = {
      "--disable",         "--silent", "--fail",     "--globoff", "--proto",        "=http,https",
      "--connect-timeout", "4",        "--max-time", "8",         "--max-filesize", "1000000"};
  if (!form.empty()) arguments.insert(arguments.end(), {"--data-binary", "@-"});
  arguments.insert(arguments.end(), {"--url", url});
  auto output = output_of(kCurl, arguments, form);
  if (!output) return platform_failed("fetch");
  return *std::move(output);
}

Result<json::object> fetched(const State& state, const std::string& url, const std::string& form) {
  if (!is_safe(url)) return platform_failed("url");
  TRY_ASSIGN(const std::string body,
             state.options.fetch ? state.options.fetch(url, form) : by_curl(url, form));
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

PlatformSettings settings_of(const State& state) {
  std::lock_guard lock(state.mutex);
  return state.settings.platform;
}

// Asked again after ten minutes; its keys are asked for at each log-in, so that new ones count.
Result<Discovered> discovered(State& state, const PlatformSettings& settings) {
  const int64_t now = state.now();
  {
    std::lock_guard lock(state.mutex);
    const Discovered& known = state.discovered;
    if (known.issuer == settings.issuer && known.asked + kDiscoveredSeconds > now) return known;
  }
  std::string base = settings.issuer;
  if (base.ends_with('/')) base.pop_back();
  TRY_ASSIGN(const json::object found,
             fetched(state, base + "/.well-known/openid-configuration", ""));
  Discovered made;
  TRY_ASSIGN(made.issuer, text_in(found, "issuer"));
  if (made.issuer != settings.issuer) return platform_failed("issuer");
  TRY_ASSIGN(made.login_url, text_in(found, "authorization_endpoint"));
  TRY_ASSIGN(made.token_url, text_in(found, "token_endpoint"));
  TRY_ASSIGN(made.keys_url, text_in(found, "jwks_uri"));
  if (!is_safe(made.login_url)) return platform_failed("url");
  made.asked = now;
  std::lock_guard lock(state.mutex);
  state.discovered = made;
  return made;
}

// The subject that the platform vouches for.
Result<std::string> subject_of(State& state, const PlatformSettings& settings, const Visit& visit,
                               const std::string& code) {
  TRY_ASSIGN(const Discovered about, discovered(state, settings));
  const std::string form = form_of({{"grant_type", "authorization_code"},
                                    {"code", code},
                                    {"redirect_uri", settings.redirect_uri},
                                    {"client_id", settings.client_id},
                                    {"client_secret", settings.client_secret},
                                    {"code_verifier", visit.verifier}});
  TRY_ASSIGN(const json::object answer, fetched(state, about.token_url, form));
  TRY_ASSIGN(const std::string token, text_in(answer, "id_token"));
  TRY_ASSIGN(const json::object keys, fetched(state, about.keys_url, ""));
  const auto claims = claims_of(token, json::serialize(keys),
                                {settings.issuer, settings.client_id, visit.nonce, state.now()});
  if (!claims) return platform_failed("id_token");
  TRY_ASSIGN(const std::string subject, text_in(*claims, "sub"));
  if (subject.empty() || subject.size() > kSubjectBytesMax || !is_utf8(subject) ||
      subject.find('\0') != std::string::npos) {
    return platform_failed("sub");
  }
  return subject;
}

std::optional<Kept> linked(const State& state, const std::string& issuer,
                           const std::string& subject) {
  std::lock_guard lock(state.mutex);
  for (const auto& [number, kept] : state.accounts) {
    const Account& account = kept.account;
    if (account.platform_subject == subject && account.platform_issuer == issuer) return kept;
  }
  return std::nullopt;
}

Result<void> check(const PlatformSettings& settings) {
  if (!is_safe(settings.issuer) || settings.issuer.find_first_of("?#") != std::string::npos)
    return bad_setting("issuer", {"https:// 开头的地址", "an address that begins with https://"});
  if (!is_safe(settings.redirect_uri) || !settings.redirect_uri.ends_with(kArrivalPath)) {
    const std::string path(kArrivalPath);
    return bad_setting("redirect_uri", {"https://本系统的主机名" + path, "https://HOST" + path});
  }
  const bool too_long = settings.client_id.size() > kSettingBytesMax ||
                        settings.client_secret.size() > kSettingBytesMax ||
                        settings.name.size() > kSettingBytesMax || !is_utf8(settings.name);
  if (settings.client_id.empty() || too_long)
    return bad_setting("client_id",
                       {"平台分配的编号", "what the platform calls this installation"});
  return {};
}

constexpr const char* kIssuer = "platform.issuer";
constexpr const char* kClientId = "platform.client_id";
constexpr const char* kClientSecret = "platform.client_secret";
constexpr const char* kRedirectUri = "platform.redirect_uri";
constexpr const char* kName = "platform.name";

}  // namespace

void take_platform_setting(State& state, const std::string& name, const std::string& value) {
  PlatformSettings& to = state.settings.platform;
  if (name == kIssuer) to.issuer = value;
  if (name == kClientId) to.client_id = value;
  if (name == kClientSecret && !value.empty())
    to.client_secret = unsealed(state.options.key, value).value_or("");
  if (name == kRedirectUri) to.redirect_uri = value;
  if (name == kName) to.name = value;
}

PlatformSettings Platform::settings() const {
  PlatformSettings shown = settings_of(state_);
  shown.client_secret.clear();
  return shown;
}

Result<void> Platform::set(const PlatformSettings& given, const By& by) {
  PlatformSettings settings = given.issuer.empty() ? PlatformSettings{} : given;
  if (!settings.issuer.empty()) TRY(check(settings));
  std::lock_guard one_by_one(state_.changing);
  const PlatformSettings before = settings_of(state_);
  if (settings.client_secret.empty() && before.issuer == settings.issuer &&
      before.client_id == settings.client_id) {
    settings.client_secret = before.client_secret;
  }
  const std::string secret = settings.client_secret.empty()
                                 ? std::string()
                                 : sealed(state_.options.key, settings.client_secret);
  const auto write = [&](store::Session& session) -> Result<void> {
    for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {kIssuer, settings.issuer},
             {kClientId, settings.client_id},
             {kClientSecret, secret},
             {kRedirectUri, settings.redirect_uri},
             {kName, settings.name}}) {
      TRY(session.run(sql::delete_setting, {{"name", name}}));
      TRY(session.run(sql::insert_setting, {{"name", name}, {"value", value}}));
    }
    return {};
  };
  const std::string detail =
      settings.issuer.empty() ? "none" : settings.issuer + " " + settings.client_id;
  TRY(state_.writer->write(write, {audit_of(by, "platform_set", detail)}));
  std::lock_guard lock(state_.mutex);
  state_.settings.platform = settings;
  state_.discovered = {};
  state_.visits.clear();
  return {};
}

Result<Departure> Platform::depart() {
  const PlatformSettings settings = settings_of(state_);
  if (settings.issuer.empty()) return platform_failed("none");
  TRY_ASSIGN(const HashGate::Pass pass, state_.platform_gate.enter(kPatience));
  TRY_ASSIGN(const Discovered about, discovered(state_, settings));
  Departure departure;
  departure.state = random_id();
  const Visit visit{random_id(), random_id(), state_.now(), {}};
  const char* joint = about.login_url.find('?') == std::string::npos ? "?" : "&";
  departure.url = about.login_url + joint +
                  form_of({{"response_type", "code"},
                           {"client_id", settings.client_id},
                           {"redirect_uri", settings.redirect_uri},
                           {"scope", "openid"},
                           {"state", departure.state},
                           {"nonce", visit.nonce},
                           {"code_challenge", base64url(sha256_bytes(visit.verifier))},
                           {"code_challenge_method", "S256"}});
  std::lock_guard lock(state_.mutex);
  std::erase_if(state_.visits,
                [&](const auto& one) { return one.second.begun + kVisitSeconds <= visit.begun; });
  if (state_.visits.size() >= kVisitsMax) {  // the oldest gives way
    state_.visits.erase(std::min_element(
        state_.visits.begin(), state_.visits.end(),
        [](const auto& a, const auto& b) { return a.second.begun < b.second.begun; }));
  }
  state_.visits[departure.state] = visit;
  return departure;
}

Result<SignedIn> Platform::arrive(const Arrival& arrival) {
  TRY(state_.apply_hand_overs());
  const PlatformSettings settings = settings_of(state_);
  Visit visit;
  {
    std::lock_guard lock(state_.mutex);
    const auto found = state_.visits.find(arrival.state);
    if (found == state_.visits.end() || !found->second.subject.empty()) return session_ended();
    visit = found->second;
    state_.visits.erase(found);
  }
  if (visit.begun + kVisitSeconds <= state_.now()) return session_ended();
  AuditEntry audit;
  audit.actor = "?";
  audit.action = "log_in";
  audit.detail = "platform";
  audit.remote = arrival.remote;
  audit.request_id = arrival.request_id;
  const auto is_other = !arrival.issuer.empty() && arrival.issuer != settings.issuer;
  Result<std::string> subject = platform_failed(is_other ? "iss" : "code");
  if (!is_other && !arrival.code.empty()) {
    TRY_ASSIGN(const HashGate::Pass pass, state_.platform_gate.enter(kPatience));
    subject = subject_of(state_, settings, visit, arrival.code);
  }
  if (!subject) {
    audit.outcome = "refused";
    for (const auto& [name, value] : subject.error().params) audit.detail += " " + value;
    TRY(state_.writer->write({}, {audit}));
    return subject.error();
  }
  std::lock_guard one_by_one(state_.changing);
  const std::optional<Kept> kept = linked(state_, settings.issuer, *subject);
  audit.actor = kept ? kept->account.login : "?" + id_hash(state_.options.key, *subject);
  if (!kept || kept->account.state != "active") {
    audit.outcome = kept ? "refused" : "no account";
    TRY(state_.writer->write({}, {audit}));
    if (kept) return platform_refused();
    visit.subject = *subject;  // a log-in by password may link it
    std::lock_guard lock(state_.mutex);
    state_.visits[arrival.state] = visit;
    return platform_unlinked();
  }
  Opening opening;
  opening.remote = arrival.remote;
  opening.audit = {audit};
  opening.is_log_in = opening.by_platform = true;
  return open_session(state_, *kept, {}, opening);
}

Result<void> link_account(State& state, Kept& kept, const std::string& arrival, const By& by) {
  const PlatformSettings settings = settings_of(state);
  std::string subject;
  {
    std::lock_guard lock(state.mutex);
    const auto found = state.visits.find(arrival);
    if (found != state.visits.end() && found->second.begun + kVisitSeconds > state.last_seconds)
      subject = found->second.subject;
    if (!subject.empty()) state.visits.erase(found);
  }
  if (subject.empty() || linked(state, settings.issuer, subject)) return session_ended();
  kept.account.platform_issuer = settings.issuer;
  kept.account.platform_subject = subject;
  kept.account.changed_at = state.now_text();
  return state.put(kept, {audit_of(by, "platform_link", kept.account.login)}, false);
}

Result<void> Platform::unlink(const std::string& login, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  kept->account.platform_issuer.clear();
  kept->account.platform_subject.clear();
  kept->account.changed_at = state_.now_text();
  return state_.put(*kept, {audit_of(by, "platform_unlink", login)}, true);
}

}  // namespace diaodu::access
