// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/load/returners.hpp"

#include <fmt/format.h>

#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

namespace jamhall::bench {
namespace {

constexpr double back_seconds_max = 30;  // from when the server listens again
constexpr double quiet_seconds_max = 60;
constexpr double end_seconds_max = 30;

enum class break_by : unsigned char { asking, killing };

struct absence {
    std::string name;
    break_by how = break_by::killing;
    double seconds = 0;  ///< between the end and the new start
};

/// How often the kernel found the queue of a listening socket full, machine-wide (`nstat -az TcpExtListenOverflows`).
std::uint64_t listen_overflows()
{
    std::ifstream counters{"/proc/net/netstat"};
    for (std::string names, values; std::getline(counters, names) && std::getline(counters, values);) {
        std::istringstream name{names};
        std::istringstream value{values};
        for (std::string n, v; name >> n && value >> v;)
            if (n == "ListenOverflows")
                return std::stoull(v);
    }
    return 0;
}

class storm {
public:
    storm(std::size_t people, std::uint64_t seed)
        : hall_{hall_process::setting{.workers = 2, .data = folder_.path() / "data"}},
          port_{hall_->port()},
          tokens_{open_jam(*hall_, people + 1)},
          crowd_{{.port = port_,
                  .tokens = {tokens_.begin(), tokens_.end() - 1},
                  .writers = 50,
                  .posts_per_second = 20,
                  .readers = 20,
                  .seed = seed}}
    {
        crowd_.until("everybody to come", 120, false, [&] { return crowd_.here() == crowd_.people(); });
    }

    void weather(const absence& what)
    {
        crowd_.live(3);
        const auto failed_before = crowd_.attempts_failed();
        const auto overflows_before = listen_overflows();
        const double broke_at = now_s();
        end_hall(what.how);
        crowd_.live(what.seconds);
        hall_.emplace(hall_process::setting{.workers = 2, .data = folder_.path() / "data", .port = port_});
        const double listens_at = now_s();
        crowd_.forget_returns();
        crowd_.until("the last to be back", quiet_seconds_max, true,
                     [&] { return crowd_.here() == crowd_.people(); });
        const double cpu = hall_->process().cpu_s();
        const double last = crowd_.last_back_at_s() - listens_at;
        crowd_.until("everything to be answered and seen", quiet_seconds_max, false,
                     [&] { return crowd_.is_quiet(); });
        print({.name = what.name + ", last back",
               .value = last,
               .unit = "s",
               .aim = goal{goal::bound::at_most, back_seconds_max}});
        print({.name = what.name + ", first back",
               .value = crowd_.first_back_at_s() - listens_at,
               .unit = "s"});
        print({.name = what.name + ", listens again after", .value = listens_at - broke_at, .unit = "s"});
        print({.name = what.name + ", server's CPU until then",
               .value = cpu * 1e6 / static_cast<double>(crowd_.people()),
               .unit = "us each"});
        print({.name = what.name + ", attempts in vain",
               .value = static_cast<double>(crowd_.attempts_failed() - failed_before),
               .unit = ""});
        print({.name = what.name + ", accept queue overflows",
               .value = static_cast<double>(listen_overflows() - overflows_before),
               .unit = ""});
        if (last > back_seconds_max)
            throw std::runtime_error{fmt::format("the last was back after {:.1f} s", last)};
    }

    /// Nothing lost, nothing doubled, nothing missed.
    void check()
    {
        crowd_.check(tokens_.back());
        print({.name = "posts answered, each there once",
               .value = static_cast<double>(crowd_.posted()),
               .unit = ""});
    }

private:
    void end_hall(break_by how)
    {
        if (how == break_by::killing)
            hall_->process().kill();
        hall_->process().ask_to_end();
        crowd_.until("the server to end", end_seconds_max, true,
                     [&] { return hall_->process().has_ended(); });
        crowd_.until("everybody to notice", end_seconds_max, true, [&] { return crowd_.here() == 0; });
    }

    scratch_folder folder_;
    std::optional<hall_process> hall_;
    std::uint16_t port_;
    std::vector<std::string> tokens_;
    returners crowd_;
};

}  // namespace

void bench_storm(const effort& how)
{
    const std::size_t people = how.is_quick ? 1'500 : 15'000;
    const std::uint64_t seed = std::random_device{}();
    print_heading(fmt::format("restart beneath {} people who watch, 20 posts/s (seed {})", people, seed));
    storm one{people, seed};
    one.weather({"asked to end", break_by::asking, 0});
    one.weather({"killed", break_by::killing, 0});
    one.weather({"killed and away", break_by::killing, how.is_quick ? 5.0 : 60.0});
    one.check();
}

}  // namespace jamhall::bench
