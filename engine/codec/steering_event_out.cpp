// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_body_out.hpp"
#include "engine/codec/plan_out.hpp"

namespace jamhall::codec {

using namespace sessions;

void write_body(body_out& to, const post_spotlighted& e)
{
    to.out.member("post", e.post.value).member("until_ms", e.until.ms);
}

void write_body(body_out& to, const spotlight_ended& e)
{
    to.out.member("post", e.post.value);
}

void write_body(body_out& to, const posts_connected& e)
{
    to.out.member("post", e.post.value).member("with", e.with.value);
}

void write_body(body_out& to, const post_moved& e)
{
    to.out.member("post", e.post.value).member("from", to.forum_name(e.from));
    to.out.member("forum", to.forum_name(e.forum));
}

void write_body(body_out& to, const post_merged& e)
{
    to.out.member("post", e.post.value).member("into", e.into.value);
    to.out.member("phase", e.phase ? std::optional{to.phase_name(*e.phase)} : std::nullopt);
}

void write_body(body_out& to, const support_moved& e)
{
    to.out.member("phase", to.phase_name(e.phase)).member("post", e.post.value);
    to.out.member("into", e.into.value).member("accepted", e.is_accepted);
}

void write_body(body_out& to, const post_split& e)
{
    to.out.member("post", e.post.value).member("from", e.from.value).member("author", e.author.value);
    to.out.member("nameless", e.is_nameless);
    to.text("text", "/text", e.author, e.text);
}

void write_body(body_out& to, const thread_claimed& e)
{
    to.out.member("post", e.post.value);
}

void write_body(body_out& to, const thread_released& e)
{
    to.out.member("post", e.post.value);
}

void write_body(body_out& to, const summary_published& e)
{
    to.out.member("post", e.post.value).member("forum", to.forum_name(e.forum));
    to.out.member("nameless", e.is_nameless);
    to.text("text", e.text);
}

void write_body(body_out& to, const guest_introduced& e)
{
    to.out.member("person", e.person.value);
    to.text("text", e.text);
}

void write_body(body_out& to, const poll_opened& e)
{
    to.out.member("poll", e.poll.value);
    to.forum_or_null("forum", e.asks.forum);
    to.text("question", e.asks.question);
    to.out.name("options").begin_array();
    for (std::size_t i = 0; i < e.asks.options.size(); ++i)
        to.out.value(to.digest("/options/" + std::to_string(i), to.actor, e.asks.options[i]));
    to.out.end_array();
    to.out.member("kind", name_of(e.asks.kind)).member("results", name_of(e.asks.results));
    to.out.member("closes_at_ms", e.asks.closes_at ? std::optional{e.asks.closes_at->ms} : std::nullopt);
}

void write_body(body_out& to, const poll_answered& e)
{
    to.out.member("poll", e.poll.value).name("options").begin_array();
    for (const auto option : e.options)
        to.out.value(option);
    to.out.end_array();
}

void write_body(body_out& to, const poll_closed& e)
{
    to.out.member("poll", e.poll.value).member("cause", name_of(e.cause));
}

namespace {

template <class Ruled>
void write_ruled(body_out& to, const Ruled& e)
{
    to.out.member("post", e.post.value).member("rule", e.rule.view());
    to.text("note", e.note);
}

template <class About>
void write_about_person(body_out& to, const About& e)
{
    to.out.member("person", e.person.value);
    to.text("note", e.note);
}

template <class Slot>
void write_slot(body_out& to, const Slot& e)
{
    to.out.member("forum", to.forum_name(e.forum)).member("starts_at_ms", e.starts_at.ms);
    to.out.member("hours", e.hours);
}

void write_person_or_null(body_out& to, std::string_view name, person_id person)
{
    to.out.member(name, person ? std::optional{person.value} : std::nullopt);
}

}  // namespace

void write_body(body_out& to, const flag_raised& e)
{
    write_ruled(to, e);
}

void write_body(body_out& to, const post_hidden& e)
{
    write_ruled(to, e);
}

void write_body(body_out& to, const post_approved& e)
{
    to.out.member("post", e.post.value).member("held", e.was_held);
    to.ids_if_any("dealt_to", e.dealt_to);
    to.ids_if_any("mentions", e.mentions);
}

void write_body(body_out& to, const post_restored& e)
{
    to.out.member("post", e.post.value);
    to.text("note", e.note);
}

void write_body(body_out& to, const edit_asked& e)
{
    write_ruled(to, e);
}

void write_body(body_out& to, const appealed& e)
{
    to.out.member("post", e.post.value);
    to.text("text", e.text);
}

void write_body(body_out& to, const appeal_decided& e)
{
    to.out.member("post", e.post.value).member("uphold", e.is_upheld);
    to.text("note", e.note);
}

void write_body(body_out& to, const person_muted& e)
{
    to.out.member("until_ms", e.until.ms);
    write_about_person(to, e);
}

void write_body(body_out& to, const person_unmuted& e)
{
    to.out.member("person", e.person.value);
}

void write_body(body_out& to, const person_removed& e)
{
    write_about_person(to, e);
}

void write_body(body_out& to, const person_readmitted& e)
{
    write_about_person(to, e);
}

void write_body(body_out& to, const shift_taken& e)
{
    write_slot(to, e);
    write_person_or_null(to, "from", e.from);
}

void write_body(body_out& to, const shift_dropped& e)
{
    write_slot(to, e);
}

void write_body(body_out& to, const shift_offered& e)
{
    write_slot(to, e);
    to.out.member("to", e.to.value);
}

void write_body(body_out& to, const handed_over& e)
{
    to.out.member("forum", to.forum_name(e.forum));
    to.text("text", e.text);
}

void write_body(body_out& to, const said& e)
{
    to.forum_or_null("forum", e.forum);
    to.text("text", e.text);
}

void write_body(body_out& to, const responded& e)
{
    to.out.member("post", e.post.value).member("outcome", name_of(e.outcome));
    to.text("text", e.text);
    to.text("owner", e.owner);
    to.text("due", e.due);
    to.out.name("about").begin_array();
    for (const auto post : e.about)
        to.out.value(post.value);
    to.out.end_array();
}

void write_body(body_out& to, const unseal_asked& e)
{
    to.out.member("phase", to.phase_name(e.phase));
}

void write_body(body_out& to, const unsealed& e)
{
    to.out.member("phase", to.phase_name(e.phase));
}

void write_body(body_out& to, const plan_changed& e)
{
    to.text("plan", "/plan", person_id{}, encode_plan(*e.what));
}

}  // namespace jamhall::codec
