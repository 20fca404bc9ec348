// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_in.hpp"

#include "engine/codec/event_body_in.hpp"
#include "engine/codec/event_out.hpp"
#include "sessions/core/limits.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace jamhall::codec {
namespace {

using namespace sessions;

event_body read_jam_created(body_in& r)
{
    jam_created made;
    made.jam = r.in.slug("jam");
    const auto seed = base::bytes_of_hex(r.in.string("seed"));
    if (!seed || seed->size() != sizeof made.seed)
        r.in.note("seed", "must be 16 hexadecimal digits");
    else
        for (const std::uint8_t byte : *seed)
            made.seed = (made.seed << 8U) | byte;
    made.what = r.plan("plan");
    return made;
}

roster_entry read_entry(body_in& r)
{
    roster_entry made;
    made.name = r.text("name");
    made.roles = {};
    if (const auto roles = r.in.array("roles")) {
        for (const json_value each : *roles) {
            if (const auto which = role_named(string_in(each, r.in.pointer("roles"), r.in.found())))
                made.roles.add(*which);
            else
                r.in.note("roles", "names a role that this version does not know");
        }
    }
    made.forums = r.forums("forums");
    made.audience = r.audience("audience");
    if (const auto attributes = r.in.object("attributes"))
        for (const json_value each : *attributes) {
            auto value = r.text_at(each, pointer_to(r.in.pointer("attributes"), each.name()));
            made.attributes.emplace_back(each.name(), std::move(value));
        }
    if (r.in.is_written("came_by"))
        made.came_by = r.word("came_by", way_in_named);
    return made;
}

template <class Event>
event_body read_roster_line(body_in& r)
{
    Event made;
    made.person = r.in.id<person_id>("person");
    made.entry = read_entry(r);
    return made;
}

event_body read_joined(body_in& r)
{
    joined made;
    made.accepted.charter = static_cast<std::int32_t>(r.in.integer("charter", any_int32));
    made.accepted.rules = static_cast<std::int32_t>(r.in.integer("rules", any_int32));
    made.accepted.privacy =
        static_cast<std::int32_t>(r.in.optional_integer("privacy", any_int32).value_or(0));
    return made;
}

event_body read_role_granted(body_in& r)
{
    role_granted made;
    made.person = r.in.id<person_id>("person");
    made.which = r.word("role", role_named);
    made.forums = r.forums("forums");
    return made;
}

event_body read_role_revoked(body_in& r)
{
    role_revoked made;
    made.person = r.in.id<person_id>("person");
    made.which = r.word("role", role_named);
    return made;
}

signals read_signals(body_in& r)
{
    signals made;
    if (const auto written = r.in.optional_array("signals")) {
        for (const json_value each : *written) {
            const auto word = string_in(each, r.in.pointer("signals"), r.in.found());
            made.links = made.links || word == "links";
            made.words = made.words || word == "words";
            made.fast = made.fast || word == "fast";
        }
    }
    return made;
}

event_body read_post_added(body_in& r)
{
    post_added made;
    made.post = r.in.id<post_id>("post");
    made.kind = r.word("kind", post_kind_named);
    made.forum = r.forum("forum");
    made.parent = r.in.optional_id<post_id>("parent");
    made.builds_on = r.in.optional_id<post_id>("builds_on");
    made.is_nameless = r.in.boolean("nameless");
    made.is_held = r.in.is_written("held") && r.in.boolean("held");
    made.shows = read_signals(r);
    made.mentions = r.optional_ids<person_id>("mentions");
    made.dealt = r.optional_ids<post_id>("dealt");
    made.dealt_to = r.optional_ids<person_id>("dealt_to");
    made.text = r.text("text");
    return made;
}

event_body read_post_edited(body_in& r)
{
    post_edited made;
    made.post = r.in.id<post_id>("post");
    made.version = static_cast<std::uint32_t>(r.in.integer("version", count_bounds));
    made.shows = read_signals(r);
    made.wants_look = r.in.is_written("wants_look") && r.in.boolean("wants_look");
    made.mentions = r.optional_ids<person_id>("mentions");
    made.text = r.text("text");
    return made;
}

event_body read_post_withdrawn(body_in& r)
{
    return post_withdrawn{r.in.id<post_id>("post")};
}

event_body read_announced(body_in& r)
{
    announced made;
    made.post = r.in.id<post_id>("post");
    made.forum = r.optional_forum("forum");
    made.text = r.text("text");
    return made;
}

event_body read_ballot_cast(body_in& r)
{
    ballot_cast made;
    made.phase = r.phase("phase");
    made.post = r.in.id<post_id>("post");
    made.says = r.word("choice", choice_named);
    made.over = r.in.optional_id<post_id>("over");
    return made;
}

event_body read_posts_seen(body_in& r)
{
    posts_seen made;
    const auto posts = r.in.object("posts");
    if (!posts)
        return made;
    for (const json_value each : *posts) {
        post_id post;
        const auto name = each.name();
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), post.value);
        if (error != std::errc{} || end != name.data() + name.size() || !post)
            r.in.note("posts", in_quotes(name) + " is no post");
        const auto count =
            integer_in(each, count_bounds, pointer_to(r.in.pointer("posts"), name), r.in.found());
        made.newly.emplace_back(post, static_cast<std::uint32_t>(count));
    }
    return made;
}

event_body read_phase_began(body_in& r)
{
    phase_began made;
    made.phase = r.phase("phase");
    made.cause = r.word("cause", clock_cause_named);
    return made;
}

event_body read_clock_extended(body_in& r)
{
    return clock_extended{static_cast<std::int32_t>(r.in.integer("minutes", any_int32))};
}

event_body read_jam_cancelled(body_in& r)
{
    return jam_cancelled{r.text("note")};
}

template <class Event>
event_body bare(body_in&)
{
    return Event{};
}

/// The readers of bodies of the present version.
constexpr std::array<known_event, 20> known_events{{
    {"ballot_cast", read_ballot_cast},
    {"post_added", read_post_added},
    {"posts_seen", read_posts_seen},
    {"person_added", read_roster_line<person_added>},
    {"person_updated", read_roster_line<person_updated>},
    {"person_registered", bare<person_registered>},
    {"person_entered", bare<person_entered>},
    {"joined", read_joined},
    {"role_granted", read_role_granted},
    {"role_revoked", read_role_revoked},
    {"post_edited", read_post_edited},
    {"post_withdrawn", read_post_withdrawn},
    {"announced", read_announced},
    {"phase_began", read_phase_began},
    {"clock_extended", read_clock_extended},
    {"clock_paused", bare<clock_paused>},
    {"clock_resumed", bare<clock_resumed>},
    {"jam_closed", bare<jam_closed>},
    {"jam_cancelled", read_jam_cancelled},
    {"jam_created", read_jam_created},
}};

const known_event* find_event(std::string_view type)
{
    for (const auto table : {std::span<const known_event>{known_events}, steering_events(), records_events()})
        for (const auto& each : table)
            if (each.type == type)
                return &each;
    return nullptr;
}

}  // namespace

decoded<sessions::event> decode_event(const stored_event& stored, const event_names& names,
                                      missing_texts missing)
{
    // A log may hold more in one body than a frame may: what newly was seen of thousands of posts.
    constexpr json_limits body_limits{.size_max = 16 * 1024 * 1024, .depth_max = 8};
    const known_event* const known = find_event(stored.type);
    if (!known)
        return fault{"",
                     "is an event of type " + in_quotes(stored.type) + ", which this version does not know"};
    const auto document = json_document::parse(stored.body, body_limits);
    if (!document)
        return fault{"", "its body " + document.error().message};
    faults found;
    object_in in{document->root(), "", found};
    // A body of an older version is rewritten to the present shape here, before its reader sees it.
    const auto version = in.integer("v", {1, std::numeric_limits<std::int32_t>::max()});
    if (version > event_version)
        return fault{"/v", "was written by a newer version of this program"};
    body_in reader{in, stored, names, missing};
    sessions::event made{stored.offset, stored.at, stored.actor, known->read(reader)};
    in.finish();
    if (found.empty() && !reader.used_all_texts())
        found.push_back({"", "has a text beside it that its body does not name"});
    if (!found.empty())
        return std::move(found.front());
    return made;
}

}  // namespace jamhall::codec
