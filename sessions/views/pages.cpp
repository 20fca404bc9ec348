// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/pages.hpp"

#include "sessions/insight/interval.hpp"
#include "sessions/views/cursor.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
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
std::vector<page_place> newest(const jam_state& state, const forum& of,
                               const std::optional<page_place>& after, std::size_t at_most)
{
    const auto begin = of.tops.begin();
    auto at = after ? std::ranges::lower_bound(of.tops, after->post) : of.tops.end();
    std::vector<page_place> found;
    while (at != begin && found.size() < at_most) {
        --at;
        if (is_public(state, state.at(*at)))
            found.push_back({0, *at});
    }
    return found;
}

/// The posts after a place in falling order of a key: one look at each, one sort of a page.
template <class Key>
std::vector<page_place> by_key(const jam_state& state, const forum& of,
                               const std::optional<page_place>& after, std::size_t at_most, Key key_of)
{
    std::vector<page_place> found;
    for (post_id id : of.tops) {
        const page_place place{key_of(id), id};
        if ((!after || place < *after) && is_public(state, state.at(id)))
            found.push_back(place);
    }
    const auto kept = std::min(at_most, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept), std::greater{});
    found.resize(kept);
    return found;
}

/// Falls with the Wilson lower bound; posts without a rate come last.
std::uint64_t top_key(const jam_state& state, std::optional<phase_index> phase, const post& p)
{
    const auto share = phase && p.kind == post_kind::idea ? proportion_of(state, *phase, p.id) : std::nullopt;
    const auto range = share && shown_text(p) ? wilson(share->k, share->n) : std::nullopt;
    constexpr double steps = 1e15;  // a double's own precision over [0, 1]
    return range ? 1 + static_cast<std::uint64_t>(range->low * steps) : 0;
}

std::vector<page_place> places(const jam_state& state, const forum& of, order_switch order,
                               const page_request& asked, const std::optional<page_place>& after)
{
    const std::size_t at_most = asked.limit + 1;
    switch (order) {
    case order_switch::newest: return newest(state, of, after, at_most);
    case order_switch::active:
        return by_key(state, of, after, at_most,
                      [&](post_id id) { return static_cast<std::uint64_t>(state.at(id).last_at.ms); });
    case order_switch::shuffled:
        return by_key(state, of, after, at_most,
                      [&](post_id id) { return shuffle_key(state.seed, asked.viewer, id); });
    case order_switch::top: {
        const auto phase = headline_phase(state);
        return by_key(state, of, after, at_most,
                      [&](post_id id) { return top_key(state, phase, state.at(id)); });
    }
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
        if (!after)
            return broken_cursor();
    }
    return page_of(letter_of(order), places(state, state.forums[forum], order, asked, after), asked.limit);
}

outcome<post_page> thread_page(const jam_state& state, post_id of, const page_request& asked)
{
    if (!state.knows(of) || !is_public(state, state.at(of)))
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
        if (is_public(state, state.at(*at)) && (!is_comment || state.at(*at).parent == of))
            found.push_back({0, *at});
    return page_of(thread_order, std::move(found), asked.limit);
}

}  // namespace jamhall::sessions
