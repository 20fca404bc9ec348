// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/codec/erasure_register.hpp"
#include "engine/codec/stored_event.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/jam_reader.hpp"
#include "sessions/model/command.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/feeds.hpp"
#include "tests/simulation/jam/disk.hpp"
#include "tests/simulation/jam/frames.hpp"
#include "tests/simulation/jam/machine.hpp"
#include "tests/support/sessions/ballot_book.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::simulated {

/// One command somebody means once, however often it is sent.
struct meant {
    std::uint64_t number = 0;
    sessions::command what;
    sessions::context by;
    std::string key;                   ///< empty: sent once, whatever comes of it
    std::optional<note_facts> answer;  ///< the first acceptance that left the server
};

/// Watches a jam from outside: reads its log after every write, folds it a second time, and knows what must hold.
/// What does not hold is kept as a sentence; nothing is thrown, because much of it is heard where nobody may throw.
class oracle {
public:
    oracle(disk& on, std::filesystem::path file) : disk_{on}, file_{std::move(file)} {}

    /// The writer did something: reads what is new in the log and judges it.
    void look();
    /// The server is about to end, or has: lets go of the file.
    void let_go() { reader_.reset(); }
    /// A server has opened the file again: what was acknowledged or shown must be there, as it was.
    void restarted();

    void will_ask(const meant& one);
    /// An acceptance left the server, for a socket or over HTTP.
    void acknowledged(meant& one, const note_facts& answer);
    /// A frame left the server for somebody's socket.
    void sent(const parsed_frame& frame, sessions::person_id to);
    /// Somebody read a page as of now.
    sessions::log_offset page_read();

    /// Everything that is checked once, at the end, with the server at rest.
    void check_end(const sessions::jam_state& running, const store::hall_key& signer);
    /// Whoever watched this feed from `base` on must have got these events, at least.
    void check_feed(sessions::feed_id feed, sessions::log_offset base, const std::vector<std::uint64_t>& got,
                    std::string_view who);

    const sessions::jam_state& state() const { return state_; }
    const std::vector<sessions::event>& log() const { return log_; }
    const std::optional<std::string>& fault() const { return fault_; }
    std::uint64_t trace() const { return trace_; }
    void note(std::uint64_t what);
    void note(std::string_view what);
    void broken(std::string what);

    /// Kinds of events that were folded onto a state that had been written down and read again (row 14).
    std::set<std::size_t> kinds_after_snapshot;
    std::uint64_t erasures_checked = 0;  ///< texts that were looked for on the disk

private:
    void fold(const sessions::event& happened);
    void judge(const sessions::event& happened);
    void count(const sessions::event& happened);
    void note_feeds(std::size_t from);
    void check_ballots();
    void check_erased();
    void start_over(sessions::log_offset upto);

    disk& disk_;
    std::filesystem::path file_;
    std::unique_ptr<store::jam_reader> reader_;
    std::optional<std::string> fault_;
    std::uint64_t trace_ = 14'695'981'039'346'656'037U;

    std::vector<sessions::event> log_;
    sessions::jam_state state_;
    codec::event_names names_;
    codec::erasure_register erased_;                       ///< what may be missing in the log
    std::map<std::uint64_t, base::sha256_digest> hashes_;  ///< by the last offset of a batch
    std::map<std::uint64_t, sessions::jam_state> before_;  ///< the last batch: the state before each event
    std::uint64_t promised_ = 0;                           ///< acknowledged, sent or read up to here
    std::uint64_t looks_ = 0;

    test::ballot_book ballots_;
    std::set<sessions::phase_index> begun_;
    std::map<std::string, std::uint64_t> posts_by_nonce_;
    std::map<std::pair<std::uint32_t, std::string_view>, std::int64_t> single_effects_;
    std::set<std::uint32_t> tainted_;  ///< posts that moderation or steering touched: shown now and then
    std::map<sessions::feed_id, std::vector<std::uint64_t>> shown_;
    std::deque<bool> seal_open_;  ///< whether tallies were shown after the last batches
    std::map<std::uint32_t, std::deque<std::int64_t>> accepted_at_;

    std::map<std::string, std::uint32_t> asked_nonces_;  ///< and who asked
    std::map<std::pair<std::uint32_t, std::string_view>, std::int64_t> asked_single_;
    std::optional<std::pair<std::string, std::uint64_t>> written_down_;  ///< a state as bytes, and its offset
};

/// The mark in a text by which a post is known again; empty when there is none.
std::string nonce_in(std::string_view text);

}  // namespace jamhall::simulated
