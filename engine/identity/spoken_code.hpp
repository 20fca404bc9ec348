// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace jamhall::identity {

/// Codes that people say and type: digits and capital letters without I, L, O and U, 5 bits each. Source: Crockford's
/// base 32.
inline constexpr std::size_t join_code_size =
    8;  ///< spoken in a hall: 40 bits behind the brakes, for hours or days
inline constexpr std::size_t personal_code_size =
    12;  ///< printed instead of a personal link: 60 bits behind them

std::string make_spoken_code(std::size_t size);

/// A code as it was typed, brought to the form it is kept in: without spaces and hyphens, in capitals, O as 0, I and L as 1.
/// What is no code stays none.
std::string normal_code(std::string_view typed);

/// A code as it is shown: in groups of four.
std::string grouped_code(std::string_view code);

/// What a personal code is looked up by.
base::sha256_digest hash_of_code(std::string_view code);

}  // namespace jamhall::identity
