// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace jamhall::sessions {

/// How unevenly something is spread over people: 0 when all have the same, towards 1 when one has all.
/// 0 for nobody or nothing.
/// Source: rule ST3; C. Gini 1912.
[[nodiscard]] double gini(std::vector<std::uint32_t> amounts);

/// The share that the busiest tenth of the people has of all, the tenth rounded up; 0 for nobody or nothing.
/// Source: rule ST4.
[[nodiscard]] double top_tenth_share(std::vector<std::uint32_t> amounts);

}  // namespace jamhall::sessions
