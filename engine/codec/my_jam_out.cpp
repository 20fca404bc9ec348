// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/my_jam_out.hpp"

#include "engine/codec/json_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/core/folding.hpp"
#include "sessions/rules/moderation_queue.hpp"
#include "sessions/views/my_jam.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <map>

namespace jamhall::codec {

using namespace sessions;

namespace {

constexpr std::size_t mentionable_max = 10;

reader_marks marks_of(const private_marks& kept)
{
    reader_marks made;
    for (const auto& each : kept.follows)
        if (const auto* post = std::get_if<post_id>(&each))
            made.threads.push_back(*post);
    made.read = kept.read;
    return made;
}

void append_post_of(json_out& out, std::string_view name, const jam_state& state, post_id id)
{
    out.name(name);
    append_post(out, state, view_of(state, state.at(id)));
}

/// Where each thread that was moved went last (rule SV4).
std::map<post_id, forum_index> moved_to(const jam_state& state)
{
    std::map<post_id, forum_index> found;
    for (const thread_move& each : state.steered.moves)
        found.insert_or_assign(each.post, each.to);
    return found;
}

/// What became of one's own posts, newest first; one's own text stands there, hidden or not.
void append_own_posts(json_out& out, const jam_state& state, person_id who)
{
    out.name("posts").begin_array();
    const auto& own = state.at(who).posts;
    const auto moved = moved_to(state);
    for (auto id = own.rbegin(); id != own.rend(); ++id) {
        const post& p = state.at(*id);
        auto shown = view_of(state, p);
        if (p.state != post_state::erased)
            shown.text = p.text;
        out.begin_object().name("post");
        append_post(out, state, shown);
        const auto kept = state.moderated.cases.find(p.id);
        const moderation_case* const known = kept == state.moderated.cases.end() ? nullptr : &kept->second;
        out.name("hidden");
        if (known && known->hidden && p.state == post_state::hidden) {
            out.begin_object().member("rule", known->hidden->rule.view()).member("note", known->hidden->note);
            out.member("at_ms", known->hidden->at.ms).end_object();
        } else {
            out.null();
        }
        out.name("appeal");
        if (known && known->appeal) {
            out.begin_object().member("text", known->appeal->text).member("at_ms", known->appeal->at.ms);
            out.member("upheld", known->appeal->is_upheld).member("note", known->appeal->note).end_object();
        } else {
            out.null();
        }
        out.name("edit_asked");
        if (known && awaits_author(state, p)) {
            out.begin_object().member("rule", known->asked->rule.view()).member("note", known->asked->note);
            out.member("at_ms", known->asked->at.ms).end_object();
        } else {
            out.null();
        }
        const auto went = moved.find(p.id);
        out.member("moved_to", went == moved.end()
                                   ? std::nullopt
                                   : std::optional{state.what->forums[went->second].id.view()});
        out.end_object();
    }
    out.end_array();
}

}  // namespace

std::string my_jam_page(const jam_state& state, person_id who, const private_marks& marks)
{
    const my_jam mine = my_jam_of(state, who, marks_of(marks));
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("forums").begin_array();
    for (const auto& each : mine.forums) {
        out.begin_object().member("forum", state.what->forums[each.forum].id.view());
        out.member("ideas", each.ideas).member("comments", each.comments).end_object();
    }
    out.end_array().name("threads").begin_array();
    for (const auto& each : mine.threads) {
        out.begin_object();
        append_post_of(out, "post", state, each.post);
        out.member("new", each.comments).end_object();
    }
    out.end_array().name("mentions").begin_array();
    for (const post_id each : mine.mentions)
        append_post(out, state, view_of(state, state.at(each)));
    out.end_array().name("merge_asks").begin_array();
    for (const merge& each : mine.questions) {
        out.begin_object();
        append_post_of(out, "post", state, each.post);
        append_post_of(out, "into", state, each.into);
        out.member("phase",
                   each.phase ? std::optional{state.clock.phases.at(*each.phase).id.view()} : std::nullopt);
        out.end_object();
    }
    out.end_array().name("polls").begin_array();
    for (const poll_id each : mine.polls)
        out.value(each.value);
    out.end_array();
    append_own_posts(out, state, who);
    out.name("follows").begin_array();
    for (const auto& each : marks.follows)
        std::visit(overloaded{[&](post_id post) { out.value(post.value); },
                              [&](const slug& forum) { out.value(forum.view()); }},
                   each);
    out.end_array().end_object();
    return made;
}

std::string responses_page(const jam_state& state)
{
    std::vector<std::pair<instant, post_id>> given;
    for (const auto& [id, answer] : state.responses)
        if (is_public(state, state.at(id)))
            given.emplace_back(answer.at, id);
    std::ranges::sort(given, std::greater{});
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("responses").begin_array();
    for (const auto& [at, id] : given) {
        out.begin_object();
        append_post_of(out, "post", state, id);
        append_answer(out, state.responses.at(id));
        out.member("at_ms", at.ms).end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string mentionable_page(const jam_state& state, std::string_view words)
{
    const std::string wanted = folded_words(words);
    const std::string_view beginning{wanted.data(), wanted.empty() ? 0 : wanted.size() - 1};
    std::string made;
    json_out out{made};
    out.begin_object().name("people").begin_array();
    std::size_t shown = 0;
    for (std::uint32_t number = 1; number <= state.people.size() && shown < mentionable_max; ++number) {
        const person& who = state.people[number - 1];
        if (who.is_removed || !who.has_entered || who.entry.name.empty() ||
            folded_words(who.entry.name).find(beginning) == std::string::npos)
            continue;
        append_author(out, person_view_of(state, person_id{number}));
        ++shown;
    }
    out.end_array().end_object();
    return made;
}

}  // namespace jamhall::codec
