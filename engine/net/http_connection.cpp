// SPDX-License-Identifier: Apache-2.0
#include "engine/net/http_connection.hpp"

#include "engine/base/log.hpp"
#include "engine/base/log_brake.hpp"
#include "engine/base/metrics.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/net/access.hpp"
#include "engine/net/http_date.hpp"
#include "engine/net/live_upgrade.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/request_refusals.hpp"
#include "engine/net/ws_connection.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/core/assert.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
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

/// A connection that is kept alive may wait for its next request this many times as long as for a header.
constexpr int idle_looks_max = 6;
/// After a reply that leaves a body unread: how long to discard it, so that closing does not reset the line
/// before the reply was read.
constexpr auto linger_deadline = 2s;

constexpr std::size_t buffer_size_max = 64 * 1024;

/// Whoever asks on all the same does not read the answers: the line ends.
constexpr std::uint32_t braked_in_row_max = 100;

/// Whether a person may have typed or followed it: what programs and pages call is nothing to send anybody to.
bool is_for_people(const exchange& e)
{
    const auto method = e.request().method();
    return (method == http::verb::get || method == http::verb::head) && !e.asked.path.starts_with("/api/") &&
           e.asked.path != "/metrics";
}

/// Sends whoever came for a page without TLS to the same with it. The target is as it was sent and was read as one. A
/// program is told instead: whoever sends a token in the clear must notice.
reply https_reply(const exchange& e)
{
    if (!is_for_people(e)) {
        reply r = problem_reply(http::status::bad_request, "https_required",
                                "This is taken over https alone: " + e.server.from.public_url());
        r.closes = true;
        return r;
    }
    const auto target = e.request().target();
    if (!target.starts_with('/')) {
        reply r = problem_reply(http::status::bad_request, "bad_request", "This is not a page of this hall.");
        r.closes = true;
        return r;
    }
    reply r = empty_reply(http::status::permanent_redirect);
    r.set(http::field::location, e.server.from.public_url() + std::string{target.data(), target.size()});
    return r;
}

client_line line_of(accepted_line& accepted, server_parts& server)
{
    if (accepted.spoken != speech::https)
        return client_line{std::move(accepted.socket)};
    error_code ec;
    accepted.socket.native_non_blocking(true, ec);
    return client_line{std::move(accepted.socket), server.tls->make_layer()};
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

void note_brake(const exchange& e)
{
    base::metrics().requests_braked.add();
    if (e.server.tells_of_brakes.is_due())
        base::log(base::log_level::warning, "somebody asks too fast and is told to wait",
                  {{"client", e.from.is_known ? written(e.from.address) : "unknown"},
                   {"route", e.route.to ? e.route.to->pattern : std::string_view{}}});
}

/// Whoever may not, and whoever shows a token that is none; a login that has ended is nothing to tell.
void note_refusal(const exchange& e, http::status status)
{
    const bool is_wrong_token =
        status == http::status::unauthorized && e.request().count(http::field::authorization) > 0;
    if (status != http::status::forbidden && !is_wrong_token)
        return;
    const auto unsaid = base::refusal_lines().take();
    if (!unsaid)
        return;
    const std::string login = e.login.id == 0 ? "none" : identity::written(e.login.id);
    base::log(base::log_level::info, "somebody was refused what they asked for",
              {{"status", static_cast<unsigned>(status)},
               {"route", e.route.to ? e.route.to->pattern : "none"},
               {"jam", e.jam ? e.jam->id().view() : "none"},
               {"person", e.by.person.value},
               {"login", login},
               {"client", e.from.is_known ? written(e.from.address) : "unknown"},
               {"unsaid", *unsaid}});
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

http_connection::http_connection(server_parts& server, std::size_t worker, accepted_line accepted)
    : connection{server.connection_count()},
      server_{server},
      worker_{worker},
      peer_{accepted.peer},
      place_{std::move(accepted.place)},
      spoken_{accepted.spoken},
      line_{line_of(accepted, server)},
      deadline_{line_.get_executor()},
      buffer_{buffer_size_max}
{
    error_code ignored;
    line_.socket().set_option(tcp::no_delay{true}, ignored);
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
    line_.close();
}

void http_connection::expires_after(std::chrono::seconds wait)
{
    deadline_.expires_after(wait);
    deadline_.async_wait([of = weak_from_this()](const error_code& ec) {
        const auto self = ec ? nullptr : of.lock();
        if (self)
            self->look_at_deadline();
    });
}

void http_connection::expires_never()
{
    deadline_.expires_at(std::chrono::steady_clock::time_point::max());
}

void http_connection::look_at_deadline()
{
    if (deadline_.expiry() > std::chrono::steady_clock::now())
        return;  // it was set anew while this was on its way
    if (may_wait_on())
        expires_after(server_.times.header);
    else
        cut();
}

/// Whether the line is one that was kept alive and is idle, or has only begun its next request since the last look.
bool http_connection::may_wait_on()
{
    if (!waits_for_request_ || !has_answered_ || has_begun_request_)
        return false;
    has_begun_request_ = buffer_.size() > 0;
    return has_begun_request_ || ++looks_at_idle_ < idle_looks_max;
}

base::task<> serve(std::shared_ptr<http_connection> self)
{
    try {
        bool goes_on = !self->line_.is_encrypted() || co_await http_connection::shake_hands(self);
        while (goes_on && !self->server_.is_stopping)
            goes_on = co_await http_connection::answer_one(self);
    } catch (const std::exception& error) {
        base::log(base::log_level::error, "a connection failed", {{"error", error.what()}});
    }
}

base::task<bool> http_connection::shake_hands(std::shared_ptr<http_connection> self)
{
    self->expires_after(self->server_.times.handshake);
    const auto [ec] = co_await self->line_.async_handshake(base::as_result);
    co_return !ec;
}

base::task<bool> http_connection::answer_one(std::shared_ptr<http_connection> self)
{
    const auto e = std::make_shared<exchange>(self->server_, self->worker_);
    e->parser.header_limit(head_size_max);
    e->parser.body_limit(boost::none);

    self->waits_for_request_ = true;
    self->has_begun_request_ = false;
    self->looks_at_idle_ = 0;
    self->expires_after(self->server_.times.header);
    const auto state = co_await receive_head(self);
    self->waits_for_request_ = false;
    self->expires_never();
    if (!state)
        co_return false;
    if (*state != head_state::whole)
        co_return co_await write(self, e, bad_head_reply(*state));
    if (auto refused = self->read_head(*e))
        co_return co_await write(self, e, std::move(*refused));

    e->from = self->server_.clients.find(self->peer_, e->request());
    if (!e->from.is_known && self->server_.tells_of_unknown_proxy.is_due())
        base::log(base::log_level::warning,
                  "requests arrive through a proxy that [proxy] trusted does not name, or that does not say "
                  "for whom: "
                  "they are not limited by address");
    if (const auto may_now = self->server_.brakes.take_request(e->from); !may_now)
        co_return co_await write(self, e, problem_reply(may_now.error()));

    const bool came_plain = self->spoken_ == speech::redirect || e->from.came_plain;
    if (came_plain && self->server_.from.is_https())
        co_return co_await write(self, e, https_reply(*e));

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

    const auto opened = ws_connection::make(e, std::move(self->line_));
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
    if (to.is_sign_in) {
        if (const auto may_now = self->server_.brakes.take_sign_in(e->from); !may_now)
            co_return problem_reply(may_now.error());
    }
    if (is_live_upgrade(*e)) {
        // What stands behind it was sent before it was known whether frames are spoken here.
        if (!e->parser.is_done() || self->buffer_.size() > 0)
            co_return refused_reply(
                http::status::bad_request, "bad_request",
                "An upgrade has no body, and nothing is sent behind it before its answer.");
        co_return co_await check_live_upgrade(e);
    }
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

/// Whether the line has been told to wait so often that it listens to nobody.
bool http_connection::is_flooding(http::status answered)
{
    braked_in_row_ = answered == http::status::too_many_requests ? braked_in_row_ + 1 : 0;
    return braked_in_row_ >= braked_in_row_max;
}

base::task<bool> http_connection::write(std::shared_ptr<http_connection> self, exchange_ptr e, reply r)
{
    r.closes = self->is_flooding(r.status) || r.closes;
    const auto& request = e->request();
    const bool leaves_body = e->parser.is_header_done() && !e->parser.is_done() && !e->has_whole_body;
    const bool goes_on = request.keep_alive() && !r.closes && !leaves_body && !self->server_.is_stopping;
    const bool is_plain = self->server_.tls ? !self->line_.is_encrypted() : e->from.came_plain;
    self->server_.headers.add_to(r, is_plain);
    self->has_answered_ = true;
    if (r.status == http::status::too_many_requests)
        note_brake(*e);
    note_refusal(*e, r.status);
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
        std::make_tuple(r.status, std::min(request.version(), 11U), r.headers())};
    response.set(http::field::date, http_date(clock::now()));
    if (has_body_allowed)
        response.content_length(bytes.size());
    response.keep_alive(goes_on);

    self->expires_after(self->server_.times.body + paced(bytes.size()));
    http::response_serializer<http::span_body<const char>> serializer{response};
    const auto [ec, size] = co_await http::async_write(self->line_, serializer, base::as_result);
    if (ec)
        co_return false;
    if (!goes_on)
        co_await linger(self);
    co_return goes_on;
}

base::task<> http_connection::linger(std::shared_ptr<http_connection> self)
{
    error_code ec;
    self->line_.end_sending();
    self->expires_after(linger_deadline);
    std::array<char, 4096> discarded;
    const auto into = asio::buffer(discarded);
    while (!ec) {
        const auto [read_ec, size] = co_await self->line_.socket().async_read_some(into, base::as_result);
        ec = read_ec;
    }
}

}  // namespace jamhall::net
