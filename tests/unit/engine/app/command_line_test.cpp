// SPDX-License-Identifier: Apache-2.0
#include "engine/app/command_line.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::app;

namespace {

template <class Command>
Command asked(std::vector<std::string> arguments)
{
    const auto line = parse_command_line(std::move(arguments));
    INFO(line.say);
    REQUIRE(line.asked);
    return std::get<Command>(*line.asked);
}

int code_of(std::vector<std::string> arguments)
{
    const auto line = parse_command_line(std::move(arguments));
    CHECK(!line.asked);
    CHECK(!line.say.empty());
    return line.exit_code;
}

}  // namespace

TEST_CASE("Each subcommand of the contract is understood with its options")
{
    const auto serve =
        asked<serve_command>({"serve", "--listen", "[::1]:0", "--public-url", "https://jam.example.org",
                              "--data", "hall", "--config", "hall.toml", "--workers", "3"});
    CHECK(serve.listen == "[::1]:0");
    CHECK(serve.public_url == "https://jam.example.org");
    CHECK(serve.data == "hall");
    CHECK(serve.config == "hall.toml");
    CHECK(serve.workers == 3U);
    CHECK(!asked<serve_command>({"serve"}).listen);

    const auto shown = asked<demo_command>({"demo", "--crowd", "0", "--listen", "127.0.0.1:9000"});
    CHECK(shown.crowd == 0);
    CHECK(shown.listen == "127.0.0.1:9000");
    CHECK(asked<demo_command>({"demo"}).crowd == 30);

    const auto create = asked<jam_create_command>(
        {"jam", "create", "plan.json", "--server", "http://x:1", "--token-file", "t"});
    CHECK(create.plan == "plan.json");
    CHECK(create.at.server == "http://x:1");
    CHECK(create.at.token_file == "t");
    asked<jam_list_command>({"jam", "list"});
    CHECK(asked<jam_show_command>({"jam", "show", "council"}).jam == "council");
    CHECK(asked<jam_cancel_command>({"jam", "cancel", "council", "--note", "Snow."}).note == "Snow.");

    const auto import =
        asked<roster_import_command>({"roster", "import", "council", "people.csv", "--partial"});
    CHECK(import.jam == "council");
    CHECK(import.file == "people.csv");
    CHECK(import.partial);
    CHECK(!import.dry_run);
    CHECK(asked<roster_links_command>({"roster", "links", "council", "--out", "links.csv"}).out ==
          "links.csv");
    CHECK(asked<report_command>({"report", "council", "--out", "there"}).out == "there");
    CHECK(asked<export_command>({"export", "council", "--out", "c.zip"}).out == "c.zip");
    CHECK(asked<verify_command>({"verify", "c.jam"}).file == "c.jam");
    CHECK(asked<backup_command>({"backup", "--out", "copies"}).data == "jamhall-data");
    CHECK(!asked<backup_command>({"backup", "--out", "copies"}).keep_days);
    CHECK(asked<backup_command>({"backup", "--out", "copies", "--keep-days", "30"}).keep_days == 30);
    CHECK(asked<doctor_command>({"doctor", "--json"}).as_json);
    CHECK(asked<restore_command>({"restore", "copies", "--data", "there"}).from == "copies");
}

TEST_CASE("Wrong usage ends with 2 and says what is wrong")
{
    CHECK(code_of({}) == exit_wrong_usage);
    CHECK(code_of({"dance"}) == exit_wrong_usage);
    CHECK(code_of({"jam"}) == exit_wrong_usage);
    CHECK(code_of({"jam", "create"}) == exit_wrong_usage);
    CHECK(code_of({"export", "council"}) == exit_wrong_usage);
    CHECK(code_of({"backup"}) == exit_wrong_usage);
    CHECK(code_of({"backup", "--out", "copies", "--keep-days", "0"}) == exit_wrong_usage);
    CHECK(code_of({"restore", "copies"}) == exit_wrong_usage);
    CHECK(code_of({"serve", "--workers", "0"}) == exit_wrong_usage);
    CHECK(code_of({"serve", "--workers", "many"}) == exit_wrong_usage);
    CHECK(code_of({"serve", "--listen", "8080"}) == exit_wrong_usage);
    CHECK(code_of({"serve", "--nonsense"}) == exit_wrong_usage);
    CHECK(code_of({"demo", "--crowd", "-1"}) == exit_wrong_usage);
    CHECK(code_of({"roster", "links", "council", "--email", "a@b", "--renew-all"}) == exit_wrong_usage);
    CHECK(parse_command_line({"serve", "--listen", "8080"}).say.find("HOST:PORT") != std::string::npos);
}

TEST_CASE("Every command answers --help with 0")
{
    const std::vector<std::vector<std::string>> commands{{},
                                                         {"serve"},
                                                         {"demo"},
                                                         {"jam"},
                                                         {"jam", "create"},
                                                         {"jam", "list"},
                                                         {"jam", "show"},
                                                         {"jam", "cancel"},
                                                         {"roster", "import"},
                                                         {"roster", "links"},
                                                         {"report"},
                                                         {"export"},
                                                         {"verify"},
                                                         {"backup"},
                                                         {"restore"},
                                                         {"doctor"}};
    for (auto command : commands) {
        command.emplace_back("--help");
        CHECK(code_of(command) == exit_done);
        CHECK(parse_command_line(command).say.find("Usage:") != std::string::npos);
    }
    CHECK(parse_command_line({"--version"}).say.starts_with("jamhall "));
}

TEST_CASE("A listen address is a host and a port")
{
    const auto plain = parse_listen_address("127.0.0.1:8080");
    REQUIRE(plain);
    CHECK(plain->host == "127.0.0.1");
    CHECK(plain->port == 8080);
    CHECK(parse_listen_address("[::1]:0")->host == "::1");
    for (const char* wrong : {"", ":", ":80", "host", "host:", "host:x", "host:65536", "host:-1", "::1:80",
                              "[]:80", "host:80 ", "ho[st:80"})
        CHECK(!parse_listen_address(wrong));
}
