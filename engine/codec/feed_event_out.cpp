// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/poll_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/views/jam_view.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

#include <optional>

namespace jamhall::codec {
namespace {

using namespace sessions;

std::optional<std::string_view> text_or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{std::string_view{text}};
}

/// Appends what is particular to one kind of event, into an open object; false when no feed carries it.
class event_members {
public:
    event_members(json_out& out, const jam_state& state, const event& happened, event_reader reader)
        : out_{out}, state_{state}, happened_{happened}, reader_{reader}
    {
    }

    bool operator()(const post_added& e) const
    {
        post();
        if (reader_ == event_reader::insider) {
            out_.member("held", e.is_held);
            signals_of(e.shows);
        }
        return true;
    }
    bool operator()(const post_edited& e) const
    {
        post();
        if (reader_ == event_reader::insider)
            signals_of(e.shows);
        if (is_told_more())
            append_ids(out_, "newly_mentioned",
                       shown_text(state_.at(e.post)) ? e.mentions : decltype(e.mentions){});
        return true;
    }
    bool operator()(const post_withdrawn&) const { return post(); }
    bool operator()(const erased& e) const { return e.post && post(); }

    bool operator()(const erasure_asked& e) const
    {
        out_.member("what", name_of(e.what));
        out_.member("post", e.post ? std::optional{e.post.value} : std::nullopt);
        return true;
    }

    bool operator()(const erasure_refused& e) const { return written("note", e.note); }
    bool operator()(const announced&) const { return post(); }
    bool operator()(const summary_published&) const { return post(); }
    bool operator()(const post_approved&) const { return post(); }

    bool operator()(const post_restored& e) const
    {
        post();
        // Merged before it was hidden, it is merged again.
        const post_id into = state_.at(e.post).merged_into;
        out_.member("merged_into", into ? std::optional{into.value} : std::nullopt);
        return insider_note(e.note);
    }

    bool operator()(const post_spotlighted& e) const
    {
        post();
        out_.member("until_ms", e.until.ms);
        return true;
    }

    bool operator()(const spotlight_ended& e) const { return number(e.post); }

    bool operator()(const posts_connected& e) const
    {
        out_.member("post", e.post.value).member("with", e.with.value);
        return true;
    }

    bool operator()(const post_moved& e) const
    {
        post();
        out_.member("from", forum_name(e.from)).member("to", forum_name(e.forum));
        return true;
    }

    bool operator()(const post_merged& e) const
    {
        out_.member("post", e.post.value).member("into", e.into.value);
        out_.member("phase", e.phase ? std::optional{phase_name(*e.phase)} : std::nullopt);
        return true;
    }

    bool operator()(const support_moved& e) const
    {
        out_.member("phase", phase_name(e.phase)).member("post", e.post.value);
        out_.member("into", e.into.value).member("accepted", e.is_accepted);
        return true;
    }

    bool operator()(const post_split& e) const
    {
        post();
        out_.member("split_from", e.from.value);
        return true;
    }

    bool operator()(const thread_claimed& e) const { return number(e.post) && actor(); }
    bool operator()(const thread_released& e) const { return number(e.post) && actor(); }

    bool operator()(const guest_introduced& e) const
    {
        return person("person", e.person) && written("text", e.text);
    }

    bool operator()(const poll_opened& e) const
    {
        append_poll_question(out_, state_, e.poll, e.asks);
        return true;
    }

    bool operator()(const poll_answered& e) const
    {
        out_.member("poll", e.poll.value).name("options").begin_array();
        for (const auto option : e.options)
            out_.value(option);
        out_.end_array();
        return true;
    }

    bool operator()(const poll_closed& e) const
    {
        out_.member("poll", e.poll.value).member("cause", name_of(e.cause));
        append_poll_counts(out_, view_of(state_, state_.at(e.poll)));
        return true;
    }

    bool operator()(const flag_raised& e) const { return ruled(e); }

    bool operator()(const post_hidden& e) const
    {
        number(e.post);
        out_.member("rule", e.rule.view());
        out_.member("role", name_of(moderating_role(state_, happened_.actor)));
        return insider_note(e.note);
    }

    bool operator()(const edit_asked& e) const { return ruled(e); }

    bool operator()(const appealed& e) const { return number(e.post) && written("text", e.text); }

    bool operator()(const appeal_decided& e) const
    {
        number(e.post);
        out_.member("uphold", e.is_upheld);
        return insider_note(e.note);
    }

    bool operator()(const person_muted& e) const
    {
        person("person", e.person);
        out_.member("until_ms", e.until.ms).member("note", e.note);
        return true;
    }

    bool operator()(const person_unmuted& e) const { return person("person", e.person); }

    bool operator()(const person_removed& e) const
    {
        return person("person", e.person) && written("note", e.note);
    }
    bool operator()(const person_readmitted& e) const
    {
        return person("person", e.person) && written("note", e.note);
    }

    bool operator()(const shift_taken& e) const
    {
        slot(e);
        return e.from ? person("from", e.from) : (out_.name("from").null(), true);
    }

    bool operator()(const shift_dropped& e) const { return slot(e); }

    bool operator()(const shift_offered& e) const
    {
        slot(e);
        return person("to", e.to);
    }

    bool operator()(const handed_over& e) const
    {
        actor();
        out_.member("forum", forum_name(e.forum)).member("text", e.text);
        return true;
    }

    bool operator()(const said& e) const
    {
        actor();
        out_.member("forum", e.forum ? std::optional{forum_name(*e.forum)} : std::nullopt);
        out_.member("text", e.text);
        return true;
    }

    bool operator()(const responded& e) const
    {
        out_.member("post", e.post.value).member("outcome", name_of(e.outcome)).member("text", e.text);
        out_.member("owner", text_or_null(e.owner)).member("due", text_or_null(e.due));
        return true;
    }

    bool operator()(const unseal_asked& e) const { return phase_and_actor(e.phase); }
    bool operator()(const unsealed& e) const { return phase_and_actor(e.phase); }

    bool operator()(const plan_changed&) const
    {
        out_.member("version", state_.plan_changes).member("title", state_.what->title);
        return clock(state_.clock.running);
    }

    bool operator()(const role_granted& e) const
    {
        out_.member("role", name_of(e.which)).name("forums").begin_array();
        for (const auto forum : e.forums)
            out_.value(forum_name(forum));
        out_.end_array();
        return true;
    }

    bool operator()(const role_revoked& e) const { return written("role", name_of(e.which)); }

    bool operator()(const ballot_cast& e) const
    {
        out_.member("phase", phase_name(e.phase));
        out_.member("post", e.post.value).member("choice", name_of(e.says));
        if (e.over)
            out_.member("over", e.over.value);
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

    bool operator()(const jam_cancelled& e) const { return written("note", e.note); }

    bool operator()(const jam_created&) const { return false; }
    bool operator()(const person_added&) const { return false; }
    bool operator()(const person_updated&) const { return false; }
    bool operator()(const person_registered&) const { return false; }
    bool operator()(const person_entered&) const { return false; }
    bool operator()(const joined&) const { return false; }
    bool operator()(const posts_seen&) const { return false; }
    bool operator()(const legal_hold_set&) const { return false; }
    bool operator()(const legal_hold_lifted&) const { return false; }
    bool operator()(const exported&) const { return false; }

private:
    bool is_told_more() const { return reader_ != event_reader::everybody; }
    std::string_view forum_name(forum_index index) const { return state_.what->forums.at(index).id.view(); }
    std::string_view phase_name(phase_index index) const { return state_.clock.phases.at(index).id.view(); }

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

    bool phase_and_actor(phase_index phase) const
    {
        out_.member("phase", phase_name(phase));
        return actor();
    }

    bool number(post_id id) const
    {
        out_.member("post", id.value);
        return true;
    }

    /// Who did it, by name: for facilitators among themselves and what organizers do before all eyes.
    bool actor() const
    {
        if (happened_.actor)
            return person("person", happened_.actor);
        out_.name("person").null();
        return true;
    }

    bool person(std::string_view name, person_id who) const
    {
        out_.name(name);
        append_author(out_, person_view_of(state_, who));
        return true;
    }

    template <class Ruled>
    bool ruled(const Ruled& e) const
    {
        number(e.post);
        out_.member("rule", e.rule.view());
        return insider_note(e.note);
    }

    bool written(std::string_view name, std::string_view word) const
    {
        out_.member(name, word);
        return true;
    }

    bool insider_note(const std::string& note) const { return !is_told_more() || written("note", note); }

    void signals_of(const signals& shows) const
    {
        out_.name("signals").begin_array();
        if (shows.links)
            out_.value("links");
        if (shows.words)
            out_.value("words");
        if (shows.fast)
            out_.value("fast");
        out_.end_array();
    }

    template <class Slot>
    bool slot(const Slot& e) const
    {
        actor();
        out_.member("forum", forum_name(e.forum)).member("starts_at_ms", e.starts_at.ms);
        out_.member("hours", e.hours);
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
    event_reader reader_;
};

}  // namespace

bool append_event(std::string& to, const jam_state& state, const event& happened, event_reader reader)
{
    const auto before = to.size();
    json_out out{to};
    out.begin_object().member("offset", happened.offset.value).member("at_ms", happened.at.ms);
    out.member("type", type_of(happened.body));
    const bool is_carried = std::visit(event_members{out, state, happened, reader}, happened.body);
    out.end_object();
    if (!is_carried)
        to.resize(before);
    return is_carried;
}

}  // namespace jamhall::codec
