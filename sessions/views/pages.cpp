// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/pages.hpp"

#include "sessions/insight/fair_order.hpp"
#include "sessions/views/cursor.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace jamhall::sessions {
namespace {

constexpr char thread_order = 'c';

char letter_of(order_switch order)
{
    switch (order) {
    case order_switch::newest: return 'n';
    case order_switch::active: return 'a';
    case order_switch::shuffled: return 's';
    case order_switch::top: return 't';
    case order_switch::fair: return 'f';
    }
    return 'n';
}

rejection broken_cursor()
{
    return refuse(reject_code::bad_field, "after", "This is not a cursor of these pages.");
}

std::optional<rejection> limit_fault(std::size_t limit)
{
    if (limit >= 1 && limit <= page_limit_max)
        return std::nullopt;
    return refuse(reject_code::bad_field, "limit",
                  "A page holds 1 to " + std::to_string(page_limit_max) + " posts.");
}

/// Cuts what was found, one more than asked for where there is more, to a page.
post_page page_of(char order, std::vector<page_place> found, std::size_t limit)
{
    post_page page;
    const bool has_more = found.size() > limit;
    if (has_more)
        found.resize(limit);
    for (const page_place& place : found)
        page.posts.push_back(place.post);
    if (has_more)
        page.next = cursor_of(order, found.back());
    return page;
}

/// A forum's posts stand oldest first, so the newest are read from the end without looking at the others.
std::vector<page_place> newest(const jam_state& state, const forum& of, person_id reader,
                               const std::optional<page_place>& after, std::size_t at_most)
{
    const auto begin = of.tops.begin();
    auto at = after ? std::ranges::lower_bound(of.tops, after->post) : of.tops.end();
    std::vector<page_place> found;
    while (at != begin && found.size() < at_most) {
        --at;
        if (is_on_pages_of(state, state.at(*at), reader))
            found.push_back({0, *at});
    }
    return found;
}

/// The posts after a place in falling order of a key: one look at each, one sort of a page.
template <class Key>
std::vector<page_place> by_key(const jam_state& state, const forum& of, person_id reader,
                               const std::optional<page_place>& after, std::size_t at_most, Key key_of)
{
    std::vector<page_place> found;
    for (post_id id : of.tops) {
        const page_place place{key_of(id), id};
        if ((!after || place < *after) && is_on_pages_of(state, state.at(id), reader))
            found.push_back(place);
    }
    const auto kept = std::min(at_most, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept), std::greater{});
    found.resize(kept);
    return found;
}

/// Falls with where a post stands; posts that nobody judged come last.
std::uint64_t top_key(const jam_state& state, std::optional<phase_index> phase, const post& p)
{
    const auto stands =
        phase && p.kind == post_kind::idea && shown_text(p) ? standing_of(state, *phase, p.id) : std::nullopt;
    // The bits of doubles that are not negative rise with their values.
    return stands ? 1 + std::bit_cast<std::uint64_t>(stands->value + 0.0) : 0;
}

/// How many people had seen a post, rounded down to a power of two, when the log was this long.
std::uint32_t rounded_exposure_at(const post& p, log_offset then)
{
    const auto steps = std::ranges::upper_bound(p.seen_steps, then) - p.seen_steps.begin();
    return steps == 0 ? 0 : std::uint32_t{1} << (steps - 1);
}

/// The fair order as it stood when its first page was asked for: exposures that grow meanwhile move nothing, so no
/// idea comes twice and none is left out. A cursor holds that place of the log and a post, never a key: a key would
/// tell how many saw the post.
std::vector<page_place> fair(const jam_state& state, const forum& of, const page_request& asked,
                             const std::optional<page_place>& after, std::size_t at_most)
{
    const log_offset then{after ? after->key : state.last_offset.value};
    const auto floor = static_cast<std::uint32_t>(state.what->policy.exposure_floor);
    const auto key_of = [&](post_id id) {
        return fair_key(state.seed, asked.viewer, id, rounded_exposure_at(state.at(id), then), floor);
    };
    const auto last = after ? std::optional{page_place{key_of(after->post), after->post}} : std::nullopt;
    auto found = by_key(state, of, asked.viewer, last, at_most, key_of);
    for (page_place& place : found)
        place.key = then.value;
    return found;
}

std::vector<page_place> places(const jam_state& state, const forum& of, order_switch order,
                               const page_request& asked, const std::optional<page_place>& after)
{
    const std::size_t at_most = asked.limit + 1;
    switch (order) {
    case order_switch::newest: return newest(state, of, asked.viewer, after, at_most);
    case order_switch::active:
        return by_key(state, of, asked.viewer, after, at_most,
                      [&](post_id id) { return static_cast<std::uint64_t>(state.at(id).last_at.ms); });
    case order_switch::shuffled:
        return by_key(state, of, asked.viewer, after, at_most,
                      [&](post_id id) { return shuffle_key(state.seed, asked.viewer, id); });
    case order_switch::top: {
        const auto phase = headline_phase(state);
        return by_key(state, of, asked.viewer, after, at_most,
                      [&](post_id id) { return top_key(state, phase, state.at(id)); });
    }
    case order_switch::fair: return fair(state, of, asked, after, at_most);
    }
    return {};
}

}  // namespace

outcome<post_page> forum_page(const jam_state& state, forum_index forum, const page_request& asked)
{
    if (forum >= state.forums.size())
        return refuse(reject_code::no_such_forum, "forum", "There is no such forum.");
    if (auto fault = limit_fault(asked.limit))
        return *fault;
    const bool is_sealed = !tallies_are_shown(state);
    order_switch order = asked.order.value_or(state.clock.now_running().rules.order);
    if (order == order_switch::top && is_sealed) {
        if (asked.order)
            return refuse(reject_code::tallies_sealed, "order",
                          "Nobody sees the order of support while it is sealed.");
        order = order_switch::newest;
    }
    std::optional<page_place> after;
    if (!asked.after.empty()) {
        after = place_in(letter_of(order), asked.after);
        if (!after || !state.knows(after->post))
            return broken_cursor();
    }
    return page_of(letter_of(order), places(state, state.forums[forum], order, asked, after), asked.limit);
}

outcome<post_page> thread_page(const jam_state& state, post_id of, const page_request& asked)
{
    if (!state.knows(of) || !is_on_pages_of(state, state.at(of), asked.viewer))
        return refuse(reject_code::no_such_post, "post", "There is no such post.");
    if (auto fault = limit_fault(asked.limit))
        return *fault;
    const bool is_comment = state.at(of).kind == post_kind::comment;
    const auto& comments = state.at(is_comment ? state.at(of).thread : of).comments;
    auto at = comments.begin();
    if (!asked.after.empty()) {
        const auto after = place_in(thread_order, asked.after);
        if (!after)
            return broken_cursor();
        at = std::ranges::upper_bound(comments, after->post);
    }
    std::vector<page_place> found;
    for (; at != comments.end() && found.size() <= asked.limit; ++at)
        if (is_on_pages_of(state, state.at(*at), asked.viewer) && (!is_comment || state.at(*at).parent == of))
            found.push_back({0, *at});
    return page_of(thread_order, std::move(found), asked.limit);
}

}  // namespace jamhall::sessions
