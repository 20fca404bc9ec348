// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/hall_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <limits>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {
namespace asio = boost::asio;
namespace http = boost::beast::http;

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
        if (http::to_status_class(answer.get().result()) != http::status_class::successful)
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

std::string hall_client::post(const std::string& target, std::string_view type, const std::string& body)
{
    http::request<http::string_body> asked{http::verb::post, target, 11, body};
    asked.set(http::field::content_type, {type.data(), type.size()});
    return line_->exchange(std::move(asked), token_);
}

}  // namespace jamhall::bench
