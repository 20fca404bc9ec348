// SPDX-License-Identifier: Apache-2.0
#include "engine/app/demo.hpp"

#include "engine/app/crowd.hpp"
#include "engine/app/example_jam.hpp"
#include "engine/app/running_hall.hpp"
#include "engine/app/stage.hpp"
#include "engine/clock/real_time.hpp"
#include "sessions/views/jam_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace jamhall::app {
namespace {

/// The crowd's dice always fall alike.
constexpr std::uint64_t crowd_seed = 1'701;

/// What the visitor is told of the clock.
struct bell_news {
    std::string phase;
    std::optional<std::int64_t> minutes_left;
};

bell_news news_of(const sessions::jam_state& state)
{
    const auto running = sessions::running_phase(state);
    bell_news made{running.id.str(), std::nullopt};
    if (running.ends_at)
        made.minutes_left =
            std::max<std::int64_t>(1, (running.ends_at->ms - clock::now().ms + 59'999) / 60'000);
    return made;
}

struct demo_parts {
    demo_command asked;
    running_hall running;
    std::optional<crowd> people;
};

std::vector<std::string> crowd_tokens(const stage& set, std::size_t count)
{
    std::vector<std::string> tokens;
    for (const example_token& each : set.tokens)
        if (std::ranges::find(example_roles, each.email, &example_role::email) == example_roles.end())
            tokens.push_back(each.token);
    dice from{crowd_seed};
    std::ranges::shuffle(tokens, from);  // staff and residents
    tokens.resize(std::min(tokens.size(), count));
    return tokens;
}

void print_links(const demo_parts& parts, const stage& set, const bell_news& news)
{
    const std::string jam_url = parts.running.at().public_url + "/j/" + set.jam->id().str() + "#";
    fmt::print("\nThe example jam runs. Come in by one of these links:\n\n");
    fmt::print("  {:<16} {}\n", "hall organizer", parts.running.admin_link());
    for (const example_role& each : example_roles)
        fmt::print("  {:<16} {}{}   ({})\n", each.role, jam_url, set.of(each.email).token, each.name);
    fmt::print("\nThe phase \"{}\" runs", news.phase);
    if (news.minutes_left)
        fmt::print("; its bell rings in {} min", *news.minutes_left);
    fmt::print(". {} simulated people take part. Ctrl-C stops; the same command goes on later.\n",
               parts.asked.crowd);
    std::fflush(stdout);
}

base::task<> begin(demo_parts* parts)
{
    const stage set = co_await set_stage(parts->running.hall(), parts->asked.crowd);
    const std::function<bell_news(const sessions::jam_state&)> question = news_of;
    const bell_news news = co_await set.jam->read(question);
    print_links(*parts, set, news);
    const auto& at = parts->running.at();
    const std::string host = at.host == "0.0.0.0" || at.host == "::" ? "localhost" : at.host;
    crowd_setting setting{{host, std::to_string(at.port)}, set.jam->id().str()};
    parts->people.emplace(std::move(setting), crowd_tokens(set, parts->asked.crowd), crowd_seed);
}

}  // namespace

void demo(const demo_command& asked)
{
    serve_settings settings;
    settings.listen = parse_listen_address(asked.listen).value();
    settings.public_url = asked.public_url;
    settings.data = asked.data;
    settings.workers = workers_by_default();
    demo_parts parts{asked, running_hall{settings}, std::nullopt};
    fmt::print("listening on {}\n", parts.running.at().url);
    std::fflush(stdout);
    parts.running.run([&parts] { return begin(&parts); }, [&parts] { parts.people.reset(); });
}

}  // namespace jamhall::app
