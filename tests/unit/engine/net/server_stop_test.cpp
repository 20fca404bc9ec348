// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/live/hall.hpp"
#include "engine/live/workers.hpp"
#include "engine/net/server.hpp"
#include "tests/support/sessions/builders.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <list>
#include <string>
#include <thread>

using namespace jamhall;
using namespace jamhall::test;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

base::task<std::string> make_jam(live::hall& in)
{
    const auto made = co_await in.create(
        a_plan{}.starts_at(clock::now()).phase("ideas"_slug, sessions::phase_kind::ideate, hours{1}).build());
    co_return made->id().str();
}

base::task<> end(net::server& server, live::workers& on)
{
    co_await server.stop();
    on.stop();
}

/// Somebody at the other end who waits for no answer and gives none.
struct visitor {
    asio::io_context loop;
    tcp::socket line{loop};
    std::string read;

    explicit visitor(std::uint16_t port) { line.connect({asio::ip::address_v4::loopback(), port}); }

    void send(const std::string& text) { asio::write(line, asio::buffer(text)); }
    void await(std::string_view text) { asio::read_until(line, asio::dynamic_buffer(read), text); }
};

}  // namespace

TEST_CASE("server: lines that do not end are let go with it, whichever worker they live on", "[net]")
{
    const store::temporary_folder folder;
    live::workers on{3};
    live::hall hall{folder / "data", on};
    net::server_options options;
    options.listen_port = 0;
    options.drain_time = std::chrono::milliseconds{0};
    net::server server{hall, on, options};
    const auto at = server.start();
    std::jthread first{[&] { on.run_first(); }};
    on.start();

    const auto jam = asio::co_spawn(on.at(0).loop, make_jam(hall), asio::use_future).get();
    const auto token = identity::read_token_file(hall.folder().admin_token_file()).value();
    std::list<visitor> visitors;
    for (int i = 0; i < 12; ++i) {
        auto& half_sent = visitors.emplace_back(at.port);
        half_sent.send(
            "POST /api/v1/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
            "9\r\n"
            "Expect: 100-continue\r\n\r\n");
        half_sent.await("100 Continue\r\n");
        auto& watching = visitors.emplace_back(at.port);
        watching.send(
            "GET /api/v1/jams/" + jam + "/live HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token +
            "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: jamhall.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        watching.await("\"type\":\"hello\"");
    }

    asio::co_spawn(on.at(0).loop, end(server, on), asio::detached);
    first.join();
    for (auto& each : visitors)
        CHECK_FALSE(each.read.empty());
}
