// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"

#include "engine/codec/jam_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/views/jam_view.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/seal.hpp"
#include "sessions/views/visibility.hpp"

#include <optional>

namespace jamhall::codec {
namespace {

using namespace sessions;

/// Appends what is particular to one kind of event, into an open object; false when no feed carries it.
class event_members {
public:
    event_members(json_out& out, const jam_state& state, const event& happened)
        : out_{out}, state_{state}, happened_{happened}
    {
    }

    bool operator()(const post_added&) const { return post(); }
    bool operator()(const post_edited&) const { return post(); }
    bool operator()(const post_withdrawn&) const { return post(); }
    bool operator()(const announced&) const { return post(); }

    bool operator()(const ballot_cast& e) const
    {
        out_.member("phase", state_.clock.phases.at(e.phase).id.view());
        out_.member("post", e.post.value).member("choice", name_of(e.says));
        return true;
    }

    bool operator()(const phase_began& e) const
    {
        clock(e.phase);
        out_.member("cause", name_of(e.cause));
        return true;
    }

    bool operator()(const clock_extended& e) const
    {
        clock(state_.clock.running);
        out_.member("minutes", e.minutes);
        return true;
    }

    bool operator()(const clock_paused&) const { return clock(state_.clock.running); }
    bool operator()(const clock_resumed&) const { return clock(state_.clock.running); }
    bool operator()(const jam_closed&) const { return true; }

    bool operator()(const jam_cancelled& e) const
    {
        out_.member("note", e.note);
        return true;
    }

    bool operator()(const jam_created&) const { return false; }
    bool operator()(const person_added&) const { return false; }
    bool operator()(const person_updated&) const { return false; }
    bool operator()(const person_registered&) const { return false; }
    bool operator()(const person_entered&) const { return false; }
    bool operator()(const joined&) const { return false; }
    bool operator()(const role_granted&) const { return false; }
    bool operator()(const role_revoked&) const { return false; }
    bool operator()(const posts_seen&) const { return false; }

private:
    bool post() const
    {
        const auto shown = view_of(state_, happened_);
        ensure(shown.has_value(), "an event about a post shows its post");
        append_post_members(out_, *shown);
        if (shown->edited_at)
            out_.member("edited_at_ms", shown->edited_at->ms);
        out_.member("state", name_of(shown->state));
        return true;
    }

    bool clock(phase_index about) const
    {
        out_.name("phase");
        append_phase(out_, phase_view_of(state_.clock, about));
        out_.name("agenda");
        append_agenda(out_, state_);
        return true;
    }

    json_out& out_;
    const jam_state& state_;
    const event& happened_;
};

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

std::string reply_frame(std::string_view ref, log_offset offset, post_id post)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("type", "reply").raw_member("ref", ref).member("offset", offset.value);
    if (post)
        out.member("post", post.value);
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

bool append_event(std::string& to, const jam_state& state, const event& happened)
{
    const auto before = to.size();
    json_out out{to};
    out.begin_object().member("offset", happened.offset.value).member("at_ms", happened.at.ms);
    out.member("type", type_of(happened.body));
    const bool is_carried = std::visit(event_members{out, state, happened}, happened.body);
    out.end_object();
    if (!is_carried)
        to.resize(before);
    return is_carried;
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
