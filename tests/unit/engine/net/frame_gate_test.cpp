// SPDX-License-Identifier: Apache-2.0
#include "engine/net/frame_gate.hpp"

#include "engine/codec/ws_frame.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace jamhall;
using namespace jamhall::net;
namespace asio = boost::asio;

namespace {

live::frame frame_of(std::string_view text)
{
    return std::make_shared<const std::string>(codec::ws_text_frame(text));
}

const std::string upgraded{"HTTP/1.1 101 Switching Protocols"};

/// Counts what it is told.
struct owner_of_gate : gate_owner {
    int times_hung_up = 0;
    int floods_ended = 0;
    void hang_up(live::close_code) noexcept override { ++times_hung_up; }
    void end_flood() noexcept override { ++floods_ended; }
};

/// A gate at one end of a loopback connection, and the bytes that come out at the other.
struct lines {
    asio::io_context loop{1};
    flush_list to_flush{loop.get_executor()};
    tcp_socket far{loop.get_executor()};
    std::unique_ptr<frame_gate> gate;
    std::shared_ptr<owner_of_gate> owner = std::make_shared<owner_of_gate>();

    lines()
    {
        tcp_acceptor door{loop.get_executor(), tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
        tcp_socket near{loop.get_executor()};
        far.connect(door.local_endpoint());
        door.accept(near);
        gate = std::make_unique<frame_gate>(client_line{std::move(near)}, to_flush);
        gate->owned_by(owner);
        gate->async_write_some(asio::buffer(upgraded), [](const boost::system::error_code&, std::size_t) {});
        gate->flush();
        read(upgraded.size());
    }

    void turn()
    {
        loop.restart();
        loop.poll();
    }

    std::string read(std::size_t size)
    {
        std::string bytes(size, '\0');
        turn();
        asio::read(far, asio::buffer(bytes));
        return bytes;
    }
};

const std::string pong{"\x8A\x00", 2};
const std::string goodbye{"\x88\x00", 2};

}  // namespace

TEST_CASE("frame gate: shared frames and what Beast writes leave whole and in order", "[net]")
{
    lines between;
    std::size_t written = 0;
    between.gate->deliver(frame_of("one"));
    between.gate->async_write_some(
        asio::buffer(pong), [&](const boost::system::error_code&, std::size_t size) { written = size; });
    between.gate->deliver(frame_of("two"));
    CHECK(between.read(12) == codec::ws_text_frame("one") + pong + codec::ws_text_frame("two"));
    CHECK(written == 2);
}

TEST_CASE("frame gate: the answer to the upgrade leaves with the first frame", "[net]")
{
    asio::io_context loop{1};
    flush_list to_flush{loop.get_executor()};
    tcp_acceptor door{loop.get_executor(), tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    tcp_socket near{loop.get_executor()};
    tcp_socket far{loop.get_executor()};
    far.connect(door.local_endpoint());
    door.accept(near);
    frame_gate gate{client_line{std::move(near)}, to_flush};
    gate.async_write_some(asio::buffer(upgraded), [](const boost::system::error_code&, std::size_t) {});
    loop.poll();
    CHECK(far.available() == 0);
    gate.deliver(frame_of("hello"));
    loop.restart();
    loop.poll();
    CHECK(far.available() == upgraded.size() + codec::ws_text_frame("hello").size());
}

TEST_CASE("frame gate: nothing follows a close frame", "[net]")
{
    lines between;
    between.gate->deliver(frame_of("last"));
    between.gate->async_write_some(asio::buffer(goodbye),
                                   [](const boost::system::error_code&, std::size_t) {});
    between.gate->deliver(frame_of("too late"));
    boost::system::error_code failed;
    between.gate->async_write_some(asio::buffer(pong),
                                   [&](const boost::system::error_code& ec, std::size_t) { failed = ec; });
    CHECK(between.read(8) == codec::ws_text_frame("last") + goodbye);
    CHECK(failed == asio::error::broken_pipe);
    between.turn();
    CHECK(between.far.available() == 0);
}

TEST_CASE("frame gate: a line that takes no more keeps its place, and is empty in the end", "[net]")
{
    lines between;
    const std::string text(100'000, 'x');
    const live::frame large = frame_of(text);
    std::size_t pushed = 0;
    for (between.gate->deliver(large); between.owner->times_hung_up == 0; between.gate->deliver(large)) {
        ++pushed;
        between.turn();
    }
    CHECK(pushed * large->size() > send_queue::bytes_max);
    bool is_empty = false;
    between.gate->when_empty([&](boost::system::error_code = {}) { is_empty = true; });
    between.turn();
    CHECK_FALSE(is_empty);
    std::string bytes;
    while (bytes.size() < pushed * large->size()) {
        between.turn();
        std::string some(between.far.available(), '\0');
        asio::read(between.far, asio::buffer(some));
        bytes += some;
    }
    for (std::size_t i = 0; i < pushed; ++i)
        REQUIRE(bytes.compare(i * large->size(), large->size(), *large) == 0);
    between.turn();
    CHECK(is_empty);
}

TEST_CASE("frame gate: one that ends while it waits to be flushed is not flushed", "[net]")
{
    lines between;
    between.gate->deliver(frame_of("never"));
    between.gate.reset();
    between.turn();
    CHECK(between.far.available() == 0);

    lines other;
    other.gate->deliver(frame_of("never"));
    bool is_empty = false;
    other.gate->when_empty([&](boost::system::error_code = {}) { is_empty = true; });
    other.gate->end();
    other.gate->deliver(frame_of("too late"));
    other.turn();
    CHECK(other.far.available() == 0);
    CHECK(is_empty);
}

TEST_CASE("frame gate: what has begun to leave stays when the rest is dropped", "[net]")
{
    lines between;
    between.gate->deliver(frame_of("one"));
    between.gate->drop_waiting();
    between.gate->deliver(frame_of("two"));
    CHECK(between.read(5) == codec::ws_text_frame("two"));
}
