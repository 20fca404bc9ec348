// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/identity/logins.hpp"

namespace jamhall::identity {

/// What a browser's login becomes by another sign-in.
struct merged_login {
    store::login what;
    bool is_somebody_else = false;  ///< somebody does not stand there any more
    bool is_proven_anew = true;     ///< nothing stays that was not proven just now
};

/// `before` with what was proven since. Its times stay.
merged_login merged(store::login before, const proof& proved);

}  // namespace jamhall::identity
