// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/moderation.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/dealing.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"
#include "sessions/rules/sight.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;
constexpr auto not_allowed = reject_code::not_allowed;

fault fault_of_rule(const jam_state& state, const slug& rule)
{
    if (std::ranges::find(state.what->rules, rule, &house_rule::id) != state.what->rules.end())
        return std::nullopt;
    return refuse(bad_field, "rule", "This is not one of the rules of this jam.");
}

/// A note that has to say something.
fault fault_of_reason(const std::string& note)
{
    return fault_of_text(note, limits::note_length_max, "note");
}

fault fault_of_gone(const post& about)
{
    if (about.state == post_state::withdrawn)
        return refuse(not_allowed, "post", "Its author has withdrawn this post.");
    if (about.state == post_state::erased)
        return refuse(not_allowed, "post", "This post was erased.");
    return std::nullopt;
}

/// Whether somebody may decide about this post at all. That a post is held or of a phase that hides others'
/// does not matter: those who moderate see it on their desk.
fault fault_of_moderator(const jam_state& state, post_id id, const context& by)
{
    if (!state.knows(id))
        return no_such_post("post");
    const auto& about = state.at(id);
    if (!may_moderate(state, by, about)) {
        if (!can_see(state, about, by.person, state.clock.now_running().rules))
            return no_such_post("post");
        return refuse(not_allowed, {},
                      "Only the facilitators of this forum and organizers decide about posts.");
    }
    return fault_of_gone(about);
}

/// The same for what nobody decides about their own or about themselves (rule MO7).
fault fault_of_judge(const jam_state& state, post_id id, const context& by)
{
    if (auto wrong = fault_of_moderator(state, id, by))
        return wrong;
    return fault_of_nearness(state, by, state.at(id));
}

rejection hidden_already(const jam_state& state, post_id id, instant now)
{
    const auto* known = case_of(state, id);
    if (!known || !known->hidden)
        return refuse(not_allowed, "post", "This post is hidden already.");
    return refuse(not_allowed, "post",
                  "This post is hidden already: by " + called(state, known->hidden->by) +
                      " under the rule “" + rule_in_words(state, known->hidden->rule) + "”, " +
                      ago(now - known->hidden->at) + ".");
}

std::string counted(std::int64_t count, const char* one)
{
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s") + " ago";
}

/// Whether this post is one more than the plan thinks usual in a minute. What others split off does not count.
bool is_fast(const jam_state& state, const person& author, instant now)
{
    const auto most = state.what->policy.signals.fast_posts_per_minute;
    if (!most)
        return false;
    std::int32_t recent = 0;
    for (auto i = author.posts.size(); i > 0 && recent < *most; --i) {
        const auto& each = state.at(author.posts[i - 1]);
        if (now - each.at >= std::chrono::minutes{1})
            break;
        const bool is_written = each.kind == post_kind::idea || each.kind == post_kind::comment;
        recent += is_written && !state.steered.splits.contains(each.id) ? 1 : 0;
    }
    return recent >= *most;
}

}  // namespace

bool may_moderate(const jam_state& state, const context& by, const post& p)
{
    return may(state, by, action::steer, p.forum);
}

fault fault_of_nearness(const jam_state& state, const context& by, const post& p)
{
    if (by.kind != actor_kind::person)
        return std::nullopt;
    if (p.author == by.person)
        return refuse(not_allowed, "post", "You wrote this post. Please leave it to somebody else.");
    if (names_person(state, p.text, by.person))
        return refuse(not_allowed, "post", "This post names you. Please leave it to somebody else.");
    return std::nullopt;
}

signals signals_of_author(const jam_state& state, person_id author, std::string_view text,
                          std::optional<instant> added_at)
{
    const auto& writer = state.at(author);
    if (writer.entry.roles.has_any(badge_roles))
        return {};
    auto made = signals_of(state.what->policy.signals, text);
    made.fast = added_at && is_fast(state, writer, *added_at);
    return made;
}

std::string called(const jam_state& state, person_id who)
{
    if (!state.knows(who))
        return "the administrator";
    const auto& name = state.at(who).entry.name;
    return name.empty() ? "somebody" : name;
}

std::string rule_in_words(const jam_state& state, const slug& rule)
{
    const auto found = std::ranges::find(state.what->rules, rule, &house_rule::id);
    auto words = found == state.what->rules.end() ? rule.str() : found->text;
    if (words.ends_with('.'))
        words.pop_back();
    return words;
}

std::string ago(duration passed)
{
    using namespace std::chrono;
    if (passed < 1s)
        return "just now";
    if (passed < 2min)
        return counted(floor<seconds>(passed).count(), "second");
    if (passed < 2h)
        return counted(floor<minutes>(passed).count(), "minute");
    if (passed < 48h)
        return counted(floor<hours>(passed).count(), "hour");
    return counted(floor<days>(passed).count(), "day");
}

judgement judge(const jam_state& state, const raise_flag& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (!state.knows(asked.post) ||
        !can_see(state, state.at(asked.post), by.person, state.clock.now_running().rules))
        return no_such_post("post");
    const auto& about = state.at(asked.post);
    if (about.author == by.person)
        return refuse(not_allowed, "post", "This is your own post. You can edit or withdraw it.");
    if (about.state != post_state::published && about.state != post_state::merged)
        return refuse(not_allowed, "post", "The text of this post is not shown any more.");
    if (auto wrong = fault_of_rule(state, asked.rule))
        return *std::move(wrong);
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    return event_bodies{flag_raised{asked.post, asked.rule, asked.note}};
}

judgement judge(const jam_state& state, const hide_post& asked, const context& by)
{
    if (auto wrong = fault_of_judge(state, asked.post, by))
        return *std::move(wrong);
    if (state.at(asked.post).state == post_state::hidden)
        return hidden_already(state, asked.post, by.now);
    if (auto wrong = fault_of_rule(state, asked.rule))
        return *std::move(wrong);
    if (auto wrong = fault_of_reason(asked.note))
        return *std::move(wrong);
    return event_bodies{post_hidden{asked.post, asked.rule, asked.note}};
}

judgement judge(const jam_state& state, const approve_post& asked, const context& by)
{
    if (auto wrong = fault_of_judge(state, asked.post, by))
        return *std::move(wrong);
    const auto& about = state.at(asked.post);
    if (about.state == post_state::hidden)
        return refuse(not_allowed, "post", "This post is hidden. It can be restored, with a note why.");
    if (about.state != post_state::held && !is_in_queue(state, about) && !awaits_author(state, about))
        return refuse(not_allowed, "post", "This post is shown, and nothing about it waits for a decision.");
    post_approved approved{asked.post, about.state == post_state::held};
    if (approved.was_held) {
        approved.dealt_to = people_to_deal_to(state, about.kind, about.forum.value_or(0), about.author);
        approved.mentions = mentions_in(state, about.text);
    }
    return event_bodies{std::move(approved)};
}

/// Of a merge that is taken back, both forums are one's own, as when it was made (rule SV1).
judgement judge(const jam_state& state, const restore_post& asked, const context& by)
{
    if (auto wrong = fault_of_moderator(state, asked.post, by))
        return *std::move(wrong);
    const auto& about = state.at(asked.post);
    if (about.state == post_state::merged) {
        if (!may_moderate(state, by, state.at(about.merged_into)))
            return refuse(not_allowed, {},
                          "This post was merged into one of another forum. Please ask its facilitators.");
    } else if (about.state != post_state::hidden) {
        return refuse(not_allowed, "post", "This post is neither hidden nor merged.");
    } else if (auto wrong = fault_of_nearness(state, by, about)) {
        return *std::move(wrong);
    }
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    return event_bodies{post_restored{asked.post, asked.note}};
}

judgement judge(const jam_state& state, const ask_edit& asked, const context& by)
{
    if (auto wrong = fault_of_judge(state, asked.post, by))
        return *std::move(wrong);
    const auto& about = state.at(asked.post);
    if (about.state == post_state::hidden)
        return hidden_already(state, asked.post, by.now);
    if (about.state == post_state::merged)
        return refuse(not_allowed, "post", "A merged post is not edited any more.");
    if (about.kind == post_kind::announcement)
        return refuse(not_allowed, "post", "What was announced is not edited.");
    if (auto wrong = fault_of_rule(state, asked.rule))
        return *std::move(wrong);
    if (auto wrong = fault_of_reason(asked.note))
        return *std::move(wrong);
    return event_bodies{edit_asked{asked.post, asked.rule, asked.note}};
}

/// Like a withdrawal, an appeal does not take a role that posts.
judgement judge(const jam_state& state, const appeal& asked, const context& by)
{
    if (!state.knows(asked.post) ||
        !can_see(state, state.at(asked.post), by.person, state.clock.now_running().rules))
        return no_such_post("post");
    const auto& about = state.at(asked.post);
    if (by.kind != actor_kind::person || about.author != by.person || !may(state, by, action::read))
        return refuse(not_allowed, "post", "Only its author can appeal when a post was hidden.");
    const auto* known = case_of(state, asked.post);
    if (about.state != post_state::hidden || !known || !known->hidden)
        return refuse(not_allowed, "post", "This post is not hidden.");
    if (known->appeal)
        return refuse(not_allowed, "post",
                      known->appeal->is_upheld ? "Your appeal was decided. There is one for each hide."
                                               : "Your appeal waits for somebody to decide it.");
    if (auto wrong = fault_of_text(asked.text, limits::note_length_max, "text"))
        return *std::move(wrong);
    return event_bodies{appealed{asked.post, asked.text}};
}

judgement judge(const jam_state& state, const decide_appeal& asked, const context& by)
{
    if (auto wrong = fault_of_judge(state, asked.post, by))
        return *std::move(wrong);
    const auto* known = case_of(state, asked.post);
    if (state.at(asked.post).state != post_state::hidden || !known || !known->hidden || !known->appeal)
        return refuse(not_allowed, "post", "Nobody has appealed about this post.");
    if (known->appeal->is_upheld)
        return refuse(
            not_allowed, "post",
            "This appeal was decided already, by " + called(state, known->appeal->decided_by) + ".");
    if (known->hidden->by == by.person)
        return refuse(not_allowed, "post",
                      "You hid this post. Somebody else has to decide about the appeal.");
    if (auto wrong = fault_of_note(asked.note))
        return *std::move(wrong);
    event_bodies happened{appeal_decided{asked.post, asked.uphold, asked.note}};
    if (asked.uphold)
        happened.emplace_back(post_restored{asked.post, asked.note});
    return happened;
}

}  // namespace jamhall::sessions
