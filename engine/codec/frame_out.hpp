// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/desk_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/feeds.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// What hello says beside the state.
struct hello_facts {
    std::string_view epoch;
    sessions::person_id viewer;  ///< 0: the administrator
    sessions::instant now;
};

/// What an accepted command is answered with.
struct reply_facts {
    sessions::log_offset offset;
    sessions::post_id post{};  ///< of the post it made; 0: none
    sessions::poll_id poll{};  ///< of the poll it opened; 0: none
};

/// Who reads an event: everybody; or people it concerns (`me`), who are told more of it; or those who judge it and whose
/// text it is (`desk/…` and their `me`), who are also told what made the text look suspicious.
enum class event_reader { everybody, concerned, insider };
inline constexpr std::size_t event_readers = 3;

/// The payloads of the server's frames (contract section 6). Whatever depends on the jam goes through
/// sessions/views, so that seal, names and visibility hold here as everywhere.
/// `ref` is raw JSON as decode_frame gave it; `feed` as sessions::written spells it.
std::string hello_frame(const sessions::jam_state& state, const jam_for_all& shared,
                        const hello_facts& facts);
std::string reply_frame(std::string_view ref, const reply_facts& facts);
std::string refused_frame(std::string_view ref, const sessions::rejection& why);
std::string behind_frame(std::string_view feed);
std::string presence_frame(std::size_t here);

/// Appends one event as feeds carry it: the text is null when its post has lost it, the author while names
/// are hidden. Returns false, and appends nothing, for an event no feed carries.
/// One rendering serves every feed of the same kind of reader.
bool append_event(std::string& to, const sessions::jam_state& state, const sessions::event& happened,
                  event_reader reader = event_reader::everybody);

/// As whom those who watch a feed read an event.
event_reader reader_of(const sessions::jam_state& state, sessions::feed_id feed,
                       const sessions::event& happened);

/// `events` are objects by append_event with commas between, ascending.
std::string events_frame(std::string_view feed, sessions::log_offset upto, std::string_view events);

/// Tallies of the headline phase; posts without a shown tally are left out. Empty when nothing is shown, as
/// always while sealed.
std::string tallies_frame(const sessions::jam_state& state, std::string_view feed, sessions::log_offset upto,
                          std::span<const sessions::post_id> posts);

/// How polls stand; counts are null while their results are sealed.
std::string polls_frame(const sessions::jam_state& state, std::string_view feed, sessions::log_offset upto,
                        std::span<const sessions::poll_id> polls);

/// Which cases of the queue somebody has open.
std::string looking_frame(const sessions::jam_state& state, std::string_view feed,
                          std::span<const sessions::look> looks);

/// Comment counts of threads and when each was last posted in. Empty when none of the posts is public.
std::string activity_frame(const sessions::jam_state& state, std::string_view feed, sessions::log_offset upto,
                           std::span<const sessions::post_id> posts);

}  // namespace jamhall::codec
