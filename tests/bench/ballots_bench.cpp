// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ballots_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/load/ballot_box.hpp"
#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/store_bench.hpp"

#include <fmt/format.h>

namespace jamhall::bench {
namespace {

/// Ballots under way from all together, but two from each at least: who taps through ideas does not wait.
constexpr std::size_t under_way = 1'024;

goal at_least(double ratio)
{
    return {goal::bound::at_least, ratio};
}

goal at_most(double ratio)
{
    return {goal::bound::at_most, ratio};
}

void bench_writers(std::size_t people, double floor_per_s, double seconds)
{
    const hall_process hall{{.workers = 2}};
    ballot_box box{hall.port(), open_jam(hall, people), people};
    box.open();
    const double before = hall.process().cpu_s();
    const auto full = box.run_full(std::max<std::size_t>(2, under_way / people), seconds);
    const double cpu_us = (hall.process().cpu_s() - before) * 1e6 / static_cast<double>(full.ballots);
    print(figure{.name = fmt::format("{} people, as fast as they go", people),
                 .value = full.per_second(),
                 .unit = "ballots/s",
                 .floor = floor_per_s,
                 .aim = at_least(0.5)}
              .with(full.took));
    print({.name = fmt::format("{} people, as fast as they go, CPU", people),
           .value = cpu_us,
           .unit = "us/ballot"});
    print({.name = fmt::format("{} people, as fast as they go, p99", people),
           .value = full.took.p99_ms(),
           .unit = "ms",
           .aim = at_most(100)});
    const auto half = box.run_open(full.per_second() / 2, seconds);
    print(figure{.name = fmt::format("{} people, at random times, half of that", people),
                 .value = half.per_second(),
                 .unit = "ballots/s"}
              .with(half.took));
    print({.name = fmt::format("{} people, at random times, p99.9", people),
           .value = half.took.p999_ms(),
           .unit = "ms"});
}

void bench_low_load(const figure& single_row, double seconds)
{
    const hall_process hall{{.workers = 2}};
    ballot_box box{hall.port(), open_jam(hall, 64), 64};
    box.open();
    const auto found = box.run_open(20, seconds);
    print(figure{.name = "20 ballots/s, until acknowledged; floor: one such commit",
                 .value = found.took.p50_ms(),
                 .unit = "ms",
                 .floor = *single_row.p50_ms,
                 .aim = at_most(2)}
              .with(found.took));
}

}  // namespace

void bench_ballots(const effort& how)
{
    print_heading("durable ballots over sockets");
    auto single = bare_rows(1, how.seconds / 2, 50);
    single.name += ", 20 a second";
    const auto thousand = bare_rows(1'000, how.seconds / 2);
    print(single);
    print(thousand);
    bench_low_load(single, how.seconds);
    bench_writers(64, thousand.value, how.seconds);
    bench_writers(1'000, thousand.value, how.seconds);
}

}  // namespace jamhall::bench
