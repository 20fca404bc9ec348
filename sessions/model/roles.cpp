// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/roles.hpp"

namespace jamhall::sessions {

std::string_view name_of(role r)
{
    switch (r) {
    case role::participant: return "participant";
    case role::facilitator: return "facilitator";
    case role::host: return "host";
    case role::guest: return "guest";
    case role::organizer: return "organizer";
    case role::analyst: return "analyst";
    case role::records_officer: return "records_officer";
    case role::observer: return "observer";
    }
    return "participant";
}

std::optional<role> role_named(std::string_view name)
{
    for (role r : all_roles)
        if (name_of(r) == name)
            return r;
    return std::nullopt;
}

}  // namespace jamhall::sessions
