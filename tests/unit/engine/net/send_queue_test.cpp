// SPDX-License-Identifier: Apache-2.0
#include "engine/net/send_queue.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::net;

namespace {

jamhall::live::frame frame_of(std::size_t bytes, char filler = 'x')
{
    return std::make_shared<const std::string>(bytes, filler);
}

}  // namespace

TEST_CASE("send queue: first in, first out, over many rounds", "[net]")
{
    send_queue queue;
    char next_in = 0;
    char next_out = 0;
    for (int round = 0; round < 100; ++round) {
        for (int i = 0; i < 7; ++i)
            REQUIRE(queue.push(frame_of(1, next_in++)));
        for (int i = 0; i < (round % 3 == 0 ? 5 : 7) && !queue.empty(); ++i) {
            REQUIRE(queue.front()->front() == next_out++);
            queue.pop();
        }
        REQUIRE(queue.bytes() == queue.size());
    }
    while (!queue.empty()) {
        REQUIRE(queue.front()->front() == next_out++);
        queue.pop();
    }
    CHECK(next_in == next_out);
    CHECK(queue.bytes() == 0);
}

TEST_CASE("send queue: a frame beyond the bytes is refused and changes nothing", "[net]")
{
    send_queue queue;
    REQUIRE(queue.push(frame_of(send_queue::bytes_max - 1)));
    CHECK_FALSE(queue.push(frame_of(2)));
    CHECK(queue.size() == 1);
    CHECK(queue.bytes() == send_queue::bytes_max - 1);
    CHECK(queue.push(frame_of(1)));
}

TEST_CASE("send queue: one frame larger than the bound fits an empty queue", "[net]")
{
    send_queue queue;
    CHECK(queue.push(frame_of(send_queue::bytes_max + 1)));
    CHECK_FALSE(queue.push(frame_of(1)));
    queue.pop();
    CHECK(queue.push(frame_of(1)));
}

TEST_CASE("send queue: a frame beyond the count is refused", "[net]")
{
    send_queue queue;
    const auto same = frame_of(1);
    for (std::size_t i = 0; i < send_queue::frames_max; ++i)
        REQUIRE(queue.push(same));
    CHECK_FALSE(queue.push(same));
    queue.pop();
    CHECK(queue.push(same));
}

TEST_CASE("send queue: what is being written stays when the rest is dropped", "[net]")
{
    send_queue queue;
    for (char c : {'a', 'b', 'c'})
        queue.push(frame_of(3, c));
    queue.pop();
    queue.keep(1);
    CHECK(queue.size() == 1);
    CHECK(queue.bytes() == 3);
    CHECK(*queue.front() == "bbb");
    queue.push(frame_of(3, 'd'));
    queue.push(frame_of(3, 'e'));
    queue.keep(4);
    CHECK(queue.size() == 2);
    queue.keep(0);
    CHECK(queue.empty());
    CHECK(queue.bytes() == 0);
}
