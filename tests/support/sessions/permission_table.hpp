// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/command.hpp"
#include "sessions/model/context.hpp"
#include "sessions/model/jam_state.hpp"

namespace jamhall::test {

/// What the table of roles in docs/rules/people.md says, written out a second time: whether somebody may have this
/// command accepted in this state.
bool is_permitted(const sessions::jam_state& state, const sessions::command& asked,
                  const sessions::context& by);

}  // namespace jamhall::test
