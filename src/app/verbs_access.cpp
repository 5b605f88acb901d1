// Settings of who comes in: the platform of log-in, second factors.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "app/asked.hpp"
#include "app/verbs.hpp"

namespace diaodu::app {
namespace {

namespace json = boost::json;
constexpr size_t kSecretBytesMax = 1'000;

access::By by_of(const Request& request) { return {request.actor, {}, "local", {}}; }

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

// The secret comes in a file, so that neither the history of a shell nor a list of processes has
// it.
Result<std::string> secret_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (!text.empty() && text.size() <= kSecretBytesMax) return text;
  return Error{"asked.secret_file",
               {fmt::format("读不到密钥：{}", path), fmt::format("there is no secret in {}", path)},
               {"文件里只写一行密钥", "the file holds the secret, one line"},
               {},
               {},
               Exit::usage};
}

}  // namespace

Done account_platform(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  access::PlatformSettings settings;
  if (!request.issuer.empty() || !request.client_id.empty() || !request.redirect_uri.empty() ||
      !request.title.empty() || !request.secret_file.empty()) {
    settings = access->platform().settings();
    if (!request.issuer.empty()) settings.issuer = request.issuer;
    if (!request.client_id.empty()) settings.client_id = request.client_id;
    if (!request.redirect_uri.empty()) settings.redirect_uri = request.redirect_uri;
    if (!request.title.empty()) settings.name = request.title;
    if (!request.secret_file.empty()) {
      TRY_ASSIGN(settings.client_secret, secret_in(request.secret_file));
    }
    TRY(access->platform().set(settings, by_of(request)));
  } else if (request.off) {
    TRY(access->platform().set({}, by_of(request)));
  }
  settings = access->platform().settings();
  TRY_ASSIGN(json::object object, answer(app, request));
  object["items"].as_array().push_back(
      json::object{{"issuer", text_or_null(settings.issuer)},
                   {"client_id", text_or_null(settings.client_id)},
                   {"redirect_uri", text_or_null(settings.redirect_uri)},
                   {"name", text_or_null(settings.name)}});
  out.object(object);
  if (settings.issuer.empty()) {
    out.line({"没有对接认证平台", "there is no platform of log-in"});
  } else {
    out.line({fmt::format("认证平台 {}，本系统在那里是 {}，返回地址 {}", settings.issuer,
                          settings.client_id, settings.redirect_uri),
              fmt::format("log-in by {} as {}, back to {}", settings.issuer, settings.client_id,
                          settings.redirect_uri)});
  }
  return Exit::good;
}

Done account_second_factor(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  if (!request.roles.empty() || request.off) {
    std::vector<access::Role> roles;
    if (!request.off) {
      TRY_ASSIGN(roles, asked_roles(request.roles));
    }
    TRY(access->accounts().set_second_factor_roles(roles, by_of(request)));
  }
  TRY_ASSIGN(json::object object, answer(app, request));
  Words names;
  for (const access::Role role : access->accounts().second_factor_roles()) {
    object["items"].as_array().push_back(json::object{{"role", access::to_text(role)}});
    names.zh += " " + access::name_of(role).zh;
    names.en += " " + std::string(access::to_text(role));
  }
  out.object(object);
  if (names.zh.empty())
    out.line({"没有岗位必须有第二重验证", "no role must have a second factor"});
  else
    out.line({"登录要有第二重验证的岗位：" + names.zh, "must have a second factor:" + names.en});
  return Exit::good;
}

Done account_unlink(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(access->platform().unlink(request.name, by_of(request)));
  TRY_ASSIGN(json::object object, answer(app, request));
  object["items"].as_array().push_back(json::object{{"account", request.name}});
  out.object(object);
  out.line({fmt::format("账号 {} 已与认证平台上的身份解绑", request.name),
            fmt::format("account {} is linked with nobody of the platform", request.name)});
  return Exit::good;
}

}  // namespace diaodu::app
