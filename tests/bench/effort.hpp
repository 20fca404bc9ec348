// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace jamhall::bench {

/// How long and how large a run of the benches is.
struct effort {
    bool is_quick = false;
    double seconds = 5;  ///< of each measurement
};

/// Where things run when a figure is one of a server on a single core.
inline const std::vector<int> server_core{0};
inline const std::vector<int> generator_core{1};

/// Otherwise both have these.
inline const std::vector<int> every_core{0, 1};

}  // namespace jamhall::bench
