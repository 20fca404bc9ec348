// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/figure.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace jamhall::bench {
namespace {

std::string processor_name()
{
    std::ifstream info{"/proc/cpuinfo"};
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// Three significant digits, with thousands in groups: 8,640,000; 52.4; 0.17.
std::string written(double value)
{
    if (value == 0)
        return "0";
    const double scale = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 2);
    const double rounded = std::round(value / scale) * scale;
    if (std::abs(rounded) < 100)
        return fmt::format("{:.{}f}", rounded, std::abs(rounded) < 1 ? 3 : std::abs(rounded) < 10 ? 2 : 1);
    std::string digits = fmt::format("{:.0f}", rounded);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string written(const std::optional<double>& value)
{
    return value ? written(*value) : "";
}

std::string written(const goal& aim)
{
    return (aim.is == goal::bound::at_least ? ">= " : "<= ") + written(aim.of);
}

}  // namespace

figure& figure::with(const latencies& took)
{
    p50_ms = took.p50_ms();
    p99_ms = took.p99_ms();
    return *this;
}

bool figure::is_met() const
{
    return !aim || (aim->is == goal::bound::at_least ? ratio() >= aim->of : ratio() <= aim->of);
}

figure measure(std::string name, double seconds, std::size_t items, const std::function<void()>& step)
{
    using clock = std::chrono::steady_clock;
    constexpr std::size_t calls_min = 10;
    latencies took;
    const auto began = clock::now();
    auto last = began;
    while (took.count() < calls_min || std::chrono::duration<double>{last - began}.count() < seconds) {
        step();
        const auto now = clock::now();
        took.add(std::chrono::duration<double>{now - last}.count());
        last = now;
    }
    const double total_s = std::chrono::duration<double>{last - began}.count();
    figure found{
        .name = std::move(name), .value = static_cast<double>(took.count() * items) / total_s, .unit = "/s"};
    return found.with(took);
}

std::string machine_line()
{
    ::utsname system{};
    ::uname(&system);
    const char* const commit = std::getenv("JAMHALL_COMMIT");
    const double memory_gib = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                              static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 30);
    return fmt::format("{}, {} cores, {:.0f} GiB, {} {}, g++ {}, commit {}", processor_name(),
                       ::sysconf(_SC_NPROCESSORS_ONLN), memory_gib, system.sysname, system.release,
                       __VERSION__, commit != nullptr ? commit : "unknown");
}

void print_heading(std::string_view title)
{
    fmt::print("\n{:<58}{:>12} {:<14}{:>9}{:>9}{:>12}{:>8}  {}\n", title, "figure", "unit", "p50 ms",
               "p99 ms", "floor", "ratio", "goal");
}

void print(const figure& found)
{
    fmt::print("{:<58}{:>12} {:<14}{:>9}{:>9}{:>12}{:>8}  {}{}\n", found.name, written(found.value),
               found.unit, written(found.p50_ms), written(found.p99_ms),
               found.floor > 0 ? written(found.floor) : "", found.floor > 0 ? written(found.ratio()) : "",
               found.aim ? written(*found.aim) : "", found.aim ? found.is_met() ? " met" : " missed" : "");
    std::fflush(stdout);
}

}  // namespace jamhall::bench
