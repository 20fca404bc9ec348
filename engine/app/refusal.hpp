// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace jamhall::app {

/// A command cannot be done; what() says why, for people, on one line unless it lists faults. Caught where
/// the program begins: it goes to stderr, and the program ends with exit code 1.
class refusal : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace jamhall::app
