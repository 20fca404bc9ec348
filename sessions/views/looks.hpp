// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

namespace jamhall::sessions {

/// That somebody has a case of the queue open, so that no two decide on it unawares. Ephemeral.
struct look {
    post_id post;
    person_id person;

    friend auto operator<=>(const look&, const look&) = default;
};

}  // namespace jamhall::sessions
