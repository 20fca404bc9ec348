// SPDX-License-Identifier: Apache-2.0
#include "engine/app/http_client.hpp"

#include "engine/app/refusal.hpp"
#include "engine/base/asio.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>

namespace jamhall::app {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace {

using request = http::request<http::string_body>;

constexpr std::chrono::seconds connect_time_max{10};
constexpr std::chrono::minutes answer_time_max{10};  // a large roster or package takes its time
constexpr std::uint64_t answer_size_max = 4ULL * 1024 * 1024 * 1024;

base::task<http_answer> exchange(server_address at, request asked)
{
    asio::ip::tcp::resolver resolver{co_await asio::this_coro::executor};
    beast::tcp_stream stream{co_await asio::this_coro::executor};
    stream.expires_after(connect_time_max);
    const auto found = co_await resolver.async_resolve(at.host, at.port, base::or_throw);
    co_await stream.async_connect(found, base::or_throw);
    stream.expires_after(answer_time_max);
    co_await http::async_write(stream, asked, base::or_throw);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> answer;
    answer.body_limit(answer_size_max);
    co_await http::async_read(stream, buffer, answer, base::or_throw);
    boost::system::error_code ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    co_return http_answer{answer.get().result_int(), std::move(answer.get().body())};
}

http_answer run(const std::string& url, const server_address& at, request asked)
{
    asio::io_context loop{1};
    std::optional<http_answer> got;
    std::exception_ptr failed;
    asio::co_spawn(loop, exchange(at, std::move(asked)), [&](std::exception_ptr thrown, http_answer answer) {
        failed = thrown;
        got = std::move(answer);
    });
    loop.run();
    try {
        if (failed)
            std::rethrow_exception(failed);
    } catch (const boost::system::system_error& error) {
        throw refusal{fmt::format("Cannot reach the server at {}: {}.", url, error.code().message())};
    }
    return std::move(got).value();
}

request request_of(http::verb method, const server_address& at, const std::string& target,
                   const std::string& token)
{
    request made{method, target, 11};
    made.set(http::field::host, at.host + ":" + at.port);
    made.set(http::field::user_agent, "jamhall");
    made.set(http::field::connection, "close");
    if (!token.empty())
        made.set(http::field::authorization, "Bearer " + token);
    return made;
}

}  // namespace

server_address parse_server_url(const std::string& url)
{
    constexpr std::string_view scheme = "http://";
    if (url.starts_with("https://"))
        throw refusal{
            "The commands speak plain HTTP: give the address the server listens on, such as "
            "http://127.0.0.1:8080, not its public one."};
    std::string_view rest = url;
    if (!rest.starts_with(scheme))
        throw refusal{fmt::format("{} is not http://HOST:PORT.", url)};
    rest.remove_prefix(scheme.size());
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    std::string_view host = rest;
    std::string_view port = "80";
    const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
    if (const auto colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
        colon != std::string_view::npos) {
        host = rest.substr(0, colon);
        port = rest.substr(colon + 1);
    }
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    const bool is_port = !port.empty() && port.size() <= 5 &&
                         std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    if (host.empty() || !is_port || rest.find('/') != std::string_view::npos)
        throw refusal{fmt::format("{} is not http://HOST:PORT.", url)};
    return {std::string{host}, std::string{port}};
}

std::string percent_encoded(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '-' || c == '.' || c == '_' || c == '~';
        if (is_plain)
            made += c;
        else
            made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return made;
}

http_client::http_client(const std::string& url, std::string token)
    : url_{url}, at_{parse_server_url(url)}, token_{std::move(token)}
{
}

http_answer http_client::get(const std::string& target) const
{
    return run(url_, at_, request_of(http::verb::get, at_, target, token_));
}

http_answer http_client::post(const std::string& target, std::string_view content_type,
                              std::string body) const
{
    request asked = request_of(http::verb::post, at_, target, token_);
    asked.set(http::field::content_type, content_type);
    asked.body() = std::move(body);
    asked.prepare_payload();
    return run(url_, at_, std::move(asked));
}

}  // namespace jamhall::app
