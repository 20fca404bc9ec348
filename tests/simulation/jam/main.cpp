// SPDX-License-Identifier: Apache-2.0
// jamhall_simulator [--seeds N] [--first S] [--twice N] [--planted NAME|all] [--verbose]
// Runs so many seeds from the first on; the first --twice of them a second time, to see that nothing but the seed decides.
// With --planted, runs these seeds until that fault is found. JAMHALL_TORTURE is how many times as many seeds,
// JAMHALL_TEST_SEED the first.
#include "sessions/model/event.hpp"
#include "tests/simulation/jam/world.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <set>
#include <string_view>
#include <utility>

using namespace jamhall::simulated;

namespace {

struct wishes {
    std::uint64_t seeds = 20;
    std::uint64_t first = 1;
    std::uint64_t twice = 0;
    std::string_view planted;
    bool is_verbose = false;
};

double cpu_seconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::uint64_t number_in(const char* text, std::uint64_t otherwise)
{
    const std::string_view given{text != nullptr ? text : ""};
    std::from_chars(given.data(), given.data() + given.size(), otherwise);
    return otherwise;
}

bool find(planted fault, std::string_view name, const wishes& wanted)
{
    for (auto seed = wanted.first; seed < wanted.first + wanted.seeds; ++seed)
        if (const auto run = run_seed(seed, fault); run.fault) {
            std::printf("planted %.*s: found by seed %llu: %s\n", static_cast<int>(name.size()), name.data(),
                        static_cast<unsigned long long>(seed), run.fault->c_str());
            return true;
        }
    std::printf("planted %.*s: not found in %llu seeds\n", static_cast<int>(name.size()), name.data(),
                static_cast<unsigned long long>(wanted.seeds));
    return false;
}

int find_planted(const wishes& wanted)
{
    std::size_t found = 0;
    std::size_t tried = 0;
    for (const auto& [fault, name] : planted_faults)
        if (wanted.planted == "all" || wanted.planted == name) {
            ++tried;
            found += find(fault, name, wanted) ? 1 : 0;
        }
    std::printf("%zu passed, %zu failed\n", found, tried - found);
    return tried > 0 && found == tried ? 0 : 1;
}

int run_seeds(const wishes& wanted)
{
    std::uint64_t failed = 0;
    run_result all;
    for (auto seed = wanted.first; seed < wanted.first + wanted.seeds; ++seed) {
        auto run = run_seed(seed);
        if (!run.fault && seed < wanted.first + wanted.twice && run_seed(seed).trace != run.trace)
            run.fault = "a second run of the same seed went another way";
        if (wanted.is_verbose || run.fault)
            std::printf("seed %llu: %llu events, %llu kills, %llu faults of the disk, %.1f h: %s\n",
                        static_cast<unsigned long long>(seed), static_cast<unsigned long long>(run.events),
                        static_cast<unsigned long long>(run.kills),
                        static_cast<unsigned long long>(run.disk_faults),
                        static_cast<double>(run.simulated_ms) / 3'600'000.0,
                        run.fault ? run.fault->c_str() : "passed");
        std::fflush(stdout);
        failed += run.fault ? 1 : 0;
        all.events += run.events;
        all.kills += run.kills;
        all.disk_faults += run.disk_faults;
        all.erasures += run.erasures;
        all.simulated_ms += run.simulated_ms;
        all.kinds_after_snapshot.merge(run.kinds_after_snapshot);
    }
    const double hours = static_cast<double>(all.simulated_ms) / 3'600'000.0;
    std::printf("%.1f simulated hours, %.2f an hour of them for each CPU second; %llu events, %llu kills, ",
                hours, hours / cpu_seconds(), static_cast<unsigned long long>(all.events),
                static_cast<unsigned long long>(all.kills));
    std::printf("%llu faults of the disk, %llu erased texts looked for; ",
                static_cast<unsigned long long>(all.disk_faults),
                static_cast<unsigned long long>(all.erasures));
    std::printf("%zu of %zu kinds of event folded onto a state read back\n", all.kinds_after_snapshot.size(),
                std::variant_size_v<jamhall::sessions::event_body>);
    std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(wanted.seeds - failed),
                static_cast<unsigned long long>(failed));
    return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words)
{
    wishes wanted;
    for (int i = 1; i < count; ++i) {
        const std::string_view word{words[i]};
        const bool has_value = word != "--verbose";
        if (has_value && i + 1 == count)
            return std::fprintf(stderr, "%s needs a value\n", words[i]), 2;
        auto number = [&](std::uint64_t& into) { into = number_in(words[++i], into); };
        if (word == "--seeds")
            number(wanted.seeds);
        else if (word == "--first")
            number(wanted.first);
        else if (word == "--twice")
            number(wanted.twice);
        else if (word == "--planted")
            wanted.planted = words[++i];
        else if (word == "--verbose")
            wanted.is_verbose = true;
        else
            return std::fprintf(stderr, "unknown word: %s\n", words[i]), 2;
    }
    if (!wanted.is_verbose)
        ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC),
               STDERR_FILENO);  // what the program logs of its troubles
    wanted.seeds *= number_in(std::getenv("JAMHALL_TORTURE"), 1);
    wanted.first = number_in(std::getenv("JAMHALL_TEST_SEED"), wanted.first);
    std::printf("seeds from %llu on, %llu at most\n", static_cast<unsigned long long>(wanted.first),
                static_cast<unsigned long long>(wanted.seeds));
    return wanted.planted.empty() ? run_seeds(wanted) : find_planted(wanted);
}
