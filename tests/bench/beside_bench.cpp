// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/beside_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/load/audience.hpp"
#include "tests/bench/load/ballot_box.hpp"
#include "tests/bench/load/hall_process.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace jamhall::bench {
namespace {

constexpr std::size_t watchers = 1'000;
constexpr std::size_t writers = 4;
constexpr std::size_t casters = 500;  ///< people who cast ballots
constexpr double burst_per_s = 5'000;
constexpr double ballots_per_s = 1'000;
constexpr int rounds = 3;

std::vector<std::string> some_of(const std::vector<std::string>& tokens, std::size_t from, std::size_t count)
{
    const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(from);
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

void print_pair(const std::string& name, const std::string& beside, const latencies& alone,
                const latencies& together)
{
    print(figure{.name = name + " alone", .value = alone.p99_ms(), .unit = "ms"}.with(alone));
    print(figure{.name = name + beside,
                 .value = together.p99_ms(),
                 .unit = "ms",
                 .floor = alone.p99_ms(),
                 .aim = goal{goal::bound::at_most, 1.2}}
              .with(together));
}

/// In turns, so that a slow minute of the machine meets both.
void bench_feed_beside_ballots(double seconds)
{
    const hall_process hall{{.workers = 2}};
    const auto tokens = open_jam(hall, watchers + writers + casters);
    audience heard{{.port = hall.port(),
                    .tokens = some_of(tokens, 0, watchers + writers),
                    .watchers = watchers,
                    .writers = writers}};
    heard.open();
    latencies alone;
    latencies together;
    for (int round = 0; round < rounds; ++round) {
        alone.add(heard.run(100, 10, seconds).took);
        const auto burst = child_process::fork(
            [&] {
                ballot_box box{hall.port(), some_of(tokens, watchers + writers, casters), casters};
                box.open();
                box.run_open(burst_per_s, 3'600);
            },
            {});
        heard.run(100, 10, 2);  // until the burst is there
        together.add(heard.run(100, 10, seconds).took);
    }
    print_pair("p99 of a post's way to 1000 watchers,", fmt::format(" beside {:.0f} ballots/s", burst_per_s),
               alone, together);
}

void bench_ballots_beside_reading(double seconds)
{
    const hall_process hall{{.workers = 2}};
    const auto tokens = open_jam(hall, casters);
    ballot_box box{hall.port(), tokens, casters};
    box.open();
    latencies alone;
    latencies together;
    for (int round = 0; round < rounds; ++round) {
        alone.add(box.run_open(ballots_per_s, seconds).took);
        const auto reader = child_process::fork(
            [&] {
                const std::string jam = "/api/v1/jams/" + std::string{open_jam_id};
                auto administrator = hall.administrator();
                for (;;) {
                    administrator.get(jam + "/report");
                    administrator.get(jam + "/search?q=idea");
                }
            },
            {});
        together.add(box.run_open(ballots_per_s, seconds).took);
    }
    print_pair("p99 of a ballot,", " beside reports and searches without pause", alone, together);
}

}  // namespace

void bench_beside(const effort& how)
{
    print_heading("beside each other");
    bench_feed_beside_ballots(how.seconds);
    bench_ballots_beside_reading(how.seconds);
}

void bench_growth(const effort& how)
{
    print_heading("growth");
    run_on(generator_core);
    const std::vector<std::size_t> audiences = how.is_quick
                                                   ? std::vector<std::size_t>{100, 1'000}
                                                   : std::vector<std::size_t>{100, 1'000, 10'000, 19'000};
    for (const std::size_t count : audiences) {
        const hall_process hall{{.workers = 1, .cores = server_core}};
        audience heard{{.port = hall.port(),
                        .tokens = open_jam(hall, count + writers),
                        .watchers = count,
                        .writers = writers}};
        heard.open();
        const auto found = heard.run(1'000, 0, how.seconds);
        print(figure{.name = fmt::format("whole path to {} watchers", count),
                     .value = static_cast<double>(found.deliveries) / found.seconds,
                     .unit = "deliveries/s"}
                  .with(found.took));
    }
    run_on(every_core);
    for (const std::size_t count : {1U, 10U, 100U, 1'000U}) {
        const hall_process hall{{.workers = 2}};
        ballot_box box{hall.port(), open_jam(hall, count), count};
        box.open();
        const auto found = box.run_full(2, how.seconds);
        print(figure{.name = fmt::format("ballots of {} people, two under way from each", count),
                     .value = found.per_second(),
                     .unit = "ballots/s"}
                  .with(found.took));
    }
}

}  // namespace jamhall::bench
