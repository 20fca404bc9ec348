// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace jamhall::bench {
namespace {

constexpr std::string_view plan = R"({
    "plan_version": 1, "title": "Open floor", "time_zone": "UTC", "starts_at": "now",
    "forums": [{"id": "floor", "title": "Floor", "question": "What matters most?"}],
    "agenda": [{"id": "talk", "kind": "ideate", "lasts": "P30D", "switches": {"ballot": "support"}}],
    "policies": {"limits": {"posts_per_minute": null, "commands_per_minute": null, "connections_per_person": null}}
})";

/// A config file for TLS beside the hall's data, with a certificate of its own.
std::filesystem::path tls_config(const std::filesystem::path& folder)
{
    const auto named = [&folder](std::string_view name) { return (folder / name).string(); };
    const std::string make = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=bench "
        "-addext subjectAltName=IP:127.0.0.1 -days 30 -keyout {} -out {} 2> /dev/null",
        named("key.pem"), named("cert.pem"));
    if (std::system(make.c_str()) != 0)
        throw std::runtime_error{"openssl could not make a certificate"};
    const std::string config = named("hall.toml");
    std::ofstream{config} << fmt::format(
        "[tls]\ncertificate = \"{}\"\nkey = \"{}\"\nlocal = \"127.0.0.1:0\"\n", named("cert.pem"),
        named("key.pem"));
    return config;
}

std::vector<std::string> serve_command(const hall_process::setting& wanted, const std::filesystem::path& data)
{
    const auto program = std::filesystem::canonical("/proc/self/exe").parent_path() / "jamhall";
    std::vector<std::string> words{program,  "serve", "--listen",  fmt::format("127.0.0.1:{}", wanted.port),
                                   "--data", data,    "--workers", std::to_string(wanted.workers)};
    if (wanted.over_tls)
        words.insert(words.end(), {"--config", tls_config(data.parent_path())});
    return words;
}

}  // namespace

hall_process::hall_process(const setting& wanted)
    : folder_{wanted.data.empty() ? std::make_optional<scratch_folder>() : std::nullopt},
      data_{folder_ ? folder_->path() / "data" : wanted.data},
      child_{child_process::start(serve_command(wanted, data_), wanted.cores)}
{
    for (std::string line = child_.read_line();; line = child_.read_line()) {
        if (!line.starts_with("listening on "))
            continue;
        const auto port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
        if (port_ == 0)
            port_ = port;
        plain_port_ = port;
        if (!wanted.over_tls || port != port_)
            break;
    }
    std::ifstream{data_ / "admin.token"} >> token_;
}

std::vector<std::string> open_jam(const hall_process& on, std::size_t people)
{
    auto administrator = on.administrator();
    const std::string jam = "/api/v1/jams/" + std::string{open_jam_id};
    administrator.post("/api/v1/jams", "application/json", std::string{plan});
    std::string roster = "email,name\n";
    for (std::size_t person = 1; person <= people; ++person)
        roster += fmt::format("p{}@example.org,Person {}\n", person, person);
    administrator.post(jam + "/roster", "text/csv", roster);

    std::istringstream links{administrator.post(jam + "/links", "text/csv", "")};
    std::vector<std::string> tokens;
    std::string row;
    std::getline(links, row);  // the header: email,name,link,token
    while (std::getline(links, row)) {
        if (row.ends_with('\r'))
            row.pop_back();
        tokens.push_back(row.substr(row.rfind(',') + 1));
    }
    if (tokens.size() != people)
        throw std::runtime_error{"not everybody got a token"};
    return tokens;
}

}  // namespace jamhall::bench
