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
    options.fetch = [this](const std::string& url, const std::string& form) {
      return fetch(url, form);
    };
    return options;
  }
  json::object claims() const {
    return {{"iss", "https://login.example"},
            {"aud", "diaodu"},
            {"sub", subject},
            {"nonce", nonce},
            {"iat", world.seconds},
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
  std::string subject = "4711", nonce, issuer = "https://login.example",
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

const PlatformSettings kSettings = {"https://login.example", "diaodu", "s&cret",
                                    "https://diaodu.example/api/session/platform/arrive", "政务"};

struct Site {
  explicit Site(store::Store& store) : world(store), platform(world) {
    world.set = [this](Options& options) { platform.set(options); };
    world.start();
    world.add("li", {Role::clerk}, {{"513422"}});
    must(there().set(kSettings, kBy));
  }
  Platform& there() { return world.access->platform(); }
  // The first visit links, by a log-in with the password.
  void link() {
    const Departure departure = depart();
    REQUIRE(code_of(there().arrive({departure.state, "c", {}, "10.0.0.7", "r"})) ==
            "access.platform_unlinked");
    LogIn log_in{"li", World::kPassword, "", "10.0.0.7", "r", departure.state};
    must(world.sessions().log_in(log_in));
    CHECK(world.refusal(log_in) == "access.session_ended");  // linked once
  }
  Departure depart() {
    Departure departure = must(there().depart());
    platform.nonce = value_in(departure.url, "nonce");
    return departure;
  }
  std::string visit() {
    const Departure departure = depart();
    const auto in = there().arrive({departure.state, "code1", {}, "10.0.0.7", "r"});
    if (in.ok()) CHECK(world.sessions().who(in->id).ok());
    return code_of(in);
  }
  World world;
  FakePlatform platform;
};

TEST_CASE("somebody known to the platform, and linked here, is logged in: once a departure") {
  store::on_each_engine([](store::Store& store) {
    Site site(store);
    site.link();
    const Departure departure = site.depart();
    CHECK(departure.url.starts_with("https://login.example/auth?response_type=code&"));
    CHECK(value_in(departure.url, "state") == departure.state);
    CHECK(value_in(departure.url, "code_challenge_method") == "S256");
    const SignedIn in = must(site.there().arrive({departure.state, "c o", {}, "10.0.0.7", "r"}));
    CHECK(in.person.login == "li");
    const std::string& asked = site.platform.fetched.at(site.platform.fetched.size() - 2);
    CHECK(asked.find("client_secret=s%26cret") != std::string::npos);
    CHECK(asked.find("code=c%20o&") != std::string::npos);
    CHECK(value_in(departure.url, "code_challenge") ==
          base64url(sha256_bytes(value_in(asked, "code_verifier"))));
    CHECK(code_of(site.there().arrive({departure.state, "c o", {}, {}, {}})) ==
          "access.session_ended");
    CHECK(code_of(site.there().arrive({"nothing", "c o", {}, {}, {}})) == "access.session_ended");
    const Departure late = site.depart();
    site.world.seconds += 600;
    CHECK(code_of(site.there().arrive({late.state, "c o", {}, {}, {}})) == "access.session_ended");
    CHECK(code_of(site.there().arrive({site.depart().state, "", {}, {}, {}})) ==
          "access.platform_failed");  // he said no over there
    CHECK(
        code_of(site.there().arrive({site.depart().state, "c", "https://evil.example", {}, {}})) ==
        "access.platform_failed");
    // A first password that was never changed is of no matter to him, also after a restart.
    must(site.world.accounts().reset("li", false, kBy));
    const Departure next = site.depart();
    const SignedIn again = must(site.there().arrive({next.state, "c", {}, {}, {}}));
    CHECK(!again.person.must_change_password);
    site.world.start();
    CHECK(!must(site.world.sessions().who(again.id)).must_change_password);
    CHECK(site.visit() == "");  // linked still
  });
}

TEST_CASE("nobody without an active account of that subject comes in") {
  store::on_each_engine([](store::Store& store) {
    Site site(store);
    CHECK(site.visit() == "access.platform_unlinked");
    site.link();
    CHECK(site.visit() == "");
    site.platform.subject = "li";  // a login is no subject
    CHECK(site.visit() == "access.platform_unlinked");
    // Another account cannot take the subject that is linked.
    site.platform.subject = "0815";
    site.world.add("wang", {Role::clerk}, {{"513422"}});
    const Departure departure = site.depart();
    CHECK(code_of(site.there().arrive({departure.state, "c", {}, {}, {}})) ==
          "access.platform_unlinked");
    CHECK(site.world.refusal({"wang", "wrong", "", "10.0.0.7", "", departure.state}) ==
          "access.log_in_refused");  // a wrong password links nothing
    CHECK(site.world.refusal({"wang", World::kPassword, "", "10.0.0.7", "", departure.state}) ==
          "");
    CHECK(site.visit() == "");
    must(site.there().unlink("wang", kBy));
    CHECK(site.visit() == "access.platform_unlinked");
    site.platform.subject = "4711";
    must(site.world.accounts().lock("li", kBy));
    CHECK(site.visit() == "access.platform_refused");
    for (const AuditRow& row : site.world.rows()) CHECK(row.actor != "4711");
  });
}

TEST_CASE("what is set holds from then on, after a restart too; the secret stands sealed") {
  store::on_each_engine([](store::Store& store) {
    Site site(store);
    site.link();
    const auto session = must(store.session());
    const store::Batch kept = must(session->query("select value from access_setting"));
    for (size_t i = 0; i < kept.rows(); ++i)
      CHECK(kept["value"].text(i).find("s&cret") == std::string_view::npos);
    site.world.start();
    CHECK(site.there().settings().issuer == "https://login.example");
    CHECK(site.there().settings().client_secret.empty());
    CHECK(site.visit() == "");
    PlatformSettings other = kSettings;
    other.client_secret.clear();  // the one of before
    other.name = "统一认证";
    must(site.there().set(other, kBy));
    CHECK(site.visit() == "");
    CHECK(site.platform.fetched.at(site.platform.fetched.size() - 2).find("s%26cret") !=
          std::string::npos);
    for (const auto& change : std::vector<std::function<void(PlatformSettings&)>>{
             [](auto& one) { one.issuer = "http://login.example"; },
             [](auto& one) { one.issuer = "https://login.example?x"; },
             [](auto& one) { one.redirect_uri = "https://diaodu.example/other"; },
             [](auto& one) { one.client_id = ""; }}) {
      PlatformSettings bad = kSettings;
      change(bad);
      CHECK(code_of(site.there().set(bad, kBy)) == "access.platform_setting");
    }
    must(site.there().set({}, kBy));
    CHECK(code_of(site.there().depart()) == "access.platform_failed");
  });
}

TEST_CASE("a token that is not signed as it must be, or not for us, or not now, is refused") {
  store::TestFolder folder;
  auto store = must(store::Store::open({.data = folder.path(), .create = true}));
  Site site(*store);
  site.link();
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
      with("sub", 7),
      with("sub", ""),
      without("nonce"),
      without("exp"),
      without("iat"),
      without("aud"),
      without("iss"),
      without("sub"),
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
        claims["sub"] = "admin";
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
  site.platform.made = [](const Fake& f) {  // another key of theirs, from now on
    return f.token({{"alg", "RS256"}, {"kid", "k9"}}, f.claims());
  };
  CHECK(site.visit() == "access.platform_failed");
  site.platform.keys["keys"].as_array()[0].as_object()["kid"] = "k9";
  CHECK(site.visit() == "");
  site.platform.made = nullptr;
  site.platform.token_url = "http://login.example/token";  // in the clear
  site.world.seconds += 600;                               // what it says of itself is asked again
  CHECK(site.visit() == "access.platform_failed");
  site.platform.token_url = "https://login.example/nothing";
  site.world.seconds += 600;
  CHECK(site.visit() == "access.platform_failed");
  site.platform.token_url = "https://login.example/token";
  site.platform.issuer = "https://other.example";
  site.world.seconds += 600;
  CHECK(code_of(site.there().depart()) == "access.platform_failed");
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
