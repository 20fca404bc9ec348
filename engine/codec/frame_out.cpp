// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"

#include "engine/codec/desk_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/poll_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/views/jam_view.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <optional>

namespace jamhall::codec {
namespace {

using namespace sessions;

void begin_feed_frame(json_out& out, std::string_view type, std::string_view feed, log_offset upto)
{
    out.begin_object().member("type", type).member("feed", feed).member("upto", upto.value);
}

}  // namespace

std::string hello_frame(const jam_state& state, const jam_for_all& shared, const hello_facts& facts)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("type", "hello").member("protocol", "jamhall.v1").member("epoch", facts.epoch);
    append_jam_members(out, state, shared, facts.viewer, facts.now);
    out.end_object();
    return made;
}

std::string reply_frame(std::string_view ref, const reply_facts& facts)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("type", "reply").raw_member("ref", ref).member("offset", facts.offset.value);
    if (facts.post)
        out.member("post", facts.post.value);
    if (facts.poll)
        out.member("poll", facts.poll.value);
    out.end_object();
    return made;
}

std::string refused_frame(std::string_view ref, const rejection& why)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("type", "refused").raw_member("ref", ref).member("code", name_of(why.code));
    out.member("message", why.message);
    if (!why.field.empty())
        out.member("field", why.field);
    if (why.retry_after)
        out.member("retry_after_ms", why.retry_after->count());
    out.end_object();
    return made;
}

std::string behind_frame(std::string_view feed)
{
    std::string made;
    json_out{made}.begin_object().member("type", "behind").member("feed", feed).end_object();
    return made;
}

std::string presence_frame(std::size_t here)
{
    std::string made;
    json_out{made}.begin_object().member("type", "presence").member("here", here).end_object();
    return made;
}

std::string events_frame(std::string_view feed, log_offset upto, std::string_view events)
{
    std::string made;
    made.reserve(events.size() + feed.size() + 64);
    json_out out{made};
    begin_feed_frame(out, "events", feed, upto);
    out.name("events").begin_array();
    if (!events.empty())
        out.raw(events);
    out.end_array().end_object();
    return made;
}

std::string polls_frame(const jam_state& state, std::string_view feed, log_offset upto,
                        std::span<const poll_id> polls)
{
    std::string made;
    json_out out{made};
    begin_feed_frame(out, "polls", feed, upto);
    out.name("polls").begin_array();
    for (const poll_id each : polls) {
        out.begin_object().member("poll", each.value);
        append_poll_counts(out, view_of(state, state.at(each)));
        out.end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string looking_frame(const jam_state& state, std::string_view feed, std::span<const look> looks)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("type", "looking").member("feed", feed).name("looking");
    append_looks(out, state, looks);
    out.end_object();
    return made;
}

event_reader reader_of(const jam_state& state, feed_id feed, const event& happened)
{
    if (feed.kind == feed_kind::desk)
        return event_reader::insider;
    if (feed.kind != feed_kind::me)
        return event_reader::everybody;
    const auto is_own = [&](post_id written) { return state.at(written).author == person_id{feed.number}; };
    const auto* added = std::get_if<post_added>(&happened.body);
    const auto* edited = std::get_if<post_edited>(&happened.body);
    const bool is_text_of_another = (added && !is_own(added->post)) || (edited && !is_own(edited->post));
    return is_text_of_another ? event_reader::concerned : event_reader::insider;
}

std::string tallies_frame(const jam_state& state, std::string_view feed, log_offset upto,
                          std::span<const post_id> posts)
{
    std::string made;
    json_out out{made};
    begin_feed_frame(out, "tallies", feed, upto);
    out.name("tallies").begin_array();
    bool shows_any = false;
    for (const post_id post : posts) {
        const auto shown = headline_tally(state, state.at(post));
        if (!shown)
            continue;
        shows_any = true;
        out.begin_object().member("post", post.value);
        append_tally_members(out, state, *shown);
        out.end_object();
    }
    out.end_array().end_object();
    return shows_any ? made : std::string{};
}

std::string activity_frame(const jam_state& state, std::string_view feed, log_offset upto,
                           std::span<const post_id> posts)
{
    std::string made;
    json_out out{made};
    begin_feed_frame(out, "activity", feed, upto);
    out.name("posts").begin_array();
    bool shows_any = false;
    for (const post_id id : posts) {
        const post& top = state.at(id);
        if (!is_public(state, top))
            continue;
        shows_any = true;
        out.begin_object().member("post", id.value).member("comments", shown_comment_count(state, top));
        out.member("last_at_ms", top.last_at.ms).end_object();
    }
    out.end_array().end_object();
    return shows_any ? made : std::string{};
}

}  // namespace jamhall::codec
