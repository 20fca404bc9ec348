// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/hall_process.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace jamhall::bench {
namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace {

constexpr std::size_t answer_bytes_max = std::size_t{256} * 1024 * 1024;

constexpr std::string_view plan = R"({
    "plan_version": 1, "title": "Open floor", "time_zone": "UTC", "starts_at": "now",
    "forums": [{"id": "floor", "title": "Floor", "question": "What matters most?"}],
    "agenda": [{"id": "talk", "kind": "ideate", "lasts": "P30D", "switches": {"ballot": "support"}}],
    "policies": {"limits": {"posts_per_minute": null, "commands_per_minute": null, "connections_per_person": null}}
})";

std::string ask(std::uint16_t port, http::request<http::string_body> request)
{
    asio::io_context loop;
    asio::ip::tcp::socket line{loop};
    line.connect({asio::ip::make_address("127.0.0.1"), port});
    request.set(http::field::host, fmt::format("127.0.0.1:{}", port));
    request.prepare_payload();
    http::write(line, request);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> response;
    response.body_limit(answer_bytes_max);
    http::read(line, buffer, response);
    if (http::to_status_class(response.get().result()) != http::status_class::successful)
        throw std::runtime_error{fmt::format("{}: {}", std::string{request.target()}, response.get().body())};
    return std::move(response.get().body());
}

std::vector<std::string> serve_command(const std::filesystem::path& data, std::size_t workers)
{
    const auto program = std::filesystem::canonical("/proc/self/exe").parent_path() / "jamhall";
    return {program,  "serve", "--listen",  "127.0.0.1:0",
            "--data", data,    "--workers", std::to_string(workers)};
}

}  // namespace

hall_process::hall_process(const setting& wanted)
    : data_{folder_.path() / "data"},
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

std::string hall_process::get(const std::string& path) const
{
    http::request<http::string_body> request{http::verb::get, path, 11};
    request.set(http::field::authorization, "Bearer " + token_);
    return ask(port_, std::move(request));
}

std::string hall_process::post(const std::string& path, std::string_view type, const std::string& body) const
{
    http::request<http::string_body> request{http::verb::post, path, 11, body};
    request.set(http::field::authorization, "Bearer " + token_);
    request.set(http::field::content_type, {type.data(), type.size()});
    return ask(port_, std::move(request));
}

std::vector<std::string> open_jam(const hall_process& on, std::size_t people)
{
    const std::string jam = "/api/v1/jams/" + std::string{open_jam_id};
    on.post("/api/v1/jams", "application/json", std::string{plan});
    std::string roster = "email,name\n";
    for (std::size_t person = 1; person <= people; ++person)
        roster += fmt::format("p{}@example.org,Person {}\n", person, person);
    on.post(jam + "/roster", "text/csv", roster);

    std::istringstream links{on.post(jam + "/links", "text/csv", "")};
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
