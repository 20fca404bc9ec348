// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/command_in.hpp"
#include "engine/codec/stored_event.hpp"
#include "engine/live/caller.hpp"
#include "engine/live/exposure_ledger.hpp"
#include "engine/store/records.hpp"
#include "sessions/model/command.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::live {

/// What one turn of a jam decides: commands are judged and folded one after the other, so that each
/// sees the one before, and everything they leave behind becomes durable in one transaction. Answers
/// wait in it until then.
/// Runs on: the jam's worker.
class batch {
public:
    /// `names` are the state's, empty before the jam is created.
    batch(sessions::jam_state& state, codec::event_names& names, exposure_ledger& exposure,
          sessions::instant now);

    /// Applies every bell that is due (rules PH1, PH4).
    void ring_due_bells(sessions::clock_cause cause);

    /// Judges a command and folds what follows. Errors: the rule's refusal; then nothing changed.
    sessions::outcome<acceptance_note> apply(const sessions::command& asked, const caller& by);

    /// Remembers an accepted command by its key (contract section 6).
    void remember(const caller& by, const codec::retry_key& key, const acceptance_note& accepted);

    /// The answer to a key remembered in this very batch, if it is.
    std::optional<answer> answer_to(const caller& by, const codec::retry_key& key) const;

    /// Adds what was seen since the last time: counts to the log, bitmaps beside it.
    void flush_exposure();

    /// Last step before storing: sights by ballots are counted in the same transaction.
    void seal();

    /// What an answer waits for: that the batch is stored, or that what it erased is gone from the disk too.
    enum class until : std::uint8_t { stored, gone };
    void answer_later(answer_handler done, answer with, until when = until::stored);

    /// Calls the handlers that wait for the store only.
    void answer_stored();

    /// Calls every waiting handler; with `instead`, with that refusal in place of its answer.
    void answer_all(const std::optional<sessions::rejection>& instead = std::nullopt);

    sessions::instant now() const { return now_; }
    const sessions::jam_state& state() const { return state_; }

    /// Nothing to store.
    bool is_empty() const;

    std::vector<sessions::event> events;
    store::append_batch to_store;
    bool has_bell = false;           ///< a phase began: a state snapshot is due
    bool shows_differently = false;  ///< others, names or tallies changed: post feeds are told `behind`
    bool is_cancelled = false;       ///< sockets close once it is told

private:
    void fold(sessions::event_body body, sessions::person_id actor, sessions::instant at);
    void note_ballot_sight(const sessions::event& folded);
    void forget_exposure();

    sessions::jam_state& state_;
    codec::event_names& names_;
    exposure_ledger& exposure_;
    sessions::instant now_;
    std::map<std::uint32_t, std::uint32_t> seen_by_ballot_;
    std::map<std::pair<std::uint32_t, std::string>, std::pair<base::sha256_digest, acceptance_note>> keys_;
    using waiting_answers = std::vector<std::pair<answer_handler, answer>>;
    waiting_answers answers_;
    waiting_answers answers_when_gone_;
};

/// Refused because the key belongs to another command.
answer key_reused();

store::command_digest stored_digest(const base::sha256_digest& whole);

}  // namespace jamhall::live
