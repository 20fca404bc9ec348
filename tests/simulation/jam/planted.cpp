// SPDX-License-Identifier: Apache-2.0
// Each function here stands before one of the program's own: the linker sends callers to __wrap_<name> and keeps the
// program's as __real_<name>. A member function takes its object as the first argument.
#include "tests/simulation/jam/planted.hpp"

#include "engine/codec/frame_out.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "engine/live/brakes.hpp"
#include "engine/live/hub.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/jam_reader.hpp"
#include "engine/store/jam_store.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/views/seal.hpp"
#include "tests/simulation/jam/planted_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::simulated {
namespace {

std::optional<store::append_batch> held_back;
std::uint32_t turns = 0;
constexpr sessions::duration bell_lateness{1'500};

}  // namespace

planted& planted_now()
{
    static planted one = planted::nothing;
    return one;
}

void forget_planted()
{
    held_back.reset();
    turns = 0;
}

namespace real {

using namespace sessions;

void append(store::jam_store*, const store::append_batch&) asm("__real_" JAMHALL_APPEND);
std::optional<bell> due_bell(const jam_state&, instant, clock_cause) asm("__real_" JAMHALL_DUE_BELL);
bool may(const jam_state&, const context&, action, std::optional<forum_index>) asm("__real_" JAMHALL_MAY);
bool tallies_are_shown(const jam_state&) asm("__real_" JAMHALL_TALLIES_ARE_SHOWN);
std::string tallies_frame(const jam_state&, std::string_view, log_offset,
                          std::span<const post_id>) asm("__real_" JAMHALL_TALLIES_FRAME);
void encode_state(const jam_state&,
                  const std::function<void(std::string_view)>&) asm("__real_" JAMHALL_ENCODE_STATE);
void release(live::hub*, const live::feed_key&, const live::receiver*, live::hub::ticket,
             const std::vector<live::frame>&) asm("__real_" JAMHALL_RELEASE);
std::optional<store::command_key> find_key(store::jam_reader*, store::key_book::number, person_id,
                                           std::string_view) asm("__real_" JAMHALL_FIND_KEY);
outcome<void> take(live::brakes*, const rate_limits&, person_id, live::brakes::kind,
                   live::brakes::clock::time_point) asm("__real_" JAMHALL_TAKE);
void cut_log(store::database&, store::patience) asm("__real_" JAMHALL_CUT_LOG);

}  // namespace real

namespace wrapped {

using namespace sessions;

void append(store::jam_store*, const store::append_batch&) asm("__wrap_" JAMHALL_APPEND);
std::optional<bell> due_bell(const jam_state&, instant, clock_cause) asm("__wrap_" JAMHALL_DUE_BELL);
bool may(const jam_state&, const context&, action, std::optional<forum_index>) asm("__wrap_" JAMHALL_MAY);
bool tallies_are_shown(const jam_state&) asm("__wrap_" JAMHALL_TALLIES_ARE_SHOWN);
std::string tallies_frame(const jam_state&, std::string_view, log_offset,
                          std::span<const post_id>) asm("__wrap_" JAMHALL_TALLIES_FRAME);
void encode_state(const jam_state&,
                  const std::function<void(std::string_view)>&) asm("__wrap_" JAMHALL_ENCODE_STATE);
void release(live::hub*, const live::feed_key&, const live::receiver*, live::hub::ticket,
             const std::vector<live::frame>&) asm("__wrap_" JAMHALL_RELEASE);
std::optional<store::command_key> find_key(store::jam_reader*, store::key_book::number, person_id,
                                           std::string_view) asm("__wrap_" JAMHALL_FIND_KEY);
outcome<void> take(live::brakes*, const rate_limits&, person_id, live::brakes::kind,
                   live::brakes::clock::time_point) asm("__wrap_" JAMHALL_TAKE);
void cut_log(store::database&, store::patience) asm("__wrap_" JAMHALL_CUT_LOG);

void append(store::jam_store* to, const store::append_batch& batch)
{
    if (planted_now() != planted::early_answer)
        return real::append(to, batch);
    if (const auto before = std::exchange(held_back, batch))
        real::append(to, *before);
}

std::optional<bell> due_bell(const jam_state& state, instant now, clock_cause cause)
{
    return real::due_bell(state, planted_now() == planted::late_bell ? now - bell_lateness : now, cause);
}

bool may(const jam_state& state, const context& by, action what, std::optional<forum_index> where)
{
    return (planted_now() == planted::open_door && what == action::take_part) ||
           real::may(state, by, what, where);
}

bool tallies_are_shown(const jam_state& state)
{
    return planted_now() == planted::leaky_seal || real::tallies_are_shown(state);
}

std::string tallies_frame(const jam_state& state, std::string_view feed, log_offset upto,
                          std::span<const post_id> posts)
{
    auto made = real::tallies_frame(state, feed, upto, posts);
    if (planted_now() == planted::leaky_seal && made.empty())
        made = R"({"type":"tallies","feed":")" + std::string{feed} + R"(","upto":)" +
               std::to_string(upto.value) + R"(,"tallies":[]})";
    return made;
}

void encode_state(const jam_state& state, const std::function<void(std::string_view)>& sink)
{
    if (planted_now() != planted::torn_snapshot || state.people.empty())
        return real::encode_state(state, sink);
    auto other = state;
    other.people.edit(0).entry.name += "?";
    real::encode_state(other, sink);
}

void release(live::hub* at, const live::feed_key& key, const live::receiver* who, live::hub::ticket done,
             const std::vector<live::frame>& backfill)
{
    auto sent = backfill;
    if (planted_now() == planted::lost_backfill && ++turns % 2 == 0)
        sent.clear();
    if (planted_now() == planted::repeated_backfill)
        sent.insert(sent.end(), backfill.begin(), backfill.end());
    real::release(at, key, who, done, sent);
}

std::optional<store::command_key> find_key(store::jam_reader* in, store::key_book::number row,
                                           person_id person, std::string_view key)
{
    if (planted_now() == planted::forgotten_keys)
        return std::nullopt;
    return real::find_key(in, row, person, key);
}

outcome<void> take(live::brakes* from, const rate_limits& limits, person_id person, live::brakes::kind what,
                   live::brakes::clock::time_point now)
{
    if (planted_now() == planted::no_brakes)
        return {};
    return real::take(from, limits, person, what, now);
}

void cut_log(store::database& on, store::patience readers)
{
    if (planted_now() != planted::left_bytes)
        return real::cut_log(on, readers);
    on.prepare("DELETE FROM unscrubbed").run();
}

}  // namespace wrapped
}  // namespace jamhall::simulated
