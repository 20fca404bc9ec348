// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_out.hpp"

#include "engine/base/encoding.hpp"
#include "engine/codec/event_body_out.hpp"
#include "engine/codec/fault.hpp"
#include "engine/codec/plan_out.hpp"
#include "sessions/core/assert.hpp"

namespace jamhall::codec {
namespace {

using namespace sessions;

void roster_line(body_out& to, person_id person, const roster_entry& entry)
{
    to.out.member("person", person.value);
    to.text("name", "/name", person, entry.name);
    to.out.name("roles").begin_array();
    for (const role each : all_roles)
        if (entry.roles.has(each))
            to.out.value(name_of(each));
    to.out.end_array();
    to.forums(entry.forums);
    to.out.member("audience", to.audience_name(entry.audience));
    to.out.name("attributes").begin_object();
    for (const auto& [attribute, value] : entry.attributes)
        to.text(attribute, pointer_to("/attributes", attribute), person, value);
    to.out.end_object();
    if (entry.came_by != way_in::roster)
        to.out.member("came_by", name_of(entry.came_by));
}

void write_signals(body_out& to, const signals& shows)
{
    if (!shows.any())
        return;
    to.out.name("signals").begin_array();
    if (shows.links)
        to.out.value("links");
    if (shows.words)
        to.out.value("words");
    if (shows.fast)
        to.out.value("fast");
    to.out.end_array();
}

void write_body(body_out& to, const jam_created& e)
{
    std::array<std::uint8_t, 8> seed{};
    for (std::size_t i = 0; i < seed.size(); ++i)
        seed[i] = static_cast<std::uint8_t>(e.seed >> (56U - 8U * i));
    to.out.member("jam", e.jam.view()).member("seed", base::hex_of(seed));
    to.text("plan", "/plan", person_id{}, encode_plan(*e.what));
}

void write_body(body_out& to, const person_added& e)
{
    roster_line(to, e.person, e.entry);
}
void write_body(body_out& to, const person_updated& e)
{
    roster_line(to, e.person, e.entry);
}
void write_body(body_out&, const person_registered&) {}
void write_body(body_out&, const person_entered&) {}

void write_body(body_out& to, const joined& e)
{
    to.out.member("charter", e.accepted.charter).member("rules", e.accepted.rules);
    if (e.accepted.privacy != 0)
        to.out.member("privacy", e.accepted.privacy);
}

void write_body(body_out& to, const role_granted& e)
{
    to.out.member("person", e.person.value).member("role", name_of(e.which));
    to.forums(e.forums);
}

void write_body(body_out& to, const role_revoked& e)
{
    to.out.member("person", e.person.value).member("role", name_of(e.which));
}

void write_body(body_out& to, const post_added& e)
{
    to.out.member("post", e.post.value)
        .member("kind", name_of(e.kind))
        .member("forum", to.forum_name(e.forum));
    to.id_or_null("parent", e.parent);
    to.id_or_null("builds_on", e.builds_on);
    to.out.member("nameless", e.is_nameless);
    if (e.is_held)
        to.out.member("held", true);
    write_signals(to, e.shows);
    to.ids_if_any("mentions", e.mentions);
    to.ids_if_any("dealt", e.dealt);
    to.ids_if_any("dealt_to", e.dealt_to);
    to.text("text", "/text", to.actor, e.text);
}

void write_body(body_out& to, const post_edited& e)
{
    to.out.member("post", e.post.value).member("version", e.version);
    write_signals(to, e.shows);
    if (e.wants_look)
        to.out.member("wants_look", true);
    to.ids_if_any("mentions", e.mentions);
    to.text("text", "/text", to.actor, e.text);
}

void write_body(body_out& to, const post_withdrawn& e)
{
    to.out.member("post", e.post.value);
}

void write_body(body_out& to, const announced& e)
{
    to.out.member("post", e.post.value);
    to.out.member("forum", e.forum ? std::optional{to.forum_name(*e.forum)} : std::nullopt);
    to.text("text", "/text", to.actor, e.text);
}

void write_body(body_out& to, const ballot_cast& e)
{
    to.out.member("phase", to.phase_name(e.phase))
        .member("post", e.post.value)
        .member("choice", name_of(e.says));
    if (e.over)
        to.out.member("over", e.over.value);
}

void write_body(body_out& to, const posts_seen& e)
{
    to.out.name("posts").begin_object();
    for (const auto& [post, count] : e.newly)
        to.out.member(std::to_string(post.value), count);
    to.out.end_object();
}

void write_body(body_out& to, const phase_began& e)
{
    to.out.member("phase", to.phase_name(e.phase)).member("cause", name_of(e.cause));
}

void write_body(body_out& to, const clock_extended& e)
{
    to.out.member("minutes", e.minutes);
}
void write_body(body_out&, const clock_paused&) {}
void write_body(body_out&, const clock_resumed&) {}
void write_body(body_out&, const jam_closed&) {}
void write_body(body_out& to, const jam_cancelled& e)
{
    to.text("note", "/note", to.actor, e.note);
}

}  // namespace

std::string_view body_out::forum_name(forum_index index) const
{
    ensure(index < names_.forums.size(), "the forum of an event has a name");
    return names_.forums[index].view();
}

std::string_view body_out::phase_name(phase_index index) const
{
    ensure(index < names_.phases.size(), "the phase of an event has a name");
    return names_.phases[index].view();
}

std::string_view body_out::audience_name(audience_index index) const
{
    ensure(index < names_.audiences.size(), "the audience of a person has a name");
    return names_.audiences[index].view();
}

void body_out::id_or_null(std::string_view name, post_id id)
{
    out.member(name, id ? std::optional{id.value} : std::nullopt);
}

void body_out::forum_or_null(std::string_view name, std::optional<forum_index> forum)
{
    out.member(name, forum ? std::optional{forum_name(*forum)} : std::nullopt);
}

void body_out::forums(const std::vector<forum_index>& indexes)
{
    out.name("forums").begin_array();
    for (const auto index : indexes)
        out.value(forum_name(index));
    out.end_array();
}

void body_out::text(std::string_view name, std::string field, person_id whose, std::string value)
{
    out.member(name, digest(std::move(field), whose, std::move(value)));
}

std::string body_out::digest(std::string field, person_id whose, std::string value)
{
    const text_salt salt = salts_();
    auto made = base::hex_of(digest_of(salt, value));
    into_.texts.push_back({std::move(field), whose, salt, std::move(value)});
    return made;
}

stored_event encode_event(const sessions::event& happened, const event_names& names, const salt_source& salts)
{
    stored_event made{
        happened.offset, happened.at, happened.actor, std::string{sessions::type_of(happened.body)}, {}, {}};
    body_out to{made, happened, names, salts};
    to.out.begin_object().member("v", event_version);
    std::visit([&](const auto& body) { write_body(to, body); }, happened.body);
    to.out.end_object();
    return made;
}

}  // namespace jamhall::codec
