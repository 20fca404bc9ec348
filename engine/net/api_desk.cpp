// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/desk_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "sessions/rules/permissions.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::net {
namespace {

using sessions::reject_code;

bool keeps_desk(const sessions::jam_state& state, const live::caller& by, sessions::forum_index forum)
{
    return sessions::may(state, {state.last_at, by.kind, by.person}, sessions::action::keep_desk, forum);
}

sessions::rejection not_a_desk_of_yours()
{
    return sessions::refuse(reject_code::not_allowed, "forum",
                            "The desk is for the facilitators and hosts of a forum, and for organizers.");
}

sessions::outcome<sessions::forum_index> desk_named(const sessions::jam_state& state, const live::caller& by,
                                                    std::string_view written)
{
    const auto name = sessions::slug::parse(written);
    const auto forum = name ? state.forum_named(*name) : std::nullopt;
    if (!forum)
        return sessions::refuse(reject_code::no_such_forum, "forum", "There is no such forum in this jam.");
    if (!keeps_desk(state, by, *forum))
        return not_a_desk_of_yours();
    return *forum;
}

/// The desks asked for: one by name, else all of one's own.
sessions::outcome<std::vector<sessions::forum_index>> desks_of(const sessions::jam_state& state,
                                                               const live::caller& by,
                                                               const std::optional<std::string>& written)
{
    std::vector<sessions::forum_index> found;
    if (written) {
        const auto forum = desk_named(state, by, *written);
        if (!forum)
            return forum.error();
        found.push_back(*forum);
        return found;
    }
    for (std::size_t i = 0; i < state.forums.size(); ++i)
        if (keeps_desk(state, by, static_cast<sessions::forum_index>(i)))
            found.push_back(static_cast<sessions::forum_index>(i));
    if (found.empty())
        return not_a_desk_of_yours();
    return found;
}

base::task<reply> answered(text_outcome text)
{
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

}  // namespace

base::task<reply> get_desk(exchange_ptr e)
{
    std::optional<std::string> forum;
    if (const auto written = e->asked.value_of("forum"))
        forum = std::string{*written};
    const auto looks = co_await e->jam->looks();
    const std::function<text_outcome(const sessions::jam_state&)> page =
        [by = e->by, forum, looks](const sessions::jam_state& state) -> text_outcome {
        const auto desks = desks_of(state, by, forum);
        if (!desks)
            return desks.error();
        return codec::desk_page(state, *desks, looks, clock::now());
    };
    co_return co_await answered(co_await made_beside(e, e->server.hall.storing().reader, page));
}

base::task<reply> get_handover(exchange_ptr e)
{
    const std::function<text_outcome(const sessions::jam_state&)> draft =
        [by = e->by, written = e->parameter(1)](const sessions::jam_state& state) -> text_outcome {
        const auto forum = desk_named(state, by, written);
        if (!forum)
            return forum.error();
        return codec::handover_page(state, *forum, clock::now());
    };
    co_return co_await answered(co_await made_beside(e, e->server.hall.storing().reader, draft));
}

base::task<reply> get_moderation(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> page = codec::moderation_page;
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

}  // namespace jamhall::net
