// SPDX-License-Identifier: Apache-2.0
#include "engine/net/http_connection.hpp"

#include "engine/base/log.hpp"
#include "engine/base/metrics.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/net/access.hpp"
#include "engine/net/http_date.hpp"
#include "engine/net/live_upgrade.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/ws_connection.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/core/assert.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <exception>
#include <utility>

namespace jamhall::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using namespace std::chrono_literals;
namespace {

/// One header, and the wait for it on a connection that is kept alive.
constexpr auto header_deadline = 30s;
constexpr auto body_deadline = 30s;
/// A large body or reply may take longer, at this pace or better.
constexpr std::size_t bytes_per_second_min = 64 * 1024;
/// After a reply that leaves a body unread: how long to discard it, so that closing does not reset the line
/// before the reply was read.
constexpr auto linger_deadline = 2s;

constexpr std::uint32_t header_size_max = 16 * 1024;
constexpr std::size_t buffer_size_max = 64 * 1024;

std::chrono::seconds deadline_for(std::size_t bytes)
{
    return body_deadline + std::chrono::seconds{bytes / bytes_per_second_min};
}

reply too_large_reply(std::size_t limit)
{
    reply r = problem_reply(
        http::status::payload_too_large, "too_large",
        "This is larger than the " + std::to_string(limit / 1024) + " KiB that are taken here.");
    r.closes = true;
    return r;
}

reply malformed_reply(const error_code& why)
{
    const bool is_long = why == http::error::header_limit || why == http::error::buffer_overflow;
    reply r = is_long ? problem_reply(http::status::request_header_fields_too_large, "too_large",
                                      "The header of this request is too long.")
                      : problem_reply(http::status::bad_request, "bad_request",
                                      "This is not a well-formed HTTP request.");
    r.closes = true;
    return r;
}

/// The reply to a request whose handler threw: the one place where failures of a request are caught.
reply failure_reply(const exchange& e, std::exception_ptr failed)
{
    const std::string_view pattern = e.route.to ? e.route.to->pattern : std::string_view{};
    try {
        std::rethrow_exception(std::move(failed));
    } catch (const store::store_error& error) {
        base::log(base::log_level::error, "a request failed to store",
                  {{"route", pattern}, {"error", error.what()}});
        return problem_reply(http::status::service_unavailable, "storage_failed",
                             "It could not be stored just now. Please try again.");
    } catch (const std::exception& error) {
        base::log(base::log_level::error, "a request failed", {{"route", pattern}, {"error", error.what()}});
        return problem_reply(http::status::internal_server_error, "internal_error",
                             "Something went wrong here; the log says what.");
    }
}

bool is_from_loopback(const tcp_socket& socket)
{
    error_code ec;
    const auto peer = socket.remote_endpoint(ec).address();
    if (ec)
        return false;
    if (peer.is_v6() && peer.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, peer.to_v6()).is_loopback();
    return peer.is_loopback();
}

std::optional<reply> static_reply(const exchange& e)
{
    const auto method = e.request().method();
    if (method != http::verb::get && method != http::verb::head)
        return std::nullopt;
    return e.server.files.find({e.asked.path, e.header(http::field::accept_encoding).value_or(""),
                                e.header(http::field::if_none_match).value_or("")});
}

}  // namespace

http_connection::http_connection(server_parts& server, std::size_t worker, tcp_socket socket)
    : connection{server.connection_count()},
      server_{server},
      worker_{worker},
      is_loopback_{is_from_loopback(socket)},
      stream_{std::move(socket)},
      buffer_{buffer_size_max}
{
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay{true}, ignored);
    server_.by_worker[worker_]->open.push_back(*this);
    base::metrics().connections_opened.add();
    base::metrics().connections_open.add();
}

http_connection::~http_connection()
{
    base::metrics().connections_open.take();
}

void http_connection::stop() noexcept
{
    if (waits_for_request_)
        cut();
}

void http_connection::cut() noexcept
{
    stream_.close();
}

base::task<> serve(std::shared_ptr<http_connection> self)
{
    try {
        bool goes_on = true;
        while (goes_on && !self->server_.is_stopping)
            goes_on = co_await http_connection::answer_one(self);
    } catch (const std::exception& error) {
        base::log(base::log_level::error, "a connection failed", {{"error", error.what()}});
    }
}

base::task<bool> http_connection::answer_one(std::shared_ptr<http_connection> self)
{
    const auto e = std::make_shared<exchange>(self->server_, self->worker_, self->is_loopback_);
    e->parser.header_limit(header_size_max);
    e->parser.body_limit(boost::none);

    self->waits_for_request_ = true;
    self->stream_.expires_after(header_deadline);
    const auto [ec, size] =
        co_await http::async_read_header(self->stream_, self->buffer_, e->parser, base::as_result);
    self->waits_for_request_ = false;
    if (ec) {
        if (ec.category() != make_error_code(http::error::bad_target).category() ||
            ec == http::error::end_of_stream || ec == http::error::partial_message)
            co_return false;
        co_return co_await write(self, e, malformed_reply(ec));
    }

    const auto asked = e->request().target();
    auto parsed = parse_target({asked.data(), asked.size()});
    if (!parsed)
        co_return co_await write(self, e, malformed_reply(http::error::bad_target));
    e->asked = std::move(*parsed);

    std::optional<reply> r;
    std::exception_ptr failed;
    try {
        r = co_await answer(self, e);
    } catch (...) {
        failed = std::current_exception();
    }
    if (failed)
        r = failure_reply(*e, failed);
    if (r)
        co_return co_await write(self, e, std::move(*r));

    const auto opened = ws_connection::make(e, self->stream_.release_socket());
    asio::co_spawn(opened->executor(), serve_socket(opened, e), asio::detached);
    co_return false;
}

base::task<std::optional<reply>> http_connection::answer(std::shared_ptr<http_connection> self,
                                                         exchange_ptr e)
{
    routing leads_to = find_route(all_routes(), e->request().method(), e->asked);
    if (const auto* wrong = std::get_if<wrong_method>(&leads_to)) {
        reply r = problem_reply(http::status::method_not_allowed, "method_not_allowed",
                                "This address does not take this method.");
        r.set(http::field::allow, wrong->allow);
        co_return r;
    }
    if (std::holds_alternative<no_such_path>(leads_to)) {
        if (auto file = static_reply(*e))
            co_return file;
        co_return problem_reply(http::status::not_found, "no_such_page", "There is nothing at this address.");
    }

    e->route = std::get<found_route>(std::move(leads_to));
    const route& to = *e->route.to;
    if (is_live_upgrade(*e))
        co_return co_await check_live_upgrade(e);
    // A large body is read only from somebody who may send it.
    const bool checks_first = to.body_max > body_size_default;
    std::optional<reply> refused;
    if (checks_first)
        refused = co_await check_access(e, to.open_to);
    if (!refused)
        refused = co_await read_body(self, e);
    if (!refused && !checks_first)
        refused = co_await check_access(e, to.open_to);
    if (refused)
        co_return refused;
    co_return co_await to.answer(e);
}

base::task<std::optional<reply>> http_connection::read_body(std::shared_ptr<http_connection> self,
                                                            exchange_ptr e)
{
    const std::size_t limit = e->route.to->body_max;
    const auto announced = e->parser.content_length();
    if (announced && *announced > limit)
        co_return too_large_reply(limit);
    if (e->parser.is_done())
        co_return std::nullopt;

    e->parser.body_limit(limit);
    self->stream_.expires_after(deadline_for(limit));
    if (beast::iequals(e->request()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on{http::status::continue_, e->request().version()};
        const auto [write_ec, written] = co_await http::async_write(self->stream_, go_on, base::as_result);
        if (write_ec)
            throw boost::system::system_error{write_ec};
    }
    const auto [ec, size] =
        co_await http::async_read(self->stream_, self->buffer_, e->parser, base::as_result);
    if (ec == http::error::body_limit)
        co_return too_large_reply(limit);
    if (ec)
        co_return malformed_reply(ec);
    co_return std::nullopt;
}

base::task<bool> http_connection::write(std::shared_ptr<http_connection> self, exchange_ptr e, reply r)
{
    const auto& request = e->request();
    const bool leaves_body = e->parser.is_header_done() && !e->parser.is_done();
    const bool goes_on = request.keep_alive() && !r.closes && !leaves_body && !self->server_.is_stopping;
    self->server_.headers.add_to(r);
    base::metrics().http_requests.add();
    if (http::to_status_class(r.status) >= http::status_class::client_error)
        base::metrics().http_problems.add();

    const std::string_view bytes = r.body ? std::string_view{*r.body} : std::string_view{};
    const bool has_body_allowed =
        r.status != http::status::no_content && r.status != http::status::not_modified;
    const bool sends_body = has_body_allowed && request.method() != http::verb::head;
    http::response<http::span_body<const char>> response{
        std::piecewise_construct,
        std::make_tuple(sends_body ? bytes.data() : nullptr, sends_body ? bytes.size() : 0),
        std::make_tuple(r.status, std::min(request.version(), 11U), r.headers)};
    response.set(http::field::date, http_date(clock::now()));
    if (has_body_allowed)
        response.content_length(bytes.size());
    response.keep_alive(goes_on);

    self->stream_.expires_after(deadline_for(bytes.size()));
    http::response_serializer<http::span_body<const char>> serializer{response};
    const auto [ec, size] = co_await http::async_write(self->stream_, serializer, base::as_result);
    if (ec)
        co_return false;
    if (!goes_on)
        co_await linger(self);
    co_return goes_on;
}

base::task<> http_connection::linger(std::shared_ptr<http_connection> self)
{
    error_code ec;
    self->stream_.socket().shutdown(tcp::socket::shutdown_send, ec);
    self->stream_.expires_after(linger_deadline);
    std::array<char, 4096> discarded;
    const auto into = asio::buffer(discarded);
    while (!ec) {
        const auto [read_ec, size] = co_await self->stream_.async_read_some(into, base::as_result);
        ec = read_ec;
    }
}

}  // namespace jamhall::net
