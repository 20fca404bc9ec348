// SPDX-License-Identifier: Apache-2.0
#include "engine/net/ws_connection.hpp"

#include "engine/base/log.hpp"
#include "engine/base/metrics.hpp"
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/text_in.hpp"
#include "engine/net/proxy_accounts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace jamhall::net {
namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using namespace std::chrono_literals;
namespace {

constexpr auto use_noted_every = 10min;

/// How long a line may take to swallow what is queued and the close frame, before it is cut.
constexpr auto farewell_time = 10s;
/// The same for one that floods us: it is read meanwhile.
constexpr auto short_farewell_time = 1s;

/// What a connection that waits for a message holds ready for it; most are no longer.
constexpr std::size_t first_read_bytes = 128;
/// What it reads at once of a message that is longer.
constexpr std::size_t next_read_bytes = 8 * 1024;

base::task<> cut_after_farewell(std::weak_ptr<ws_connection> line, tcp_socket::executor_type on,
                                std::chrono::seconds farewell)
{
    asio::steady_timer wait{on, farewell};
    co_await wait.async_wait(base::as_result);
    if (const auto still_there = line.lock())
        still_there->cut();
}

/// Between three quarters of a time and all of it: a crowd that came at a bell does not come back at once.
std::chrono::milliseconds shortened_at_random(std::chrono::milliseconds most)
{
    const auto quarter = static_cast<std::uint64_t>(most.count() / 4);
    return most - std::chrono::milliseconds{base::random_number() % (quarter + 1)};
}

void name_protocol(websocket::response_type& response)
{
    response.set(http::field::sec_websocket_protocol, subprotocol);
}

}  // namespace

std::shared_ptr<ws_connection> ws_connection::make(exchange_ptr upgrade, client_line over)
{
    return make_at_home<ws_connection>(over.get_executor(), std::move(upgrade), std::move(over));
}

ws_connection::ws_connection(exchange_ptr upgrade, client_line over)
    : connection{upgrade->server.connection_count()},
      worker_{upgrade->worker},
      jam_{upgrade->jam},
      by_{upgrade->by},
      text_max_{upgrade->text_max},
      server_{upgrade->server},
      login_{upgrade->login.id},
      stream_{std::move(over), upgrade->server.by_worker[worker_]->to_flush},
      messages_{upgrade->server.brakes.messages_per_socket()},
      in_{codec::frame_size_max + 1}  // one byte more, so that the stream itself sees what is too long
{
    if (upgrade->server.brakes.counts(upgrade->from))
        limit_floods();
    upgrade->server.by_worker[worker_]->open.push_back(*this);
    base::metrics().sockets_opened.add();
    base::metrics().sockets_open.add();
}

ws_connection::~ws_connection()
{
    base::metrics().sockets_open.take();
}

void ws_connection::hang_up(live::close_code why) noexcept
{
    if (is_closing_)
        return;
    if (why == live::close_code::too_slow) {
        base::metrics().sockets_too_slow.add();
        stream_.next_layer().drop_waiting();
    }
    const auto code = static_cast<std::uint16_t>(why);
    if (code == websocket::close_code::policy_error)
        base::metrics().sockets_flooding.add();  // the jam grew tired of refusing
    close(code, farewell_time);
}

void ws_connection::limit_floods()
{
    stream_.next_layer().limit_reads();
    control_frames_.begin();
    messages_.begin();
    stream_.control_callback([this](websocket::frame_type, boost::beast::string_view) {
        if (!control_frames_.take())
            end_flood();
    });
}

/// Called while Beast reads, which is no time to begin closing.
void ws_connection::end_flood() noexcept
{
    if (is_closing_)
        return;
    asio::post(executor(), [self = shared_from_this()] {
        if (self->is_closing_)
            return;
        base::metrics().sockets_flooding.add();
        self->close(websocket::close_code::policy_error, short_farewell_time);
    });
}

/// The close frame goes behind what is queued; while the upgrade is being answered Beast can send none.
void ws_connection::close(std::uint16_t code, std::chrono::seconds farewell)
{
    is_closing_ = true;
    close_code_ = code;
    if (!is_open_)
        return;
    stream_.next_layer().deliver_nothing_more();
    const websocket::close_reason why{code};
    stream_.async_close(why, [keep = shared_from_this()](const error_code&) {});
    asio::co_spawn(executor(), cut_after_farewell(weak_from_this(), executor(), farewell), asio::detached);
}

void ws_connection::stop() noexcept
{
    hang_up(live::close_code::restarting);
}

void ws_connection::cut() noexcept
{
    error_code ignored;
    stream_.next_layer().next_layer().close(ignored);
}

base::task<bool> ws_connection::open(std::shared_ptr<ws_connection> self, exchange_ptr upgrade)
{
    ws_stream& stream = self->stream_;
    // Beast pings after half of the idle time without a frame, and ends the line after all of it.
    const line_times& times = upgrade->server.times;
    stream.next_layer().owned_by(self);
    stream.set_option(websocket::stream_base::timeout{times.handshake, times.socket_idle, true});
    stream.set_option(websocket::stream_base::decorator{name_protocol});
    stream.read_message_max(codec::frame_size_max);
    stream.auto_fragment(false);
    stream.text(true);
    const auto& request = upgrade->request();
    const auto [ec] = co_await stream.async_accept(request, base::as_result);
    co_return !ec;
}

void ws_connection::logins_changed(std::span<const identity::login_id> logins) noexcept
{
    if (std::ranges::binary_search(logins, login_))
        look_at_login();
}

void ws_connection::look_at_login() noexcept
{
    if (login_ != 0 && !server_.logins.stands_for(login_, jam_->id(), by_.person))
        hang_up(live::close_code::signed_out);
}

void ws_connection::begin(const std::optional<live::token_hash>& shown)
{
    is_open_ = true;
    if (is_closing_)
        close(close_code_, farewell_time);
    else  // its login may have ended between the look at the request and its place among those that are told of it
        look_at_login();
    if (!is_closing_)
        jam_->attach(attendee(), shown);
    read_on();
}

/// Nobody tells us when an account signs out at the proxy, and over an open line it says nothing more.
void ws_connection::come_back_with_account(const exchange& upgrade)
{
    if (!server_.proxy_accounts || login_ == 0 || account_of(upgrade).empty())
        return;
    account_asked_again_ = std::make_unique<asio::steady_timer>(
        executor(), shortened_at_random(server_.proxy_accounts->asked_again_after));
    account_asked_again_->async_wait([line = weak_from_this()](const error_code& ec) {
        const auto still_there = line.lock();
        if (!ec && still_there)
            still_there->hang_up(live::close_code::account_asked_again);
    });
}

/// Whoever takes part over a socket uses their login, though it is asked for once only.
void ws_connection::note_use()
{
    const auto now = std::chrono::steady_clock::now();
    if (login_ == 0 || now - use_noted_at_ < use_noted_every)
        return;
    use_noted_at_ = now;
    server_.logins.note_use(login_, clock::now());
}

void ws_connection::take_message(std::string_view text)
{
    base::metrics().frames_in.add();
    codec::command_limits limits;
    limits.text_max = text_max_;
    limits.zones = &server_.zones;
    limits.now = clock::now();
    note_use();
    jam_->take(attendee(), codec::decode_frame(text, limits));
}

live::attendee ws_connection::attendee()
{
    return {std::shared_ptr<live::receiver>{shared_from_this(), &stream_.next_layer()}, worker_, by_};
}

/// Not a coroutine: most lines wait most of the time, and the frame of one that waits is memory.
void ws_connection::read_on()
{
    const std::size_t most = in_.size() == 0 ? first_read_bytes : next_read_bytes;
    stream_.async_read_some(in_, most, [self = shared_from_this()](const error_code& ec, std::size_t) {
        if (!ec && self->took_part())
            self->read_on();
        else
            self->end();
    });
}

bool ws_connection::took_part()
{
    try {
        take_part();
        return true;
    } catch (const std::exception& error) {
        base::log(base::log_level::error, "a socket failed", {{"error", error.what()}});
        return false;
    }
}

void ws_connection::take_part()
{
    if (!stream_.is_message_done()) {
        if (++parts_ >= parts_per_message_max)
            end_flood();
        return;
    }
    parts_ = 0;
    if (!messages_.take())
        end_flood();
    // Once closing nothing more is taken, but the close frame of the other side is awaited.
    const std::string_view message{static_cast<const char*>(in_.cdata().data()), in_.size()};
    if (!is_closing_ && stream_.got_binary())
        close(websocket::close_code::unknown_data, farewell_time);
    else if (!is_closing_ && codec::ends_within_character(message))
        close(websocket::close_code::bad_payload, farewell_time);
    else if (!is_closing_)
        take_message(message);
    in_.consume(in_.size());
    if (in_.capacity() > first_read_bytes)
        in_.shrink_to_fit();
}

/// The jam may hold it for a while yet.
void ws_connection::end()
{
    account_asked_again_.reset();
    stream_.next_layer().end();
    unlink();
    jam_->detach(attendee());
}

base::task<> serve_socket(std::shared_ptr<ws_connection> self, exchange_ptr upgrade)
{
    try {
        const bool is_open = co_await ws_connection::open(self, upgrade);
        if (!is_open) {
            self->stream_.next_layer().flush();
            co_return;
        }
    } catch (const std::exception& error) {
        base::log(base::log_level::error, "a socket failed to open", {{"error", error.what()}});
        co_return;
    }
    self->come_back_with_account(*upgrade);
    self->begin(upgrade->token);
}

}  // namespace jamhall::net
