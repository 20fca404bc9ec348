// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/hall_store.hpp"

#include <string_view>

namespace jamhall::net {

/// A role in the hall as the wire calls it; empty for none.
constexpr std::string_view hall_role_word(store::hall_role role)
{
    switch (role) {
    case store::hall_role::none: return "";
    case store::hall_role::organizer: return "organizer";
    case store::hall_role::administrator: return "administrator";
    }
    return "";
}

}  // namespace jamhall::net
