// SPDX-License-Identifier: Apache-2.0
#include "engine/app/serve_settings.hpp"

#include "engine/app/refusal.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::app;
using Catch::Matchers::Contains;

TEST_CASE("A config file gives what the command line leaves open")
{
    const auto read = read_config(
        "# a hall\nlisten = \"127.0.0.1:0\"\npublic_url = \"https://jam.example.org\"\n"
        "data = \"hall\"\nworkers = 2\n",
        "hall.toml");
    CHECK(read.listen == "127.0.0.1:0");
    CHECK(read.public_url == "https://jam.example.org");
    CHECK(read.data == "hall");
    CHECK(read.workers == 2U);
}

TEST_CASE("Without anything said, a hall is served on loopback from ./jamhall-data")
{
    const auto made = settings_of({});
    CHECK(made.listen.host == "127.0.0.1");
    CHECK(made.listen.port == 8080);
    CHECK(made.public_url.empty());
    CHECK(made.data == "jamhall-data");
    CHECK(made.workers >= 1);
}

TEST_CASE("A wrong config file is refused with its name, line and reason")
{
    const auto fault = [](std::string_view toml) { read_config(toml, "hall.toml"); };
    CHECK_THROWS_WITH(fault("listen = \"x\"\n"), Contains("hall.toml, line 1") && Contains("HOST:PORT"));
    CHECK_THROWS_WITH(fault("\nport = 80\n"), Contains("line 2") && Contains("unknown setting port"));
    CHECK_THROWS_WITH(fault("workers = 0\n"), Contains("from 1 to 64"));
    CHECK_THROWS_WITH(fault("workers = \"2\"\n"), Contains("from 1 to 64"));
    CHECK_THROWS_WITH(fault("data = 3\n"), Contains("data is a text in quotes"));
    CHECK_THROWS_WITH(fault("data = \n"), Contains("hall.toml, line 1"));
    serve_command absent;
    absent.config = "there/is/no/such.toml";
    CHECK_THROWS_AS(settings_of(absent), refusal);
}

TEST_CASE("The mail server is set up whole, or refused by name")
{
    using tls = jamhall::mail::mail_settings::tls;
    const auto read = read_config(
        "[mail]\nsmtp = \"smtp://mail.council.example:587\"\n"
        "from = \"The Council <jam@council.example>\"\nuser = \"jam\"\n",
        "hall.toml");
    CHECK(read.more.mail.url == "smtp://mail.council.example:587");
    CHECK(read.more.mail.from.name == "The Council");
    CHECK(read.more.mail.from.address == "jam@council.example");
    CHECK(read.more.mail.user == "jam");
    CHECK(read.more.mail.encryption == tls::required);
    CHECK(read_config("", "hall.toml").more.mail.url.empty());
    for (const auto* wrong :
         {"[mail]\nsmtp = \"smtp://h\"\n", "[mail]\nfrom = \"a@b.example\"\n",
          "[mail]\nsmtp = \"http://h\"\nfrom = \"a@b.example\"\n",
          "[mail]\nsmtp = \"smtp://user:secret@h\"\nfrom = \"a@b.example\"\n",
          "[mail]\nsmtp = \"smtp://h\"\nfrom = \"nobody\"\n",
          "[mail]\nsmtp = \"smtp://h\"\nfrom = \"a@b.example\"\ntls = \"maybe\"\n",
          "[mail]\nsmtp = \"smtp://h\"\nfrom = \"a@b.example\"\ncolour = \"red\"\n",
          "[mail]\nsmtp = \"smtp://h\"\nfrom = \"a@b.example\"\npassword_file = \"/nowhere\"\n"})
        CHECK_THROWS(read_config(wrong, "hall.toml"));
}

TEST_CASE("settings: whether names below the hall's are bound to https is said, or left to the hall's name")
{
    CHECK_FALSE(read_config("", "hall.toml").more.hsts_subdomains.has_value());
    CHECK(read_config("hsts_subdomains = true\n", "hall.toml").more.hsts_subdomains == true);
    CHECK(read_config("hsts_subdomains = false\n", "hall.toml").more.hsts_subdomains == false);
    CHECK_THROWS(read_config("hsts_subdomains = 1\n", "hall.toml"));
}
