// SPDX-License-Identifier: Apache-2.0
#include "engine/live/batch.hpp"

#include "engine/base/metrics.hpp"
#include "engine/base/random.hpp"
#include "engine/codec/event_out.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/decide.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/views/feeds.hpp"
#include "sessions/views/tables.hpp"

#include <algorithm>
#include <iterator>
#include <new>
#include <tuple>

namespace jamhall::live {
namespace {

using sessions::overloaded;

codec::text_salt fresh_salt()
{
    return base::random_bytes<std::tuple_size_v<codec::text_salt>>();
}

acceptance_note note_of(const sessions::jam_state& state, const sessions::event_body& last)
{
    acceptance_note note{state.last_offset, {}, {}};
    if (const auto* opened = std::get_if<sessions::poll_opened>(&last))
        note.poll = opened->poll;
    else if (const auto* split = std::get_if<sessions::post_split>(&last))
        note.post = split->post;
    else if (const auto* summary = std::get_if<sessions::summary_published>(&last))
        note.post = summary->post;
    else if (const auto* added = std::get_if<sessions::post_added>(&last))
        note.post = added->post;
    else if (const auto* told = std::get_if<sessions::announced>(&last))
        note.post = told->post;
    return note;
}

void give(const answer_handler& done, const answer& given)
{
    if (given)
        base::metrics().commands_accepted.add();
    else
        base::metrics().refused(given.error().code);
    try {
        done(given);
    } catch (const std::bad_alloc&) {
        // Not told, so it is sent again, by its key; the others are told.
    }
}

}  // namespace

batch::batch(sessions::jam_state& state, codec::event_names& names, exposure_ledger& exposure,
             sessions::instant now)
    : state_{state}, names_{names}, exposure_{exposure}, now_{std::max(now, state.last_at)}
{
}

void batch::ring_due_bells(sessions::clock_cause cause)
{
    while (auto bell = sessions::due_bell(state_, now_, cause))
        fold(std::move(bell->rings), {}, bell->at);
}

sessions::outcome<acceptance_note> batch::apply(const sessions::command& asked, const caller& by)
{
    auto decided = sessions::decide(state_, asked, {now_, by.kind, by.person});
    if (!decided)
        return decided.error();
    acceptance_note note{state_.last_offset, {}, {}};
    for (auto& body : *decided) {
        fold(body, by.person, now_);
        note = note_of(state_, body);
    }
    return note;
}

void batch::fold(sessions::event_body body, sessions::person_id actor, sessions::instant at)
{
    const bool had_phase = state_.stage != sessions::jam_stage::none;
    const auto shown_before = had_phase ? std::optional{state_.clock.now_running().rules} : std::nullopt;
    auto& folded = events.emplace_back(sessions::next_event(state_, std::move(body), actor, at));
    sessions::evolve(state_, folded);
    sessions::append_rows(state_, folded, to_store.rows);
    if (codec::changes_names(folded.body))
        names_ = codec::names_of(state_);
    to_store.events.push_back(codec::encode_event(folded, names_, fresh_salt));
    if (std::holds_alternative<sessions::unsealed>(folded.body)) {
        shows_differently = true;
    } else if (std::holds_alternative<sessions::phase_began>(folded.body)) {
        has_bell = true;
        shows_differently =
            shows_differently || (shown_before && sessions::changes_what_is_shown(
                                                      *shown_before, state_.clock.now_running().rules));
    } else if (std::holds_alternative<sessions::jam_closed>(folded.body)) {
        forget_exposure();
    } else if (const auto* gone = std::get_if<sessions::erased>(&folded.body)) {
        to_store.erased.emplace_back(folded.offset, *gone);
        if (gone->cause == sessions::erasure_cause::retention)
            forget_exposure();
    } else if (std::holds_alternative<sessions::jam_cancelled>(folded.body)) {
        is_cancelled = true;
        forget_exposure();
    } else {
        note_ballot_sight(folded);
    }
}

void batch::forget_exposure()
{
    to_store.forgets_exposure = true;
    to_store.seen.clear();
    exposure_.clear();
    seen_by_ballot_.clear();
}

void batch::note_ballot_sight(const sessions::event& folded)
{
    const auto* cast = std::get_if<sessions::ballot_cast>(&folded.body);
    if (!cast)
        return;
    for (const auto post : {cast->post, cast->over})
        if (post && exposure_.note_ballot(post, folded.actor))
            ++seen_by_ballot_[post.value];
    // A ballot that stands proves the sight again after a restart; a withdrawn one does not.
    if (cast->says == sessions::choice::withdraw)
        std::ranges::move(exposure_.take_changed(), std::back_inserter(to_store.seen));
}

void batch::remember(const caller& by, const codec::retry_key& key, const acceptance_note& accepted)
{
    keys_[{by.person.value, key.key}] = {key.digest, accepted};
    to_store.keys.push_back(
        {by.person, key.key, stored_digest(key.digest), accepted.offset, accepted.post, accepted.poll});
}

std::optional<answer> batch::answer_to(const caller& by, const codec::retry_key& key) const
{
    const auto found = keys_.find({by.person.value, key.key});
    if (found == keys_.end())
        return std::nullopt;
    const auto& [digest, accepted] = found->second;
    return digest == key.digest ? answer{accepted} : key_reused();
}

void batch::flush_exposure()
{
    if (exposure_.has_new()) {
        const auto flushed =
            apply(sessions::record_seen{exposure_.take_new()}, {sessions::actor_kind::hall, {}});
        sessions::ensure(bool{flushed}, "the hall may record what was seen");
    }
    std::ranges::move(exposure_.take_changed(), std::back_inserter(to_store.seen));
}

void batch::seal()
{
    if (seen_by_ballot_.empty())
        return;
    sessions::record_seen seen;
    for (const auto& [post, count] : std::exchange(seen_by_ballot_, {}))
        seen.newly.emplace_back(sessions::post_id{post}, count);
    const auto recorded = apply(seen, {sessions::actor_kind::hall, {}});
    sessions::ensure(bool{recorded}, "the hall may record what was seen");
}

void batch::answer_later(answer_handler done, answer with, until when)
{
    if (done)
        (when == until::gone ? answers_when_gone_ : answers_).emplace_back(std::move(done), std::move(with));
}

void batch::answer_stored()
{
    for (const auto& [done, with] : std::exchange(answers_, {}))
        give(done, with);
}

void batch::answer_all(const std::optional<sessions::rejection>& instead)
{
    const auto refused = instead ? std::optional{answer{*instead}} : std::nullopt;
    for (auto* waiting : {&answers_, &answers_when_gone_})
        for (const auto& [done, with] : std::exchange(*waiting, {}))
            give(done, refused ? *refused : with);
}

bool batch::is_empty() const
{
    const auto& s = to_store;
    return s.events.empty() && s.keys.empty() && s.identities.empty() && s.follows.empty() &&
           s.marks.empty() && s.seen.empty() && !s.forgets_exposure;
}

answer key_reused()
{
    return sessions::refuse(sessions::reject_code::key_reused, "key",
                            "This key was used for another command. Send the command with a new one.");
}

store::command_digest stored_digest(const base::sha256_digest& whole)
{
    store::command_digest half{};
    std::copy_n(whole.begin(), half.size(), half.begin());
    return half;
}

}  // namespace jamhall::live
