// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"
#include "engine/codec/frame_out.hpp"
#include "engine/codec/page_out.hpp"
#include "sessions/views/pages.hpp"
#include "tests/bench/figure.hpp"
#include "tests/bench/sample_jam.hpp"
#include "tests/bench/store_bench.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jamhall::bench {

using namespace sessions;

namespace {

void bench_domain(double seconds)
{
    sample_jam jam{2'000, 500};
    print(measure("ballots decided and folded", seconds, 1, [&] { jam.cast_next_ballot(); }));

    const auto newest = page_request{.order = order_switch::newest, .after = {}, .limit = 50, .viewer = {1}};
    print(measure("first page of a forum, 50 of 500 ideas, as JSON", seconds, 1, [&] {
        const auto page = forum_page(jam.state(), 0, newest).value();
        if (codec::posts_page(jam.state(), page).empty())
            throw std::runtime_error{"an empty page"};
    }));
}

void bench_codec(double seconds)
{
    constexpr std::string_view frame =
        R"({"do":"cast_ballot","ref":17,"key":"0b8f6c1e9a","post":42,"choice":"support"})";
    print(measure("ballot frames decoded", seconds, 1, [&] {
        if (!codec::decode_frame(frame, {}).asked)
            throw std::runtime_error{"a sound frame was refused"};
    }));

    sample_jam jam{10, 1};
    const auto posted = jam.apply({1}, add_post{.forum = "streets"_slug,
                                                .kind = post_kind::idea,
                                                .text = std::string(200, 'x'),
                                                .parent = {},
                                                .builds_on = {},
                                                .drafted_in = {}});
    print(measure("posts encoded for a feed", seconds, 1, [&] {
        std::string events;
        if (!codec::append_event(events, jam.state(), posted.front()))
            throw std::runtime_error{"a post was not encoded"};
    }));
}

}  // namespace

}  // namespace jamhall::bench

/// `--quick` runs everything for a moment only, so that tests notice when a benchmark breaks.
int main(int argument_count, char** arguments)
{
    const bool is_quick = argument_count == 2 && std::string_view{arguments[1]} == "--quick";
    if (argument_count > 1 && !is_quick) {
        fmt::print(stderr, "usage: {} [--quick]\n", arguments[0]);
        return 2;
    }
    const double seconds = is_quick ? 0.02 : 2;
    try {
        jamhall::bench::print_heading();
        jamhall::bench::bench_domain(seconds);
        jamhall::bench::bench_codec(seconds);
        for (const std::size_t batch_size : {1U, 100U, 1'000U})
            jamhall::bench::print(jamhall::bench::append_ballots(batch_size, seconds));
        return 0;
    } catch (const std::exception& failed) {
        fmt::print(stderr, "{}\n", failed.what());
        return 1;
    }
}
