// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/served_hall.hpp"

#include "engine/identity/tokens.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {
namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace {

/// Reads what the server says until its address is complete.
std::uint16_t port_told(int from)
{
    constexpr std::string_view address = "listening on http://127.0.0.1:";
    std::string said;
    std::array<char, 512> piece;
    for (;;) {
        const auto size = ::read(from, piece.data(), piece.size());
        if (size <= 0)
            throw std::runtime_error{"the server did not start; it said: " + said};
        said.append(piece.data(), static_cast<std::size_t>(size));
        const auto at = said.find(address);
        if (at != std::string::npos && said.find('\n', at) != std::string::npos)
            return static_cast<std::uint16_t>(std::stoul(said.substr(at + address.size())));
    }
}

}  // namespace

served_hall::served_hall(const std::filesystem::path& program, const std::filesystem::path& data)
{
    std::array<int, 2> told{};
    if (::pipe(told.data()) != 0)
        throw std::runtime_error{"there is no pipe"};
    process_ = ::fork();
    if (process_ < 0)
        throw std::runtime_error{"there is no process"};
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whatever becomes of the benchmark, the server ends with it
        ::dup2(told[1], STDOUT_FILENO);
        ::close(told[0]);
        ::close(told[1]);
        ::execl(program.c_str(), program.c_str(), "serve", "--listen", "127.0.0.1:0", "--data", data.c_str(),
                nullptr);
        std::_Exit(127);
    }
    ::close(told[1]);
    try {
        port_ = port_told(told[0]);
        admin_token_ = identity::read_token_file(data / "admin.token").value();
    } catch (...) {
        ::close(told[0]);
        kill();
        throw;
    }
    ::close(told[0]);
}

served_hall::~served_hall()
{
    kill();
}

void served_hall::stop()
{
    end(SIGTERM);
}

void served_hall::kill()
{
    end(SIGKILL);
}

void served_hall::end(int signal)
{
    if (process_ <= 0)
        return;
    ::kill(process_, signal);
    ::waitpid(std::exchange(process_, 0), nullptr, 0);
}

std::size_t served_hall::status_kib(std::string_view line) const
{
    std::ifstream status{fmt::format("/proc/{}/status", process_)};
    for (std::string read; std::getline(status, read);)
        if (read.starts_with(line) && read.substr(line.size()).starts_with(":"))
            return std::stoul(read.substr(line.size() + 1));
    throw std::runtime_error{fmt::format("the system tells no {}", line)};
}

void served_hall::forget_peak() const
{
    std::ofstream{fmt::format("/proc/{}/clear_refs", process_)} << "5";
}

struct hall_client::line {
    asio::io_context loop{1};
    asio::ip::tcp::socket socket{loop};
    boost::beast::flat_buffer buffer;

    std::string exchange(http::request<http::string_body> asked, const std::string& token)
    {
        asked.set(http::field::host, "127.0.0.1");
        asked.set(http::field::authorization, "Bearer " + token);
        asked.prepare_payload();
        http::write(socket, asked);
        http::response_parser<http::string_body> answer;
        answer.body_limit(std::numeric_limits<std::uint64_t>::max());
        http::read(socket, buffer, answer);
        if (answer.get().result_int() >= 300)
            throw std::runtime_error{std::string{asked.target()} + ": " + answer.get().body()};
        return std::move(answer.get().body());
    }
};

hall_client::hall_client(std::uint16_t port, std::string token)
    : line_{std::make_unique<line>()}, token_{std::move(token)}
{
    line_->socket.connect({asio::ip::address_v4::loopback(), port});
    line_->socket.set_option(asio::ip::tcp::no_delay{true});
}

hall_client::~hall_client() = default;

std::string hall_client::get(const std::string& target)
{
    return line_->exchange({http::verb::get, target, 11}, token_);
}

std::string hall_client::command(const std::string& jam, const std::string& body, const std::string& token)
{
    http::request<http::string_body> asked{http::verb::post, "/api/v1/jams/" + jam + "/commands", 11, body};
    asked.set(http::field::content_type, "application/json");
    return line_->exchange(std::move(asked), token);
}

}  // namespace jamhall::bench
