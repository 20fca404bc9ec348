// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/opening_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/load/arrivals.hpp"
#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/load/send_floor.hpp"

#include <fmt/format.h>

#include <string>

namespace jamhall::bench {
namespace {

struct storm {
    double seconds = 0;
    double cpu_us_each = 0;
    latencies took;
};

storm measure_storm(arrivals& people, std::size_t count, const child_process& server)
{
    const double before = server.cpu_s();
    storm found;
    found.seconds = people.come();
    found.cpu_us_each = (server.cpu_s() - before) * 1e6 / static_cast<double>(count);
    found.took = people.took();
    return found;
}

void print_storm(const std::string& name, const storm& found, const storm& floor)
{
    print(figure{.name = name + ", until the last is there",
                 .value = found.seconds,
                 .unit = "s",
                 .aim = goal{goal::bound::at_most, 2}}
              .with(found.took));
    print({.name = name + ", CPU",
           .value = found.cpu_us_each,
           .unit = "us each",
           .floor = floor.cpu_us_each,
           .aim = goal{goal::bound::at_most, 2}});
}

}  // namespace

void bench_opening(const effort& how)
{
    run_on(generator_core);
    print_heading("opening bell, server on one core");
    const std::size_t count = how.is_quick ? 2'000 : 15'000;
    const send_floor bare{server_core};
    arrivals nobody{bare.port(), {}, count};
    const auto floor = measure_storm(nobody, count, bare.process());
    nobody.go();

    const hall_process hall{{.workers = 1, .cores = server_core}};
    const auto tokens = open_jam(hall, count);
    arrivals first{hall.port(), tokens, count};
    print_storm(fmt::format("{} people come for the first time", count),
                measure_storm(first, count, hall.process()), floor);
    first.go();
    arrivals again{hall.port(), tokens, count};
    print_storm(fmt::format("{} people come back after a cut", count),
                measure_storm(again, count, hall.process()), floor);
}

void bench_idle(const effort& how)
{
    run_on(generator_core);
    print_heading("idle connections");
    const std::size_t count = how.is_quick ? 2'000 : 19'000;
    const hall_process hall{{.workers = 2}};
    arrivals people{hall.port(), open_jam(hall, count), count};
    const std::size_t before = hall.process().memory_bytes("RssAnon");
    people.come();
    const std::size_t after = hall.process().memory_bytes("RssAnon");
    print({.name = fmt::format("resident memory, {} connections", count),
           .value = static_cast<double>(after - before) / static_cast<double>(count),
           .unit = "bytes each",
           .aim = goal{goal::bound::at_most, 4'096}});
}

}  // namespace jamhall::bench
