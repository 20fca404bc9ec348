// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/views/tables.hpp"

#include <vector>

namespace jamhall::sessions {

/// Appends what stands at a bell for the phase that has just ended in `after` (rule PH5). These rows are for
/// the jam's own file, outside the seal; whoever shows or exports them asks views/seal.hpp first.
/// Cost: people, posts and their audiences.
void append_snapshot(const jam_state& after, instant bell, std::vector<table_row>& rows);

}  // namespace jamhall::sessions
