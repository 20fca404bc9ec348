// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_out.hpp"

#include "engine/base/encoding.hpp"
#include "engine/codec/fault.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/plan_out.hpp"
#include "sessions/core/assert.hpp"

#include <bit>

namespace jamhall::codec {
namespace {

using namespace sessions;

/// Writes the members of one body after `v`; the object is open.
class body_out {
public:
    body_out(stored_event& into, const event& happened, const event_names& names, const salt_source& salts)
        : into_{into}, actor_{happened.actor}, names_{names}, salts_{salts}, out_{into.body}
    {
        out_.begin_object().member("v", event_version);
        std::visit(*this, happened.body);
        out_.end_object();
    }

    void operator()(const jam_created& e)
    {
        std::array<std::uint8_t, 8> seed{};
        for (std::size_t i = 0; i < seed.size(); ++i)
            seed[i] = static_cast<std::uint8_t>(e.seed >> (56U - 8U * i));
        out_.member("jam", e.jam.view()).member("seed", base::hex_of(seed));
        text("plan", "/plan", person_id{}, encode_plan(*e.what));
    }

    void operator()(const person_added& e) { roster_line(e.person, e.entry); }
    void operator()(const person_updated& e) { roster_line(e.person, e.entry); }
    void operator()(const person_registered&) {}
    void operator()(const person_entered&) {}

    void operator()(const joined& e)
    {
        out_.member("charter", e.accepted.charter).member("rules", e.accepted.rules);
    }

    void operator()(const role_granted& e)
    {
        out_.member("person", e.person.value).member("role", name_of(e.which));
        forums(e.forums);
    }

    void operator()(const role_revoked& e)
    {
        out_.member("person", e.person.value).member("role", name_of(e.which));
    }

    void operator()(const post_added& e)
    {
        out_.member("post", e.post.value)
            .member("kind", name_of(e.kind))
            .member("forum", forum_name(e.forum));
        id_or_null("parent", e.parent);
        id_or_null("builds_on", e.builds_on);
        out_.member("nameless", e.is_nameless);
        text("text", "/text", actor_, e.text);
    }

    void operator()(const post_edited& e)
    {
        out_.member("post", e.post.value).member("version", e.version);
        text("text", "/text", actor_, e.text);
    }

    void operator()(const post_withdrawn& e) { out_.member("post", e.post.value); }

    void operator()(const announced& e)
    {
        out_.member("post", e.post.value);
        out_.member("forum", e.forum ? std::optional{forum_name(*e.forum)} : std::nullopt);
        text("text", "/text", actor_, e.text);
    }

    void operator()(const ballot_cast& e)
    {
        out_.member("phase", phase_name(e.phase))
            .member("post", e.post.value)
            .member("choice", name_of(e.says));
    }

    void operator()(const posts_seen& e)
    {
        out_.name("posts").begin_object();
        for (const auto& [post, count] : e.newly)
            out_.member(std::to_string(post.value), count);
        out_.end_object();
    }

    void operator()(const phase_began& e)
    {
        out_.member("phase", phase_name(e.phase)).member("cause", name_of(e.cause));
    }

    void operator()(const clock_extended& e) { out_.member("minutes", e.minutes); }
    void operator()(const clock_paused&) {}
    void operator()(const clock_resumed&) {}
    void operator()(const jam_closed&) {}
    void operator()(const jam_cancelled& e) { text("note", "/note", actor_, e.note); }

private:
    std::string_view forum_name(forum_index index) const
    {
        ensure(index < names_.forums.size(), "the forum of an event has a name");
        return names_.forums[index].view();
    }

    std::string_view phase_name(phase_index index) const
    {
        ensure(index < names_.phases.size(), "the phase of an event has a name");
        return names_.phases[index].view();
    }

    void id_or_null(std::string_view name, post_id id)
    {
        out_.member(name, id ? std::optional{id.value} : std::nullopt);
    }

    void forums(const std::vector<forum_index>& indexes)
    {
        out_.name("forums").begin_array();
        for (const auto index : indexes)
            out_.value(forum_name(index));
        out_.end_array();
    }

    void roster_line(person_id person, const roster_entry& entry)
    {
        ensure(entry.audience < names_.audiences.size(), "the audience of a person has a name");
        out_.member("person", person.value);
        text("name", "/name", person, entry.name);
        out_.name("roles").begin_array();
        for (const role each : all_roles)
            if (entry.roles.has(each))
                out_.value(name_of(each));
        out_.end_array();
        forums(entry.forums);
        out_.member("audience", names_.audiences[entry.audience].view());
        out_.name("attributes").begin_object();
        for (const auto& [attribute, value] : entry.attributes)
            text(attribute, pointer_to("/attributes", attribute), person, value);
        out_.end_object();
    }

    void text(std::string_view name, std::string field, person_id whose, std::string value)
    {
        const text_salt salt = salts_();
        out_.member(name, base::hex_of(digest_of(salt, value)));
        into_.texts.push_back({std::move(field), whose, salt, std::move(value)});
    }

    stored_event& into_;
    person_id actor_;
    const event_names& names_;
    const salt_source& salts_;
    json_out out_;
};

}  // namespace

stored_event encode_event(const sessions::event& happened, const event_names& names, const salt_source& salts)
{
    stored_event made{
        happened.offset, happened.at, happened.actor, std::string{sessions::type_of(happened.body)}, {}, {}};
    body_out{made, happened, names, salts};
    return made;
}

}  // namespace jamhall::codec
