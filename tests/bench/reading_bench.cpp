// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/reading_bench.hpp"

#include "tests/bench/figure.hpp"
#include "tests/bench/giant_jam.hpp"
#include "tests/bench/load/hall_client.hpp"
#include "tests/bench/load/hall_process.hpp"
#include "tests/bench/load/own_past.hpp"
#include "tests/bench/load/scratch_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <optional>
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

double seconds_since(steady::time_point began)
{
    return std::chrono::duration<double>{steady::now() - began}.count();
}

latencies time_calls(std::size_t calls, const std::function<void(std::size_t)>& call)
{
    latencies took;
    for (std::size_t i = 0; i < calls; ++i) {
        const auto began = steady::now();
        call(i);
        took.add(seconds_since(began));
    }
    return took;
}

std::optional<goal> at_most(double limit)
{
    return limit > 0 ? std::optional{goal{goal::bound::at_most, limit}} : std::nullopt;
}

/// How long something took, and what its 99th percentile should be at most (0: no goal).
void print_waits(const std::string& name, const latencies& took, double goal_ms = 0)
{
    print(figure{.name = name, .value = took.p99_ms(), .unit = "ms", .aim = at_most(goal_ms)}.with(took));
}

void print_once(const std::string& name, double ms, double goal_ms = 0)
{
    print({.name = name, .value = ms, .unit = "ms", .aim = at_most(goal_ms)});
}

void print_memory(const std::string& name, const child_process& server, std::string_view line,
                  double goal_mib = 0)
{
    print({.name = name,
           .value = static_cast<double>(server.memory_bytes(line)) / (1024 * 1024),
           .unit = "MiB",
           .aim = at_most(goal_mib)});
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
    to.use_token(jam.token_of(jam.participant(turn)));
    to.post(in_jam("commands"), "application/json", body);
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
    latencies wait()
    {
        worker_.join();
        return finish();
    }
    latencies finish()
    {
        join();
        if (failed_)
            std::rethrow_exception(failed_);
        return took_;
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
            took_.add(seconds_since(began));
        }
    }

    void join()
    {
        is_over_ = true;
        if (worker_.joinable())
            worker_.join();
    }

    std::atomic<bool> is_over_ = false;
    latencies took_;
    std::exception_ptr failed_;
    std::thread worker_;
};

struct scale {
    std::size_t pages = 300;
    std::size_t searches = 100;
    std::size_t reports = 5;
    std::uint32_t returners = 300;
    std::chrono::milliseconds ballots{5'000};
};

void bench_pages(hall_client& to, const scale& times)
{
    const auto page = [&](const std::string& name, const std::string& target) {
        to.get(target);
        print_waits(name, time_calls(times.pages, [&](std::size_t) { to.get(target); }), page_goal_ms);
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
        print_waits("search, " + name, time_calls(times.searches, [&](std::size_t) { to.get(target); }),
                    search_goal_ms);
    };
    search("a rare word", std::string{giant_jam::rare_word});
    search("a common word", std::string{giant_jam::common_word});
    search("a common and a rare word", fmt::format("{}+{}", giant_jam::common_word, giant_jam::rare_word));
    search("a beginning of very many words", "w1");
    search("two beginnings", "together+w");
}

void bench_report(hall_process& hall, hall_client& to, const giant_jam& jam, const scale& times)
{
    const auto report = [&](const std::string& name, const std::string& target, double goal_ms) {
        hall.process().forget_peak();
        std::size_t bytes = 0;
        const auto took =
            time_calls(times.reports, [&](std::size_t) { bytes = to.get(in_jam(target)).size(); });
        print_waits(fmt::format("{}, {:.1f} MB", name, static_cast<double>(bytes) / 1e6), took, goal_ms);
        print_memory("  resident at most meanwhile", hall.process(), "VmHWM", memory_goal_mib);
    };
    report("report", "report", report_goal_ms);
    report("report.html", "report.html", report_goal_ms);
    report("export.zip", "export.zip", 0);

    steady_ballots alone{hall.port(), jam, 0, static_cast<std::uint32_t>(times.ballots / ballot_pace)};
    const auto undisturbed = alone.wait();
    print_waits("a ballot over HTTP", undisturbed);
    steady_ballots beside{hall.port(), jam, 1'000'000, 1'000'000};
    for (const auto began = steady::now(); steady::now() - began < times.ballots;)
        to.get(in_jam("report"));
    const auto disturbed = beside.finish();
    print(figure{.name = "a ballot while reports are made one after the other",
                 .value = disturbed.p99_ms(),
                 .unit = "ms",
                 .floor = undisturbed.p99_ms(),
                 .aim = at_most(slowed_goal)}
              .with(disturbed));
}

/// Who took part comes back with nothing read: their own feed from the beginning of the log.
void bench_own_past(const hall_process& hall, const giant_jam& jam, const scale& times)
{
    std::vector<std::string> tokens;
    hall_client line{hall.port(), {}};
    for (std::uint32_t turn = 0; turn < times.returners; ++turn) {
        cast(line, jam, turn);
        tokens.push_back(jam.token_of(jam.participant(turn)));
    }
    const own_past came{hall.port(), giant_jam::name, tokens};
    print_waits(fmt::format("one's own past, {} people at once", tokens.size()), came.took());
    print_once("  the last was told after", came.last_after_s() * 1e3);
}

/// From starting the program to a command that is durable; then it is ended as `end` says.
double restart_ms(const giant_jam& jam, const std::filesystem::path& data, void (child_process::*end)())
{
    static std::uint32_t turn = 2'000'000;
    const auto began = steady::now();
    hall_process hall{{.workers = 2, .cores = {}, .data = data}};
    hall_client line{hall.port(), {}};
    cast(line, jam, ++turn);
    const double took_ms = seconds_since(began) * 1e3;
    (hall.process().*end)();
    return took_ms;
}

void bench_restarts(giant_jam& jam, const std::filesystem::path& data, std::uint32_t tails_part)
{
    constexpr std::size_t copies = 50;
    const auto state = jam.state();
    print_waits("a copy of the state, which the jam's worker waits for",
                time_calls(copies, [&](std::size_t) { [[maybe_unused]] const auto copy = state; }),
                copy_goal_ms);
    for (const std::uint32_t tail : {10'000U, 50'000U, 100'000U}) {
        const std::uint32_t events = tail / tails_part;
        jam.append_ballots(events);
        print_once(fmt::format("restart after a kill, {} events behind the snapshot", events),
                   restart_ms(jam, data, &child_process::stop), restart_goal_ms);
    }
}

void bench_size(const effort& how, const std::filesystem::path& data, const jam_size& size, bool is_first)
{
    giant_jam jam{data, size};
    jam.create();
    const scale times = how.is_quick ? scale{10, 5, 2, 20, std::chrono::milliseconds{200}}
                        : is_first   ? scale{}
                                     : scale{100, 30, 2, 300, std::chrono::milliseconds{500}};
    print_heading(fmt::format("{} people, {} posts, {} ballots", size.people, size.posts, size.ballots));
    print_once("restart over the whole log", restart_ms(jam, data, &child_process::stop));
    print_once("restart after a clean stop", restart_ms(jam, data, &child_process::kill), restart_goal_ms);
    print_once("restart after a kill", restart_ms(jam, data, &child_process::stop), restart_goal_ms);
    {
        hall_process hall{{.workers = 2, .cores = {}, .data = data}};
        auto line = hall.administrator();
        line.get("/api/v1/jams");
        print_memory("resident after the start", hall.process(), "VmRSS", memory_goal_mib);
        print_memory("  of that its own", hall.process(), "RssAnon");
        bench_pages(line, times);
        bench_searches(line, times);
        bench_own_past(hall, jam, times);
        bench_report(hall, line, jam, times);
        print_memory("resident at the end", hall.process(), "VmRSS", memory_goal_mib);
    }
    if (is_first)
        bench_restarts(jam, data, how.is_quick ? 100 : 1);
}

}  // namespace

void bench_reading(const effort& how)
{
    const std::vector<std::uint32_t> parts =
        how.is_quick ? std::vector<std::uint32_t>{100} : std::vector<std::uint32_t>{1, 2, 4, 8};
    for (const std::uint32_t part : parts) {
        const scratch_folder folder;
        bench_size(how, folder.path() / "data", jam_size{}.divided_by(part), part == parts.front());
    }
}

}  // namespace jamhall::bench
