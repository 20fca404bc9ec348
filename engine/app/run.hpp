// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace jamhall::app {

/// The whole program, given the arguments after its name: does what they say and returns the exit code.
/// What cannot be done goes to stderr, one line unless faults are listed.
int run(std::vector<std::string> arguments);

}  // namespace jamhall::app
