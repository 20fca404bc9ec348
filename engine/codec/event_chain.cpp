// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_chain.hpp"

namespace jamhall::codec {

base::sha256_digest chain_hash(const base::sha256_digest& previous, sessions::log_offset offset,
                               sessions::instant at, sessions::person_id actor, std::string_view type,
                               std::string_view body)
{
    thread_local base::sha256 hash;
    hash.add("jamhall.event.v1").add(previous);
    hash.add_big_endian(offset.value);
    hash.add_big_endian(static_cast<std::uint64_t>(at.ms));
    hash.add_big_endian(std::uint64_t{actor.value});
    hash.add_big_endian(static_cast<std::uint32_t>(type.size())).add(type);
    hash.add_big_endian(static_cast<std::uint32_t>(body.size())).add(body);
    return hash.finish();
}

}  // namespace jamhall::codec
