// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fan_out_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/load/arrivals.hpp"
#include "tests/bench/load/audience.hpp"
#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/load/send_floor.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace jamhall::bench {
namespace {

constexpr std::size_t writers = 4;

/// Posts under way: what gathers in the time a flush to all takes.
constexpr std::size_t window = 1'000;

/// What the fastest server of the field delivered, as a share of the floor of its day (1,000 and 10,000 watchers).
constexpr double field_share_at_1000 = 3.64 / 8.64;
constexpr double field_share_at_10000 = 2.64 / 11.08;

struct run_found {
    audience::result of;
    double cpu_s = 0;
    double cpu_us_per_delivery() const { return cpu_s * 1e6 / static_cast<double>(of.deliveries); }
    double cpu_us_per_post() const { return cpu_s * 1e6 / static_cast<double>(of.posts); }
    double deliveries_per_s() const { return static_cast<double>(of.deliveries) / of.seconds; }
};

struct load {
    std::size_t watchers = 0;
    double per_second = 0;
    double seconds = 0;
};

run_found run_on_server(audience& heard, const child_process& server, const load& with)
{
    heard.open();
    const double before = server.cpu_s();
    auto found = heard.run(window, with.per_second, with.seconds);
    return {std::move(found), server.cpu_s() - before};
}

run_found run_hall(const load& with, bool over_tls = false)
{
    const hall_process hall{{.workers = 1, .cores = server_core, .over_tls = over_tls}};
    audience heard{{.port = hall.port(),
                    .tokens = open_jam(hall, with.watchers + writers),
                    .watchers = with.watchers,
                    .writers = writers,
                    .over_tls = over_tls}};
    return run_on_server(heard, hall.process(), with);
}

run_found run_floor(const load& with, double bytes_per_delivery)
{
    const send_floor floor{server_core};
    audience heard{{.port = floor.port(),
                    .tokens = {},
                    .watchers = with.watchers,
                    .writers = 1,
                    .is_floor = true,
                    .floor_frame_bytes = static_cast<std::size_t>(std::lround(bytes_per_delivery))}};
    return run_on_server(heard, floor.process(), with);
}

void bench_saturated(std::size_t watchers, double field_share, double seconds)
{
    const auto hall = run_hall({watchers, 0, seconds});
    const auto floor = run_floor({watchers, 0, seconds}, hall.of.bytes_per_delivery);
    const auto posts_alone = run_hall({0, 0, seconds});
    const double alone_us =
        (hall.cpu_s * 1e6 - posts_alone.cpu_us_per_post() * static_cast<double>(hall.of.posts)) /
        static_cast<double>(hall.of.deliveries);

    print(figure{.name = fmt::format("floor, coalesced send() to {} watchers", watchers),
                 .value = floor.deliveries_per_s(),
                 .unit = "deliveries/s"}
              .with(floor.of.took));
    print(figure{.name = fmt::format("whole path to {} watchers", watchers),
                 .value = hall.deliveries_per_s(),
                 .unit = "deliveries/s",
                 .floor = floor.deliveries_per_s(),
                 .aim = goal{goal::bound::at_least, field_share}}
              .with(hall.of.took));
    print(figure{.name = fmt::format("delivering alone to {} watchers", watchers),
                 .value = 1e6 / alone_us,
                 .unit = "per CPU s",
                 .floor = 1e6 / floor.cpu_us_per_delivery(),
                 .aim = goal{goal::bound::at_least, std::max(0.8, 2 * field_share)}});
    print(figure{.name = "a post with nobody watching: decided, stored, indexed",
                 .value = posts_alone.cpu_us_per_post(),
                 .unit = "CPU us/post"});
}

/// What several runs found together.
struct gentle_found {
    latencies took;
    double cpu_s = 0;
    double deliveries = 0;

    void add(const run_found& one)
    {
        took.add(one.of.took);
        cpu_s += one.cpu_s;
        deliveries += static_cast<double>(one.of.deliveries);
    }
    double cpu_us_per_delivery() const { return cpu_s * 1e6 / deliveries; }
};

/// Hall and floor in turns, so that a slow minute of the machine meets both.
void bench_gentle(std::size_t watchers, int rounds, double seconds)
{
    const load gentle{watchers, 10, seconds};
    gentle_found hall;
    gentle_found floor;
    for (int round = 0; round < rounds; ++round) {
        const auto found = run_hall(gentle);
        hall.add(found);
        floor.add(run_floor(gentle, found.of.bytes_per_delivery));
    }
    const auto at_most = [](double ratio) { return goal{goal::bound::at_most, ratio}; };
    const auto name = [&](std::string_view of) {
        return fmt::format("10 posts/s to {} watchers, {}", watchers, of);
    };
    print({.name = name("CPU"),
           .value = hall.cpu_us_per_delivery(),
           .unit = "us/delivery",
           .floor = floor.cpu_us_per_delivery(),
           .aim = at_most(1.25)});
    print({.name = name("p50"),
           .value = hall.took.p50_ms(),
           .unit = "ms",
           .floor = floor.took.p50_ms(),
           .aim = at_most(1.3)});
    print({.name = name("p99"),
           .value = hall.took.p99_ms(),
           .unit = "ms",
           .floor = floor.took.p99_ms(),
           .aim = at_most(1.5)});
}

/// What TLS costs: the same posts to the same people with and without, in turns.
void bench_encrypted(std::size_t watchers, double seconds)
{
    const auto plain = run_hall({watchers, 0, seconds});
    const auto encrypted = run_hall({watchers, 0, seconds}, true);
    print(figure{.name = fmt::format("whole path to {} watchers over TLS, beside none", watchers),
                 .value = encrypted.deliveries_per_s(),
                 .unit = "deliveries/s",
                 .floor = plain.deliveries_per_s()}
              .with(encrypted.of.took));
    const load gentle{watchers, 10, seconds};
    const auto plain_slowly = run_hall(gentle);
    const auto slowly = run_hall(gentle, true);
    print(figure{.name = fmt::format("10 posts/s to {} watchers over TLS, CPU, beside none", watchers),
                 .value = slowly.cpu_us_per_delivery(),
                 .unit = "us/delivery",
                 .floor = plain_slowly.cpu_us_per_delivery()}
              .with(slowly.of.took));
}

}  // namespace

void bench_fan_out(const effort& how)
{
    run_on(generator_core);
    print_heading("fan-out, server on one core");
    bench_saturated(1'000, field_share_at_1000, how.seconds);
    if (!how.is_quick)
        bench_saturated(10'000, field_share_at_10000, how.seconds);
}

void bench_gentle_fan_out(const effort& how)
{
    run_on(generator_core);
    print_heading("fan-out at a gentle rate, server on one core");
    bench_gentle(1'000, how.is_quick ? 1 : 5, how.seconds);
}

void bench_tls(const effort& how)
{
    run_on(generator_core);
    print_heading("TLS, server on one core");
    bench_encrypted(1'000, how.seconds);
    const std::size_t count = how.is_quick ? 1'000 : 9'000;
    const hall_process hall{{.workers = 1, .cores = server_core, .over_tls = true}};
    arrivals people{hall.port(), open_jam(hall, count), count, true};
    const std::size_t before = hall.process().memory_bytes("RssAnon");
    const double cpu_before = hall.process().cpu_s();
    people.come();
    print({.name = fmt::format("{} people come over TLS, CPU", count),
           .value = (hall.process().cpu_s() - cpu_before) * 1e6 / static_cast<double>(count),
           .unit = "us each"});
    const std::size_t after = hall.process().memory_bytes("RssAnon");
    print({.name = fmt::format("resident memory, {} connections over TLS", count),
           .value = static_cast<double>(after - before) / static_cast<double>(count),
           .unit = "bytes each"});
}

}  // namespace jamhall::bench
