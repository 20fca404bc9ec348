// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

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

std::vector<std::string> serve_command(const std::filesystem::path& data, std::size_t workers)
{
    const auto program = std::filesystem::canonical("/proc/self/exe").parent_path() / "jamhall";
    return {program,  "serve", "--listen",  "127.0.0.1:0",
            "--data", data,    "--workers", std::to_string(workers)};
}

}  // namespace

hall_process::hall_process(const setting& wanted)
    : folder_{wanted.data.empty() ? std::make_optional<scratch_folder>() : std::nullopt},
      data_{folder_ ? folder_->path() / "data" : wanted.data},
      child_{child_process::start(serve_command(data_, wanted.workers), wanted.cores)}
{
    for (std::string line = child_.read_line();; line = child_.read_line()) {
        if (!line.starts_with("listening on "))
            continue;
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
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
