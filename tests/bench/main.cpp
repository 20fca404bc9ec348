// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"
#include "engine/codec/frame_out.hpp"
#include "engine/codec/page_out.hpp"
#include "sessions/views/pages.hpp"
#include "tests/bench/ballots_bench.hpp"
#include "tests/bench/beside_bench.hpp"
#include "tests/bench/fan_out_bench.hpp"
#include "tests/bench/figure.hpp"
#include "tests/bench/load/child_process.hpp"
#include "tests/bench/opening_bench.hpp"
#include "tests/bench/reading_bench.hpp"
#include "tests/bench/sample_jam.hpp"
#include "tests/bench/store_bench.hpp"
#include "tests/bench/storm_bench.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

struct bench {
    std::string_view name;
    std::function<void(const effort&)> run;
};

void bench_in_process(const effort& how)
{
    const double seconds = how.seconds / 4;
    print_heading("in one process");
    bench_domain(seconds);
    bench_codec(seconds);
    for (const std::size_t batch_size : {1U, 100U, 1'000U})
        print(append_ballots(batch_size, seconds));
}

const std::array benches{
    bench{"parts", bench_in_process}, bench{"fan-out", bench_fan_out}, bench{"gentle", bench_gentle_fan_out},
    bench{"tls", bench_tls},          bench{"opening", bench_opening}, bench{"storm", bench_storm},
    bench{"idle", bench_idle},        bench{"ballots", bench_ballots}, bench{"beside", bench_beside},
    bench{"growth", bench_growth},    bench{"reading", bench_reading}};

/// Every line is an open file, in the server and here.
void allow_many_open_files()
{
    ::rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

int usage()
{
    fmt::print(stderr, "usage: jamhall_bench [--quick] [NAME...], where NAME is one of:");
    for (const auto& known : benches)
        fmt::print(stderr, " {}", known.name);
    fmt::print(stderr, "\n");
    return 2;
}

}  // namespace

}  // namespace jamhall::bench

/// `--quick`: shorter, and without the largest crowds.
int main(int argument_count, char** arguments)
{
    using namespace jamhall::bench;
    std::vector<std::string_view> named{arguments + 1, arguments + argument_count};
    const bool is_quick = std::erase(named, "--quick") > 0;
    for (const auto& name : named)
        if (std::ranges::find(benches, name, &bench::name) == benches.end())
            return usage();
    try {
        allow_many_open_files();
        fmt::print("{}\n", machine_line());
        for (const auto& known : benches)
            if (named.empty() || std::ranges::find(named, known.name) != named.end()) {
                run_on(every_core);
                known.run({is_quick, is_quick ? 1.0 : 5.0});
            }
        return 0;
    } catch (const std::exception& failed) {
        fmt::print(stderr, "{}\n", failed.what());
        return 1;
    }
}
