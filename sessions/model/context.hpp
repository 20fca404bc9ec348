// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

namespace jamhall::sessions {

/// Who asks: a person of the roster, the hall's administrator (organizer of every jam without being
/// a person), or the hall itself (imports, exposure flushes).
enum class actor_kind { person, administrator, hall };

/// What `decide` may know besides the state.
struct context {
    instant now;
    actor_kind kind = actor_kind::person;
    person_id person;  ///< 0 unless kind is person
};

}  // namespace jamhall::sessions
