// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"

namespace jamhall::app {

/// `jamhall demo`: serves a hall with a running example jam and a simulated crowd, and prints one sign-in
/// link for each role. Started again it goes on with the same jam, or with a fresh one when that is over.
void demo(const demo_command& asked);

}  // namespace jamhall::app
