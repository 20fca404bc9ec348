// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/invariants_desk.hpp"

#include "sessions/core/assert.hpp"

#include <algorithm>
#include <tuple>

namespace jamhall::sessions {
namespace {

bool waits(const moderation_case& open)
{
    return open.appeal && !open.appeal->is_upheld;
}

void check_flags(const post& about, const std::vector<flag>& flags)
{
    ensure(std::ranges::is_sorted(flags, {}, &flag::at), "flags stand oldest first");
    for (auto i = flags.begin(); i != flags.end(); ++i) {
        ensure(i->person != about.author, "nobody flags what they wrote");
        ensure(std::none_of(flags.begin(), i, [&](const flag& f) { return f.person == i->person; }),
               "each person has one flag on a post");
    }
}

void check_case(const post& about, const moderation_case& open)
{
    const bool is_hidden = about.state == post_state::hidden;
    ensure(!(open == moderation_case{}), "a case has something open");
    ensure(about.state != post_state::withdrawn && about.state != post_state::erased,
           "nothing is open about what is gone");
    ensure(is_hidden == open.hidden.has_value(), "hidden posts, and only they, have a hide");
    ensure(is_hidden || !open.appeal, "an appeal is against a hide");
    ensure(!is_hidden || (open.flags.empty() && !open.shows.any() && !open.asked && !open.edited_at),
           "a hide settles what was open");
    ensure(open.shows.any() == open.signalled_at.has_value(), "signals have their instant");
    ensure(!is_hidden || !about.author || open.hidden->by != about.author, "nobody hides what they wrote");
    ensure(!open.appeal || open.appeal->is_upheld != true, "an appeal that is upheld ends the hide");
    check_flags(about, open.flags);
}

}  // namespace

void check_moderation(const jam_state& state)
{
    const auto& book = state.moderated;
    std::uint32_t hidden = 0;
    for (const auto& each : state.posts)
        hidden += each.state == post_state::hidden ? 1 : 0;
    std::uint32_t hides = 0;
    std::uint32_t flags = 0;
    std::uint32_t waiting = 0;
    for (const auto& [id, open] : book.cases) {
        check_case(state.at(id), open);
        hides += open.hidden ? 1 : 0;
        flags += static_cast<std::uint32_t>(open.flags.size());
        waiting += waits(open) ? 1 : 0;
    }
    ensure(hides == hidden, "each hidden post has its case");
    ensure(flags <= book.flags, "flags are counted");
    ensure(book.appeals == book.appeals_upheld + book.appeals_refused + book.appeals_dropped + waiting,
           "each appeal is decided, dropped or waits");
    std::int64_t standing = 0;
    for (const auto& [rule, count] : book.by_rule) {
        ensure(count.hides > 0 && count.restored <= count.hides, "what is restored was hidden");
        standing += std::int64_t{count.hides} - count.restored;
    }
    ensure(standing >= hidden, "each hidden post is counted under its rule");
    ensure(std::ranges::all_of(book.delays, [](duration d) { return d >= duration{0}; }),
           "decisions come after what asked for them");
}

void check_desk(const jam_state& state)
{
    const auto place = [](const shift& s) { return std::tuple{s.starts_at, s.forum, s.person}; };
    const auto& shifts = state.desk.shifts;
    for (auto i = shifts.begin(); i != shifts.end(); ++i) {
        ensure(state.knows(i->person) && i->forum < state.forums.size() && i->hours > 0,
               "a shift is somebody's on a forum");
        ensure(i == shifts.begin() || place(*std::prev(i)) < place(*i), "shifts stand in their order");
        for (auto j = shifts.begin(); j != i; ++j)
            ensure(j->person != i->person || j->forum != i->forum || j->ends_at() <= i->starts_at,
                   "nobody works twice at the same time on a forum");
    }
    ensure(state.desk.handovers.size() <= state.forums.size(), "handovers are of forums");
    ensure(state.desk.remarks.size() <= remarks_kept, "only the newest remarks are kept");
    ensure(std::ranges::is_sorted(state.desk.remarks, {}, &remark::at_offset), "remarks stand oldest first");
}

}  // namespace jamhall::sessions
