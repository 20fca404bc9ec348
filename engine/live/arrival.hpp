// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/slug.hpp"
#include "sessions/model/admission.hpp"
#include "sessions/model/roles.hpp"

#include <optional>
#include <string>

namespace jamhall::live {

/// Somebody who arrives by another way than a personal link, as that way proved them.
struct arrival {
    sessions::way_in way =
        sessions::way_in::email;  ///< roster: put there by the hall, whatever the plan says
    std::string email;            ///< verified; empty: none
    std::string subject;  ///< whom an identity provider says it is, as "PROVIDER.ACCOUNT"; empty: nobody

    /// Of a newcomer: what they are to be called (a line, normalised), unless the plan makes up names; their
    /// audience, unless it is the plan's for this way. Roles beyond taking part are added to those a known person has.
    std::string name;
    std::optional<sessions::slug> audience;
    sessions::role_set roles{sessions::role::participant};

    bool may_be_new = true;  ///< whether to add them where nobody is known by the address or subject
};

}  // namespace jamhall::live
