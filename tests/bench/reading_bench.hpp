// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace jamhall::bench {

struct reading_options {
    bool is_quick = false;             ///< a small jam, everything a few times: seconds instead of minutes
    std::filesystem::path kept;        ///< keeps the jams here for the next run; empty: a folder of this run
    std::vector<std::uint32_t> parts;  ///< jams of 1/part the whole size; none: 1, 2, 4 and 8
};

/// Reading, restart and memory of the largest jam, over HTTP from a server of its own, beside their goals;
/// then how each grows with the jam and with the tail of the log that no snapshot holds yet.
/// Measures the `jamhall` beside this program.
void bench_reading(const reading_options& options);

/// The same as a command: a folder to keep the jams in, and the parts. Returns the exit status.
int bench_reading_alone(std::span<char* const> arguments);

}  // namespace jamhall::bench
