// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/stored_event.hpp"

namespace jamhall::codec {

base::sha256_digest digest_of(const text_salt& salt, std::string_view text)
{
    thread_local base::sha256 hash;
    return hash.add(salt).add(text).finish();
}

bool changes_names(const sessions::event_body& body)
{
    return std::holds_alternative<sessions::jam_created>(body) ||
           std::holds_alternative<sessions::plan_changed>(body);
}

event_names names_of(const sessions::jam_state& state)
{
    event_names made;
    if (!state.what)
        return made;
    for (const auto& forum : state.what->forums)
        made.forums.push_back(forum.id);
    for (const auto& phase : state.clock.phases)
        made.phases.push_back(phase.id);
    for (const auto& audience : state.what->audiences)
        made.audiences.push_back(audience.id);
    return made;
}

}  // namespace jamhall::codec
