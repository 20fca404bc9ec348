// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/page_out.hpp"

#include "engine/codec/json_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/steering.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

namespace jamhall::codec {
namespace {

using namespace sessions;

void append_posts(json_out& out, const jam_state& state, std::span<const post_id> posts)
{
    out.begin_array();
    for (const post_id each : posts)
        append_post(out, state, view_of(state, state.at(each)));
    out.end_array();
}

/// One's own answers to polls, what merges ask, and until when one may not post.
void append_steered(json_out& out, const jam_state& state, person_id who)
{
    out.name("poll_answers").begin_array();
    for (const poll& each : state.polls) {
        const auto own = each.answers.find(who.value);
        if (own == each.answers.end())
            continue;
        out.begin_object().member("poll", each.id.value).name("options").begin_array();
        for (const auto option : own->second)
            out.value(option);
        out.end_array().end_object();
    }
    out.end_array().name("merge_asks").begin_array();
    for (const merge& each : questions_to(state, who)) {
        out.begin_object().member("post", each.post.value).member("into", each.into.value);
        out.member("phase",
                   each.phase ? std::optional{state.clock.phases.at(*each.phase).id.view()} : std::nullopt);
        out.end_object();
    }
    const auto& muted_until = state.at(who).muted_until;
    out.end_array().member("muted_until_ms", muted_until ? std::optional{muted_until->ms} : std::nullopt);
}

}  // namespace

std::string posts_page(const jam_state& state, const post_page& page)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("posts");
    append_posts(out, state, page.posts);
    out.member("next", page.next).end_object();
    return made;
}

std::string thread_page(const jam_state& state, post_id top, const post_page& page)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("post");
    append_post(out, state, view_of(state, state.at(top)));
    out.name("comments");
    append_posts(out, state, page.posts);
    out.member("next", page.next).end_object();
    return made;
}

std::string search_page(const jam_state& state, std::span<const post_id> found)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("posts").begin_array();
    for (const post_id each : found) {
        const post& p = state.at(each);
        // The index also holds what may not be seen now; its text must not be found either.
        if (is_public(state, p) && shown_text(p))
            append_post(out, state, view_of(state, p));
    }
    out.end_array().end_object();
    return made;
}

std::string me_page(const jam_state& state, const me_view& own, const private_marks& marks)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).member("person", own.person.value);
    out.name("ballots").begin_array();
    for (const auto& each : own.ballots) {
        out.begin_object().member("phase", state.clock.phases.at(each.phase).id.view());
        out.member("post", each.post.value).member("choice", name_of(each.says));
        if (each.over)
            out.member("over", each.over.value);
        out.end_object();
    }
    out.end_array().member("dots_left", own.dots_left).name("posts").begin_array();
    for (const auto& each : own.posts) {
        const auto shown = view_of(state, state.at(each.post));
        out.begin_object().member("post", each.post.value).member("state", name_of(each.state));
        out.member("forum", shown.forum ? std::optional{shown.forum->view()} : std::nullopt);
        out.member("rule", shown.hidden ? std::optional{shown.hidden->rule.view()} : std::nullopt);
        out.member("merged_into", shown.merged_into ? std::optional{shown.merged_into.value} : std::nullopt);
        out.member("answered", shown.answer != nullptr).end_object();
    }
    out.end_array().name("follows").begin_array();
    for (const auto& each : marks.follows)
        std::visit(overloaded{[&](post_id post) { out.value(post.value); },
                              [&](const slug& forum) { out.value(forum.view()); }},
                   each);
    out.end_array().name("read").begin_object();
    for (const auto& [feed, offset] : marks.read)
        out.member(feed, offset.value);
    out.end_object();
    append_steered(out, state, own.person);
    out.end_object();
    return made;
}

}  // namespace jamhall::codec
