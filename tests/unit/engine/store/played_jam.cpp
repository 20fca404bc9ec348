// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/store/played_jam.hpp"

#include "engine/codec/event_out.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/views/tables.hpp"
#include "tests/support/sessions/builders.hpp"

#include <algorithm>
#include <span>

namespace jamhall::store {

using namespace jamhall::test;

std::vector<event> small_jam()
{
    auto log = opened(three_phases().audiences({"staff"_slug, "residents"_slug}));
    auto renamed = entry_of("Ada L.");
    renamed.attributes = {{"unit", "Parks"}, {"a \"b\"", "\\"}};
    append(log, created, {}, person_updated{ada, renamed});
    append(log, created, ada, person_registered{});
    append(log, created, ada, joined{{1, 1}});
    append(log, created, ben, person_entered{});
    append(log, start, {}, phase_began{1, clock_cause::clock});
    append(log, start, ada, post_added{{1}, post_kind::idea, 0, {}, {}, false, "Plant trees; water them."});
    append(log, start, ben, post_added{{2}, post_kind::idea, 1, {}, {}, true, "Bänke für alle 🌳"});
    append(log, start, cleo, post_added{{3}, post_kind::comment, 0, {1}, {}, false, "Which trees?"});
    append(log, start, cleo, post_added{{4}, post_kind::idea, 0, {}, {1}, false, "Plant fruit trees."});
    append(log, start, ada, post_edited{{1}, 2, "Plant many trees."});
    append(log, start, ben, post_withdrawn{{2}});
    append(log, start, olga, announced{{5}, std::nullopt, "Lunch is at noon."});
    append(log, start, {}, posts_seen{{{{1}, 3}, {{4}, 1}}});
    append(log, start, olga, role_granted{hugo, role::facilitator, {1}});
    append(log, start, olga, clock_extended{10});
    append(log, start + minutes{70}, {}, phase_began{2, clock_cause::clock});
    for (const auto& [person, post, says] :
         std::vector<std::tuple<person_id, post_id, choice>>{{ada, {4}, choice::support},
                                                             {ben, {1}, choice::support},
                                                             {ben, {4}, choice::support},
                                                             {ben, {1}, choice::withdraw},
                                                             {cleo, {1}, choice::support}})
        append(log, start + minutes{71}, person, ballot_cast{2, post, says});
    append(log, start + minutes{72}, olga, clock_paused{});
    append(log, start + minutes{73}, olga, clock_resumed{});
    append(log, start + minutes{80}, olga, phase_began{3, clock_cause::person});
    append(log, start + minutes{90}, olga, phase_began{4, clock_cause::person});
    append(log, start + minutes{90}, olga, jam_closed{});
    return log;
}

append_batch played_batch(const std::vector<event>& log, std::size_t from, std::size_t count)
{
    jam_state state = replay(std::span{log}.first(from));
    append_batch batch;
    for (std::size_t at = from; at < std::min(from + count, log.size()); ++at) {
        const auto names = codec::names_of(state);
        evolve(state, log[at]);
        batch.events.push_back(codec::encode_event(log[at], names, [&] {
            codec::text_salt salt{};
            salt.fill(static_cast<std::uint8_t>(at));
            return salt;
        }));
        append_rows(state, log[at], batch.rows);
        if (const auto* gone = std::get_if<erased>(&log[at].body))
            batch.erased.emplace_back(log[at].offset, *gone);
    }
    return batch;
}

void play(jam_store& into, const std::vector<event>& log, std::size_t batch_events)
{
    for (std::size_t at = 0; at < log.size(); at += batch_events)
        into.append(played_batch(log, at, batch_events));
}

}  // namespace jamhall::store
