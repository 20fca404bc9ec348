// SPDX-License-Identifier: Apache-2.0
#include "engine/app/refusal.hpp"
#include "engine/app/serve_settings.hpp"
#include "engine/oidc/account_rules.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace jamhall;
using namespace jamhall::app;
using Catch::Matchers::Contains;

namespace {

/// A file that goes with the test.
struct secret_file {
    explicit secret_file(const std::string& content)
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "jamhall-secret-XXXXXX").string();
        const int handle = ::mkstemp(pattern.data());
        path = pattern;
        std::ofstream{path} << content;
        ::close(handle);
    }
    ~secret_file() { std::filesystem::remove(path); }

    std::string path;
};

std::string provider(const std::string& more = "")
{
    return "[[oidc]]\nid = \"council\"\ntitle = \"Council account\"\nissuer = "
           "\"https://id.example.org/council\"\n"
           "client_id = \"jamhall\"\n" +
           more;
}

}  // namespace

TEST_CASE("oidc settings: a provider needs little, and says much where it wants to")
{
    const auto plain = read_config(provider(), "hall.toml").more.providers.at(0);
    CHECK(plain.id == "council");
    CHECK(plain.client_secret.empty());
    CHECK(plain.scopes == std::vector<std::string>{"openid", "email", "profile"});
    CHECK(plain.email_verified_claim == "email_verified");
    CHECK(plain.hosts.empty());

    const secret_file secret{"s3cret word\r\n"};
    const auto full = read_config(
        provider("client_secret_file = \"" + secret.path +
                 "\"\nscopes = [\"email\", \"groups\"]\nemail_verified_claim = \"xms_edov\"\nmax_age_seconds "
                 "= 3600\nlogin_hours = 12\nhosts = [\"Keys.example.org\", \"id.example.org:8443\"]\n"
                 "roles = [{claim = \"groups\", has = \"jam-desk\", role = \"facilitator\"}]\n"
                 "audience = [{claim = \"department\", is = \"planning\", audience = \"staff\"}]\n"
                 "[[oidc.hall_roles]]\nclaim = \"groups\"\nhas = \"it\"\nrole = \"administrator\"\n"),
        "hall.toml");
    const auto& read = full.more.providers.at(0);
    CHECK(read.client_secret == "s3cret word");
    CHECK(read.scopes == std::vector<std::string>{"openid", "email", "groups"});
    CHECK(read.email_verified_claim == "xms_edov");
    CHECK(read.hosts == std::vector<std::string>{"keys.example.org:443", "id.example.org:8443"});
    CHECK(read.authentication_age_max == std::chrono::seconds{3600});
    CHECK(read.login_lasts == std::chrono::hours{12});
    CHECK(read.roles == std::vector<oidc::claim_rule>{{"groups", "jam-desk", "facilitator"}});
    CHECK(read.audiences == std::vector<oidc::claim_rule>{{"department", "planning", "staff"}});
    CHECK(read.hall_roles == std::vector<oidc::claim_rule>{{"groups", "it", "administrator"}});
}

TEST_CASE("oidc settings: what is wrong is named with its line")
{
    const auto fault = [](const std::string& toml) { read_config(toml, "hall.toml"); };
    CHECK_THROWS_WITH(fault("[[oidc]]\nid = \"a\"\n"), Contains("needs title"));
    CHECK_THROWS_WITH(fault(provider("secret = \"x\"\n")), Contains("unknown setting secret"));
    CHECK_THROWS_WITH(fault("[oidc]\nid = \"a\"\n"), Contains("double brackets"));
    CHECK_THROWS_WITH(fault(provider() + provider()), Contains("that of another provider"));
    CHECK_THROWS_WITH(fault("[[oidc]]\nid = \"A b\"\n"), Contains("1 to 40 of a-z"));
    CHECK_THROWS_WITH(fault(provider("client_secret_file = \"no/such/file\"\n")), Contains("no/such/file"));
    CHECK_THROWS_WITH(fault(provider("roles = [{claim = \"groups\", role = \"facilitator\"}]\n")),
                      Contains("either has"));
    CHECK_THROWS_WITH(fault(provider("roles = [{claim = \"g\", has = \"x\", role = \"king\"}]\n")),
                      Contains("a role of a jam"));
    CHECK_THROWS_WITH(
        fault(provider("hall_roles = [{claim = \"g\", has = \"x\", role = \"facilitator\"}]\n")),
        Contains("administrator"));
    for (const char* host : {"https://id.example.org", "id.example.org/keys", "a b", ""})
        CHECK_THROWS_WITH(fault(provider("hosts = [\"" + std::string{host} + "\"]\n")),
                          Contains("hosts is a list of hosts"));
    const std::string head = "[[oidc]]\nid = \"a\"\ntitle = \"A\"\nclient_id = \"c\"\nissuer = ";
    for (const char* issuer : {"\"http://id.example.org\"", "\"https://id.example.org?tenant=1\"",
                               "\"id.example.org\"", "\"https://user@id.example.org\""})
        CHECK_THROWS_WITH(fault(head + issuer + "\n"),
                          Contains("line 5") && Contains("issuer is the https address"));
}

TEST_CASE("oidc settings: of several that sign people in no two vouch for one address")
{
    const auto named = [](const char* id, const std::string& domains) {
        return std::string{"[[oidc]]\nid = \""} + id +
               "\"\ntitle = \"A\"\nissuer = \"https://id.example.org/" + id +
               "\"\nclient_id = \"jamhall\"\n" + (domains.empty() ? "" : "email_domains = " + domains + "\n");
    };
    const auto read = [](const std::string& toml) { return read_config(toml, "hall.toml").more; };
    const std::string proxy =
        "[proxy]\ntrusted = [\"127.0.0.1\"]\n[proxy.accounts]\ntitle = \"P\"\n"
        "person_header = \"X-Remote-Person\"\n";
    const auto alone = read(named("a", "")).providers.at(0);
    CHECK(oidc::vouches_for(alone, "ada@anything.example"));
    const auto narrow = read(named("a", "[\"council.example\"]")).providers.at(0);
    CHECK(oidc::vouches_for(narrow, "Ada@Council.EXAMPLE"));
    for (const char* other : {"ada@council.example.evil.example", "ada@notcouncil.example",
                              "ada@x.council.example", "\"a@council.example\"@evil.example"})
        CHECK_FALSE(oidc::vouches_for(narrow, other));

    for (const auto& unsaid : {named("a", "") + named("b", "[\"b.example\"]"), named("a", "") + proxy,
                               named("a", "[\"*\"]") + proxy})
        CHECK_THROWS_WITH(read(unsaid), Contains("each needs email_domains"));
    CHECK_THROWS_WITH(read(named("a", "[\"*\"]") + named("b", "[\"*\"]")), Contains("twice"));
    CHECK_THROWS_WITH(read(named("a", "[\"x.example\"]") + named("b", "[\"y.example\", \"x.example\"]")),
                      Contains("names x.example twice"));
    for (const char* wrong :
         {"[\"@x.example\"]", "[\"X.example\"]", "[\"\"]", "[\"*.x.example\"]", "[\".x\"]"})
        CHECK_THROWS_WITH(read(named("a", wrong)), Contains("email_domains is a list of domains"));

    const auto both =
        read(named("a", "[\"council.example\"]") + named("b", "[\"*\"]") + named("c", "[]")).providers;
    const auto who = [&](std::string_view email) {
        std::string ids;
        for (const auto& each : both)
            if (oidc::vouches_for(each, email))
                ids += each.id;
        return ids;
    };
    CHECK(who("ada@council.example") == "a");
    CHECK(who("ADA@COUNCIL.EXAMPLE") == "a");
    CHECK(who("ada@elsewhere.example") == "b");
    const auto with_proxy = read(named("a", "[\"*\"]") + proxy + "email_domains = [\"council.example\"]\n");
    CHECK_FALSE(oidc::vouches_for(with_proxy.providers.at(0), "ada@council.example"));
    CHECK(oidc::vouches_for(with_proxy.proxy.accounts->says, "ada@council.example"));
}

TEST_CASE("oidc settings: a secret that others may read is refused, as is one that is none")
{
    const secret_file secret{"s3cret"};
    const auto read = [&] {
        return read_config(provider("client_secret_file = \"" + secret.path + "\"\n"), "hall.toml");
    };
    for (const auto others : {std::filesystem::perms::others_read, std::filesystem::perms::others_write}) {
        std::filesystem::permissions(secret.path, std::filesystem::perms::owner_all | others);
        CHECK_THROWS_WITH(read(), Contains("Others may read") && Contains(secret.path));
    }
    std::filesystem::permissions(secret.path,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::group_read);
    CHECK(read().more.providers.at(0).client_secret == "s3cret");
    const std::string mail =
        "[mail]\nsmtp = \"smtp://h\"\nfrom = \"a@b.example\"\npassword_file = \"" + secret.path + "\"\n";
    CHECK(read_config(mail, "hall.toml").more.mail.password == "s3cret");
    std::filesystem::permissions(secret.path,
                                 std::filesystem::perms::owner_all | std::filesystem::perms::others_read);
    CHECK_THROWS_WITH(read_config(mail, "hall.toml"), Contains("Others may read"));
    const secret_file blank{" \n"};
    CHECK_THROWS_WITH(read_config(provider("client_secret_file = \"" + blank.path + "\"\n"), "hall.toml"),
                      Contains("holds no secret"));
}

TEST_CASE("oidc settings: nobody signs in with a provider over plain http")
{
    const secret_file config{provider()};
    serve_command asked;
    asked.config = config.path;
    CHECK(settings_of(asked).more.providers.size() == 1);
    asked.public_url = "https://jam.example.org";
    CHECK_NOTHROW(settings_of(asked));
    asked.public_url = "http://jam.example.org";
    CHECK_THROWS_WITH(settings_of(asked), Contains("by https"));
    asked.public_url = "";
    asked.listen = "0.0.0.0:8080";
    CHECK_THROWS_WITH(settings_of(asked), Contains("by https"));
}
