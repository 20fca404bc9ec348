// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/page_out.hpp"

#include "engine/codec/json_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/core/assert.hpp"
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
        out.member("post", each.post.value).member("choice", name_of(each.says)).end_object();
    }
    out.end_array().name("posts").begin_array();
    for (const auto& each : own.posts)
        out.begin_object().member("post", each.post.value).member("state", name_of(each.state)).end_object();
    out.end_array().name("follows").begin_array();
    for (const auto& each : marks.follows)
        std::visit(overloaded{[&](post_id post) { out.value(post.value); },
                              [&](const slug& forum) { out.value(forum.view()); }},
                   each);
    out.end_array().name("read").begin_object();
    for (const auto& [feed, offset] : marks.read)
        out.member(feed, offset.value);
    out.end_object().name("poll_answers").begin_array().end_array().end_object();
    return made;
}

}  // namespace jamhall::codec
