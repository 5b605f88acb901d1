#include "access/platform.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <boost/json.hpp>

#include "access/id_token.hpp"
#include "access/world_test.hpp"

namespace diaodu::access {
namespace {

namespace json = boost::json;

// A platform of log-in, as the tests need it: good, or bad in one way.
struct FakePlatform {
  explicit FakePlatform(World& given) : world(given), key(EVP_RSA_gen(2'048)) {
    BIGNUM *n = nullptr, *e = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) == 1);
    REQUIRE(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1);
    const auto bytes = [](const BIGNUM* number) {
      std::string out(static_cast<size_t>(BN_num_bytes(number)), '\0');
      BN_bn2bin(number, reinterpret_cast<unsigned char*>(out.data()));
      return out;
    };
    keys = json::object{{"keys", json::array{json::object{{"kty", "RSA"},
                                                          {"kid", "k1"},
                                                          {"use", "sig"},
                                                          {"n", base64url(bytes(n))},
                                                          {"e", base64url(bytes(e))}}}}};
    BN_free(n), BN_free(e);
  }
  ~FakePlatform() { EVP_PKEY_free(key); }
  FakePlatform(const FakePlatform&) = delete;

  Options& set(Options& options) {
    options.platform.issuer = "https://login.example";
    options.platform.client_id = "diaodu";
    options.platform.client_secret = "s&cret";
    options.platform.redirect_uri = "https://diaodu.example/api/platform/arrive";
    options.platform.fetch = [this](const std::string& url, const std::string& form) {
      return fetch(url, form);
    };
    return options;
  }
  json::object claims() const {
    return {{"iss", "https://login.example"}, {"aud", "diaodu"}, {"sub", "4711"},
            {"preferred_username", login},    {"nonce", nonce},  {"iat", world.seconds},
            {"exp", world.seconds + 300}};
  }
  std::string token(const json::object& head, const json::object& body) const {
    const std::string text =
        base64url(json::serialize(head)) + "." + base64url(json::serialize(body));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    REQUIRE(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) == 1);
    REQUIRE(EVP_DigestSign(context, nullptr, &size, bytes, text.size()) == 1);
    std::string signature(size, '\0');
    REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                           bytes, text.size()) == 1);
    EVP_MD_CTX_free(context);
    return text + "." + base64url(signature);
  }
  Result<std::string> fetch(const std::string& url, const std::string& form) {
    fetched.push_back(url + " " + form);
    if (url == "https://login.example/.well-known/openid-configuration") {
      return json::serialize(json::object{{"issuer", issuer},
                                          {"authorization_endpoint", "https://login.example/auth"},
                                          {"token_endpoint", token_url},
                                          {"jwks_uri", "https://login.example/keys"}});
    }
    if (url == "https://login.example/keys") return json::serialize(keys);
    if (url == "https://login.example/token")
      return json::serialize(json::object{{"id_token", made ? made(*this) : good()}});
    return std::string("404");
  }
  std::string good() const { return token({{"alg", "RS256"}, {"kid", "k1"}}, claims()); }

  World& world;
  EVP_PKEY* key;
  json::object keys;
  std::string login = "li", nonce, issuer = "https://login.example",
              token_url = "https://login.example/token";
  std::function<std::string(const FakePlatform&)> made;
  std::vector<std::string> fetched;
};

std::string value_in(const std::string& url, const std::string& name) {
  const size_t at = url.find(name + "=");
  return at == std::string::npos
             ? ""
             : url.substr(at + name.size() + 1, url.find('&', at) - at - name.size() - 1);
}

struct Site {
  explicit Site(store::Store& store) : world(store), platform(world) {
    world.set = [this](Options& options) { platform.set(options); };
    world.start();
    world.add("li", {Role::clerk}, {{"513422"}});
  }
  Departure depart() {
    Departure departure = must(world.access->platform().depart());
    platform.nonce = value_in(departure.url, "nonce");
    return departure;
  }
  std::string visit() {
    const Departure departure = depart();
    const auto in = world.access->platform().arrive(departure.state, "code1", "10.0.0.7", "r");
    if (in.ok()) CHECK(world.sessions().who(in->id).ok());
    return code_of(in);
  }
  World world;
  FakePlatform platform;
};

TEST_CASE("somebody known to the platform, and here, is logged in: once for each departure") {
  store::on_each_engine([](store::Store& store) {
    Site site(store);
    const Departure departure = site.depart();
    CHECK(departure.url.starts_with("https://login.example/auth?response_type=code&"));
    CHECK(value_in(departure.url, "state") == departure.state);
    CHECK(value_in(departure.url, "code_challenge_method") == "S256");
    const SignedIn in =
        must(site.world.access->platform().arrive(departure.state, "c o", "10.0.0.7", "r"));
    CHECK(in.person.login == "li");
    const std::string& asked = site.platform.fetched.at(site.platform.fetched.size() - 2);
    CHECK(asked.find("client_secret=s%26cret") != std::string::npos);
    CHECK(asked.find("code=c%20o&") != std::string::npos);
    CHECK(value_in(departure.url, "code_challenge") ==
          base64url(sha256_bytes(value_in(asked, "code_verifier"))));
    CHECK(code_of(site.world.access->platform().arrive(departure.state, "c o", "", "")) ==
          "access.session_ended");
    CHECK(code_of(site.world.access->platform().arrive("nothing", "c o", "", "")) ==
          "access.session_ended");
    const Departure late = site.depart();
    site.world.seconds += 600;
    CHECK(code_of(site.world.access->platform().arrive(late.state, "c o", "", "")) ==
          "access.session_ended");
    // A first password that was never changed is of no matter to him, also after a restart.
    must(site.world.accounts().reset("li", false, kBy));
    const Departure next = site.depart();
    const SignedIn again = must(site.world.access->platform().arrive(next.state, "c", "", ""));
    CHECK(!again.person.must_change_password);
    site.world.start();
    CHECK(!must(site.world.sessions().who(again.id)).must_change_password);
  });
}

TEST_CASE("nobody without an active account here comes in") {
  store::on_each_engine([](store::Store& store) {
    Site site(store);
    site.platform.login = "nobody";
    CHECK(site.visit() == "access.platform_refused");
    site.platform.login = "li";
    CHECK(site.visit() == "");
    must(site.world.accounts().lock("li", kBy));
    CHECK(site.visit() == "access.platform_refused");
    for (const AuditRow& row : site.world.rows()) CHECK(row.actor != "nobody");
  });
}

TEST_CASE("a token that is not signed as it must be, or not for us, or not now, is refused") {
  store::TestFolder folder;
  auto store = must(store::Store::open({.data = folder.path(), .create = true}));
  Site site(*store);
  using Fake = FakePlatform;
  const json::object rs256 = {{"alg", "RS256"}, {"kid", "k1"}};
  const auto with = [&](const char* name, json::value value) {
    return [=](const Fake& fake) {
      json::object claims = fake.claims();
      claims[name] = value;
      return fake.token(rs256, claims);
    };
  };
  const auto without = [&](const char* name) {
    return [=](const Fake& fake) {
      json::object claims = fake.claims();
      claims.erase(name);
      return fake.token(rs256, claims);
    };
  };
  const int64_t now = site.world.seconds;
  const std::vector<std::function<std::string(const Fake&)>> bad = {
      with("iss", "https://other.example"),
      with("aud", "other"),
      with("aud", json::array{"diaodu", "other"}),
      with("aud", 7),
      with("nonce", "other"),
      with("exp", now - 61),
      with("iat", now + 61),
      with("exp", "soon"),
      with("preferred_username", 7),
      without("nonce"),
      without("exp"),
      without("iat"),
      without("aud"),
      without("iss"),
      without("preferred_username"),
      [](const Fake& f) {
        return f.token({{"alg", "none"}, {"kid", "k1"}}, f.claims());
      },
      [](const Fake& f) {
        return f.token({{"alg", "HS256"}, {"kid", "k1"}}, f.claims());
      },
      [](const Fake& f) {
        return f.token({{"kid", "k1"}}, f.claims());
      },
      [](const Fake& f) {
        return f.token({{"alg", "RS256"}, {"kid", "k2"}}, f.claims());
      },
      [](const Fake& f) {
        return f.token({{"alg", "RS256"}, {"kid", "k1"}, {"crit", json::array{"x"}}}, f.claims());
      },
      [](const Fake& f) {  // another's claims under a good signature
        const std::string good = f.good();
        json::object claims = f.claims();
        claims["preferred_username"] = "admin";
        const size_t first = good.find('.'), second = good.rfind('.');
        return good.substr(0, first + 1) + base64url(json::serialize(claims)) + good.substr(second);
      },
      [](const Fake& f) { return f.good().substr(0, f.good().rfind('.') + 1); },
      [](const Fake& f) { return f.good() + "."; },
      [](const Fake& f) { return f.good().substr(0, f.good().size() - 4) + "AAAA"; },
      [](const Fake&) { return std::string("not a token"); },
      [](const Fake&) { return std::string(); }};
  for (size_t i = 0; i < bad.size(); ++i) {
    CAPTURE(i);
    site.platform.made = bad[i];
    CHECK(site.visit() == "access.platform_failed");
  }
  site.platform.made = nullptr;
  CHECK(site.visit() == "");
  site.platform.made = with("aud", json::array{"diaodu"});
  CHECK(site.visit() == "");
  site.platform.made = nullptr;
  site.platform.token_url = "http://login.example/token";  // in the clear
  CHECK(site.visit() == "access.platform_failed");
  site.platform.token_url = "https://login.example/nothing";
  CHECK(site.visit() == "access.platform_failed");
  site.platform.token_url = "https://login.example/token";
  site.platform.issuer = "https://other.example";
  CHECK(code_of(site.world.access->platform().depart()) == "access.platform_failed");
}

TEST_CASE("texts of RFC 7636, appendix B, and base64url both ways") {
  CHECK(base64url(sha256_bytes("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")) ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  for (const char* text : {"", "f", "fo", "foo", "foob", "\xff\xfe\x00"})
    CHECK(from_base64url(base64url(text)) == std::string(text));
  CHECK(!from_base64url("a"));
  CHECK(!from_base64url("ab+/"));
  CHECK(!from_base64url("ab=="));
}

}  // namespace
}  // namespace diaodu::access
