// SPDX-License-Identifier: Apache-2.0
// The reading side of an HTTP connection.
#include "engine/net/http_connection.hpp"
#include "engine/net/request_refusals.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/write.hpp>

#include <utility>

namespace jamhall::net {
namespace beast = boost::beast;
using boost::system::error_code;
namespace {

/// What is read at once of a head, as most are no longer, and of a body.
constexpr std::size_t head_read_bytes = 2 * 1024;
constexpr std::size_t body_read_bytes = 32 * 1024;

std::string_view bytes_in(const beast::flat_buffer& buffer)
{
    const auto bytes = buffer.cdata();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<std::uint64_t> announced_length(const exchange& e)
{
    const auto length = e.parser.content_length();
    return length ? std::optional<std::uint64_t>{*length} : std::nullopt;
}

}  // namespace

/// Nothing when the line has ended.
base::task<std::optional<head_state>> http_connection::receive_head(std::shared_ptr<http_connection> self)
{
    request_guard guard;
    head_state state = guard.look(bytes_in(self->buffer_));
    while (state == head_state::unfinished) {
        const auto into = self->buffer_.prepare(head_read_bytes);
        const auto [ec, size] = co_await self->line_.async_read_some(into, base::as_result);
        if (ec)
            co_return std::nullopt;
        self->buffer_.commit(size);
        state = guard.look(bytes_in(self->buffer_));
    }
    co_return state;
}

/// Reads the fields and the target of a head that is whole. Gives the refusal when they lead nowhere.
std::optional<reply> http_connection::read_head(exchange& e)
{
    error_code ec;
    const auto used = e.parser.put(buffer_.cdata(), ec);
    buffer_.consume(used);
    if (ec || !e.parser.is_header_done())
        return malformed_reply();
    if (const auto fault = framing_fault_of(e.request()))
        return bad_framing_reply(*fault);
    const auto asked = e.request().target();
    auto parsed = parse_target({asked.data(), asked.size()});
    if (!parsed)
        return malformed_reply();
    e.asked = std::move(*parsed);
    return wrong_host_reply(e);
}

base::task<std::optional<reply>> http_connection::read_body(std::shared_ptr<http_connection> self,
                                                            exchange_ptr e)
{
    const std::size_t limit = e->route.to->body_max;
    const auto announced = announced_length(*e);
    if (announced && *announced > limit)
        co_return too_large_reply(limit);
    if (e->parser.is_done())
        co_return std::nullopt;

    self->expires_after(self->server_.times.body + paced(announced.value_or(limit)));
    if (e->request().version() == 11 && e->request().count(http::field::expect) > 0) {
        http::response<http::empty_body> go_on{http::status::continue_, e->request().version()};
        const auto [write_ec, written] = co_await http::async_write(self->line_, go_on, base::as_result);
        if (write_ec)
            throw boost::system::system_error{write_ec};
    }
    const auto state = co_await receive_body(self, e, {announced_length(*e), limit});
    self->expires_never();
    if (state == body_state::too_large)
        co_return too_large_reply(limit);
    if (state != body_state::whole)
        co_return malformed_reply();
    e->has_whole_body = true;
    co_return std::nullopt;
}

/// Unfinished when the line ends before.
base::task<body_state> http_connection::receive_body(std::shared_ptr<http_connection> self, exchange_ptr e,
                                                     body_reader reader)
{
    for (;;) {
        std::string_view received = bytes_in(self->buffer_);
        const std::size_t came = received.size();
        const body_state state = reader.take(received, e->parser.get().body());
        self->buffer_.consume(came - received.size());
        if (state != body_state::unfinished)
            co_return state;
        const auto into = self->buffer_.prepare(body_read_bytes);
        const auto [ec, size] = co_await self->line_.async_read_some(into, base::as_result);
        if (ec)
            co_return state;
        self->buffer_.commit(size);
    }
}

}  // namespace jamhall::net
