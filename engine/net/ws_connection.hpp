// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/codec/command_in.hpp"
#include "engine/live/caller.hpp"
#include "engine/net/connection.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/frame_gate.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace jamhall::net {

inline constexpr std::string_view subprotocol = "jamhall.v1";

/// One socket of one person (or the administrator) in one jam: decodes what comes in and hands it to the
/// jam; what goes out is queued by the hub and the jam in its gate.
/// Runs on: its worker, every member.
class ws_connection final : public connection,
                            public gate_owner,
                            public std::enable_shared_from_this<ws_connection> {
public:
    /// For an upgrade that check_live_upgrade() found in order, over the line it came on. Whoever is the last to let go, on whichever
    /// worker, it ends on its own.
    static std::shared_ptr<ws_connection> make(exchange_ptr upgrade, client_line over);

    ws_connection(exchange_ptr upgrade, client_line over);
    ~ws_connection() override;

    tcp_socket::executor_type executor() { return stream_.get_executor(); }

    void hang_up(live::close_code why) noexcept override;
    void end_flood() noexcept override;
    void stop() noexcept override;
    void cut() noexcept override;
    void logins_changed(std::span<const identity::login_id> logins) noexcept override;

private:
    friend base::task<> serve_socket(std::shared_ptr<ws_connection> self, exchange_ptr upgrade);

    static base::task<bool> open(std::shared_ptr<ws_connection> self, exchange_ptr upgrade);
    void come_back_with_account(const exchange& upgrade);
    live::attendee attendee();
    void look_at_login() noexcept;
    void begin(const std::optional<live::token_hash>& shown);
    void read_on();
    bool took_part();
    void take_part();
    void take_message(std::string_view text);
    void note_use();
    void end();
    void close(std::uint16_t code, std::chrono::seconds farewell);
    void limit_floods();

    const std::size_t worker_;
    const std::shared_ptr<live::jam_runner> jam_;
    const live::caller by_;
    const std::size_t text_max_;
    server_parts& server_;
    const identity::login_id login_;  ///< it was opened under; 0: a token
    std::chrono::steady_clock::time_point use_noted_at_{};
    ws_stream stream_;
    flood_brake control_frames_{control_frames_per_socket};
    flood_brake messages_;
    std::uint32_t parts_ = 0;  ///< of the message that is coming in
    bool is_open_ = false;     ///< its upgrade was answered
    bool is_closing_ = false;
    std::uint16_t close_code_ = 0;                                    ///< once it is closing
    std::unique_ptr<boost::asio::steady_timer> account_asked_again_;  ///< only where a proxy names accounts
    boost::beast::flat_buffer in_;
};

/// Answers the upgrade and begins to serve the socket, which keeps itself until its end.
base::task<> serve_socket(std::shared_ptr<ws_connection> self, exchange_ptr upgrade);

}  // namespace jamhall::net
