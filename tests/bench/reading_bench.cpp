// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/reading_bench.hpp"

#include "tests/bench/giant_jam.hpp"
#include "tests/bench/served_hall.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace jamhall::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr double page_goal_ms = 5;
constexpr double search_goal_ms = 20;
constexpr double report_goal_ms = 1'000;
constexpr double restart_goal_ms = 2'000;
constexpr double memory_goal_mib = 400;
constexpr double copy_goal_ms = 2;
constexpr double slowed_goal = 1.2;  ///< of the ballots' own p99 while nobody asks for a report

double ms_since(steady::time_point began)
{
    return std::chrono::duration<double, std::milli>{steady::now() - began}.count();
}

/// The median and the 99th percentile of what was measured.
struct spread {
    double p50 = 0;
    double p99 = 0;
};

spread spread_of(std::vector<double> found)
{
    if (found.empty())
        return {};
    std::ranges::sort(found);
    return {found[found.size() / 2], found[found.size() * 99 / 100]};
}

spread time_calls(std::size_t calls, const std::function<void(std::size_t)>& call)
{
    std::vector<double> took_ms;
    for (std::size_t i = 0; i < calls; ++i) {
        const auto began = steady::now();
        call(i);
        took_ms.push_back(ms_since(began));
    }
    return spread_of(std::move(took_ms));
}

void print_reading_heading(const std::string& of)
{
    fmt::print("\n{:<58}{:>12}{:>12}{:>10}{:>9}\n", of, "p50", "p99", "goal", "of goal");
}

/// Prints a row; without a goal (0) only what was found.
void print_row(const std::string& name, const spread& found, double goal = 0)
{
    fmt::print("{:<58}{:>12.2f}{:>12.2f}{:>10}{:>9}\n", name, found.p50, found.p99,
               goal > 0 ? fmt::format("{:.0f}", goal) : "",
               goal > 0 ? fmt::format("{:.2f}", found.p99 / goal) : "");
    std::fflush(stdout);
}

void print_row(const std::string& name, double found, double goal = 0)
{
    print_row(name, spread{found, found}, goal);
}

std::string in_jam(std::string_view rest)
{
    return fmt::format("/api/v1/jams/{}/{}", giant_jam::name, rest);
}

std::string forum_target(std::string_view order)
{
    return in_jam(fmt::format("forums/{}/posts?order={}", giant_jam::largest_forum, order));
}

/// One ballot over HTTP, durable when this returns. Every turn is another person's.
void cast(hall_client& to, const giant_jam& jam, std::uint32_t turn)
{
    const auto body =
        fmt::format(R"({{"do":"cast_ballot","key":"{:x}-{}","post":{},"choice":"support"}})",
                    steady::now().time_since_epoch().count(), turn, jam.idea(turn * 7 + turn / 1'000).value);
    to.command(std::string{giant_jam::name}, body, jam.token_of(jam.participant(turn)));
}

constexpr std::chrono::milliseconds ballot_pace{4};

/// How long a ballot takes, one at a time at an even pace, until told to stop.
class steady_ballots {
public:
    steady_ballots(std::uint16_t port, const giant_jam& jam, std::uint32_t first, std::uint32_t at_most)
        : worker_{[this, port, &jam, first, at_most] {
              try {
                  run(port, jam, first, first + at_most);
              } catch (...) {
                  failed_ = std::current_exception();
              }
          }}
    {
    }
    steady_ballots(const steady_ballots&) = delete;
    steady_ballots& operator=(const steady_ballots&) = delete;
    ~steady_ballots() { join(); }

    /// What was found once `at_most` were cast, or what was found so far.
    spread wait()
    {
        worker_.join();
        return finish();
    }
    spread finish()
    {
        join();
        if (failed_)
            std::rethrow_exception(failed_);
        return spread_of(took_ms_);
    }

private:
    void run(std::uint16_t port, const giant_jam& jam, std::uint32_t turn, std::uint32_t end)
    {
        hall_client line{port, {}};
        boost::asio::io_context loop{1};
        boost::asio::steady_timer pause{loop};
        auto next = steady::now();
        for (; turn < end && !is_over_; ++turn) {
            pause.expires_at(next);
            pause.wait();
            next = std::max(next + ballot_pace, steady::now());
            const auto began = steady::now();
            cast(line, jam, turn);
            took_ms_.push_back(ms_since(began));
        }
    }

    void join()
    {
        is_over_ = true;
        if (worker_.joinable())
            worker_.join();
    }

    std::atomic<bool> is_over_ = false;
    std::vector<double> took_ms_;
    std::exception_ptr failed_;
    std::thread worker_;
};

struct scale {
    std::size_t pages = 300;
    std::size_t searches = 100;
    std::size_t reports = 5;
    std::chrono::milliseconds ballots{5'000};
};

void bench_pages(hall_client& to, const scale& times)
{
    const auto page = [&](const std::string& name, const std::string& target) {
        to.get(target);
        print_row(name + ", ms", time_calls(times.pages, [&](std::size_t) { to.get(target); }), page_goal_ms);
    };
    for (const auto* order : {"newest", "active", "shuffled", "top"})
        page(fmt::format("first page of a forum, {}", order), forum_target(order));
    page("a thread with very many comments", in_jam("posts/1/thread"));
    page("a thread with few comments", in_jam("posts/101/thread"));
}

void bench_searches(hall_client& to, const scale& times)
{
    const auto search = [&](const std::string& name, const std::string& words) {
        const auto target = in_jam("search?q=" + words);
        print_row("search, " + name + ", ms",
                  time_calls(times.searches, [&](std::size_t) { to.get(target); }), search_goal_ms);
    };
    search("a rare word", std::string{giant_jam::rare_word});
    search("a common word", std::string{giant_jam::common_word});
    search("a common and a rare word", fmt::format("{}+{}", giant_jam::common_word, giant_jam::rare_word));
    search("a beginning of very many words", "w1");
    search("two beginnings", "together+w");
}

void bench_report(const served_hall& hall, hall_client& to, const giant_jam& jam, const scale& times)
{
    const auto mib = [&](std::string_view line) { return static_cast<double>(hall.status_kib(line)) / 1024; };
    const auto report = [&](const std::string& name, const std::string& target, double goal) {
        hall.forget_peak();
        std::size_t bytes = 0;
        const auto took =
            time_calls(times.reports, [&](std::size_t) { bytes = to.get(in_jam(target)).size(); });
        print_row(fmt::format("{}, {:.1f} MB, ms", name, static_cast<double>(bytes) / 1e6), took, goal);
        print_row("  resident at most meanwhile, MiB", mib("VmHWM"), memory_goal_mib);
    };
    report("report", "report", report_goal_ms);
    report("report.html", "report.html", report_goal_ms);
    report("export.zip", "export.zip", 0);

    steady_ballots alone{hall.port(), jam, 0, static_cast<std::uint32_t>(times.ballots / ballot_pace)};
    const auto undisturbed = alone.wait();
    print_row("ballots, ms", undisturbed);
    steady_ballots beside{hall.port(), jam, 1'000'000, 1'000'000};
    for (const auto began = steady::now(); steady::now() - began < times.ballots;)
        to.get(in_jam("report"));
    print_row("ballots while reports are made one after the other, ms", beside.finish(),
              undisturbed.p99 * slowed_goal);
}

std::filesystem::path program()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "jamhall";
}

/// From starting the program to a command that is durable.
double restart_ms(const giant_jam& jam, const std::filesystem::path& data,
                  const std::function<void(served_hall&)>& then)
{
    static std::uint32_t turn = 2'000'000;
    const auto began = steady::now();
    served_hall hall{program(), data};
    hall_client line{hall.port(), {}};
    cast(line, jam, ++turn);
    const auto took = ms_since(began);
    then(hall);
    return took;
}

void bench_size(const reading_options& options, const std::filesystem::path& data, const jam_size& size,
                bool is_whole)
{
    giant_jam jam{data, size};
    const auto began = steady::now();
    if (!std::filesystem::exists(data)) {
        jam.create();
        fmt::print("built in {:.0f} s, {} MiB\n", ms_since(began) / 1e3,
                   std::filesystem::file_size(jam.jam_file()) >> 20U);
    }
    const auto kills = [](served_hall& hall) { hall.kill(); };
    const auto stops = [](served_hall& hall) { hall.stop(); };
    const scale times = options.is_quick ? scale{10, 5, 2, std::chrono::milliseconds{200}}
                        : is_whole       ? scale{}
                                         : scale{100, 30, 2, std::chrono::milliseconds{500}};
    print_reading_heading(
        fmt::format("{} people, {} posts, {} ballots", size.people, size.posts, size.ballots));
    print_row("restart over the log since the last snapshot, ms", restart_ms(jam, data, stops));
    print_row("restart after a clean stop, ms", restart_ms(jam, data, kills), restart_goal_ms);
    print_row("restart after a kill, ms", restart_ms(jam, data, stops), restart_goal_ms);

    served_hall hall{program(), data};
    hall_client line{hall.port(), hall.admin_token()};
    line.get("/api/v1/jams");
    print_row("resident after the start, MiB", static_cast<double>(hall.status_kib("VmRSS")) / 1024,
              memory_goal_mib);
    print_row("  of that anonymous", static_cast<double>(hall.status_kib("RssAnon")) / 1024);
    print_row("  most while starting", static_cast<double>(hall.status_kib("VmHWM")) / 1024);
    bench_pages(line, times);
    bench_searches(line, times);
    bench_report(hall, line, jam, times);
    print_row("resident at the end, MiB", static_cast<double>(hall.status_kib("VmRSS")) / 1024,
              memory_goal_mib);
    hall.stop();
    if (!is_whole)
        return;
    {
        constexpr std::size_t copies = 50;
        const auto state = jam.state();
        print_row("a copy of the state, which the jam's worker waits for, ms",
                  time_calls(copies, [&](std::size_t) { [[maybe_unused]] const auto copy = state; }),
                  copy_goal_ms);
    }
    for (const std::uint32_t tail : {10'000U, 50'000U, 100'000U}) {
        const std::uint32_t events = options.is_quick ? tail / 100 : tail;
        jam.append_ballots(events);
        print_row(fmt::format("restart after a kill, {} events behind the snapshot, ms", events),
                  restart_ms(jam, data, stops), restart_goal_ms);
    }
}

/// A folder that goes when the run is over, unless it is to be kept.
class jams_folder {
public:
    explicit jams_folder(const std::filesystem::path& kept) : path_{kept}, is_kept_{!kept.empty()}
    {
        if (is_kept_) {
            std::filesystem::create_directories(path_);
            return;
        }
        std::string pattern = std::filesystem::current_path() / "bench-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error{"cannot make a folder for the benchmark here"};
        path_ = pattern;
    }
    jams_folder(const jams_folder&) = delete;
    jams_folder& operator=(const jams_folder&) = delete;
    ~jams_folder()
    {
        std::error_code ignored;
        if (!is_kept_)
            std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path of(std::uint32_t part) const { return path_ / fmt::format("part-{}", part); }

private:
    std::filesystem::path path_;
    bool is_kept_;
};

}  // namespace

void bench_reading(const reading_options& options)
{
    const jams_folder folder{options.kept};
    auto parts = options.parts;
    if (parts.empty())
        parts = options.is_quick ? std::vector<std::uint32_t>{100} : std::vector<std::uint32_t>{1, 2, 4, 8};
    for (const std::uint32_t part : parts)
        bench_size(options, folder.of(part), jam_size{}.divided_by(part), part == parts.front());
}

int bench_reading_alone(std::span<char* const> arguments)
{
    reading_options options;
    if (!arguments.empty())
        options.kept = arguments.front();
    for (std::size_t i = 1; i < arguments.size(); ++i)
        options.parts.push_back(static_cast<std::uint32_t>(std::max(1, std::atoi(arguments[i]))));
    try {
        bench_reading(options);
        return 0;
    } catch (const std::exception& failed) {
        fmt::print(stderr, "{}\n", failed.what());
        return 1;
    }
}

}  // namespace jamhall::bench
