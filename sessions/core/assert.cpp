// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/assert.hpp"

#include <string>

namespace jamhall::sessions {

void throw_invariant_broken(const char* what)
{
    throw invariant_broken{std::string{"broken invariant: "} + what};
}

}  // namespace jamhall::sessions
